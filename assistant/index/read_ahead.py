"""Reads files ahead of the embedder, on threads of their own and within bounds."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from assistant.errors import AssistantError, UnexpectedError
from assistant.index.files import FoundFile, KnownFile
from assistant.index.read_file import Outcome

log = logging.getLogger(__name__)

_BYTES_AHEAD = 128 * 2**20
_OUTCOMES_AHEAD = 8
_GOODBYE_S = 0.5  # a parser cannot be interrupted; its thread ends by itself a little later
_POLL_S = 0.1

Work = tuple[FoundFile, KnownFile | None]


class ReadAhead:
    """Turns files into outcomes, several at a time; use it in a `with` statement.

    At most 128 MiB of files (or one larger file) and a few outcomes are held at a time.
    """

    def __init__(
        self,
        read: Callable[[FoundFile, KnownFile | None], Outcome],
        work: Sequence[Work],
        threads: int,
    ) -> None:
        self._read = read
        self._work = iter(work)
        self._lock = threading.Lock()
        self._outcomes: queue.Queue[tuple[FoundFile, Outcome] | AssistantError] = queue.Queue(
            _OUTCOMES_AHEAD
        )
        self._budget = _ByteBudget(_BYTES_AHEAD)
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name=f"read-ahead-{number}", daemon=True)
            for number in range(min(threads, len(work)))
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._budget.stop()
        for thread in self._threads:
            thread.join(_GOODBYE_S)

    def next(self, timeout_s: float) -> tuple[FoundFile, Outcome] | None:
        """The next file and what became of it; None when there is none within `timeout_s`.

        Raises:
            AssistantError: Reading cannot go on at all.
        """
        try:
            outcome = self._outcomes.get(block=timeout_s > 0, timeout=timeout_s)
        except queue.Empty:
            return None
        if isinstance(outcome, AssistantError):
            raise outcome
        return outcome

    def _run(self) -> None:
        try:
            for file, known in self._taken():
                with self._budget.spent_on(file.stat.size):
                    outcome = self._read(file, known)
                self._put((file, outcome))
        except AssistantError as error:
            self._put(error)
        except Exception as error:  # the thread's edge: the run has to hear of it
            log.exception("Reading ahead failed")
            self._put(UnexpectedError(error))

    def _taken(self) -> Iterator[Work]:
        while not self._stopping.is_set():
            with self._lock:
                work = next(self._work, None)
            if work is None:
                return
            yield work

    def _put(self, outcome: tuple[FoundFile, Outcome] | AssistantError) -> None:
        while not self._stopping.is_set():
            try:
                self._outcomes.put(outcome, timeout=_POLL_S)
            except queue.Full:
                continue
            return


class _ByteBudget:
    """Lets threads hold so many bytes together; one alone may hold more."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._is_stopped = False
        self._changed = threading.Condition()

    @contextmanager
    def spent_on(self, size_bytes: int) -> Iterator[None]:
        """Wait until `size_bytes` may be held too, and hold them."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_room(size_bytes))
            self._held_bytes += size_bytes
        try:
            yield
        finally:
            with self._changed:
                self._held_bytes -= size_bytes
                self._changed.notify_all()

    def stop(self) -> None:
        """Let every thread that waits go on, to find out that the run has ended."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def _has_room(self, size_bytes: int) -> bool:
        is_alone = self._held_bytes == 0
        return self._is_stopped or is_alone or self._held_bytes + size_bytes <= self._limit_bytes
