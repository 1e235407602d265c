"""A page's positioned words → its text in reading order, its blocks and the box of every word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.document import Block, BlockKind, WordBox
from assistant.parse.layout_blocks import Draft, drafts_of, text_words
from assistant.parse.layout_columns import regions
from assistant.parse.layout_lines import lines_of, sane, segments_of
from assistant.parse.pdf_words import PdfWord

BLOCK_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class LineStyle:
    """One line of the page's text and how it is set.

    Attributes:
        start: Offset of its first character in the page's text; `end` is the one after its last.
        top: Of its highest word, in points from the top of the displayed page; `bottom` likewise.
        size_pt: Font size of most of its characters.
        bold: True where every word is bold; `mono` likewise.
    """

    start: int
    end: int
    left: float
    top: float
    bottom: float
    size_pt: float
    bold: bool
    mono: bool


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page as text.

    Words are apart by a space, cells of a table's row by a tab, lines of a paragraph by a line
    break, blocks by a blank line; listings keep their indentation.

    Attributes:
        text: In reading order.
        words: The box of every word, in order of `start`; `text[start:end]` is the word.
        lines: In order of `start`.
        blocks: In order, without overlap, without headings and sections yet.
    """

    text: str
    words: tuple[WordBox, ...]
    lines: tuple[LineStyle, ...]
    blocks: tuple[Block, ...]
    width_pt: float
    height_pt: float


def lay_out(
    words: Sequence[PdfWord],
    width_pt: float,
    height_pt: float,
    *,
    head: Sequence[PdfWord] = (),
    foot: Sequence[PdfWord] = (),
) -> PageLayout:
    """Put the words of a page into reading order and cut them into blocks.

    Every word stands in the text once. Words that run vertically are read turned: after the
    others, or before them where they are most of the page. `head` and `foot` are upright words
    of running heads and footers: they come first and last, each line a block of its own.
    """
    usable = [word for word in sane(words) if word.text]
    vertical = [word for word in usable if not word.upright]
    upright = [word for word in usable if word.upright]
    writer = _Writer()
    writer.add_furniture(head)
    turned = _turned(vertical)
    places = {id(as_read): word for as_read, word in zip(turned, vertical, strict=True)}
    for group in (turned, upright) if len(vertical) > len(upright) else (upright, turned):
        for region in regions(segments_of(group)):
            for draft in drafts_of(region):
                writer.add(draft, places)
    writer.add_furniture(foot)
    return writer.layout(width_pt, height_pt)


class _Writer:
    """Puts drafts together into a page, counting offsets."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._boxes: list[WordBox] = []
        self._lines: list[LineStyle] = []
        self._blocks: list[Block] = []

    def add(self, draft: Draft, places: Mapping[int, PdfWord]) -> None:
        """Append a block. `places` has the word as displayed for every word that was turned."""
        pieces, boxes = self._pieces, self._boxes
        if pieces:
            pieces.append(BLOCK_BREAK)
            self._length += len(BLOCK_BREAK)
        start = line_start = end = self._length
        line: list[PdfWord] = []
        for space, word in draft.words:
            if "\n" in space and line:
                self._end_line(line, line_start, end)
                line = []
            begin = end + len(space)
            end = begin + len(word.text)
            if not line:
                line_start = begin
            shown = places.get(id(word), word) if places else word
            line.append(shown)
            boxes.append(WordBox(begin, end, shown.left, shown.top, shown.right, shown.bottom))
            pieces += (space, word.text)
        self._end_line(line, line_start, end)
        self._length = end
        self._blocks.append(Block(start, end, draft.kind, (), draft.reading))

    def add_furniture(self, words: Sequence[PdfWord]) -> None:
        """Append every line of a running head or a footer as a block."""
        for line in lines_of(segments_of(words)):
            self.add(Draft(BlockKind.FURNITURE, text_words([line])), {})

    def layout(self, width_pt: float, height_pt: float) -> PageLayout:
        """The page as written."""
        return PageLayout(
            "".join(self._pieces),
            tuple(self._boxes),
            tuple(self._lines),
            tuple(self._blocks),
            width_pt,
            height_pt,
        )

    def _end_line(self, words: list[PdfWord], start: int, end: int) -> None:
        longest = max(words, key=_length)
        self._lines.append(
            LineStyle(
                start,
                end,
                words[0].left,
                min([word.top for word in words]),
                max([word.bottom for word in words]),
                longest.size_pt,
                all(word.bold for word in words),
                all(word.mono for word in words),
            )
        )


def _length(word: PdfWord) -> int:
    return len(word.text)


def _turned(words: Sequence[PdfWord]) -> list[PdfWord]:
    """Vertical words as if the page were turned so that they run from left to right.

    Whether they run upwards or downwards shows in the order of the page's content.
    """
    rise = sum(
        (before.top > after.top) - (before.top < after.top)
        for before, after in pairwise(words)
        if abs(before.left - after.left) < 0.5 * after.size_pt
    )
    if rise > 0:
        return [
            word._replace(
                left=-word.bottom,
                right=-word.top,
                top=word.left,
                bottom=word.right,
                baseline=word.right,
            )
            for word in words
        ]
    return [
        word._replace(
            left=word.top,
            right=word.bottom,
            top=-word.right,
            bottom=-word.left,
            baseline=-word.left,
        )
        for word in words
    ]
