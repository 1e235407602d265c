"""A vector index in a folder of its own, with the stamp that says what it holds."""

import logging
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.index.vector_stamp import (
    VectorStamp,
    checksums,
    read_stamp,
    sync_files,
    write_stamp,
)
from assistant.paths import private_folder
from assistant.ports import VectorIndex, VectorIndexError

log = logging.getLogger(__name__)

_FOLDER_NAME = re.compile(r"vectors-(\d+)")

OpenIndex = Callable[[Path], VectorIndex]
Probe = Callable[[Path, int], bool]


class StampedIndex:
    """An open vector index. The caller holds the right to open it; only `close` ends it well."""

    def __init__(self, folder: Path, index: VectorIndex, stamp: VectorStamp) -> None:
        self.folder = folder
        self.index = index
        self.stamp = stamp

    @classmethod
    def create(cls, library: Path, open_index: OpenIndex, embedder_sha256: str) -> Self:
        """Open an empty index in a fresh folder; it counts for nothing before `note`.

        Raises:
            VectorIndexError: It cannot be opened.
        """
        numbers = [_number(folder) for folder in vector_folders(library)]
        folder = private_folder(library / f"vectors-{max(numbers, default=0) + 1}")
        stamp = VectorStamp(0, 0, 0, embedder_sha256, is_clean=False, checksums={})
        return cls(folder, open_index(folder), stamp)

    @classmethod
    def reopen(
        cls, library: Path, open_index: OpenIndex, probe: Probe, embedder_sha256: str
    ) -> Self | None:
        """Open the index that was used last; None where there is none that is sound.

        Its files are compared with their checksums first. Where it was not closed as it should
        be, another process opens it first: what it loses it loses there, and a crash as well.
        """
        folder = newest_folder(library)
        stamp = read_stamp(folder) if folder else None
        if folder is None or stamp is None or stamp.embedder_sha256 != embedder_sha256:
            return None
        is_sound = (
            checksums(folder) == stamp.checksums if stamp.is_clean else probe(folder, stamp.count)
        )
        if not is_sound:
            log.warning("The vector index is damaged and will be built again")
            return None
        stamp = replace(stamp, is_clean=False, checksums={})
        write_stamp(folder, stamp)
        index = open_index(folder)
        if index.count() != stamp.count:
            index.close()
            log.warning("The vector index has lost chunks and will be built again")
            return None
        return cls(folder, index, stamp)

    def add(self, chunk_ids: list[int], vectors: NDArray[np.float32]) -> None:
        """Add chunks, whose keys ascend; `note` says when all of a generation are there."""
        self.index.add(chunk_ids, vectors)
        count, last = self.stamp.count + len(chunk_ids), chunk_ids[-1]
        self.stamp = replace(self.stamp, count=count, last_chunk=last)

    def note(self, generation: int) -> None:
        """Write on the stamp that the index holds this generation of the catalogue.

        Raises:
            VectorIndexError: The index does not hold what was added.
        """
        if self.index.count() != self.stamp.count:
            raise VectorIndexError("it has lost chunks")
        self.stamp = replace(self.stamp, generation=generation)
        write_stamp(self.folder, self.stamp)

    def close(self) -> None:
        """Close the index, make its files durable, and say on the stamp that this went well.

        Raises:
            VectorIndexError, OSError: It did not.
        """
        self.index.close()
        sync_files(self.folder)
        write_stamp(
            self.folder, replace(self.stamp, is_clean=True, checksums=checksums(self.folder))
        )

    def discard(self) -> None:
        """Close the index and remove its folder."""
        try:
            self.index.close()
        except VectorIndexError as error:
            log.warning("%s", error)
        remove_folder(self.folder)


def vector_folders(library: Path) -> list[Path]:
    """The folders of vector indexes in a library's folder, the newest last."""
    folders = [entry for entry in library.iterdir() if _FOLDER_NAME.fullmatch(entry.name)]
    return sorted(folders, key=_number)


def newest_folder(library: Path) -> Path | None:
    """The newest folder whose index was completed; None where there is none."""
    stamped = [folder for folder in vector_folders(library) if read_stamp(folder)]
    return stamped[-1] if stamped else None


def remove_folder(folder: Path) -> None:
    """Remove an index; what cannot be removed now is removed another time."""
    shutil.rmtree(folder, ignore_errors=True)


def _number(folder: Path) -> int:
    match = _FOLDER_NAME.fullmatch(folder.name)
    return int(match[1]) if match else 0
