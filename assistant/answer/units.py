"""What can be quoted: the sentences and table rows of a page, with their exact offsets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from assistant.answer.abbreviations import spells_out
from assistant.answer.pieces import pieces_of
from assistant.domain.answer import Passage
from assistant.domain.document import Block, BlockKind, Page
from assistant.domain.reading import search_text
from assistant.domain.terms import terms


class UnitKind(Enum):
    """What a unit is, as far as it matters for an answer."""

    SENTENCE = auto()
    ROW = auto()
    """A table row that reads with its column headers, or a card with its fields."""
    LABEL = auto()
    """A caption or a table's header: it says what stands elsewhere, and answers little alone."""


_KINDS = {BlockKind.CAPTION: UnitKind.LABEL, BlockKind.TABLE_ROW: UnitKind.LABEL}
_MIN_LEAD_IN_WORDS = 3
_MAX_INTRODUCED_WORDS = 25


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
            section, the unit before it, the name that it explains.
        heading: The heading right above it; empty where there is none.
        label: The name that it explains, which its reading begins with; empty where there is none.
    """

    passage: Passage
    start: int
    end: int
    section: tuple[str, ...]
    reading: str
    kind: UnitKind
    context: frozenset[str]
    heading: str = ""
    label: str = ""

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its own terms."""
        return frozenset(terms(self.reading))

    @cached_property
    def word_count(self) -> int:
        """Words of its reading."""
        return len(self.reading.split())


def follows(unit: Unit, other: Unit) -> bool:
    """Whether the other unit comes right after this one, in the same passage."""
    passage = unit.passage
    if passage.chunk_id != other.passage.chunk_id or other.start < unit.end:
        return False
    return not passage.text[unit.end - passage.start : other.start - passage.start].strip()


def units_of(passage: Passage, page: Page, abbreviation: str = "") -> list[Unit]:
    """The units of a passage, in order; furniture is nothing.

    Headings are context and no units, except where there is nothing else, as on a title page, or
    where one spells out the `abbreviation` that is asked for.
    """
    blocks = [block for block in page.blocks if _reaches_into(block, passage)]
    has_text = any(block.kind is not BlockKind.HEADING for block in blocks)
    document = frozenset(terms(f"{passage.file.rsplit('/', 1)[-1]} {passage.title}"))
    units: list[Unit] = []
    before: frozenset[str] = frozenset()
    heading = ""
    for block in blocks:
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        heading_text = page.text[start:end] if block.kind is BlockKind.HEADING else ""
        tells = bool(abbreviation) and spells_out(abbreviation, heading_text)
        if heading_text and has_text and not tells:
            heading = search_text(heading_text)
            before = frozenset(terms(heading))
            continue
        where = document.union(terms(" ".join(block.section)))
        kind = UnitKind.ROW if block.reading else _KINDS.get(block.kind, UnitKind.SENTENCE)
        for first, last, reading, label in pieces_of(block, page.text, start, end):
            context = before.union(where, terms(label))
            unit = Unit(passage, first, last, block.section, reading, kind, context, heading, label)
            before, heading = unit.terms, ""
            units.append(unit)
    return list(_with_what_is_introduced(units, page.text))


def _with_what_is_introduced(units: Sequence[Unit], text: str) -> Iterator[Unit]:
    """Join a sentence that ends in a colon with the short one after it: alone it says nothing."""
    at = 0
    while at < len(units):
        unit = units[at]
        after = units[at + 1] if at + 1 < len(units) else None
        if after and _introduces(unit, after) and not text[unit.end : after.start].strip():
            yield replace(unit, end=after.end, reading=f"{unit.reading} {after.reading}")
            at += 2
        else:
            yield unit
            at += 1


def _introduces(unit: Unit, after: Unit) -> bool:
    return bool(
        unit.reading.endswith(":")
        and unit.word_count >= _MIN_LEAD_IN_WORDS
        and after.terms
        and after.word_count <= _MAX_INTRODUCED_WORDS
        and unit.kind is after.kind is UnitKind.SENTENCE
        and not after.heading
    )


def _reaches_into(block: Block, passage: Passage) -> bool:
    overlaps = block.start < passage.end and block.end > passage.start
    return overlaps and block.kind is not BlockKind.FURNITURE
