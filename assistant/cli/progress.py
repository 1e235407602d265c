"""The progress bar of `hangar index`: one line on a terminal, redrawn in place."""

import shutil
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from assistant.cli.console import duration, harmless, rate
from assistant.domain.library import IndexProgress

_REDRAW_S = 0.1
_BAR_CELLS = 20
_CLEAR_LINE = "\r\x1b[K"


class ProgressBar:
    """Draws `IndexProgress` at most ten times a second; leaves nothing behind when it ends."""

    def __init__(
        self, stream: TextIO, is_shown: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Draw on `stream` when `is_shown`; do nothing otherwise."""
        self._stream = stream
        self._is_shown = is_shown
        self._clock = clock
        self._drawn_at = float("-inf")

    def show(self, progress: IndexProgress) -> None:
        """Draw `progress`, unless the last drawing is too fresh."""
        now = self._clock()
        if not self._is_shown or now - self._drawn_at < _REDRAW_S:
            return
        self._drawn_at = now
        columns = shutil.get_terminal_size().columns - 1
        self._stream.write(_CLEAR_LINE + _line(progress, columns))
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._is_shown:
            self._stream.write(_CLEAR_LINE)
            self._stream.flush()


def _line(progress: IndexProgress, columns: int) -> str:
    """The bar, the counts, the speed, the time left and the file, as far as there is room."""
    if not progress.files_total:
        return harmless(f"Looking for files … {progress.current_file}")[:columns]
    filled = _BAR_CELLS * progress.files_done // progress.files_total
    parts = [
        f"[{'#' * filled}{'.' * (_BAR_CELLS - filled)}]",
        f"{progress.files_done:,}/{progress.files_total:,} files",
        f"{rate(progress.pages_per_s)} pages/s",
    ]
    if progress.seconds_left is not None and progress.seconds_left >= 1:
        parts.append(f"{duration(round(progress.seconds_left))} left")
    line = "  ".join(parts)
    room = columns - len(line) - 2
    name = harmless(progress.current_file)
    if room >= 12 and name:
        line += "  " + (name if len(name) <= room else "…" + name[1 - room :])
    return line[:columns]
