"""Pictures of a PDF's pages, rendered in a jailed process."""

import math
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from assistant.errors import AssistantError
from assistant.guard.frames import FrameError, Header, read_json
from assistant.guard.worker_process import (
    Death,
    WorkerDiedError,
    WorkerProcess,
    WorkerUnavailableError,
)
from assistant.parse.wire import MAX_PIXELS
from assistant.ports import PageImage

RENDER_WORKER = (sys.executable, "-I", "-m", "assistant.parse.render")
_MAX_SIZES_BYTES = 8 * 2**20
_MAX_SIDE_PT = 1e7
_CLOSED = "The document was closed."


class PageNotShownError(AssistantError):
    """A page, or the whole document, cannot be rendered; the text is still there."""

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="Its text can still be read and cited.")


class JailedPageImages:
    """Implements `ports.PageImages` for one PDF; usable from any thread.

    The process starts with the first call and is replaced when it dies.
    """

    def __init__(
        self,
        content: bytes,
        memory_mib: int = 1024,
        seconds: int = 20,
        *,
        command: Sequence[str] = RENDER_WORKER,
    ) -> None:
        """Prepare to render `content`, the bytes of a PDF; starts nothing yet.

        `memory_mib` and `seconds` are what opening it or rendering one page may take.
        """
        self._content = content
        self._memory_mib = memory_mib
        self._seconds = seconds
        self._command = command
        # One thread that lives as long as this: a worker ends with the thread it came from.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="renderer-starter")
        self._lock = threading.Lock()
        self._worker: WorkerProcess | None = None
        self._sizes_pt: tuple[tuple[float, float], ...] | None = None
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """Process id of the renderer; None while there is none."""
        worker = self._worker
        return worker.pid if worker else None

    @property
    def sizes_pt(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page as displayed, in points.

        Raises:
            PageNotShownError: The document cannot be opened.
        """
        with self._lock:
            if self._sizes_pt is None:
                self._ready_worker()
            return self._sizes_pt or ()

    def render(self, page: int, scale: float) -> PageImage:
        """Render page `page` (from 1) at `scale` pixels per point, as displayed.

        A picture of more than 40 million pixels comes out smaller.

        Raises:
            PageNotShownError: The page cannot be rendered.
            WorkerUnavailableError: No process can be started.
        """
        with self._lock:
            worker = self._ready_worker()
            if not 1 <= page <= len(self._sizes_pt or ()):
                raise PageNotShownError(f"There is no page {page}.")
            header = {"kind": "render", "page": page, "scale": min(max(scale, 0.01), 100.0)}
            answer, pixels = self._ask(worker, header, b"", MAX_PIXELS * 4)
            return self._image(answer, pixels)

    def close(self) -> None:
        """End the process at once; whoever waits for a picture gets `PageNotShownError`."""
        self._is_closed = True
        if worker := self._worker:
            worker.kill()
        with self._lock:
            self._drop_worker()
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

    def _ready_worker(self) -> WorkerProcess:
        """A living worker that has the document open."""
        if self._is_closed:
            raise PageNotShownError(_CLOSED)
        if self._worker is not None and self._worker.is_alive:
            return self._worker
        self._drop_worker()
        worker = self._worker = WorkerProcess(
            self._command, self._memory_mib, self._seconds, self._starter
        )
        if self._is_closed:  # since the check above; `close` has not seen this worker
            worker.kill()
        answer, sizes = self._ask(worker, {"kind": "open"}, self._content, _MAX_SIZES_BYTES)
        try:
            self._sizes_pt = _sizes(answer, sizes)
        except (FrameError, ValueError, TypeError) as error:
            self._drop_worker()
            raise PageNotShownError("The PDF cannot be opened.") from error
        return worker

    def _ask(
        self, worker: WorkerProcess, header: Header, payload: bytes, max_bytes: int
    ) -> tuple[Header, bytes]:
        try:
            answer, result = worker.ask(header, payload, self._seconds, max_bytes)
        except WorkerDiedError as error:
            self._drop_worker()
            raise PageNotShownError(self._reason(error.death)) from error
        except WorkerUnavailableError as error:
            self._drop_worker()
            if self._is_closed:
                raise PageNotShownError(_CLOSED) from error
            raise
        if answer.get("kind") == "skipped":
            detail = "".join(filter(str.isprintable, str(answer.get("detail"))))[:500]
            if header["kind"] == "open":
                self._drop_worker()
            raise PageNotShownError(detail)
        return answer, result

    def _image(self, answer: Header, pixels: bytes) -> PageImage:
        width, height = answer.get("width"), answer.get("height")
        if (
            type(width) is int
            and type(height) is int
            and width > 0
            and width * height * 4 == len(pixels) > 0
        ):
            return PageImage(width, height, pixels)
        self._drop_worker()
        raise PageNotShownError("The process that renders pages answered nonsense.")

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _reason(self, death: Death) -> str:
        if self._is_closed:
            return _CLOSED
        if death is Death.TIMED_OUT:
            return f"Rendering the page took longer than {self._seconds} seconds."
        if death is Death.CRASHED:
            return "The page made the process that renders it crash."
        return f"Rendering the page needs more memory than it may take ({self._memory_mib} MiB)."


def _sizes(answer: Header, encoded: bytes) -> tuple[tuple[float, float], ...]:
    """The sizes in an answer, checked."""
    rows: Any = read_json(encoded)
    if answer.get("kind") != "opened" or not isinstance(rows, list):
        raise ValueError("not the sizes of pages")
    return tuple((_side(width), _side(height)) for width, height in rows)


def _side(number: Any) -> float:
    if type(number) not in (int, float) or not math.isfinite(number):
        raise ValueError("not the size of a page")
    return min(max(float(number), 0.0), _MAX_SIDE_PT)
