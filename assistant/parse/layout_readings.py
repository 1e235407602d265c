"""How each row of a table reads: its header, or the label left of its value, and the value."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.domain.reading import search_text
from assistant.parse.layout_rows import TableRow
from assistant.parse.table_header import column_names, header_depth, is_title

NUMERIC = re.compile(
    r"[(±+−–<>≤≥~≈-]*[$€]?\.?\d.*|0x\w+|n/?a|[—–-]+|tb[dcr]|[ivxl]+", re.IGNORECASE
)
_NO_NAME = re.compile(r"[=\d]")
_LETTER = re.compile(r"[A-Za-z\[]")
_MAX_NAME_WORDS = 9
_MOSTLY = 0.75
_LEAST_ROWS_OF_STATES = 4


def read_rows(rows: Sequence[TableRow]) -> None:
    """Give each row its reading, where the table's names are certain."""
    header_count = _header_count([row for row in rows if not row.spanning], rows)
    if header_count:
        _read_with_headers(rows, header_count)
    elif _is_key_value([row for row in rows if not row.spanning]):
        for row in rows:
            if not row.spanning:
                row.reading = _key_value(row)


def _header_count(grid: Sequence[TableRow], rows: Sequence[TableRow]) -> int:
    """How many of the first rows are the header; 0 where that is not certain."""
    if len(grid) < 2:
        return 0
    count = _bold_count(rows) or _wordy_count(grid, rows)
    if not count and len(grid) > 2 and rows[0] is grid[0] and all(grid[0].filled):
        texts = [row.texts for row in grid]
        is_plain = not any(_NO_NAME.search(text) for text in texts[0])
        count = header_depth(texts) if is_plain or _is_over_states(grid) else 0
    return count if all(_may_be_header(row) for row in rows[:count]) else 0


def _is_over_states(grid: Sequence[TableRow]) -> bool:
    """Whether the first row is told from those below: they hold numbers, or a few states again and
    again, as in a table of jumpers ('Yes', 'No'), and it holds none of them."""
    body = grid[1:]
    for column, head in enumerate(grid[0].texts):
        states = [row.text_of(column) for row in body if row.filled[column]]
        if NUMERIC.fullmatch(head) or head in states:
            return False
        repeat = 2 * len(set(states)) <= len(states)
        if not repeat and _share_numeric(body, column) < _MOSTLY:
            return False
    return len(body) >= _LEAST_ROWS_OF_STATES


def _may_be_header(row: TableRow) -> bool:
    """Whether its cells are as short as names are, and some of them words."""
    if row.spanning:
        return len(row.spanning) <= _MAX_NAME_WORDS
    texts = [text for text in row.texts if text]
    return all(len(text.split()) <= _MAX_NAME_WORDS and "=" not in text for text in texts) and any(
        _LETTER.search(text) for text in texts
    )


def _bold_count(rows: Sequence[TableRow]) -> int:
    """The number of leading rows in bold, when the rows after them are not."""
    count = 0
    while count < len(rows) and all(line.bold for line in rows[count].lines):
        count += 1
    return count if 0 < count < len(rows) and count <= 4 else 0


def _wordy_count(grid: Sequence[TableRow], rows: Sequence[TableRow]) -> int:
    """The number of leading rows with words where all rows below have numbers."""
    body = grid[1:] if len(grid) < 4 else grid[2:]
    numeric = [
        column
        for column in range(len(grid[0].cells))
        if _share_numeric(body, column) >= _MOSTLY and any(row.filled[column] for row in body)
    ]
    if not numeric or numeric == [0]:
        return 0
    count = 0
    for row in rows[:4]:
        values = [row.text_of(column) for column in numeric if row.filled[column]]
        numbers = sum(NUMERIC.fullmatch(value) is not None for value in values)
        if not row.spanning and numbers and 3 * numbers >= len(values):
            break
        count += 1
    while count and rows[count - 1].spanning:
        count -= 1
    heads = [row for row in rows[:count] if not row.spanning]
    if not heads or count == len(rows):
        return 0
    named = sum(any(row.filled[column] for row in heads) for column in numeric)
    return count if named >= 0.5 * len(numeric) else 0


