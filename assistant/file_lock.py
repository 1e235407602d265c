"""An exclusive lock on a file, let go by the system when its holder dies."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30  # far behind the text: on Windows a locked byte cannot be read

    def _try_lock(file: IO[str]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: IO[str]) -> None:
        # Closing would not do: a process forked meanwhile holds the file open too.
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


class FileLock:
    """An exclusive lock on `file` that says who holds it.

    The file stays where it is when the lock is let go: removing it would let two processes lock
    two files of the same name.
    """

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Take the lock if nobody has it; says whether it was taken."""
        file = os.fdopen(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600), "r+", encoding="utf-8")
        if not _try_lock(file):
            file.close()
            return False
        file.seek(0)
        file.truncate()
        since = datetime.now().astimezone()
        json.dump({"pid": os.getpid(), "since": since.isoformat(timespec="seconds")}, file)
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Let go of the lock; nothing happens when it is not held."""
        if self._file is not None:
            self._file.truncate(0)
            _unlock(self._file)
            self._file.close()
            self._file = None

    def holder(self) -> str:
        """Who holds the lock, as 'process 4711 since 14:02'; empty when nobody does."""
        if self._file is None and not self._is_taken():
            return ""
        try:
            entry = json.loads(self._path.read_text(encoding="utf-8"))
            since = datetime.fromisoformat(entry["since"])
            return f"process {int(entry['pid'])} since {since:%H:%M}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"  # it has only just taken the lock, or is about to let go

    def _is_taken(self) -> bool:
        try:
            file = self._path.open("r+", encoding="utf-8")
        except OSError:
            return False
        with file:
            return not _try_lock(file)
