"""Runs blocking work on worker threads and brings the results back to the window's thread."""

import contextlib
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assistant.errors import AssistantError, JobCancelledError, UnexpectedError
from assistant.jobs import CancelToken

log = logging.getLogger(__name__)

Work = Callable[[Callable[[Any], None], CancelToken], Any]
"""Called on a worker thread with a function that reports progress and a token to check."""


class Job(QObject):
    """One piece of work. Every signal below is emitted in the thread that made the job.

    Signals:
        progressed(object): Whatever the work reported; not after a cancel.
        succeeded(object): What the work returned; not after a cancel.
        failed(AssistantError): Why it did not get done.
        cancelled(): The work stopped because it was asked to, or its result came too late.
        finished(): After exactly one of the three above.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    _reported = Signal(str, object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._token = CancelToken()
        self._reported.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still returns is dropped."""
        self._token.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._token.is_cancelled

    def run(self) -> None:
        """Do the work, on whichever thread calls this."""
        try:
            self._token.check()
            outcome = self._work(
                lambda value: self._reported.emit("progressed", value), self._token
            )
            self._reported.emit("succeeded", outcome)
        except JobCancelledError:
            self._reported.emit("cancelled", None)
        except AssistantError as error:
            self._reported.emit("failed", error)
        except Exception as error:  # the thread's edge: nothing may escape
            log.exception("Job failed")
            unexpected = UnexpectedError(error)
            unexpected.__cause__ = error
            self._reported.emit("failed", unexpected)

    @Slot(str, object)
    def _deliver(self, kind: str, value: object) -> None:
        if kind == "progressed":
            if not self.is_cancelled:
                self.progressed.emit(value)
            return
        if kind == "cancelled" or self.is_cancelled:
            self.cancelled.emit()
        elif kind == "succeeded":
            self.succeeded.emit(value)
        else:
            self.failed.emit(value)
        self.finished.emit()


class Lane:
    """One worker thread that takes jobs in the order given, so that they never race."""

    def __init__(self, name: str, *, niceness: int = 0) -> None:
        """Start the thread; the higher its `niceness`, the more it leaves to other threads."""
        self._niceness = niceness
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._pending: set[Job] = set()
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def prepare(self, work: Work) -> Job:
        """Make a job to connect to; nothing runs before `start`."""
        return Job(work)

    def start(self, job: Job) -> Job:
        """Queue a job; the lane keeps it alive until it has finished."""
        self._pending.add(job)
        job.finished.connect(lambda: self._pending.discard(job))
        self._jobs.put(job)
        return job

    def run(
        self,
        work: Work,
        succeeded: Callable[[Any], None],
        failed: Callable[[AssistantError], None],
    ) -> Job:
        """Queue `work` and call one of the two with what came of it, in the caller's thread."""
        job = self.prepare(work)
        job.succeeded.connect(succeeded)
        job.failed.connect(failed)
        return self.start(job)

    def close(self) -> None:
        """Cancel what is queued and running, and wait for the thread to end."""
        for job in self._pending:
            job.cancel()
        self._jobs.put(None)
        self._thread.join()
        self._pending.clear()

    def _work(self) -> None:
        if self._niceness and sys.platform == "linux":  # where a thread has one of its own
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), self._niceness)
        while (job := self._jobs.get()) is not None:
            job.run()
            del job  # an idle lane keeps nothing alive


class Lanes:
    """The window's worker threads: nothing that blocks runs anywhere else.

    Attributes:
        writes: Everything that changes a library, one at a time.
        asks: Questions.
        vectors: Opening the vector index, and building it again; search is exact meanwhile.
        reads: Lists, states and searches within a document.
        pages: Loading and rendering pages.
        models: Installing, removing and hashing models, which leaves the processor to the others.
    """

    def __init__(self) -> None:
        self.writes = Lane("writes")
        self.asks = Lane("asks")
        self.vectors = Lane("vectors")
        self.reads = Lane("reads")
        self.pages = Lane("pages")
        self.models = Lane("models", niceness=10)

    def close(self) -> None:
        """Cancel everything and end the threads."""
        lanes = (self.writes, self.asks, self.vectors, self.reads, self.pages, self.models)
        for lane in lanes:
            lane.close()
