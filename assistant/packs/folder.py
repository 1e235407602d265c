"""The files of a pack as they lie in a folder: those that are signed and no others, no links."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.packs.bundle import BundleError

BUNDLE_FILE = "model.sig"
_MAX_FILES = 2_000
_NAMED = 3


def files_in(folder: Path) -> dict[str, int]:
    """Size in bytes of each file below `folder`, by its path relative to it; not the bundle's.

    Raises:
        BundleError: Something there is no plain file, or cannot be looked at.
    """
    sizes: dict[str, int] = {}
    try:
        for path, size in _walk(folder, ""):
            sizes[path] = size
            if len(sizes) > _MAX_FILES:
                raise BundleError(f"it has more than {_MAX_FILES:,} files")
    except OSError as error:
        raise BundleError(f"it cannot be read ({error.strerror})") from error
    sizes.pop(BUNDLE_FILE, None)
    return dict(sorted(sizes.items()))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    for entry in sorted(folder.iterdir()):
        path, about = prefix + entry.name, entry.lstat()
        if stat.S_ISDIR(about.st_mode):
            yield from _walk(entry, f"{path}/")
        elif stat.S_ISREG(about.st_mode):
            yield path, about.st_size
        else:
            raise BundleError(f"{path} is a link or no plain file")


def check_files(found: Mapping[str, int], signed: Mapping[str, object]) -> None:
    """See that exactly the signed files are there.

    Raises:
        BundleError: One is missing, or one too many.
    """
    if missing := [path for path in signed if path not in found]:
        raise BundleError(f"{_named(missing)} {_are(missing)} missing")
    if added := [path for path in found if path not in signed]:
        raise BundleError(f"{_named(added)} {_are(added)} in it and not signed")


def _named(paths: list[str]) -> str:
    shown = ", ".join("".join(filter(str.isprintable, path))[:60] for path in paths[:_NAMED])
    return shown + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def _are(paths: list[str]) -> str:
    return "is" if len(paths) == 1 else "are"
