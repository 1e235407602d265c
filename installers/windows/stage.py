"""Stage everything of the payload but the interpreter: packages, Hangar itself, its launchers.

    python -m installers.windows.stage WHEELHOUSE PAYLOAD [--llama WHEEL] [--pack-key PEM]…

`payload.ps1` runs it on Windows, with the wheel of llama.cpp that it has compiled. It does the same
on Debian, where everything but that wheel and the interpreter can be looked at.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from installers.errors import BuildError
from installers.linux.hangar_tree import stage_hangar
from installers.reproducible import CHECKOUT
from installers.windows.fetch import PLATFORM
from installers.windows.payload import COMMAND, START

_LAUNCHERS = Path(__file__).resolve().parent / "launchers"
_SEARCH_PATH = "DLLs\nLib\n.\n..\\lib\n"
"""Where python.exe looks for modules. With this file beside it, it heeds no variable, no registry
and no folder of a user, for every process that Hangar starts, too."""
# What of Qt's modules, libraries and plugins the window uses.
_QT = frozenset({"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets"})
_PLUGINS = frozenset(
    {
        "iconengines/qsvgicon.dll",
        "imageformats/qico.dll",
        "imageformats/qsvg.dll",
        "platforms/qminimal.dll",
        "platforms/qoffscreen.dll",
        "platforms/qwindows.dll",
        "styles/qmodernwindowsstyle.dll",
    }
)
_OF_PIP = ("INSTALLER", "REQUESTED", "direct_url.json")


def stage(wheelhouse: Path, payload: Path, llama: Path | None, pack_keys: Sequence[Path]) -> None:
    """Fill the folder `payload`, which must not have these parts yet.

    Args:
        wheelhouse: What `fetch` has filled.
        payload: Where `python`, the interpreter, stands or is to stand.
        llama: The compiled wheel of llama.cpp; None leaves it out.
        pack_keys: Public keys, as PEM files, whose model packs the installation trusts.

    Raises:
        BuildError: A package is missing or has another hash, or a model was not built.
    """
    site = payload / "lib"
    if site.exists():
        raise BuildError(f"{site} is there already.", hint="Remove it, or name another folder.")
    _install(site, wheelhouse, "--require-hashes", "-r", wheelhouse / "runtime.lock")
    if llama is not None:
        _install(site, wheelhouse, llama)
    _thin_out(site)
    stage_hangar(payload, pack_keys)
    shutil.rmtree(payload / "bin")  # the launchers of Linux
    for launcher in (COMMAND, START):
        target = payload / launcher
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(_LAUNCHERS / launcher.name, target)
    (payload / "share").mkdir(exist_ok=True)
    shutil.copyfile(CHECKOUT / "LICENSE", payload / "share" / "LICENSE.txt")
    (payload / "python").mkdir(exist_ok=True)
    (payload / "python" / "python311._pth").write_text(_SEARCH_PATH, encoding="ascii")


def _install(site: Path, wheelhouse: Path, *what: str | Path) -> None:
    """Unpack wheels into `site`, from the wheelhouse and nowhere else."""
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    how = ["--quiet", "--no-index", "--no-deps", "--no-compile", "--upgrade", *PLATFORM]
    # A file may set an index even for '--isolated'.
    environ = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
    asked = [*pip, *how, "--find-links", wheelhouse, "--target", site, *what]
    if subprocess.run(asked, check=False, env=environ).returncode:
        raise BuildError(
            "pip could not unpack every package into the payload.",
            hint="See its lines above. python -m installers.windows.fetch fills the wheelhouse.",
        )


def _thin_out(site: Path) -> None:
    """Take out what does not run: programs and headers of packages, most of Qt, pip's notes."""
    for unwanted in ("bin", "include", "share", "Scripts"):
        shutil.rmtree(site / unwanted, ignore_errors=True)
    for tests in sorted(site.glob("numpy/**/tests")):
        shutil.rmtree(tests)
    for note in sorted(file for name in _OF_PIP for file in site.glob(f"*.dist-info/{name}")):
        note.unlink()
    # Nothing of the packages may be started by itself: every program gets a rule in the firewall,
    # and the fewer there are the better.
    for program in sorted(site.rglob("*.exe")):
        program.unlink()
    pyside = site / "PySide6"
    for entry in sorted(pyside.iterdir()):
        if not _is_used(entry):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for plugin in sorted((pyside / "plugins").rglob("*")):
        if plugin.is_file() and plugin.relative_to(pyside / "plugins").as_posix() not in _PLUGINS:
            plugin.unlink()


def _is_used(entry: Path) -> bool:
    """Whether something directly in the folder of PySide6 is used by the window."""
    if entry.is_dir():
        return entry.name == "plugins"
    if entry.suffix == ".pyd":
        return entry.stem in _QT
    if entry.suffix == ".dll" and entry.name.startswith("Qt6"):
        return entry.stem.replace("Qt6", "Qt", 1) in _QT
    # The C++ library, what binds Qt to Python, drawing without a graphics card.
    return entry.suffix == ".py" or (entry.suffix == ".dll" and "qml" not in entry.name)


def main(argv: list[str] | None = None) -> int:
    """Stage what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("wheelhouse", type=Path, help="what installers.windows.fetch has filled")
    parser.add_argument("payload", type=Path, help="the folder to fill")
    parser.add_argument("--llama", type=Path, help="the compiled wheel of llama.cpp")
    parser.add_argument("--pack-key", type=Path, action="append", default=[], help="PEM, public")
    given = parser.parse_args(argv)
    try:
        stage(given.wheelhouse, given.payload, given.llama, given.pack_key)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
