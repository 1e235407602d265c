"""What makes two builds equal, byte for byte: one time, fixed modes, a fixed order."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from installers.errors import BuildError

CHECKOUT = Path(__file__).resolve().parent.parent
BUILD = CHECKOUT / "build" / "installers"
_CHUNK_BYTES = 1 << 20


def source_date_epoch() -> int:
    """The time that stands in everything built, in seconds since 1970.

    It is `SOURCE_DATE_EPOCH` where that is set, otherwise the time of the last commit.

    Raises:
        BuildError: Neither is there.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    asked = ["git", "-C", str(CHECKOUT), "log", "-1", "--format=%ct"]
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(
            f"{CHECKOUT} is no git checkout, so that the time of its last commit is unknown.",
            hint="Set SOURCE_DATE_EPOCH, in seconds since 1970.",
        )
    return int(done.stdout)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def entries_of(tree: Path) -> Iterator[Path]:
    """Everything under `tree`, in an order that does not depend on the file system."""
    for folder, names, files in os.walk(tree):
        names.sort()
        yield from (Path(folder, name) for name in sorted([*names, *files]))


def settle(tree: Path, epoch: int) -> None:
    """Give everything in `tree` one time and one of three modes: 0755, 0644, and links as they are.

    A file stays executable for all where it was for its owner.
    """
    for entry in sorted(entries_of(tree), reverse=True):  # what is in a folder before the folder
        if not entry.is_symlink():
            is_executable = entry.is_dir() or entry.stat().st_mode & 0o100
            entry.chmod(0o755 if is_executable else 0o644)
        os.utime(entry, (epoch, epoch), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (epoch, epoch))


def digests_of(tree: Path) -> dict[str, str]:
    """What stands at each path of `tree`: mode and SHA-256, or where a link points."""
    found = {}
    for entry in entries_of(tree):
        name = entry.relative_to(tree).as_posix()
        if entry.is_symlink():
            found[name] = f"link to {entry.readlink()}"
        elif entry.is_file():
            found[name] = f"{entry.stat().st_mode & 0o7777:04o} {sha256_of(entry)}"
    return found
