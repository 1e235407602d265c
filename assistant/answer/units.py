"""What can be quoted: the sentences and table rows of a page, with their exact offsets."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.answer import Passage
from assistant.domain.document import Block, BlockKind, Page
from assistant.domain.reading import search_text, sentences
from assistant.domain.terms import terms


@dataclass(frozen=True)
class Unit:
    """A sentence, a table row, a line of code: the smallest thing that is quoted.

    Attributes:
        passage: The passage it stands in.
        start: Offset of its first character in the page's text.
        end: Offset after its last.
        reading: How it reads: hyphenation undone, a row with its column headers.
        context: The terms that hold for it from elsewhere: the document's file and title, its
            section, the unit before it.
    """

    passage: Passage
    start: int
    end: int
    reading: str
    is_row: bool
    context: frozenset[str]

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its own terms."""
        return frozenset(terms(self.reading))

    @cached_property
    def word_count(self) -> int:
        """Words of its reading."""
        return len(self.reading.split())


def units_of(passage: Passage, page: Page) -> list[Unit]:
    """The units of a passage, in order; headings are context, not units."""
    where = terms(" ".join((passage.file.rsplit("/", 1)[-1], passage.title, *passage.section)))
    units: list[Unit] = []
    previous: frozenset[str] = frozenset()
    for start, end, reading, is_row in _readings(passage, page):
        if is_row is None:
            previous = frozenset(terms(reading))
            continue
        unit = Unit(passage, start, end, reading, is_row, previous.union(where))
        previous = unit.terms
        units.append(unit)
    return units


def _readings(passage: Passage, page: Page) -> Iterator[tuple[int, int, str, bool | None]]:
    """Start, end, reading and whether it is a row (None for a heading) of each unit."""
    for block in page.blocks:
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if start >= end:
            continue
        if block.kind is BlockKind.TABLE_ROW or block.reading:
            yield start, end, search_text(block.reading or page.text[start:end]), True
        elif block.kind in (BlockKind.CODE, BlockKind.CARD):
            yield from _lines(page.text, start, end)
        else:
            yield from _sentences(page.text, start, end, block)


def _sentences(
    text: str, start: int, end: int, block: Block
) -> Iterator[tuple[int, int, str, bool | None]]:
    is_row = None if block.kind is BlockKind.HEADING else False
    for first, last in sentences(text[start:end]):
        reading = search_text(text[start + first : start + last])
        if reading:
            yield start + first, start + last, reading, is_row


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, bool | None]]:
    position = start
    for line in text[start:end].split("\n"):
        if reading := " ".join(line.split()):
            yield position, position + len(line), reading, False
        position += len(line) + 1
