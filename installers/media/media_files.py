"""What a removable medium can hold, and the list of its files that is signed."""

import re
from collections import Counter
from pathlib import Path

from installers.errors import BuildError
from installers.reproducible import entries_of, sha256_of

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.asc"
_LARGEST_BYTES = 2**32 - 1
"""What FAT32 holds in one file."""
_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._+~-]*[A-Za-z0-9+~_-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Windows takes these for devices, whatever follows the dot."""


def check_files(media: Path) -> None:
    """See that any FAT or exFAT medium can hold the folder, and any computer read it there.

    Raises:
        BuildError: A link, a name, two names that differ in case only, or a file of 4 GiB.
    """
    entries = list(entries_of(media))
    for entry in entries:
        name = entry.relative_to(media).as_posix()
        if entry.is_symlink():
            raise BuildError(f"{name} is a link.", hint="Put the file itself there.")
        if not _NAME.fullmatch(entry.name) or _RESERVED.fullmatch(entry.name):
            raise BuildError(
                f"'{name}' is a name that not every medium holds.",
                hint="Use letters, digits and . _ + ~ - only.",
            )
        if entry.is_file() and entry.stat().st_size > _LARGEST_BYTES:
            raise BuildError(f"{name} is larger than 4 GiB.", hint="Split it; FAT ends there.")
    folded = Counter(entry.relative_to(media).as_posix().casefold() for entry in entries)
    if twice := [name for name, count in folded.items() if count > 1]:
        raise BuildError(
            f"{twice[0]} is there twice, in capitals and small letters.", hint="Rename one."
        )


def write_sums(media: Path) -> Path:
    """Write SHA256SUMS over every file of the folder, in the order of the names."""
    names = sorted(
        entry.relative_to(media).as_posix() for entry in entries_of(media) if entry.is_file()
    )
    sums = media / SUMS
    lines = [f"{sha256_of(media / name)}  {name}\n" for name in names]
    sums.write_text("".join(lines), "utf-8")
    return sums
