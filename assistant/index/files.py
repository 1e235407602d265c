"""A file as the indexer sees it: found in a folder, read, and known to the catalogue."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from assistant.domain.document import READING, SkipReason

_MAX_INODE = (1 << 63) - 1  # SQLite's integers are signed


class FileStat(NamedTuple):
    """What changes when a file changes, for the price of one `stat`."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def stat_of(status: os.stat_result) -> FileStat:
    """What of a file's status tells that it changed."""
    inode = status.st_ino & _MAX_INODE
    return FileStat(status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in a folder.

    Attributes:
        root_id: Key of the indexed folder.
        file: Path relative to it, with '/'.
        path: Where to read it.
    """

    root_id: int
    file: str
    path: Path
    stat: FileStat

    @property
    def suffix(self) -> str:
        """The end of its name, in lower case, with the dot."""
        return suffix_of(self.file)


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was read.

    Attributes:
        root_id: Key of the folder that was indexed.
        file: Path relative to it, with '/'.
        sha256: Of the content, in hex; empty where it was not read.
    """

    root_id: int
    file: str
    stat: FileStat
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that the catalogue knows.

    Attributes:
        id: Key of the document.
        reason: Why it was skipped; None when it is indexed.
        detail: One sentence on that.
        reading: How it was read, as `domain.document.READING` counts.
    """

    id: int
    state: FileState
    reason: SkipReason | None
    detail: str
    reading: int

    @property
    def is_current(self) -> bool:
        """Whether it was read as files are read now."""
        return self.reading == READING and bool(self.state.sha256)


def suffix_of(file: str) -> str:
    """The end of a file's name, in lower case, with the dot; empty where it has none."""
    return PurePosixPath(file).suffix.lower()
