"""The headings of a document and the section path of every block, across its pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.domain.document import Block, BlockKind
from assistant.domain.reading import search_text
from assistant.parse.layout import LineStyle, PageLayout
from assistant.parse.layout_lines import LARGER
from assistant.parse.layout_outline import OutlineMatch, match_outline
from assistant.parse.pdf_outline import OutlineEntry

_MAX_HEADING_WORDS = 16
_MAX_HEADING_LINES = 3
_MAX_TITLE_WORDS = 10
# A slide's title stands in this share of its height, unless its type is like no other's there.
_TITLE_SHARE = 0.3
_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})+)\.?\s+(?P<title>[A-Z(\"'“].*)"
)
_RUN_IN = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3})+)\.?\s+(?P<title>[A-Z][^.:;]{2,70})[.:](?=\s+[A-Z(])"
)
_NAMED = re.compile(
    r"(?:chapter|appendix|annex|part|section|volume)\s+(?:[A-Z]|\d+|[IVX]+)\b.*", re.I
)
_LABEL_ALONE = re.compile(
    r"(?:chapter|appendix|annex|part|section)\s+(?:[A-Z]|\d+|[IVX]+)\.?", re.I
)
_PAGE_AT_END = re.compile(r"\s\d{1,4}$")
_WORD = re.compile(r"[^\W\d_]{2,}")
# As in '23.3 P22 I2S'; without the number it may be what a part is called in a drawing.
_TYPE = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that was recognised by how it looks."""

    title: str
    size_pt: float
    bold: bool
    depth: int
    """Of its number ('4.2' is 2); 0 where it has none."""

    def is_below(self, other: "_Heading") -> bool:
        """Whether it opens a part of the other's section rather than ending it."""
        if self.depth and other.depth:
            return self.depth > other.depth
        if self.depth == 1:
            return _NAMED.fullmatch(other.title) is not None
        if abs(self.size_pt - other.size_pt) > 0.06 * other.size_pt:
            return self.size_pt < other.size_pt
        if self.bold != other.bold:
            return other.bold
        return self.depth > other.depth


def assign_sections(
    layouts: Sequence[PageLayout], outline: Sequence[OutlineEntry]
) -> list[tuple[Block, ...]]:
    """For every page its blocks with headings recognised and section paths filled in.

    Sections run on over pages. With an outline, its titles are found among the lines of their
    pages, and headings it doesn't name stand below its sections; without one, headings are told
    by their size, weight and numbers. Furniture stands in the section around it and opens none.
    """
    matches = match_outline(layouts, outline)
    walk = _Walk(_body_size(layouts), has_outline=bool(outline))
    return [
        walk.page(layout, page_matches)
        for layout, page_matches in zip(layouts, matches, strict=True)
    ]


def _body_size(layouts: Sequence[PageLayout]) -> float:
    """The font size of most characters, listings aside, in half points."""
    sizes: Counter[float] = Counter()
    for layout in layouts:
        for line in layout.lines:
            if not line.mono:
                sizes[round(2 * line.size_pt) / 2] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 10.0


