"""Stage the interpreter: Debian's packages unpacked into one folder that can stand anywhere."""

import shutil
import tempfile
from pathlib import Path

from installers.linux.deb_lock import read_deb_lock
from installers.linux.elf import needs_of, rebind
from installers.linux.places import INTERPRETER_LOCK, Places
from installers.programs import run

VERSION = "3.11"
_LIBRARIES = ("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu")
# Modules of the standard library that Hangar has no use for: some would bring further libraries
# (terminal windows, databases, NIS), others install packages or are Python's own tests.
_NO_MODULES = (
    "EXTERNALLY-MANAGED",
    "_distutils_system_mod.py",
    "curses",
    "dbm",
    "idlelib",
    "sitecustomize.py",
    "test",
    "turtle.py",
    "venv",
)
_NO_EXTENSIONS = (
    "_crypt",
    "_ctypes_test",
    "_curses",
    "_curses_panel",
    "_dbm",
    "_test*",
    "_uuid",
    "_xx*",
    "nis",
    "ossaudiodev",
    "readline",
    "xx*",
)
_FIND_LIBRARIES = ("_bz2", "_ctypes", "_sqlite3")
"""Extensions that load libraries which stand beside the interpreter."""
_PTH = f"../lib/python{VERSION}\n../lib/python{VERSION}/lib-dynload\n../../lib\n"


def stage_interpreter(places: Places, prefix: Path) -> None:
    """Put the interpreter into `prefix`/python, with the libraries that it and Qt need."""
    python = prefix / "python"
    with tempfile.TemporaryDirectory(prefix="hangar-interpreter-") as scratch:
        root = Path(scratch)
        for pin in read_deb_lock(INTERPRETER_LOCK.read_text("utf-8")):
            unpack = ["dpkg-deb", "-x", str(places.interpreter / pin.file_name), scratch]
            run(unpack, hint="Fetch it anew: python -m installers.linux.fetch")
        (python / "bin").mkdir(parents=True)
        name = f"python{VERSION}"
        shutil.copy2(root / "usr/bin" / name, python / "bin")
        shutil.copytree(root / "usr/lib" / name, python / "lib" / name, symlinks=True)
        for folder in _LIBRARIES:
            for library in sorted((root / folder).glob("lib*.so.*")):
                if needs_of(library).name == library.name:  # others lead to the same file
                    shutil.copyfile(library.resolve(), python / "lib" / library.name)
    _leave_out(python / "lib" / f"python{VERSION}")
    _find_libraries(python)


def isolate(prefix: Path) -> None:
    """Fix what the interpreter imports from: its own folders, whoever starts it and how.

    With this file beside it, Python heeds no environment variable, no folder of the user and no
    `site`. It is written last, since compiling needs a variable.
    """
    (prefix / "python" / "bin" / f"python{VERSION}._pth").write_text(_PTH, "ascii")


def _leave_out(library: Path) -> None:
    for name in _NO_MODULES:
        unwanted = library / name
        if unwanted.is_dir():
            shutil.rmtree(unwanted)
        else:
            unwanted.unlink(missing_ok=True)
    for name in _NO_EXTENSIONS:
        for unwanted in (library / "lib-dynload").glob(f"{name}.cpython-*.so"):
            unwanted.unlink()


def _find_libraries(python: Path) -> None:
    # Its 'hypot' of glibc 2.35 is all that keeps the interpreter from Enterprise Linux 9, which
    # has 2.34. The older one differs only in how it reports an overflow.
    rebind(python / "bin" / f"python{VERSION}", "libm.so.6", "GLIBC_2.35", "GLIBC_2.2.5")
    beside = python / "lib"
    names = {library.name for library in beside.glob("lib*.so.*")}
    for library in sorted(beside.glob("lib*.so.*")):
        if names & set(needs_of(library).libraries):
            _look_in(library, "$ORIGIN")
    for name in _FIND_LIBRARIES:
        for extension in beside.glob(f"python{VERSION}/lib-dynload/{name}.cpython-*.so"):
            _look_in(extension, "$ORIGIN/../..")


def _look_in(library: Path, folder: str) -> None:
    """Let a library look in `folder` for those that it needs."""
    run(["patchelf", "--set-rpath", folder, str(library)], hint="See what it says.")
