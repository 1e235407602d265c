"""Running heads, footers and page numbers: what stands at the same place on many pages."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.parse.layout_lines import LARGER
from assistant.parse.layout_margins import PAGE_NUMBER, MarginRow, RowKey, SetPage, margin_rows
from assistant.parse.pdf_words import PdfWord

MIN_PAGES = 3
# Rows of slides, and rows in large type, recur by chance; furniture is on this share of all pages.
_SHARE_IF_TITLE = 0.4


class PartedPage(NamedTuple):
    """A page's words: the running head, what the page says, the footer. Each word is in one."""

    head: list[PdfWord]
    body: list[PdfWord]
    foot: list[PdfWord]


def part_furniture(pages: Sequence[SetPage]) -> list[PartedPage]:
    """Part running heads, footers and page numbers from what the pages say.

    Furniture stands in the margins, apart from the body or with the page's number in it, and
    recurs there on several pages, numbers aside. From the page's edge inwards it ends with the
    first row that is none; only rows that a good part of all pages has may follow. A document of
    one or two pages has none.
    """
    if len(pages) < MIN_PAGES:
        return [PartedPage([], list(page.words), []) for page in pages]
    rows = [(margin_rows(page, at_top=True), margin_rows(page, at_top=False)) for page in pages]
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

    def __init__(self, pages: Sequence[SetPage], rows: Sequence[Sequence[MarginRow]]) -> None:
        self._pages = pages
        self._body_pt = _body_size(pages)
        self._seen = Counter(key for own in rows for key in _keys(own))
        self._apart = Counter(
            key for own in rows for key in _keys([row for row in own if row.is_apart])
        )
        offsets = Counter(
            offset
            for index, own in enumerate(rows)
            for offset in {number - index for row in own for number in row.numbers}
        )
        offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
        self._first_number = offset if count >= max(MIN_PAGES, 0.3 * len(pages)) else None
        bold_feet = sum(
            any(self._is_numbered(row, index) and _is_bold_foot(row) for row in own)
            for index, own in enumerate(rows)
        )
        self._has_bold_feet = bold_feet >= MIN_PAGES

    def furniture(self, rows: Sequence[MarginRow], index: int) -> Iterator[PdfWord]:
        """The words of the rows of one margin that are furniture, from the edge inwards."""
        is_outermost = True
        for row in rows:
            if self._is_usual(row) or (is_outermost and self._is_furniture(row, index)):
                yield from row.words
            else:
                is_outermost = False

    def _is_usual(self, row: MarginRow) -> bool:
        """Whether so many pages have the row that it is furniture, whatever is outside of it."""
        return self._recurs(row, _SHARE_IF_TITLE * len(self._pages), is_numbered=False)

    def _is_furniture(self, row: MarginRow, index: int) -> bool:
        is_large = row.size_pt >= LARGER * self._body_pt
        is_numbered = self._is_numbered(row, index)
        page = self._pages[index]
        is_title = is_large or page.width_pt > page.height_pt
        if self._recurs(row, self._least(is_title=is_title), is_numbered=is_numbered):
            return True
        if not row.is_apart:
            return False
        # '2 Loads' on page 2 is a heading; at the foot of several pages it is none.
        is_foot = self._has_bold_feet and _is_bold_foot(row)
        is_plain = not is_large and (is_foot or not all(word.bold for word in row.words))
        return (is_numbered and is_plain) or PAGE_NUMBER.fullmatch(row.text) is not None

    def _is_numbered(self, row: MarginRow, index: int) -> bool:
        """Whether the number of the page stands at an end of the row."""
        return self._first_number is not None and index + self._first_number in row.numbers

    def _recurs(self, row: MarginRow, least: float, *, is_numbered: bool) -> bool:
        """Whether at least so many pages have the row, mostly apart from what they say."""
        for key in row.keys:
            seen, apart = self._count(self._seen, key), self._count(self._apart, key)
            if seen >= max(least, MIN_PAGES - 1) and (is_numbered or 2 * apart >= seen):
                return True
        return False

    def _least(self, *, is_title: bool) -> float:
        """On how many pages a row recurs that is furniture."""
        least = MIN_PAGES if len(self._pages) > MIN_PAGES + 1 else MIN_PAGES - 1
        return max(least, _SHARE_IF_TITLE * len(self._pages)) if is_title else least

    @staticmethod
    def _count(counter: Counter[RowKey], key: RowKey) -> int:
        text, at_top, place = key
        return sum(counter[text, at_top, near] for near in (place - 1, place, place + 1))


def _is_bold_foot(row: MarginRow) -> bool:
    return not row.at_top and all(word.bold for word in row.words)


def _keys(rows: Sequence[MarginRow]) -> set[RowKey]:
    return {key for row in rows for key in row.keys}


def _body_size(pages: Sequence[SetPage]) -> float:
    """The font size of most characters, listings aside."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            if not word.mono:
                sizes[word.size_pt] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0
