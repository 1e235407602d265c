"""Which libraries of the system Hangar runs with, and what distributions call them.

Everything that is loaded from the tree must find its libraries in the tree or here. What is here
comes with every desktop of the distributions named in `README.md`, under a name and with symbol
versions that newer ones keep; it is patched by the system's own updates.
"""

from collections.abc import Iterable
from pathlib import Path

from installers.errors import BuildError
from installers.linux.elf import compiled_files, needs_of

GLIBC = (2, 34)
"""The oldest C library: that of Enterprise Linux 9; Ubuntu 22.04 has 2.35, Debian 12 has 2.36."""

GLIBCXX = (3, 4, 29)
"""The oldest C++ library, by the version of its symbols: that of GCC 11, as there."""

DEBIAN = {
    "ld-linux-x86-64.so.2": "libc6 (>= 2.34)",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libc.so.6": "libc6 (>= 2.34)",
    "libcrypto.so.3": "libssl3 | libssl3t64",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6 (>= 2.34)",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "liblzma.so.5": "liblzma5",
    "libm.so.6": "libc6 (>= 2.34)",
    "libpthread.so.0": "libc6 (>= 2.34)",
    "librt.so.1": "libc6 (>= 2.34)",
    "libssl.so.3": "libssl3 | libssl3t64",
    "libstdc++.so.6": "libstdc++6 (>= 11)",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The package of Debian and Ubuntu for each library; a bar stands between the names it has had."""

BY_NAME = {"libseccomp.so.2": "libseccomp2 (>= 2.5)"}
"""Loaded by name at run time: the air gap."""

OPTIONAL = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Where they are missing there is no Wayland either; Qt then uses X11."""

_OPTIONAL_PARTS = ("platformthemes/libqgtk3.so",)
"""Parts that work only where the desktop they fit into is installed, with its libraries."""


def libraries_needed(tree: Path) -> set[str]:
    """The libraries of the system that the compiled files in `tree` load.

    Raises:
        BuildError: One is unknown here, or a file needs a newer C library than promised.
    """
    files = compiled_files(tree)
    inside = {file.name for file in files}
    found: set[str] = set()
    for file in files:
        if str(file).endswith(_OPTIONAL_PARTS):
            continue
        needs = needs_of(file)
        if needs.glibc > GLIBC or needs.glibcxx > GLIBCXX:
            raise BuildError(
                f"{file} needs GLIBC {needs.glibc} and GLIBCXX {needs.glibcxx}.",
                hint=f"The packages promise {GLIBC} and {GLIBCXX}: use an older build of it.",
            )
        found |= {name for name in needs.libraries if name not in inside}
        unknown = found - DEBIAN.keys() - OPTIONAL.keys()
        if unknown:
            raise BuildError(
                f"{file} needs {sorted(unknown)[0]}, which nothing brings.",
                hint="Leave the file out of the tree, or add the library to system_libraries.py.",
            )
    return found


def debian_packages(libraries: Iterable[str], names: dict[str, str] = DEBIAN) -> list[str]:
    """The entries for a package's Depends, each once, in the order of the names."""
    return sorted({names[library] for library in libraries if library in names})
