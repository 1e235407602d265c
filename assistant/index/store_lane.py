"""The one lane that writes to the catalogue while a run goes on."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, UnexpectedError
from assistant.index.catalogue_write import CatalogueWriter
from assistant.index.prepared import PreparedDocument, SkippedDocument
from assistant.index.read_file import MovedDocument, Outcome, TouchedDocument

log = logging.getLogger(__name__)

_WAITING = 64
_TOGETHER = 64  # outcomes committed in one transaction at most
_POLL_S = 0.1

Stored = tuple[Outcome, NDArray[np.float32] | None]


class StoreLane:
    """Commits outcomes on a thread of its own; use it in a `with` statement.

    Leaving it waits until everything is committed. What gathers while one commit is on its way
    is committed together by the next: under load an fsync serves many small documents.
    """

    def __init__(self, writer: CatalogueWriter, committed: Callable[[Outcome], None]) -> None:
        """Args: `committed` is called, on the lane's thread, once an outcome is durable."""
        self._writer = writer
        self._committed = committed
        self._waiting: queue.Queue[Stored | None] = queue.Queue(_WAITING)
        self._has_ended = False
        self._failure: AssistantError | None = None
        self._thread = threading.Thread(target=self._run, name="store-lane")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._put(None)
        self._thread.join()
        if kind is None:
            self.check()

    def store(self, outcome: Outcome, vectors: NDArray[np.float32] | None = None) -> None:
        """Have `outcome` committed soon.

        Raises:
            AssistantError: An earlier commit failed.
        """
        self._put((outcome, vectors))
        self.check()

    def check(self) -> None:
        """Raise what a commit failed with."""
        if self._failure is not None:
            raise self._failure

    def _put(self, stored: Stored | None) -> None:
        while self._failure is None:
            try:
                self._waiting.put(stored, timeout=_POLL_S)
            except queue.Full:
                continue
            return

    def _run(self) -> None:
        try:
            while not self._has_ended:
                group = self._next_group()
                with self._writer.transaction():
                    for outcome, vectors in group:
                        self._write(outcome, vectors)
                for outcome, _ in group:
                    self._committed(outcome)
        except AssistantError as error:
            self._failure = error
        except Exception as error:  # the thread's edge: the run has to hear of it
            log.exception("Storing failed")
            self._failure = UnexpectedError(error)

    def _next_group(self) -> list[Stored]:
        """Wait for an outcome and take those that wait with it."""
        group: list[Stored] = []
        while len(group) < _TOGETHER:
            try:
                stored = self._waiting.get(block=not group)
            except queue.Empty:
                break
            if stored is None:
                self._has_ended = True
                break
            group.append(stored)
        return group

    def _write(self, outcome: Outcome, vectors: NDArray[np.float32] | None) -> None:
        match outcome:
            case PreparedDocument():
                assert vectors is not None
                self._writer.replace(outcome, vectors)
            case SkippedDocument():
                self._writer.skip(outcome)
            case TouchedDocument():
                self._writer.touch(outcome.known.id, outcome.state.stat)
            case MovedDocument():
                self._writer.move(outcome.known.id, outcome.state)
