"""One writer per library."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError
from assistant.file_lock import FileLock
from assistant.index.schema import LibraryReplacedError


class LibraryBusyError(AssistantError):
    """Another process is writing to the library."""

    def __init__(self, library: str, holder: str) -> None:
        super().__init__(
            f"The library '{library}' is being written to by {holder or 'another process'}.",
            hint="Wait until it has finished, or cancel it there.",
        )


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the only right to write to the library in `folder`.

    Raises:
        LibraryBusyError: Another process, or another thread of this one, holds it.
        LibraryReplacedError: The library was deleted.
    """
    lock = writer_lock_file(folder)
    try:
        is_acquired = lock.acquire()
    except FileNotFoundError as error:
        raise LibraryReplacedError(folder.name) from error
    if not is_acquired:
        raise LibraryBusyError(folder.name, lock.holder())
    try:
        yield
    finally:
        lock.release()


def writer_lock_file(folder: Path) -> FileLock:
    """The writer lock of the library in `folder`; ask its `holder()` who is writing."""
    return FileLock(folder / "writer.lock")
