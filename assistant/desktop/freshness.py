"""Whether a file on disk is still the one that was indexed."""

import hashlib
from enum import Enum
from pathlib import Path

from assistant.domain.library import DocumentRecord


class Freshness(Enum):
    """What became of a file since it was indexed."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class FreshnessCheck:
    """Compares files with their records; remembers the answer until the file's time changes."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, str, int, int], Freshness] = {}

    def check(self, record: DocumentRecord) -> Freshness:
        """Compare size, then content; reads the whole file the first time."""
        path = record.path
        try:
            status = path.stat()
        except OSError:
            return Freshness.GONE
        if status.st_size != record.size_bytes:
            return Freshness.CHANGED
        key = (path, record.sha256, status.st_size, status.st_mtime_ns)
        if key not in self._known:
            try:
                with path.open("rb") as content:
                    digest = hashlib.file_digest(content, "sha256").hexdigest()
            except OSError:
                return Freshness.GONE
            is_same = digest == record.sha256
            self._known[key] = Freshness.SAME if is_same else Freshness.CHANGED
        return self._known[key]