class _Walk:
    """Goes through the pages in order and keeps the section that it stands in."""

    def __init__(self, body_pt: float, *, has_outline: bool) -> None:
        self._body_pt = body_pt
        self._has_outline = has_outline
        self._outline_path: tuple[str, ...] = ()
        self._headings: list[_Heading] = []

    @property
    def _path(self) -> tuple[str, ...]:
        return (*self._outline_path, *(heading.title for heading in self._headings))

    def page(self, layout: PageLayout, matches: Sequence[OutlineMatch]) -> tuple[Block, ...]:
        """The blocks of the next page."""
        blocks = _cut(layout, matches)
        lines = _lines_by_block(blocks, layout.lines)
        title = self._slide_title(layout, blocks, lines)
        by_start = {match.start: match for match in matches}
        result: list[Block] = []
        title_end = 0
        for block, own in zip(blocks, lines, strict=True):
            kind = block.kind
            for match in (by_start[line.start] for line in own if line.start in by_start):
                self._outline_path, self._headings = match.path, []
                title_end = match.end if match.is_heading else title_end
            if block.start < title_end:
                kind = BlockKind.HEADING
            if kind is BlockKind.PARAGRAPH:
                kind = self._look_at(layout, block, own, title)
            result.append(replace(block, kind=kind, section=self._path))
        return tuple(result)

    def _look_at(
        self, layout: PageLayout, block: Block, lines: Sequence[LineStyle], title: Block | None
    ) -> BlockKind:
        """The kind of a block that may be a heading; a heading opens its section."""
        text = search_text(layout.text[block.start : block.end])
        heading = self._heading(text, lines, is_title=block is title)
        if heading is None:
            if not self._has_outline and (run_in := _RUN_IN.match(text)):
                name = f"{run_in['number']} {run_in['title']}"
                depth = run_in["number"].count(".") + 1
                self._open(_Heading(name, self._body_pt, bold=False, depth=depth))
            return BlockKind.PARAGRAPH
        if layout.width_pt > layout.height_pt and block is not title:
            return BlockKind.PARAGRAPH
        self._open(heading)
        return BlockKind.HEADING

    def _heading(self, text: str, lines: Sequence[LineStyle], *, is_title: bool) -> _Heading | None:
        """The heading that a block of this text is, judged by its looks."""
        count = len(text.split())
        if not 0 < len(lines) <= _MAX_HEADING_LINES or count > _MAX_HEADING_WORDS:
            return None
        number = _NUMBER.fullmatch(text)
        depth = number["number"].count(".") + 1 if number else 0
        is_said = _WORD.search(text) or (number and depth > 1 and _TYPE.search(number["title"]))
        if (
            not is_said
            or not (text[0].isalnum() or text[0] in "\"'([<.")
            or text.endswith((",", ";", ":"))
            or "\t" in text
        ):
            return None
        size_pt = max(line.size_pt for line in lines)
        bold = all(line.bold for line in lines)
        larger = size_pt >= LARGER * self._body_pt or (is_title and count <= _MAX_TITLE_WORDS)
        if not larger and (size_pt < 0.95 * self._body_pt or any(line.mono for line in lines)):
            return None
        ends_plain = not text.endswith(".")
        by_number = depth > 1 or (depth == 1 and text.isupper())
        named = _NAMED.fullmatch(text) is not None and count <= 10
        if larger or (ends_plain and (by_number or named or (bold and not text[0].islower()))):
            if number and number["title"][-1].isdigit() and _PAGE_AT_END.search(text):
                return None
            return _Heading(text, size_pt, bold, depth)
        return None

    def _open(self, heading: _Heading) -> None:
        """Close the sections that the heading ends, and stand in its own."""
        last = self._headings[-1] if self._headings else None
        if last and _LABEL_ALONE.fullmatch(last.title) and not heading.depth:
            # 'Chapter 2' on a line of its own is the beginning of this title.
            self._headings[-1] = replace(last, title=f"{last.title} {heading.title}")
            return
        while self._headings and not heading.is_below(self._headings[-1]):
            self._headings.pop()
        self._headings.append(heading)

    def _slide_title(
        self,
        layout: PageLayout,
        blocks: Sequence[Block],
        lines: Sequence[Sequence[LineStyle]],
    ) -> Block | None:
        """The title of a page that is wider than high: the topmost of its largest type."""
        if layout.width_pt <= layout.height_pt:
            return None
        candidates = [
            (own[0].top, block, own)
            for block, own in zip(blocks, lines, strict=True)
            if own and block.kind is BlockKind.PARAGRAPH
        ]
        if not candidates:
            return None
        largest = max(line.size_pt for _, _, own in candidates for line in own)
        large = [c for c in candidates if c[2][0].size_pt >= 0.85 * largest]
        top, title, _ = min(large, key=lambda candidate: candidate[0])
        is_lone = len(large) == 1
        return title if is_lone or top < _TITLE_SHARE * layout.height_pt else None


def _cut(layout: PageLayout, matches: Sequence[OutlineMatch]) -> list[Block]:
    """The page's blocks, cut so that headings stand in blocks of their own."""
    cuts = {match.start for match in matches} | {m.end for m in matches if m.is_heading}
    if not cuts:
        return list(layout.blocks)
    lines = _lines_by_block(layout.blocks, layout.lines)
    result: list[Block] = []
    for block, own in zip(layout.blocks, lines, strict=True):
        start = block.start
        if block.kind is not BlockKind.TABLE_ROW:
            for before, line in pairwise(own):
                if line.start in cuts or before.end in cuts:
                    result.append(replace(block, start=start, end=before.end))
                    start = line.start
        result.append(replace(block, start=start))
    return result


def _lines_by_block(
    blocks: Sequence[Block], lines: Sequence[LineStyle]
) -> list[tuple[LineStyle, ...]]:
    """For every block its lines; both are in order."""
    result: list[tuple[LineStyle, ...]] = []
    index = 0
    for block in blocks:
        first = index
        while index < len(lines) and lines[index].start < block.end:
            index += 1
        result.append(tuple(lines[first:index]))
    return result
