"""Hashing the contents of a pack, and copying them at once: what arrives has been checked.

A file on removable media is read once, in order, and never mapped: media can be pulled out, and can
give other bytes the second time.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from assistant.jobs import CancelToken
from assistant.packs.bundle import BundleError

_STEP_BYTES = 8 * 2**20

Progressed = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""


def digest_of(content: bytes) -> str:
    """SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def check_contents(
    folder: Path,
    digests: Mapping[str, str],
    sizes: Mapping[str, int],
    progressed: Progressed,
    token: CancelToken,
    *,
    copy_to: Path | None = None,
) -> None:
    """Hash the files that `digests` names, and copy them to `copy_to` where that is given.

    Raises:
        BundleError: A file is not the one that was signed.
        OSError: Reading or writing failed.
        JobCancelledError: The token asked for it.
    """
    total, done = sum(sizes[path] for path in digests), 0
    progressed(0, total)
    for path, expected in digests.items():
        digest = hashlib.sha256()
        with nullcontext() if copy_to is None else _created(copy_to / path) as out:
            for step in _steps(folder / path, sizes[path]):
                token.check()
                digest.update(step)
                if out is not None:
                    out.write(step)
                done += len(step)
                progressed(done, total)
            if out is not None:
                out.flush()
                os.fsync(out.fileno())
        if digest.hexdigest() != expected:
            raise BundleError(f"{path} is not the file that was signed")


def hash_file(
    file: Path,
    progressed: Callable[[int], None] = lambda count: None,
    token: CancelToken | None = None,
) -> str:
    """SHA-256 of a file, in hex; `progressed` gets the bytes of each step."""
    digest = hashlib.sha256()
    for step in _steps(file, file.stat().st_size):
        if token is not None:
            token.check()
        digest.update(step)
        progressed(len(step))
    return digest.hexdigest()


def _steps(file: Path, size_bytes: int) -> Iterator[bytes]:
    """What is in a file, and no more than it should have."""
    left = size_bytes + 1
    with file.open("rb") as stream:
        while step := stream.read(min(_STEP_BYTES, left)):
            yield step
            left -= len(step)


def _created(file: Path) -> BinaryIO:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
