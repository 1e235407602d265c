"""Source text cut into stretches of lines, with the offset of each."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

MAX_LINES = 40
MAX_CHARACTERS = 2_400


class Line(NamedTuple):
    """A line of a text and the offset of its first character; `text` has no line break."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset after its last character, trailing blanks left out."""
        return self.start + len(self.text.rstrip())


def lines_of(text: str) -> list[Line]:
    """The lines of `text`; '\\n' is the only line break."""
    lines = []
    start = 0
    for line in text.split("\n"):
        lines.append(Line(start, line))
        start += len(line) + 1
    return lines


def paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines that are not blank."""
    run: list[Line] = []
    for line in lines:
        if line.text.strip():
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def bounded(
    run: list[Line],
    may_cut: Callable[[Line, Line], bool] = lambda last, following: True,
    max_lines: int = MAX_LINES,
) -> Iterator[tuple[int, int]]:
    """Cut a run of lines into stretches of bounded size, as (start, end) offsets.

    Args:
        run: Lines that follow each other.
        may_cut: Whether a cut is allowed between two lines; beyond twice the bound it is made
            all the same.
        max_lines: Lines in a stretch, where cuts are allowed.
    """
    first = 0
    for i, line in enumerate(run):
        size = line.end - run[first].start
        count = i - first
        is_due = count >= max_lines or size > MAX_CHARACTERS
        is_overdue = count >= 2 * max_lines or size > 4 * MAX_CHARACTERS
        if count and ((is_due and may_cut(run[i - 1], line)) or is_overdue):
            yield from _pieces(run[first].start, run[i - 1].end)
            first = i
    if run:
        yield from _pieces(run[first].start, run[-1].end)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch as one piece, or in many where a single line is longer than any bound."""
    while end - start > 4 * MAX_CHARACTERS:
        yield start, start + MAX_CHARACTERS
        start += MAX_CHARACTERS
    if start < end:
        yield start, end


def without_indent(text: str, start: int, end: int) -> int:
    """Offset of the first character from `start` that is not blank, at most `end`."""
    found = re.compile(r"\s*").match(text, start, end)
    return found.end() if found else start
