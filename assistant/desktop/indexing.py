"""Indexing runs, one after the other, on the writing lane."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from assistant.desktop.core import LibraryCore
from assistant.desktop.jobs import Job, Lane


class Indexing(QObject):
    """Brings libraries up to date with their folders.

    Signals:
        started(str): A run began, in this library.
        progressed(IndexProgress): How far the run has come.
        succeeded(IndexReport): What the run did.
        failed(AssistantError): Why the run ended early.
        cancelled(): The run stopped because it was asked to.
        finished(): After any of the last three.
    """

    started = Signal(str)
    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._waiting: deque[tuple[LibraryCore, tuple[Path, ...]]] = deque()
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        """Whether a run is under way."""
        return self._job is not None

    def index(self, library: LibraryCore, folders: Sequence[Path]) -> None:
        """Index `folders` into `library`, after the runs already asked for."""
        self._waiting.append((library, tuple(folders)))
        if not self.is_running:
            self._start_next()

    def cancel(self) -> None:
        """Stop the run and drop those that wait; what is already indexed stays."""
        self._waiting.clear()
        if self._job:
            self._job.cancel()

    def _start_next(self) -> None:
        library, folders = self._waiting.popleft()
        job = self._lane.prepare(
            lambda progressed, token: library.index(folders, progressed, token)
        )
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self.succeeded)
        job.failed.connect(self.failed)
        job.cancelled.connect(self.cancelled)
        job.finished.connect(self._end)
        self._job = job
        self.started.emit(library.name)
        self._lane.start(job)

    def _end(self) -> None:
        self._job = None
        self.finished.emit()
        if self._waiting:
            self._start_next()
