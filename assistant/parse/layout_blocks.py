"""Lines → blocks: paragraphs, list items, code, captions and the rows of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.domain.document import BlockKind
from assistant.domain.reading import search_text
from assistant.parse.layout_lines import Line, Segment, lines_of
from assistant.parse.layout_paragraphs import LIST_MARKER, Margin, begins_block
from assistant.parse.layout_readings import read_rows
from assistant.parse.layout_rows import TableRow, rows_of
from assistant.parse.layout_tables import LEADERS, find_tables
from assistant.parse.pdf_words import PdfWord

CAPTION = re.compile(
    r"(?:figure|fig\.|table|tab\.|listing|algorithm|exhibit)\s+[A-Z]?\d*(?:[.–-]?\d+)*[A-Za-z]?\b"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_MAX_CAPTION_WORDS = 30
_MAX_NAME_WORDS = 8
_MAX_INDENT = 120


@dataclass(slots=True)
class Draft:
    """A block on its way: its words, each with the white space that goes before it."""

    kind: BlockKind
    words: list[tuple[str, PdfWord]]
    reading: str = ""

    @property
    def text(self) -> str:
        """The text as it will stand in the page."""
        return "".join(space + word.text for space, word in self.words)


def drafts_of(region: Sequence[Segment]) -> list[Draft]:
    """The blocks of one region of a page, from the top down."""
    lines = lines_of(region)
    drafts: list[Draft] = []
    position = 0
    tables = find_tables(lines)
    margin = Margin.of(lines, tables)
    for table in tables:
        drafts.extend(_text_drafts(lines[position : table.start], margin))
        rows = rows_of(lines[table.start : table.end], table)
        read_rows(rows)
        drafts.extend(map(_row_draft, rows))
        position = table.end
    drafts.extend(_text_drafts(lines[position:], margin))
    if tables:
        _lead_with_captions(drafts)
    return drafts


def _text_drafts(lines: Sequence[Line], margin: Margin) -> Iterator[Draft]:
    """Lines outside tables as blocks."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or begins_block(lines, start, index, margin):
            block = lines[start:index]
            if _is_code(block):
                yield Draft(BlockKind.CODE, _code_words(block))
            else:
                yield Draft(_kind(block), text_words(block))
            start = index


def _is_code(lines: Sequence[Line]) -> bool:
    return lines[0].mono and all(line.mono for line in lines)


def _kind(lines: Sequence[Line]) -> BlockKind:
    first = lines[0].text
    if LIST_MARKER.match(first + " ") or LEADERS.search(first):
        return BlockKind.LIST_ITEM
    return BlockKind.CAPTION if is_caption(lines) else BlockKind.PARAGRAPH


def is_caption(lines: Sequence[Line]) -> bool:
    """Whether the lines are 'Table 3 Mass properties' and not a sentence about Table 3."""
    match = CAPTION.fullmatch(lines[0].text)
    if match is None or not any(character.isdigit() for character in lines[0].text[:14]):
        return False
    rest = match["rest"].strip()
    count = sum(len(line.words) for line in lines)
    if count > _MAX_CAPTION_WORDS:
        return rest[:1] in (":", ".", "–", "—", "-")
    if rest[:1].islower():
        return count <= _MAX_NAME_WORDS and not lines[-1].text.endswith(".")
    return True


def text_words(lines: Sequence[Line]) -> list[tuple[str, PdfWord]]:
    """The words of running text: lines apart by a line break, words by a space."""
    words: list[tuple[str, PdfWord]] = []
    for line in lines:
        for index, word in enumerate(line.words):
            words.append((" " if index else "\n", word))
    return _begun(words)


def _code_words(lines: Sequence[Line]) -> list[tuple[str, PdfWord]]:
    """The words of a listing: as many spaces before each as fit into its gap."""
    edge = min(line.left for line in lines)
    advance = _advance(lines)
    words: list[tuple[str, PdfWord]] = []
    for line in lines:
        before = edge
        for index, word in enumerate(line.words):
            # Ink boxes are narrower than the characters' cells, by a third of a cell or so.
            spaces = min(round((word.left - before) / advance - 0.3), _MAX_INDENT)
            words.append((" " * max(spaces, 1) if index else "\n" + " " * max(spaces, 0), word))
            before = word.right
    return _begun(words)


def _advance(lines: Sequence[Line]) -> float:
    """The width of a character in a listing, in points."""
    widths = [
        (word.right - word.left) / len(word.text)
        for line in lines
        for word in line.words
        if len(word.text) > 2 and word.right > word.left
    ]
    return median(widths) if widths else 0.6 * lines[0].size_pt


def _row_draft(row: TableRow) -> Draft:
    """A table's row: cells apart by tabs, the lines of a cell together.

    The lines of one cell are joined by a space, and by a line break after a hyphen.
    """
    if row.spanning:
        return Draft(BlockKind.TABLE_ROW, text_words(row.lines))
    words: list[tuple[str, PdfWord]] = []
    for cell in row.cells:
        space = "\t"
        for line in cell:
            for word in line:
                words.append((space, word))
                space = " "
            space = "\n" if line[-1].text[-1] in "-\u00ad" else " "
    return Draft(BlockKind.TABLE_ROW, _begun(words), row.reading)


def _begun(words: list[tuple[str, PdfWord]]) -> list[tuple[str, PdfWord]]:
    """The words with nothing before the first."""
    words[0] = ("", words[0][1])
    return words


def _lead_with_captions(drafts: list[Draft]) -> None:
    """Let the rows of a table begin with its caption, which stands right above or below it."""
    start = 0
    while start < len(drafts):
        if drafts[start].kind is not BlockKind.TABLE_ROW:
            start += 1
            continue
        end = start
        while end < len(drafts) and drafts[end].kind is BlockKind.TABLE_ROW:
            end += 1
        caption = _table_caption(drafts[start - 1 : start]) or _table_caption(drafts[end : end + 1])
        if caption:
            for draft in drafts[start:end]:
                if draft.reading:
                    draft.reading = f"{caption} — {draft.reading}"
        start = end


def _table_caption(drafts: Sequence[Draft]) -> str:
    """The caption's text if the draft is the caption of a table; empty otherwise."""
    for draft in drafts:
        if draft.kind is BlockKind.CAPTION and draft.text[:3].casefold() == "tab":
            words = search_text(draft.text).split()
            return " ".join(words[:_MAX_CAPTION_WORDS]).rstrip(".")
    return ""
