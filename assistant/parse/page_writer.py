"""Builds the single page of a format without pages: its text, and blocks with exact offsets."""

import itertools
from dataclasses import dataclass, field

from assistant.domain.document import (
    Block,
    BlockKind,
    Document,
    DocumentSkippedError,
    Page,
    SkipReason,
)

MAX_CHARACTERS = 2_000_000
CUT_NOTE = f"Cut after {MAX_CHARACTERS:,} characters."
_READING_FACTOR = 2
_READING_NOTE = "Tables are too large to repeat their headers in every row."
_HEADING_LENGTH = 200
_OPENING_LENGTH = 120
_NAMELESS = frozenset({"contents", "table of contents", "revision history", "document history"})
_CLOSE = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM, BlockKind.CARD})


@dataclass(slots=True)
class SectionStack:
    """The headings in force at a place of a document, outermost first."""

    _titles: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, level: int, title: str) -> tuple[str, ...]:
        """Close every section at `level` or deeper, open `title`, and return the new path."""
        self.leave(level)
        self._titles.append((level, " ".join(title.split())[:_HEADING_LENGTH]))
        return self.path

    def leave(self, level: int) -> None:
        """Close every section at `level` or deeper."""
        while self._titles and self._titles[-1][0] >= level:
            self._titles.pop()

    @property
    def path(self) -> tuple[str, ...]:
        """The headings, outermost first."""
        return tuple(title for _, title in self._titles)


class PageWriter:
    """Collects the readable text of a document, block by block.

    Blocks are set apart by an empty line, rows of a table and items of a list by a line break.
    What comes after `limit` characters is dropped, and the document gets a note.
    """

    def __init__(self, limit: int = MAX_CHARACTERS) -> None:
        self.sections = SectionStack()
        self._limit = limit
        self._parts: list[str] = []
        self._length = 0
        self._reading_length = 0
        self._blocks: list[Block] = []
        self._is_full = False
        self._has_lost_readings = False
        self._is_set_apart = False

    @property
    def is_full(self) -> bool:
        """Whether something was dropped already; a parser may stop then."""
        return self._is_full

    @property
    def has_text(self) -> bool:
        """Whether anything was written."""
        return bool(self._blocks)

    def heading(self, text: str, level: int) -> None:
        """Write a heading, which opens a section of `level` (1 is the outermost)."""
        if text := " ".join(text.split()):
            self.sections.enter(level, text)
            self.add(text, BlockKind.HEADING)

    def add(
        self,
        text: str,
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        reading: str = "",
        indent: str = "",
    ) -> None:
        """Write one block; `indent` stands before it in the page without belonging to it."""
        text = text.strip("\n") if kind in (BlockKind.CODE, BlockKind.TABLE_ROW) else text.strip()
        if not text.strip() or self._is_full:
            return
        before = self._gap(kind) + indent
        room = self._limit - self._length - len(before)
        if len(text) > room:
            self._is_full = True
            if self._blocks:
                return
            text, reading = text[:room], ""
        # Readings repeat headers, and so can be many times as long as the text.
        if self._reading_length + len(reading) > self._limit * _READING_FACTOR:
            self._has_lost_readings, reading = True, ""
        self._is_set_apart = False
        start = self._length + len(before)
        self._parts += (before, text)
        self._length = start + len(text)
        self._reading_length += len(reading)
        self._blocks.append(Block(start, self._length, kind, self.sections.path, reading))

    def set_apart(self) -> None:
        """Put an empty line before the next block, as between two tables."""
        self._is_set_apart = True

    def _gap(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        if self._is_set_apart:
            return "\n\n"
        return "\n" if kind in _CLOSE and self._blocks[-1].kind is kind else "\n\n"

    def first_heading(self, depth: int) -> str:
        """The first heading that stands under `depth - 1` others; empty without one."""
        for block in self._blocks:
            if block.kind is BlockKind.HEADING and len(block.section) == depth:
                return block.section[-1]
        return ""

    def opening(self) -> str:
        """The lines that stand before the first heading, where they can be a title."""
        first = itertools.takewhile(lambda b: b.kind is BlockKind.PARAGRAPH, self._blocks[:4])
        page = "".join(self._parts)
        texts = [page[block.start : block.end] for block in first]
        while texts and sum(map(len, texts)) > _OPENING_LENGTH:
            texts.pop()
        return " ".join(texts)

    def document(self, document_format: str, title: str, notes: tuple[str, ...] = ()) -> Document:
        """The document written so far.

        Raises:
            DocumentSkippedError: Nothing was written.
        """
        if self._is_full:
            notes = (*notes, CUT_NOTE)
        if self._has_lost_readings:
            notes = (*notes, _READING_NOTE)
        return one_page(document_format, title, "".join(self._parts), self._blocks, notes)


def one_page(
    document_format: str, title: str, text: str, blocks: list[Block], notes: tuple[str, ...]
) -> Document:
    """A document of a single page; without a title of its own its first heading names it.

    Raises:
        DocumentSkippedError: There are no blocks.
    """
    if not blocks:
        raise DocumentSkippedError(SkipReason.NO_TEXT, "The file holds no text.")
    title = " ".join(title.split())
    if not title:
        headings = (text[b.start : b.end] for b in blocks if b.kind is BlockKind.HEADING)
        title = next((h for h in headings if h.casefold() not in _NAMELESS), "")
    page = Page(number=1, text=text, blocks=tuple(blocks))
    return Document(document_format, title[:_HEADING_LENGTH], (page,), notes)
