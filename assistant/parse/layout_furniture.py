"""Running heads, footers and page numbers: what stands at the same place on many pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from assistant.parse.layout_lines import LARGER, SAME_BASELINE_EM, WIDE_GAP_EM, is_sane
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
MIN_PAGES = 3
# Rows of slides, and rows in large type, recur by chance; furniture is on this share of all pages.
_SHARE_IF_TITLE = 0.4
_PLACE_PT = 6.0
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"(?:page|pg\.?|p\.|sheet)?\s*[-–]?\s*(\d{1,4}|[ivxlc]{1,6})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_FIRST_OR_LAST_NUMBER = re.compile(r"^(\d{1,4})(?=\s+\D)|(?<=\s)(\d{1,4})$")
_Key = tuple[str, bool, int]
_Line = tuple[float, list[PdfWord]]
"""The distance of a baseline from the page's edge in points, and the words on it."""


class SetPage(NamedTuple):
    """The words of a page as they are set on it."""

    words: Sequence[PdfWord]
    width_pt: float
    height_pt: float


class PartedPage(NamedTuple):
    """A page's words: the running head, what the page says, the footer. Each word is in one."""

    head: list[PdfWord]
    body: list[PdfWord]
    foot: list[PdfWord]


@dataclass(frozen=True, slots=True)
class _Row:
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
    def key(self) -> _Key:
        """What rows of different pages have in common where they are the same furniture."""
        return _NUMBER.sub("#", self.text), self.at_top, self.place

    @property
    def size_pt(self) -> float:
        """The font size of its longest word."""
        return max(self.words, key=lambda word: len(word.text)).size_pt

    @property
    def numbers(self) -> set[int]:
        """The numbers at its ends, where a page's number would stand."""
        alone = _PAGE_NUMBER.fullmatch(self.text)
        if alone and alone[1].isdecimal():
            return {int(alone[1])}
        return {int(a or b) for a, b in _FIRST_OR_LAST_NUMBER.findall(self.text)}


def part_furniture(pages: Sequence[SetPage]) -> list[PartedPage]:
    """Part running heads, footers and page numbers from what the pages say.

    Furniture stands in the margins, apart from the body or with the page's number in it, and
    recurs there on several pages, numbers aside. From the page's edge inwards it ends with the
    first row that is none. A document of one or two pages has none.
    """
    if len(pages) < MIN_PAGES:
        return [PartedPage([], list(page.words), []) for page in pages]
    rows = [(_margin_rows(page, at_top=True), _margin_rows(page, at_top=False)) for page in pages]
    recurring = _Recurring(pages, [top + bottom for top, bottom in rows])
    parted = []
    for index, (page, (top, bottom)) in enumerate(zip(pages, rows, strict=True)):
        head = list(recurring.furniture(top, index))
        foot = list(recurring.furniture(bottom, index))
        taken = {id(word) for word in (*head, *foot)}
        body = [word for word in page.words if id(word) not in taken] if taken else page.words
        parted.append(PartedPage(head, list(body), foot))
    return parted


class _Recurring:
    """Knows, over all pages, which rows of the margins recur and how the pages are numbered."""

    def __init__(self, pages: Sequence[SetPage], rows: Sequence[Sequence[_Row]]) -> None:
        self._pages = pages
        self._body_pt = _body_size(pages)
        self._seen = Counter(key for own in rows for key in {row.key for row in own})
        self._apart = Counter(
            key for own in rows for key in {row.key for row in own if row.is_apart}
        )
        offsets = Counter(
            offset
            for index, own in enumerate(rows)
            for offset in {number - index for row in own for number in row.numbers}
        )
        offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
        self._first_number = offset if count >= max(MIN_PAGES, 0.3 * len(pages)) else None

    def furniture(self, rows: Sequence[_Row], index: int) -> Iterator[PdfWord]:
        """The words of the rows of one margin that are furniture, from the edge inwards."""
        for row in rows:
            if not self._is_furniture(row, index):
                return
            yield from row.words

    def _is_furniture(self, row: _Row, index: int) -> bool:
        is_large = row.size_pt >= LARGER * self._body_pt
        is_numbered = self._first_number is not None and index + self._first_number in row.numbers
        page = self._pages[index]
        is_title = is_large or page.width_pt > page.height_pt
        seen, apart = self._count(self._seen, row.key), self._count(self._apart, row.key)
        if seen >= self._least(is_title=is_title) and (is_numbered or 2 * apart >= seen):
            return True
        if not row.is_apart:
            return False
        # '2 Loads' on page 2 is a heading; the page's number in a heading's looks is rare.
        is_plain = not is_large and not all(word.bold for word in row.words)
        return (is_numbered and is_plain) or _PAGE_NUMBER.fullmatch(row.text) is not None

    def _least(self, *, is_title: bool) -> float:
        """On how many pages a row recurs that is furniture."""
        least = MIN_PAGES if len(self._pages) > MIN_PAGES + 1 else MIN_PAGES - 1
        return max(least, _SHARE_IF_TITLE * len(self._pages)) if is_title else least

    @staticmethod
    def _count(counter: Counter[_Key], key: _Key) -> int:
        text, at_top, place = key
        return sum(counter[text, at_top, near] for near in (place - 1, place, place + 1))


def _body_size(pages: Sequence[SetPage]) -> float:
    """The font size of most characters, listings aside."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            if not word.mono:
                sizes[word.size_pt] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _margin_rows(page: SetPage, *, at_top: bool) -> list[_Row]:
    """The short rows of the top or bottom margin, from the page's edge inwards."""
    margin = MARGIN_SHARE * page.height_pt
    lines = _lines_near_edge(page, at_top=at_top)
    rows: list[_Row] = []
    for index, (distance, words) in enumerate(lines):
        text = " ".join(word.text for word in sorted(words, key=lambda word: word.left))
        if distance > margin or len(text) > _LONGEST:
            break
        outer = distance - lines[index - 1][0] if index else 0.0
        is_apart = _is_apart(lines[index : index + _ROWS_INWARDS], outer)
        rows.append(_Row(words, text, at_top, round(distance / _PLACE_PT), is_apart))
    # Rows close together are apart from the body together.
    for outer in range(len(rows) - 2, -1, -1):
        if rows[outer + 1].is_apart and not rows[outer].is_apart:
            row = rows[outer]
            rows[outer] = _Row(row.words, row.text, at_top, row.place, is_apart=True)
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
    in_order = sorted(line, key=lambda word: word.left)
    return [
        (before.right, after.left)
        for before, after in pairwise(in_order)
        if after.left - before.right > WIDE_GAP_EM * after.size_pt
    ]
