"""An exclusive lock on a file, let go by the system when its holder dies."""

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30  # far behind the text: on Windows a locked byte cannot be read

    def _try_lock(file: FileIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: FileIO) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: FileIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: FileIO) -> None:
        # Closing would not do: a process forked meanwhile holds the file open too.
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


class FileLock:
    """An exclusive lock on `file` that says who holds it.

    The file stays where it is when the lock is let go: removing it would let two processes lock
    two files of the same name.
    """

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: FileIO | None = None

    def acquire(self) -> bool:
        """Take the lock if nobody has it; says whether it was taken."""
        file = FileIO(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600), "r+")
        if not _try_lock(file):
            file.close()
            return False
        self._file = file
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        with suppress(OSError):  # on a full disk the lock holds all the same, without a name
            file.seek(0)
            file.truncate()
            file.write(json.dumps({"pid": os.getpid(), "since": since}).encode())
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
            file = FileIO(self._path, "r+")
        except OSError:
            return False
        with file:
            return not _try_lock(file)
