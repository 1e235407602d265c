"""The Debian programs and headers that building the Linux packages needs."""

import os
from pathlib import Path
from typing import NamedTuple

from installers.debian_tools import Tool
from installers.errors import BuildError
from installers.programs import run


class Header(NamedTuple):
    """A file that is compiled or linked with, and the Debian package that brings it."""

    file: Path
    package: str


BUILDING = (
    Tool("g++", "g++"),
    Tool("readelf", "binutils"),
    Tool("patchelf", "patchelf"),
    Tool("rsvg-convert", "librsvg2-bin"),
    Tool("dpkg-deb", "dpkg"),
    Tool("rpmbuild", "rpm"),
)
"""What compiles, stages and packs."""

VULKAN = (Tool("glslc", "glslc"),)
VULKAN_HEADERS = (
    Header(Path("/usr/lib/x86_64-linux-gnu/libvulkan.so"), "libvulkan-dev"),
    Header(Path("/usr/include/spirv/unified1/spirv.hpp"), "spirv-headers"),
)
"""What compiles the Vulkan backend beside."""

CUDA = (Tool("nvcc", "nvidia-cuda-toolkit"),)
"""What compiles the CUDA backend beside."""


def ensure_headers(headers: tuple[Header, ...]) -> None:
    """See that the headers are there; install what is missing where this is root.

    Raises:
        BuildError: Something is missing and cannot be installed from here.
    """
    if missing := [header.package for header in headers if not header.file.exists()]:
        install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        by_hand = f"Install with: sudo {' '.join(install)}"
        if os.geteuid() != 0:
            raise BuildError(f"Missing here: {' '.join(missing)}.", hint=by_hand)
        run(install, hint=by_hand)
