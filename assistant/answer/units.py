"""What can be quoted: the sentences and table rows of a page, with their exact offsets."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from assistant.domain.answer import Passage
from assistant.domain.document import Block, BlockKind, Page
from assistant.domain.reading import search_text, sentences
from assistant.domain.terms import terms


class UnitKind(Enum):
    """What a unit is, as far as it matters for an answer."""

    SENTENCE = auto()
    ROW = auto()
    """A table row that reads with its column headers, or a card with its fields."""
    LABEL = auto()
    """A caption or a table's header: it says what stands elsewhere, and answers little alone."""


_KINDS = {BlockKind.CAPTION: UnitKind.LABEL, BlockKind.TABLE_ROW: UnitKind.LABEL}
_TITLE_WORDS = 3
_NUMBERED_TITLE_WORDS = 8


@dataclass(frozen=True)
class Unit:
    """A sentence, a table row, a line of code: the smallest thing that is quoted.

    Attributes:
        passage: The passage it stands in.
        start: Offset of its first character in the page's text.
        end: Offset after its last.
        section: The headings it stands under, outermost first.
        reading: How it reads: hyphenation undone, a row with its column headers.
        context: The terms that hold for it from elsewhere: the document's file and title, its
            section, the unit before it.
        heading: The heading right above it; empty where there is none.
    """

    passage: Passage
    start: int
    end: int
    section: tuple[str, ...]
    reading: str
    kind: UnitKind
    context: frozenset[str]
    heading: str = ""

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its own terms."""
        return frozenset(terms(self.reading))

    @cached_property
    def word_count(self) -> int:
        """Words of its reading."""
        return len(self.reading.split())


def units_of(passage: Passage, page: Page) -> list[Unit]:
    """The units of a passage, in order; furniture is nothing.

    Headings are context and no units, except where there is nothing else, as on a title page.
    """
    blocks = [block for block in page.blocks if _reaches_into(block, passage)]
    has_text = any(block.kind is not BlockKind.HEADING for block in blocks)
    document = frozenset(terms(f"{passage.file.rsplit('/', 1)[-1]} {passage.title}"))
    units: list[Unit] = []
    before: frozenset[str] = frozenset()
    heading = ""
    for block in blocks:
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if block.kind is BlockKind.HEADING and has_text:
            heading = search_text(page.text[start:end])
            before = frozenset(terms(heading))
            continue
        where = document.union(terms(" ".join(block.section)))
        kind = UnitKind.ROW if block.reading else _KINDS.get(block.kind, UnitKind.SENTENCE)
        for first, last, reading in _readings(block, page.text, start, end):
            context = before | where
            unit = Unit(passage, first, last, block.section, reading, kind, context, heading)
            before, heading = unit.terms, ""
            units.append(unit)
    return units


def _reaches_into(block: Block, passage: Passage) -> bool:
    overlaps = block.start < passage.end and block.end > passage.start
    return overlaps and block.kind is not BlockKind.FURNITURE


def _readings(block: Block, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and reading of each unit of a block, as far as it lies in a passage."""
    if block.kind is BlockKind.TABLE_ROW or block.reading:
        spans = [(start, end)]
    elif block.kind in (BlockKind.CODE, BlockKind.CARD):
        spans = list(_lines(text, start, end))
    else:
        spans = [(start + first, start + last) for first, last in sentences(text[start:end])]
        spans = _with_run_in_titles(text, spans)
    for first, last in spans:
        if reading := search_text(block.reading or text[first:last]):
            yield first, last, reading


def _with_run_in_titles(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a paragraph's run-in title ('REQ-014 Yield strength.') with the sentence it names."""
    if len(spans) < 2:
        return spans
    words = text[slice(*spans[0])].split()
    is_numbered = any(character.isdigit() for character in words[0])
    if len(words) <= (_NUMBERED_TITLE_WORDS if is_numbered else _TITLE_WORDS):
        return [(spans[0][0], spans[1][1]), *spans[2:]]
    return spans


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for line in text[start:end].split("\n"):
        yield position, position + len(line)
        position += len(line) + 1