def _share_numeric(rows: Sequence[TableRow], column: int) -> float:
    texts = [row.text_of(column) for row in rows if row.filled[column]]
    return sum(NUMERIC.fullmatch(text) is not None for text in texts) / max(len(texts), 1)


def _reach_over_parts(upper: TableRow, lower: TableRow) -> None:
    """Let each cell of a header reach over the columns that it is centred over."""
    free = [low and not up for up, low in zip(upper.filled, lower.filled, strict=True)]
    for column, is_filled in enumerate(upper.filled):
        if not is_filled or not lower.filled[column]:
            continue
        first = last = column
        while first > 0 and free[first - 1]:
            first -= 1
        while last + 1 < len(free) and free[last + 1]:
            last += 1
        spans = [(a, b) for a in range(first, column + 1) for b in range(column, last + 1)]
        middle = _middle(upper, column, column)
        best = min(
            spans, key=lambda span: (abs(_middle(lower, *span) - middle) // 3.0, span[1] - span[0])
        )
        if best != (column, column):
            if best[0] < column:
                upper.cells[best[0]], upper.cells[column] = upper.cells[column], []
                upper.reach.pop(column, None)
            upper.reach[best[0]] = best[1]


def _middle(row: TableRow, first: int, last: int) -> float:
    """The middle between the first cell's left and the last cell's right, in points."""
    left = min(line[0].left for line in row.cells[first])
    return (left + max(line[-1].right for line in row.cells[last])) / 2


def _with_reach(row: TableRow) -> list[str]:
    """The texts of a row, a cell that spans several columns repeated in each of them."""
    texts = row.texts
    for first, last in row.reach.items():
        for column in range(first + 1, last + 1):
            texts[column] = texts[column] or texts[first]
    return texts


def _is_key_value(grid: Sequence[TableRow]) -> bool:
    """Whether each row is a name and, right of it, its value."""
    pairs = [row for row in grid if row.filled[0] and sum(row.filled) > 1]
    if len(pairs) < 2 or len(pairs) < 0.7 * len(grid):
        return False
    colons = sum(row.text_of(0).endswith(":") for row in pairs)
    if colons >= 0.6 * len(pairs):
        return True
    bold = sum(_is_bold(row, 0) and not _is_bold(row, 1) for row in pairs)
    if len(pairs[0].cells) > 2:
        return False
    return bold >= 0.8 * len(pairs) or _share_numeric(pairs, 1) >= 0.8 > _share_numeric(pairs, 0)


def _is_bold(row: TableRow, column: int) -> bool:
    return all(word.bold for line in row.cells[column] for word in line)


def _key_value(row: TableRow) -> str:
    texts = [row.text_of(column) for column in range(len(row.cells)) if row.filled[column]]
    if not row.filled[0] or len(texts) < 2:
        return ""
    return f"{texts[0].rstrip(' :')}: {' '.join(texts[1:])}"


def _is_set_off(row: TableRow, before: TableRow | None) -> bool:
    """Whether a first cell alone is a title rather than a part without values.

    It is where the table begins with it, or where it is bold and that of the row before is not.
    """
    return before is None or (_is_bold(row, 0) and not _is_bold(before, 0))


def _read_with_headers(rows: Sequence[TableRow], header_count: int) -> None:
    """Each row below the header as 'Header1: cell1; Header2: cell2'."""
    heads = [row for row in rows[:header_count] if not row.spanning]
    for upper, lower in pairwise(heads):
        _reach_over_parts(upper, lower)
    names = [_with_reach(row) for row in heads]
    headers = column_names(names) if names else ("",) * len(rows[0].cells)
    group = label = ""
    before: TableRow | None = None
    for row in rows[header_count:]:
        if row.spanning:
            group = search_text(" ".join(word.text for word in row.spanning))
            continue
        if row.filled[0]:
            label = row.text_of(0)
        texts = row.texts
        if sum(map(bool, texts)) > 1:
            texts[0] = texts[0] or label
        if sum(map(bool, texts)) < 2:
            if len(texts) > 2 and is_title(texts[0]) and (group or _is_set_off(row, before)):
                group = texts[0]
            continue
        before = row
        parts = [
            f"{header}: {text}" if header else text
            for header, text in zip(headers, texts, strict=True)
            if text
        ]
        row.reading = (f"{group} — " if group else "") + "; ".join(parts)
