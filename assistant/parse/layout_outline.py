"""Where on the pages the titles of a PDF's outline stand."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.domain.document import BlockKind
from assistant.domain.reading import search_text
from assistant.parse.layout import LineStyle, PageLayout
from assistant.parse.pdf_outline import OutlineEntry

# A title runs over this many lines at most.
_MAX_LINES = 3
_NOT_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\A(?:(?:chapter|section|appendix)\s+)?(?:[A-Z]|\d+)(?:\.\d+)*\.?\s+", re.I)


class OutlineMatch(NamedTuple):
    """The place where a section of the outline begins on its page.

    Attributes:
        start: Offset of the line it begins with, in the page's text.
        end: Offset after its title, where the title was found; else the same as `start`.
        path: The titles from the outermost section to this one.
        is_heading: True where the lines from `start` to `end` are the title and nothing else.
    """

    start: int
    end: int
    path: tuple[str, ...]
    is_heading: bool


def match_outline(
    layouts: Sequence[PageLayout], outline: Sequence[OutlineEntry]
) -> list[list[OutlineMatch]]:
    """For every page the sections that begin on it, in the order of their places.

    No title is looked for in running heads and footers.
    """
    matches: list[list[OutlineMatch]] = [[] for _ in layouts]
    path: list[tuple[int, str]] = []
    for entry in outline:
        while path and path[-1][0] >= entry.level:
            path.pop()
        path.append((entry.level, _one_line(entry.title)))
        if not 1 <= entry.page <= len(layouts):
            continue
        layout = layouts[entry.page - 1]
        furniture = {b.start for b in layout.blocks if b.kind is BlockKind.FURNITURE}
        lines = [line for line in layout.lines if line.start not in furniture]
        if not lines:
            continue
        taken = {match.start for match in matches[entry.page - 1] if match.is_heading}
        start, end, is_heading = _find(layout, lines, entry, taken)
        if is_heading:
            path[-1] = (entry.level, _fuller(_one_line(layout.text[start:end]), path[-1][1]))
        titles = tuple(title for _, title in path if title)
        matches[entry.page - 1].append(OutlineMatch(start, end, titles, is_heading))
    for found in matches:
        found.sort(key=lambda match: match.start)
    return matches


def _find(
    layout: PageLayout, lines: Sequence[LineStyle], entry: OutlineEntry, taken: set[int]
) -> tuple[int, int, bool]:
    """Start and end of the title on its page, and whether it stands on lines of its own.

    Where it stands nowhere, the section begins with the line that the bookmark points at.
    """
    title = _letters(entry.title)
    bare = _letters(_NUMBER.sub("", entry.title, count=1)) or title
    found = [
        candidate
        for candidate in _candidates(layout, lines, title, bare)
        if candidate[0].start not in taken
    ]
    if found:
        first, last, is_whole = min(
            found, key=lambda c: (not c[2], abs(c[0].top - entry.top) if entry.top else c[0].top)
        )
        return first.start, last.end if is_whole else first.start, is_whole
    if entry.top is None:
        return lines[0].start, lines[0].start, False
    below = [line for line in lines if line.bottom >= entry.top]
    first = min(below, key=lambda line: line.start) if below else lines[-1]
    return first.start, first.start, False


def _candidates(
    layout: PageLayout, lines: Sequence[LineStyle], title: str, bare: str
) -> Iterator[tuple[LineStyle, LineStyle, bool]]:
    """Where the title may stand: its first and last line, and whether they hold nothing else."""
    if not title:
        return
    for index, first in enumerate(lines):
        letters = ""
        for last in lines[index : index + _MAX_LINES]:
            text = layout.text[first.start : last.end]
            letters = _letters(text)
            if letters in (title, bare) or (
                letters.endswith(bare) and _letters(_NUMBER.sub("", text, count=1)) == bare
            ):
                yield first, last, True
            elif len(letters) > len(title):
                break
        if letters.startswith(title) and len(letters) > len(title) and len(title) > 5:
            yield first, first, False


def _one_line(text: str) -> str:
    return " ".join(search_text(text).split())


def _letters(text: str) -> str:
    """Letters and digits only, for comparing."""
    return _NOT_WORDS.sub("", search_text(text)).casefold()


def _fuller(on_page: str, in_outline: str) -> str:
    """The title with its number where only one of the two names it."""
    return on_page if len(on_page) >= len(in_outline) else in_outline
