"""Running heads, footers and page numbers: what stands at the same place on many pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.parse.layout import LineStyle, PageLayout

# How much of a page's height, at its top and its bottom, may hold running heads and footers.
MARGIN_SHARE = 0.12
MIN_PAGES = 3
# Type this much larger than the body's makes a heading.
LARGER = 1.12
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"(?:page|pg\.?|p\.|sheet)?\s*[-–]?\s*(\d{1,4}|[ivxlc]{1,6})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_FIRST_OR_LAST_NUMBER = re.compile(r"^(\d{1,4})(?=\s+\D)|(?<=\s)(\d{1,4})$")


def furniture(layouts: Sequence[PageLayout], body_pt: float) -> list[frozenset[int]]:
    """For every page the `start` of the lines that are running heads, footers, page numbers.

    Several slides in a row may share a title: lines of slides, and lines in larger type than the
    body's, count as running heads only where a good part of all pages has them.
    """
    seen: Counter[tuple[str, int]] = Counter()
    offsets: Counter[int] = Counter()
    for index, layout in enumerate(layouts):
        keys = {_key(text, line) for line, text in _in_margins(layout)}
        seen.update(keys)
        offsets.update({n - index for _, text in _in_margins(layout) for n in _numbers(text)})
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    least_if_title = max(MIN_PAGES, 0.4 * len(layouts))

    def is_large(line: LineStyle) -> bool:
        return line.size_pt >= LARGER * body_pt

    def least(layout: PageLayout, line: LineStyle) -> float:
        is_slide = layout.width_pt > layout.height_pt
        return least_if_title if is_slide or is_large(line) else MIN_PAGES

    numbered_from = offset if count >= max(MIN_PAGES, 0.3 * len(layouts)) else None
    return [
        frozenset(
            line.start
            for line, text in _in_margins(layout)
            if _repeats(seen, _key(text, line), least(layout, line))
            or _PAGE_NUMBER.fullmatch(text)
            or (
                # '2 Loads' on page 2 is a heading; the page's number in a heading's looks is rare.
                numbered_from is not None
                and not (is_large(line) or line.bold)
                and index + numbered_from in _numbers(text)
            )
        )
        for index, layout in enumerate(layouts)
    ]


def _in_margins(layout: PageLayout) -> Iterator[tuple[LineStyle, str]]:
    """The short lines at the top and bottom of the page, with their text."""
    top = MARGIN_SHARE * layout.height_pt
    bottom = layout.height_pt - top
    for line in layout.lines:
        if (line.top < top or line.bottom > bottom) and line.end - line.start < 160:
            yield line, layout.text[line.start : line.end]


def _key(text: str, line: LineStyle) -> tuple[str, int]:
    return _NUMBER.sub("#", text), round(line.top / 6)


def _repeats(seen: Counter[tuple[str, int]], key: tuple[str, int], least: float) -> bool:
    text, place = key
    return sum(seen[text, near] for near in (place - 1, place, place + 1)) >= least


def _numbers(text: str) -> set[int]:
    """The numbers at the line's ends, where a page's number would stand."""
    return {int(first or last) for first, last in _FIRST_OR_LAST_NUMBER.findall(text)}
