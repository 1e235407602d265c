"""Connections to one catalogue, shared by all threads that read it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.index.schema import CatalogueDamagedError, LibraryReplacedError, connect


class ConnectionPool:
    """Read-only connections to the catalogue `file`, lent to one thread at a time.

    A connection per thread would be left open by every thread that ends; a pool closes them all.
    None is lent once another process has deleted the file: what it holds counts no more, and its
    keys mean other documents in a new one.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._identity = _identity(file)  # nothing else has it while a connection is open
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._is_closed = False

    @property
    def is_replaced(self) -> bool:
        """Whether the file was deleted; another may have its name."""
        identity = _identity(self.file)
        return identity is None or identity != self._identity

    def check_in_place(self) -> None:
        """See that the file is still the one that was opened.

        Raises:
            LibraryReplacedError: It is not.
        """
        if self.is_replaced:
            raise LibraryReplacedError(self.file.parent.name)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; all statements within see the same state of the catalogue.

        Raises:
            LibraryReplacedError: The file is not the one that was opened any more.
            CatalogueDamagedError: It cannot be read.
        """
        connection = self._take()
        try:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError):
                raise
            raise CatalogueDamagedError(self.file, error) from error
        finally:
            self._give_back(connection)

    def close(self) -> None:
        """Close every connection; those still lent are closed on their return."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> sqlite3.Connection:
        self.check_in_place()
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return connect(self.file, read_only=True)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._is_closed:
                self._idle.append(connection)
                return
        connection.close()


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells `file` from another of the same name; None where there is none."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
