"""A pool of jailed workers that parse files; one bad file never costs another."""

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from assistant.domain.document import Document, DocumentSkippedError, SkipReason
from assistant.errors import JobCancelledError
from assistant.guard.frames import FrameError, Header
from assistant.guard.jail import JailStrength
from assistant.guard.worker_process import (
    Death,
    WorkerDiedError,
    WorkerProcess,
    WorkerUnavailableError,
)
from assistant.parse.formats import format_of
from assistant.parse.wire import MAX_ANSWER_BYTES, decode_document

PARSE_WORKER = (sys.executable, "-I", "-m", "assistant.parse.worker")
_MAX_FILES = 300
"""A worker is replaced after so many files, whatever it has gathered in them."""
_MAX_GROWTH_MIB = 256
_MAX_DETAIL = 500


class ParserPool:
    """Implements `ports.DocumentParser` with up to `processes` workers.

    Workers start when they are first needed, or by `warm_up`. Each is replaced when it dies, when
    it has grown, or after enough files. Usable from any thread.
    """

    def __init__(
        self,
        processes: int,
        memory_mib: int,
        seconds: int,
        *,
        command: Sequence[str] = PARSE_WORKER,
        choose_format: Callable[[bytes, str], str] = format_of,
    ) -> None:
        """Prepare a pool; starts nothing yet.

        `memory_mib` and `seconds` are what parsing one file may take; `command` starts a worker,
        and `choose_format` names what it should take a file for.
        """
        self._processes = processes
        self._memory_mib = memory_mib
        self._seconds = seconds
        self._command = command
        self._choose_format = choose_format
        # One thread that lives as long as the pool: a worker ends with the thread it came from.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="parser-starter")
        self._free: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        for _ in range(processes):
            self._free.put(None)
        self._lock = threading.Lock()
        self._busy: set[WorkerProcess] = set()
        self._is_closed = False

    def parse(self, content: bytes, name: str) -> Document:
        """Parse `content`, the bytes of a file called `name` (its suffix names the format).

        Waits for a free worker.

        Raises:
            DocumentSkippedError: The file has nothing to index; says why.
            WorkerUnavailableError: No worker can be started.
            JobCancelledError: The pool was closed meanwhile.
        """
        chosen = self._choose_format(content, name)
        return self._document({"kind": "parse", "format": chosen, "name": name}, content)

    def parse_part(self, content: bytes, name: str, first: int, last: int) -> Document:
        """Have the workers parse pages `first` to `last` only, if they are made for that.

        Raises as `parse` does.
        """
        return self._document({"kind": "part", "first": first, "last": last, "name": name}, content)

    def warm_up(self) -> None:
        """Start all workers now, without waiting until they are ready."""
        waiting = [self._free.get() for _ in range(self._free.qsize())]
        for worker in waiting:
            self._free.put(worker or self._started())

    def jail_strength(self) -> JailStrength:
        """What holds the workers, as one of them found when it went into its jail.

        Raises:
            WorkerUnavailableError: No worker can be started.
        """
        worker = self._take()
        try:
            worker.wait_until_ready()
            return worker.jail
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End all workers; whoever is still parsing gets `JobCancelledError`."""
        with self._lock:
            self._is_closed = True
            for worker in self._busy:
                worker.kill()
        for _ in range(self._processes):
            if worker_or_none := self._free.get():
                worker_or_none.stop()
        for _ in range(self._processes):
            self._free.put(None)
        self._starter.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _document(self, header: Header, content: bytes) -> Document:
        """Ask a worker; once more if it was killed from outside, for then no file is at fault."""
        try:
            return _document(*self._ask(header, content))
        except WorkerDiedError as error:
            if error.death is not Death.KILLED:
                raise self._skipped(error.death) from error
        try:
            return _document(*self._ask(header, content))
        except WorkerDiedError as error:
            raise self._skipped(error.death) from error

    def _ask(self, header: Header, content: bytes) -> tuple[Header, bytes]:
        worker = self._take()
        try:
            return worker.ask(header, content, self._seconds, MAX_ANSWER_BYTES)
        except (WorkerDiedError, WorkerUnavailableError):
            if self._is_closed:
                raise JobCancelledError from None
            raise
        finally:
            self._give_back(worker)

    def _take(self) -> WorkerProcess:
        """Wait for a worker that is alive."""
        worker = self._free.get()
        try:
            if worker is not None and not worker.is_alive:
                worker.stop()
                worker = None
            with self._lock:
                if self._is_closed:
                    raise JobCancelledError
                worker = worker or self._started()
                self._busy.add(worker)
        except BaseException:  # the place goes back, whatever happened
            if worker is not None:
                worker.stop()
            self._free.put(None)
            raise
        return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._busy.discard(worker)
        is_spent = worker.asked >= _MAX_FILES or worker.grown_mib > _MAX_GROWTH_MIB
        if is_spent or not worker.is_alive:
            worker.stop()
            self._free.put(None)
        else:
            self._free.put(worker)

    def _started(self) -> WorkerProcess:
        return WorkerProcess(self._command, self._memory_mib, self._seconds, self._starter)

    def _skipped(self, death: Death) -> DocumentSkippedError:
        if death is Death.TIMED_OUT:
            return DocumentSkippedError(
                SkipReason.TIMED_OUT,
                f"Reading the file took longer than {self._seconds} seconds.",
                hint="Allow parsers more seconds in the settings if the file is worth it.",
            )
        if death is Death.CRASHED:
            return DocumentSkippedError(
                SkipReason.DAMAGED, "The file made the process that read it crash."
            )
        return DocumentSkippedError(
            SkipReason.TOO_BIG,
            f"Reading the file needs more memory than a parser may take ({self._memory_mib} MiB).",
            hint="Allow parsers more memory in the settings if the file is worth it.",
        )


def _document(header: Header, payload: bytes) -> Document:
    """The document in an answer, or the reason given there; both checked, neither trusted."""
    try:
        if header.get("kind") == "document":
            return decode_document(payload)
        skipped = DocumentSkippedError(
            SkipReason(header["reason"]),
            _sentence(header["detail"]),
            hint=_sentence(header["hint"]),
        )
    except (FrameError, KeyError, ValueError) as error:
        raise DocumentSkippedError(
            SkipReason.DAMAGED, "The file made the process that read it answer nonsense."
        ) from error
    raise skipped


def _sentence(text: object) -> str:
    return "".join(filter(str.isprintable, str(text)))[:_MAX_DETAIL]
