"""The stamp on a vector index's folder: which state of the catalogue it holds, and how it is."""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

_STAMP = "stamp.json"
_READ_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class VectorStamp:
    """What the folder held when it was last closed, or opened.

    Attributes:
        generation: Of the catalogue whose chunks it holds.
        count: How many chunks these are.
        last_chunk: The greatest of their keys.
        embedder_sha256: Of the model that made the vectors.
        is_clean: It was closed as it should be, and nobody has opened it since.
        checksums: When clean, size and CRC-32 of each file.
    """

    generation: int
    count: int
    last_chunk: int
    embedder_sha256: str
    is_clean: bool
    checksums: dict[str, list[int]]


def read_stamp(folder: Path) -> VectorStamp | None:
    """The stamp in `folder`; None where there is none that can be read."""
    try:
        return VectorStamp(**json.loads((folder / _STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_stamp(folder: Path, stamp: VectorStamp) -> None:
    """Write the stamp so that it is whole or the old one, whatever happens meanwhile."""
    draft = folder / f"{_STAMP}.new"
    with draft.open("w", encoding="utf-8") as file:
        draft.chmod(0o600)
        json.dump(asdict(stamp), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _STAMP)
    _sync_folder(folder)


def checksums(folder: Path) -> dict[str, list[int]]:
    """Size and CRC-32 of every file in `folder` but the stamp, by path."""
    return {
        path.relative_to(folder).as_posix(): [path.stat().st_size, _crc32(path)]
        for path in _files(folder)
    }


def sync_files(folder: Path) -> None:
    """Make every file in `folder` durable and private; Chroma itself never does."""
    for path in _files(folder):
        path.chmod(0o600)
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    for path in {path.parent for path in _files(folder)} | {folder}:
        _sync_folder(path)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(_STAMP)
    )


def _crc32(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            crc = zlib.crc32(part, crc)
    return crc


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no such thing, and needs none
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
