"""The pieces of a block: its sentences, rows or lines, with their exact offsets, as they read."""

from collections.abc import Iterator
from typing import NamedTuple

from assistant.domain.document import Block, BlockKind
from assistant.domain.reading import begins_item, search_text, sentences
from assistant.domain.typewritten import stretches

_TITLE_WORDS = 3
_NUMBERED_TITLE_WORDS = 8


class Piece(NamedTuple):
    """A sentence, a table row, a line of code.

    Attributes:
        start: Offset of its first character in the page's text.
        end: Offset after its last.
        reading: How it reads: hyphenation undone, a row with its column headers.
        label: The name that it explains, where it stands in a list of such.
    """

    start: int
    end: int
    reading: str
    label: str


def pieces_of(block: Block, text: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a block of the page `text`, as far as it lies between two offsets."""
    if block.kind is BlockKind.TABLE_ROW or block.reading:
        spans = [(start, end, "")]
    elif block.kind is BlockKind.CODE:
        spans = list(_typewritten(block, text, start, end))
    elif block.kind is BlockKind.CARD:
        spans = [(first, last, "") for first, last in _lines(text, start, end)]
    else:
        spans = [(first, last, "") for first, last in _sentences(text, start, end)]
    for first, last, label in spans:
        if reading := search_text(block.reading or text[first:last]):
            yield Piece(first, last, _labelled(label, reading), label)


def _labelled(label: str, reading: str) -> str:
    """A sentence with the name that it explains; numbers only stand where they are cited."""
    if label and reading.startswith(f"{label} "):
        return f"{label}: {reading[len(label) :].lstrip(' :-')}"
    if not label or any(character.isdigit() for character in label):
        return reading
    return f"{label}: {reading}"


def _typewritten(block: Block, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """What lies between the offsets; the name that it explains may stand before them."""
    for stretch in stretches(text[block.start : block.end]):
        first = max(block.start + stretch.start, start)
        last = min(block.start + stretch.end, end)
        if first >= last:
            continue
        if stretch.is_prose:
            label = search_text(stretch.label)
            for span in _sentences(text, first, last):
                yield *span, label
        else:
            yield first, last, ""


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = [(start + first, start + last) for first, last in sentences(text[start:end])]
    return _with_run_in_titles(text, spans)


def _with_run_in_titles(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a paragraph's run-in title ('REQ-014 Yield strength.') with the sentence it names."""
    if len(spans) < 2:
        return spans
    if begins_item(text[slice(*spans[1])]):
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
