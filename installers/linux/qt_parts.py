"""What of Qt is shipped: what the window uses, and nothing that could open a connection."""

import shutil
from pathlib import Path

from installers.linux.elf import needs_of

_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets", "QtDBus")
_PLUGINS = (
    "iconengines",
    "imageformats",
    "platforminputcontexts",
    "platforms",
    "platformthemes",
    "wayland-decoration-client",
    "wayland-graphics-integration-client",
    "wayland-shell-integration",
    "xcbglintegrations",
)
# Drawing on a screen without a window system, and serving the window to others; keyboards and
# pictures that would bring Qt's network library and its QML engine with them.
_NO_PLUGINS = (
    "imageformats/libqpdf.so",
    "platforminputcontexts/libqtvirtualkeyboardplugin.so",
    "platforms/libqeglfs.so",
    "platforms/libqlinuxfb.so",
    "platforms/libqminimalegl.so",
    "platforms/libqvkkhrdisplay.so",
    "platforms/libqvnc.so",
)
_FOR_QT = (
    "libwayland-cursor.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-render.so.0",
    "libxcb-shape.so.0",
    "libxcb-util.so.1",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
    "libxkbcommon.so.0",
)
"""Libraries beside the interpreter that Qt asks for; it looks for them in its own folder only."""


def thin_out(site: Path) -> None:
    """Remove from the folder of PySide6 what Hangar does not use; what stays is unchanged."""
    pyside = site / "PySide6"
    qt = pyside / "Qt"
    for entry in sorted(pyside.iterdir()):
        if entry.name.endswith(".abi3.so") and entry.name.partition(".")[0] not in _MODULES:
            entry.unlink()
        elif entry.is_dir() and entry.name != "Qt":
            shutil.rmtree(entry)
        elif entry.is_file() and entry.suffix not in {".py", ".so"} and ".so." not in entry.name:
            entry.unlink()
    for folder in sorted(qt.iterdir()):
        if folder.name not in {"lib", "plugins"}:
            shutil.rmtree(folder)
    for folder in sorted((qt / "plugins").iterdir()):
        if folder.name not in _PLUGINS:
            shutil.rmtree(folder)
    for name in _NO_PLUGINS:
        (qt / "plugins" / name).unlink()
    (pyside / "libpyside6qml.abi3.so.6.11").unlink(missing_ok=True)
    _keep_used(qt, [*pyside.glob("*.so*"), *qt.glob("plugins/*/*.so")])


def link_libraries(prefix: Path) -> None:
    """Let Qt find the libraries that stand beside the interpreter."""
    folder = prefix / "lib" / "PySide6" / "Qt" / "lib"
    for name in _FOR_QT:
        (folder / name).symlink_to(f"../../../../python/lib/{name}")


def _keep_used(qt: Path, users: list[Path]) -> None:
    """Keep those libraries of Qt that the modules and plugins load, directly or not."""
    used: set[str] = set()
    while users:
        for name in needs_of(users.pop()).libraries:
            library = qt / "lib" / name
            if name not in used and library.exists():
                used.add(name)
                users.append(library)
    for library in (qt / "lib").iterdir():
        if library.name not in used:
            library.unlink()
