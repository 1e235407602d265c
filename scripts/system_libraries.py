"""Which Debian packages a workstation lacks, found out by looking for what is in them."""

import ctypes
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class SystemPackage(NamedTuple):
    """A Debian package, and how to see whether what it brings is there."""

    name: str
    is_there: Callable[[], bool]


def library(name: str, file: str) -> SystemPackage:
    """A package that is there when the shared library `file` can be loaded."""

    def is_there() -> bool:
        try:
            ctypes.CDLL(file)
        except OSError:
            return False
        return True

    return SystemPackage(name, is_there)


def program(name: str) -> SystemPackage:
    """A package that is there when its program of the same name is."""
    return SystemPackage(name, lambda: shutil.which(name) is not None)


def files(name: str, folders: tuple[Path, ...], pattern: str) -> SystemPackage:
    """A package that is there when a folder holds a file like `pattern`, at any depth."""
    return SystemPackage(name, lambda: any(next(folder.rglob(pattern), None) for folder in folders))


_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_TESSERACT = tuple(Path("/usr/share") / name for name in ("tesseract-ocr", "tessdata", "tesseract"))

NEEDED = (
    program("g++"),
    library("libgomp1", "libgomp.so.1"),
    library("libseccomp2", "libseccomp.so.2"),
    library("libegl1", "libEGL.so.1"),
    library("libgl1", "libGL.so.1"),
    library("libglib2.0-0", "libgthread-2.0.so.0"),
    library("libdbus-1-3", "libdbus-1.so.3"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libx11-xcb1", "libX11-xcb.so.1"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    library("libxcb-cursor0", "libxcb-cursor.so.0"),
    library("libxcb-icccm4", "libxcb-icccm.so.4"),
    library("libxcb-image0", "libxcb-image.so.0"),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    library("libxcb-randr0", "libxcb-randr.so.0"),
    library("libxcb-render-util0", "libxcb-render-util.so.0"),
    library("libxcb-shape0", "libxcb-shape.so.0"),
    library("libxcb-sync1", "libxcb-sync.so.1"),
    library("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    library("libxcb-xkb1", "libxcb-xkb.so.1"),
    files("fonts-dejavu-core", _FONTS, "*.ttf"),
)
"""What the air gap, the window and the compiling of llama.cpp cannot do without."""

WANTED = (
    files("tesseract-ocr-eng", _TESSERACT, "eng.traineddata"),
    program("strace"),
)
"""What scanned pages are read with, and what a test watches system calls with."""


def packages_missing(packages: tuple[SystemPackage, ...]) -> list[str]:
    """Names of the packages that are not there."""
    return [package.name for package in packages if not package.is_there()]
