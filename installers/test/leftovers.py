"""What an installation has left in a tree, or taken from it."""

import hashlib
import os
import stat
from pathlib import Path

_OF_THE_SYSTEM = (
    # What dpkg, apt, rpm and dnf note of their own work.
    "var/lib/dpkg/",
    "var/lib/apt/",
    "var/lib/rpm/",
    "var/lib/dnf/",
    "var/log/",
    "var/cache/",
    "etc/ld.so.cache",
    # Mounted, and bound only while something runs.
    "proc/",
    "sys/",
    "dev/",
    "mnt/",
)


def files_of(tree: Path) -> dict[str, str]:
    """What stands at each path: kind, mode and content; folders end in '/'."""
    found = {}
    for folder, names, files in os.walk(tree):
        for name in [*names, *files]:
            entry = Path(folder, name)
            path = entry.relative_to(tree).as_posix()
            status = entry.lstat()
            if stat.S_ISDIR(status.st_mode):
                path += "/"
            if not path.startswith(_OF_THE_SYSTEM):
                found[path] = f"{status.st_mode:o} {_content_of(entry, status.st_mode)}"
        names[:] = [name for name in names if not Path(folder, name).is_symlink()]
    return found


def differences(before: dict[str, str], after: dict[str, str], *, kept: str) -> list[str]:
    """Paths that came, went or changed; those below the folder `kept` do not count."""
    paths = sorted(before.keys() | after.keys())
    return [
        path for path in paths if before.get(path) != after.get(path) and not path.startswith(kept)
    ]


def _content_of(entry: Path, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return str(entry.readlink())
    if stat.S_ISREG(mode):
        return hashlib.sha256(entry.read_bytes()).hexdigest()
    return ""
