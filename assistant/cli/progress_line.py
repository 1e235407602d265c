"""How far something is that has a number of bytes, on one line of a terminal."""

import time
from typing import Self

from assistant.cli.console import Console, sized

_REDRAW_S = 0.1
_CLEAR_LINE = "\r\x1b[K"


class ProgressLine:
    """Drawn while the block runs, and gone when it ends; nothing where there is no terminal."""

    def __init__(self, console: Console, doing: str) -> None:
        self._console = console
        self._doing = doing
        self._drawn_at = float("-inf")

    def show(self, done_bytes: int, total_bytes: int) -> None:
        """Show the share that is done."""
        now = time.monotonic()
        if not self._console.shows_progress or now - self._drawn_at < _REDRAW_S:
            return
        self._drawn_at = now
        share = 100 * done_bytes // max(total_bytes, 1)
        self._write(f"{_CLEAR_LINE}{self._doing} … {share} % of {sized(total_bytes)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.shows_progress:
            self._write(_CLEAR_LINE)

    def _write(self, text: str) -> None:
        self._console.err.write(text)
        self._console.err.flush()
