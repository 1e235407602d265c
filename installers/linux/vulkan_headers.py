"""The headers of Vulkan that llama.cpp is compiled with: Debian 13's, for Debian 12's are too old.

Headers alone: the library that is linked stays Debian 12's, so that the backend needs no newer C
library than the rest.
"""

import shutil
from pathlib import Path

from installers.debian_tools import Tool, ensure
from installers.errors import BuildError
from installers.linux.places import Places
from installers.programs import run
from installers.reproducible import sha256_of
from installers.test.roots import KEYRING, archive_address

_SUITE = "trixie"
_PINNED = {
    "vulkan_core.h": "39f358bb99f7be5206524d119de4a5b5ab5c515c329c2857ff395d37e6387b4c",
    "vulkan.hpp": "57bc65721f21b7c4f796e6878fdd912913e856c2f9a8e2e573c7f78018a74c7b",
}
"""SHA-256 of those that the compiler reads most of; the archive's signature covers all of them."""


def vulkan_headers(places: Places) -> Path:
    """The folder with 'vulkan/vulkan_core.h'; fetched when it is not there.

    Raises:
        BuildError: They cannot be had, or are not those that are pinned.
    """
    folder = places.fetched / "vulkan-headers"
    include = folder / "usr" / "include"
    if not include.is_dir():
        ensure((Tool("mmdebstrap", "mmdebstrap"),))
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        source = f"deb [signed-by={KEYRING}] {archive_address()} {_SUITE} main"
        how = ("--mode=root", "--variant=extract", "--quiet", "--include=libvulkan-dev")
        run(
            ["mmdebstrap", *how, _SUITE, str(unfinished), source],
            hint="It needs root, and Debian's archive as apt is set up for it.",
        )
        unfinished.rename(folder)
    for name, expected in _PINNED.items():
        if sha256_of(include / "vulkan" / name) != expected:
            raise BuildError(
                f"{include / 'vulkan' / name} is not the file that is pinned.",
                hint=f"Debian may have a newer libvulkan-dev: read it, and pin it in {__file__}.",
            )
    return include
