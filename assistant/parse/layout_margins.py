"""The rows in the margins of a page, where running heads, footers and page numbers stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from assistant.parse.layout_lines import SAME_BASELINE_EM, WIDE_GAP_EM, is_sane
from assistant.parse.pdf_words import PdfWord

# How much of a page's height, at its top and its bottom, may hold running heads and footers.
MARGIN_SHARE = 0.15
# How far inwards the rows of the body are looked at, to tell how close they stand.
_REACH_SHARE = 0.23
_ROWS_INWARDS = 6
# Furniture is apart from the body by this many of the body's steps between baselines.
_APART_STEPS = 1.5
# The header of a table is not further from its first row than this many ems.
_HEADER_STEP_EM = 2.5
_LONGEST = 160
_PLACE_PT = 6.0
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
PAGE_NUMBER = re.compile(
    r"(?:page|pg\.?|p\.|sheet)?\s*[-–]?\s*(\d{1,4}|[ivxlc]{1,6})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_FIRST_OR_LAST_NUMBER = re.compile(r"^(\d{1,4})(?=\s+\D)|(?<=\s)(\d{1,4})$")
RowKey = tuple[str, bool, int]
_Line = tuple[float, list[PdfWord]]
"""The distance of a baseline from the page's edge in points, and the words on it."""


class SetPage(NamedTuple):
    """The words of a page as they are set on it."""

    words: Sequence[PdfWord]
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class MarginRow:
    """The words on one baseline of a margin.

    Attributes:
        place: Distance of its baseline from the page's edge, in steps of 6 points.
        is_apart: Whether a gap parts it from the rows further inwards.
    """

    words: list[PdfWord]
    text: str
    at_top: bool
    place: int
    is_apart: bool

    @property
    def keys(self) -> set[RowKey]:
        """What rows of different pages have in common where they are the same furniture.

        That is their text, or most of it where a wide gap parts it from the rest.
        """
        parts = [part for part in _parts(self.words) if 2 * len(part) > len(self.text)]
        return {(_NUMBER.sub("#", text), self.at_top, self.place) for text in (self.text, *parts)}

    @property
    def size_pt(self) -> float:
        """The font size of its longest word."""
        return max(self.words, key=lambda word: len(word.text)).size_pt

    @property
    def numbers(self) -> set[int]:
        """The numbers at its ends, where a page's number would stand."""
        alone = PAGE_NUMBER.fullmatch(self.text)
        if alone and alone[1].isdecimal():
            return {int(alone[1])}
        return {int(a or b) for a, b in _FIRST_OR_LAST_NUMBER.findall(self.text)}


def margin_rows(page: SetPage, *, at_top: bool) -> list[MarginRow]:
    """The short rows of the top or bottom margin, from the page's edge inwards."""
    margin = MARGIN_SHARE * page.height_pt
    lines = _lines_near_edge(page, at_top=at_top)
    rows: list[MarginRow] = []
    for index, (distance, words) in enumerate(lines):
        text = " ".join(word.text for word in sorted(words, key=lambda word: word.left))
        if distance > margin or len(text) > _LONGEST:
            break
        outer = distance - lines[index - 1][0] if index else 0.0
        is_apart = _is_apart(lines[index : index + _ROWS_INWARDS], outer)
        rows.append(MarginRow(words, text, at_top, round(distance / _PLACE_PT), is_apart))
    # Rows close together are apart from the body together.
    for outer in range(len(rows) - 2, -1, -1):
        if rows[outer + 1].is_apart and not rows[outer].is_apart:
            row = rows[outer]
            rows[outer] = MarginRow(row.words, row.text, at_top, row.place, is_apart=True)
    return rows


def _lines_near_edge(page: SetPage, *, at_top: bool) -> list[_Line]:
    """Upright words near the edge by baseline, with the distance from the edge in points."""
    reach, height = _REACH_SHARE * page.height_pt, page.height_pt
    near = sorted(
        (
            (word.baseline if at_top else height - word.baseline, index)
            for index, word in enumerate(page.words)
            if (word.baseline < reach if at_top else word.baseline > height - reach)
            and word.upright
            and is_sane(word)
        ),
    )
    lines: list[_Line] = []
    for distance, index in near:
        word = page.words[index]
        if lines and distance - lines[-1][0] <= SAME_BASELINE_EM * word.size_pt:
            lines[-1][1].append(word)
        else:
            lines.append((distance, [word]))
    return lines


def _is_apart(lines: Sequence[_Line], outer_pt: float) -> bool:
    """Whether the first line is further from the second than the lines of the body are.

    It is not where it is closer to the body than to the line before it (`outer_pt` away), nor
    where it is the header of a table.
    """
    if len(lines) < 2:
        return outer_pt <= 2.0 * lines[0][1][0].size_pt
    gap = lines[1][0] - lines[0][0]
    size_pt = max(word.size_pt for word in lines[1][1])
    steps = sorted(step for a, b in pairwise(lines[1:]) if (step := b[0] - a[0]) > 0.6 * size_pt)
    usual = min(steps[len(steps) // 4], 2.0 * size_pt) if steps else 1.2 * size_pt
    if gap < max(outer_pt, _APART_STEPS * usual):
        return False
    return gap > _HEADER_STEP_EM * size_pt or not _share_gap(lines[0][1], lines[1][1])


def _share_gap(one: Sequence[PdfWord], other: Sequence[PdfWord]) -> bool:
    """Whether a wide gap of one line lies over a wide gap of the other, as in a table."""
    return any(
        min(high, other_high) - max(low, other_low) > 0
        for low, high in _wide_gaps(one)
        for other_low, other_high in _wide_gaps(other)
    )


def _wide_gaps(line: Sequence[PdfWord]) -> list[tuple[float, float]]:
    parts = _stretches(line)
    return [(before[-1].right, after[0].left) for before, after in pairwise(parts)]


def _parts(line: Sequence[PdfWord]) -> list[str]:
    """The texts between the wide gaps of a line."""
    return [" ".join(word.text for word in part) for part in _stretches(line)]


def _stretches(line: Sequence[PdfWord]) -> list[list[PdfWord]]:
    in_order = sorted(line, key=lambda word: word.left)
    parts = [[in_order[0]]]
    for before, after in pairwise(in_order):
        if after.left - before.right > WIDE_GAP_EM * after.size_pt:
            parts.append([])
        parts[-1].append(after)
    return parts
