"""A file as the indexer sees it: found in a folder, read, and known to the catalogue."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from assistant.domain.document import READING, SkipReason

_MAX_INTEGER = (1 << 63) - 1  # SQLite's integers are signed


class FileStat(NamedTuple):
    """What changes when a file changes, for the price of one `stat`."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def stat_of(status: os.stat_result) -> FileStat:
    """What of a file's status tells that it changed."""
    return FileStat(
        status.st_size,
        _storable(status.st_mtime_ns),
        _storable(status.st_ctime_ns),
        status.st_ino & _MAX_INTEGER,
    )


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
        """Whether it was read as files are read now; one that took too long may not next time."""
        is_read = bool(self.state.sha256) and self.reason is not SkipReason.TIMED_OUT
        return is_read and self.reading == READING


def suffix_of(file: str) -> str:
    """The end of a file's name, in lower case, with the dot; empty where it has none."""
    return PurePosixPath(file).suffix.lower()


def is_unicode(name: str) -> bool:
    """Whether a name can be stored; on Linux it may be any bytes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def shown(name: str) -> str:
    """A name with its bytes that are not Unicode written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _storable(time_ns: int) -> int:
    """The time, or the nearest there is room for: from 1677 to 2262."""
    return max(-_MAX_INTEGER, min(time_ns, _MAX_INTEGER))
