"""A document as JSON, and what bounds all answers: a worker is not trusted by its parent.

Coordinates travel as whole hundredths of a point. Reading checks every type, offset and bound, so
that what a hostile file makes of its worker can at worst be a wrong document.
"""

import json
from collections.abc import Sequence
from itertools import chain, pairwise, starmap
from operator import le
from typing import Any

from assistant.domain.document import Block, BlockKind, Document, Page, WordBox
from assistant.guard.frames import FrameError, read_json

MAX_CHARACTERS = 2_000_000
"""The most text that one file brings into the index."""
MAX_PAGES = 50_000
MAX_PIXELS = 40_000_000
"""Of the picture of one page; a larger one is rendered smaller."""
MAX_ANSWER_BYTES = 64 * 2**20
_MAX_COORDINATE = 10_000_000
_MAX_SECTION_DEPTH = 32
_MAX_SHORT_TEXT = 2_000


def encode_document(document: Document) -> bytes:
    """Write `document` as JSON."""
    sections: dict[tuple[str, ...], int] = {}
    pages = [
        [
            page.number,
            page.text,
            page.label[:_MAX_SHORT_TEXT],
            _hundredths(page.width_pt),
            _hundredths(page.height_pt),
            [_block(block, sections) for block in page.blocks],
            _numbers(page.words),
        ]
        for page in document.pages
    ]
    return json.dumps(
        {
            "format": document.format,
            "title": document.title[:_MAX_SHORT_TEXT],
            "notes": [note[:_MAX_SHORT_TEXT] for note in document.notes],
            "sections": [list(section) for section in sections],
            "pages": pages,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "replace")


def _block(block: Block, sections: dict[tuple[str, ...], int]) -> list[object]:
    section = tuple(part[:_MAX_SHORT_TEXT] for part in block.section[:_MAX_SECTION_DEPTH])
    index = sections.setdefault(section, len(sections))
    return [block.start, block.end, block.kind, index, block.reading]


def _numbers(words: Sequence[WordBox]) -> list[int]:
    """Six numbers for each word; made column by column, which is several times faster."""
    if not words:
        return []
    starts, ends, *places = zip(*words, strict=True)
    columns = (starts, ends, *map(_all_hundredths, places))
    return list(chain.from_iterable(zip(*columns, strict=True)))


def _all_hundredths(points: Sequence[float]) -> list[int]:
    if max(points) < _MAX_COORDINATE / 100 and min(points) > -_MAX_COORDINATE / 100:
        return [round(number * 100) for number in points]
    return [_hundredths(number) for number in points]


def _hundredths(points: float) -> int:
    return round(min(max(points * 100, -_MAX_COORDINATE), _MAX_COORDINATE))


def decode_document(encoded: bytes) -> Document:
    """Read a document that `encode_document` wrote.

    Raises:
        FrameError: It is not in that form, or out of bounds.
    """
    table = read_json(encoded)
    try:
        pages = _many(table["pages"], MAX_PAGES)
        sections = [
            tuple(_short(part) for part in _many(section, _MAX_SECTION_DEPTH))
            for section in _many(table["sections"], MAX_CHARACTERS)
        ]
        document = Document(
            format=_short(table["format"]),
            title=_short(table["title"]),
            pages=tuple(_page(page, number, sections) for number, page in enumerate(pages, 1)),
            notes=tuple(_short(note) for note in _many(table["notes"], 100)),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise FrameError(f"the document is not in the form agreed: {error!r}") from error
    if sum(len(page.text) for page in document.pages) > MAX_CHARACTERS:
        raise FrameError("the document is longer than agreed")
    return document


def _page(row: Any, expected_number: int, sections: list[tuple[str, ...]]) -> Page:
    number, text, label, width, height, blocks, words = row
    _require(type(number) is int and number == expected_number, "page number")
    _require(type(text) is str, "page text")
    blocks_read = tuple(_read_block(block, len(text), sections) for block in blocks)
    _require(all(a.end <= b.start for a, b in pairwise(blocks_read)), "order of blocks")
    return Page(
        number=number,
        text=text,
        blocks=blocks_read,
        label=_short(label),
        width_pt=_points(width),
        height_pt=_points(height),
        words=_read_words(words, len(text)),
    )


def _read_block(row: Any, length: int, sections: list[tuple[str, ...]]) -> Block:
    start, end, kind, section, reading = row
    _require(type(start) is int and type(end) is int and 0 <= start <= end <= length, "block")
    _require(type(section) is int and 0 <= section < len(sections), "section of a block")
    _require(type(reading) is str and len(reading) <= MAX_CHARACTERS, "reading of a block")
    return Block(start, end, BlockKind(kind), sections[section], reading)


def _read_words(numbers: Any, length: int) -> tuple[WordBox, ...]:
    _require(type(numbers) is list and len(numbers) % 6 == 0, "words")
    if not numbers:
        return ()
    _require(set(map(type, numbers)) == {int}, "numbers of a word")
    starts, ends = numbers[0::6], numbers[1::6]
    coordinates = (numbers[2::6], numbers[3::6], numbers[4::6], numbers[5::6])
    _require(min(starts) >= 0 and max(ends) <= length, "offsets of a word")
    _require(all(map(le, starts, ends)), "offsets of a word")
    _require(all(starmap(le, pairwise(starts))), "order of words")
    for column in coordinates:
        _require(min(column) >= -_MAX_COORDINATE and max(column) <= _MAX_COORDINATE, "box")
    scaled = ([number / 100 for number in column] for column in coordinates)
    return tuple(map(WordBox, starts, ends, *scaled))


def _points(hundredths: Any) -> float:
    _require(type(hundredths) is int and 0 <= hundredths <= _MAX_COORDINATE, "size of a page")
    return float(hundredths / 100)


def _short(text: Any) -> str:
    _require(type(text) is str and len(text) <= _MAX_SHORT_TEXT, "text")
    return str(text)


def _many(items: Any, most: int) -> list[Any]:
    _require(type(items) is list and len(items) <= most, "list")
    return list(items)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)
