"""How the words and blocks of a page are packed for the catalogue."""

import json
import zlib
from collections.abc import Sequence

import numpy as np

from assistant.domain.document import Block, BlockKind, WordBox

_UNITS_PER_POINT = 100  # a hundredth of a point is far below what any screen shows


def pack_words(words: Sequence[WordBox]) -> bytes:
    """Pack word boxes, column by column, to about 4 bytes a word."""
    if not words:
        return b""
    table = np.array(words, dtype=np.float64)
    table[:, 2:] *= _UNITS_PER_POINT
    columns = np.rint(table).astype("<i4").T
    columns[1] -= columns[0]
    columns[0, 1:] = np.diff(columns[0])
    return zlib.compress(columns.tobytes(), 1)


def unpack_words(packed: bytes) -> tuple[WordBox, ...]:
    """Undo `pack_words`; coordinates are rounded to a hundredth of a point."""
    if not packed:
        return ()
    columns = np.frombuffer(zlib.decompress(packed), dtype="<i4").reshape(6, -1).copy()
    columns[0] = np.cumsum(columns[0])
    columns[1] += columns[0]
    places = (columns[2:] / _UNITS_PER_POINT).tolist()
    return tuple(map(WordBox, *columns[:2].tolist(), *places))


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Pack blocks; a section path that many share is stored once."""
    if not blocks:
        return b""
    sections = list(dict.fromkeys(block.section for block in blocks))
    numbers = {section: number for number, section in enumerate(sections)}
    rows = [(b.start, b.end, b.kind.value, numbers[b.section], b.reading) for b in blocks]
    return zlib.compress(json.dumps([sections, rows], ensure_ascii=False).encode(), 1)


def unpack_blocks(packed: bytes) -> tuple[Block, ...]:
    """Undo `pack_blocks`."""
    if not packed:
        return ()
    sections, rows = json.loads(zlib.decompress(packed))
    paths = [tuple(section) for section in sections]
    return tuple(
        Block(start, end, BlockKind(kind), paths[number], reading)
        for start, end, kind, number, reading in rows
    )
