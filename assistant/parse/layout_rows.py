"""The lines of a table → its rows: which lines belong together, and how each row reads."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.domain.reading import search_text
from assistant.parse.layout_lines import Line, Segment
from assistant.parse.layout_tables import TableSpan
from assistant.parse.pdf_words import PdfWord
from assistant.parse.table_header import column_names, header_depth

# Lines of one cell stand closer than this many ems where rows are set apart.
SET_APART = 1.2
# Lines closer than this many ems overlap; they are cells of one row, centred on it.
HALF_STEP_EM = 0.85
NUMERIC = re.compile(
    r"[(±+−–<>≤≥~≈-]*[$€]?\.?\d.*|0x\w+|n/?a|[—–-]+|tb[dcr]|[ivxl]+", re.IGNORECASE
)


_NO_NAME = re.compile(r"[=\d]")
_LETTER = re.compile(r"[A-Za-z\[]")
_MAX_NAME_WORDS = 9


@dataclass(slots=True)
class TableRow:
    """One row: for every column the words of its lines, top to bottom.

    Attributes:
        reach: For a cell that spans several columns the last of them.
        spanning: The words of a line across the columns, such as 'Supervisor CSRs'; then the
            cells are empty.
        reading: See `Block.reading`.
    """

    cells: list[list[list[PdfWord]]]
    lines: list[Line]
    reach: dict[int, int] = field(default_factory=dict)
    spanning: list[PdfWord] = field(default_factory=list)
    reading: str = ""

    def text_of(self, column: int) -> str:
        """One cell as plain text, its lines rejoined."""
        lines = self.cells[column]
        return search_text("\n".join(" ".join(word.text for word in line) for line in lines))

    @property
    def filled(self) -> list[bool]:
        """For every column whether it holds anything."""
        return [bool(cell) for cell in self.cells]


def rows_of(lines: Sequence[Line], table: TableSpan) -> list[TableRow]:
    """The table's lines as rows, each with its reading where names and values are certain."""
    rows: list[TableRow] = []
    apart = _rows_are_set_apart(lines, table)
    tight = _tight_step(lines)
    for index, line in enumerate(lines):
        cells, reach = table.cells_of(line)
        is_lone = len(line.segments) == 1 and sum(map(bool, cells)) == 1
        if is_lone and (reach or (rows and _is_group(rows[-1], cells, line))):
            rows.append(TableRow([[] for _ in cells], [line], spanning=line.words))
            continue
        step = line.baseline - lines[index - 1].baseline if index else math.inf
        is_half = step < HALF_STEP_EM * line.size_pt
        if (
            rows
            and not rows[-1].spanning
            and (
                (is_half and not (cells[0] and rows[-1].filled[0]))
                or not _starts_row(rows[-1], cells, step > SET_APART * tight, apart)
            )
        ):
            _extend(rows[-1], cells, line)
        else:
            rows.append(TableRow([[cell] if cell else [] for cell in cells], [line], reach))
    _read(rows)
    return rows


def _tight_step(lines: Sequence[Line]) -> float:
    """The distance between the baselines of two lines of a cell."""
    least = HALF_STEP_EM * lines[0].size_pt
    steps = sorted(
        step if step >= least else 2 * step
        for above, below in pairwise(lines)
        if (step := below.baseline - above.baseline) >= 0.5 * least
    )
    return min(steps[len(steps) // 10] if steps else 0.0, 1.25 * lines[0].size_pt)


def _rows_are_set_apart(lines: Sequence[Line], table: TableSpan) -> bool:
    """Whether the rows stand further apart than the lines of a cell do.

    So it is where, of the lines between two wider steps, hardly ever more than one begins a cell
    in the first column; the others leave it free or go on in lower case.
    """
    tight = _tight_step(lines)
    begun = [0]
    for index, line in enumerate(lines):
        if index and line.baseline - lines[index - 1].baseline > SET_APART * tight:
            begun.append(0)
        is_first = table.column_at(line.left) == 0
        begun[-1] += is_first and not all(map(_begins_lower, line.segments))
    return 1 < len(begun) < len(lines) and sum(begun) <= 1.3 * len(begun)


def _begins_lower(segment: Segment) -> bool:
    """Whether it begins with a word in lower case; a symbol such as 'd' is none."""
    first = segment.words[0].text
    return first[0].islower() and len(first) > 1


def _is_group(row: TableRow, cells: list[list[PdfWord]], line: Line) -> bool:
    """Whether a lone cell names the rows below it: it is set apart from the cells of its column."""
    column = next(column for column, cell in enumerate(cells) if cell)
    if column == 0 or len(cells) < 3 or not row.cells[column]:
        return False
    above = row.cells[column][-1]
    em = line.size_pt
    level = abs(line.left - above[0].left) < 1.5 * em
    centred = abs(line.left + line.right - above[0].left - above[-1].right) < em
    return not (level or centred) and any(word.text.isalpha() for word in line.words)


def _starts_row(
    row: TableRow, cells: list[list[PdfWord]], is_loose: bool, rows_are_set_apart: bool
) -> bool:
    """Whether a line begins a new row rather than going on in the cells above it."""
    if rows_are_set_apart:
        return is_loose
    filled = [column for column, cell in enumerate(cells) if cell]
    if 0 in filled:
        if len(filled) == 1 and not is_loose:
            return not (_goes_on(row, 0, cells[0]) and row.filled[0])
        return not (
            len(filled) < sum(row.filled)
            and row.filled[0]
            and not is_loose
            and all(_goes_on(row, column, cells[column]) for column in filled)
        )
    if is_loose and len(filled) > 1:
        return True
    return len(filled) > 1 and not any(
        _goes_on(row, column, cells[column]) for column in filled if row.filled[column]
    )


def _goes_on(row: TableRow, column: int, words: list[PdfWord]) -> bool:
    """Whether the words read as the rest of the cell above."""
    if not row.cells[column]:
        return False
    before, after = row.cells[column][-1][-1].text, words[0].text
    return after[0].islower() or before[-1] in "-\u00ad,(/&" or before in {"of", "and", "or", "the"}


def _extend(row: TableRow, cells: list[list[PdfWord]], line: Line) -> None:
    for column, cell in enumerate(cells):
        if cell:
            row.cells[column].append(cell)
    row.lines.append(line)


def _read(rows: list[TableRow]) -> None:
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
        texts = [_texts(row) for row in grid]
        is_plain = not any(_NO_NAME.search(text) for text in texts[0])
        count = header_depth(texts) if is_plain else 0
    return count if all(_may_be_header(row) for row in rows[:count]) else 0


def _may_be_header(row: TableRow) -> bool:
    """Whether its cells are as short as names are, and some of them words."""
    if row.spanning:
        return len(row.spanning) <= _MAX_NAME_WORDS
    texts = [text for text in _texts(row) if text]
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
        if _share_numeric(body, column) >= 0.75 and any(row.filled[column] for row in body)
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


def _texts(row: TableRow) -> list[str]:
    return [row.text_of(column) for column in range(len(row.cells))]


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
    texts = _texts(row)
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


def _read_with_headers(rows: list[TableRow], header_count: int) -> None:
    """Each row below the header as 'Header1: cell1; Header2: cell2'."""
    heads = [row for row in rows[:header_count] if not row.spanning]
    for upper, lower in pairwise(heads):
        _reach_over_parts(upper, lower)
    names = [_with_reach(row) for row in heads]
    headers = column_names(names) if names else ("",) * len(rows[0].cells)
    group = label = ""
    for row in rows[header_count:]:
        if row.spanning:
            group = search_text(" ".join(word.text for word in row.spanning))
            continue
        if row.filled[0]:
            label = row.text_of(0)
        texts = _texts(row)
        if sum(map(bool, texts)) > 1:
            texts[0] = texts[0] or label
        if sum(map(bool, texts)) < 2:
            group = next(filter(None, texts), "") if len(texts) > 2 else group
            continue
        parts = [
            f"{header}: {text}" if header else text
            for header, text in zip(headers, texts, strict=True)
            if text
        ]
        row.reading = (f"{group} — " if group else "") + "; ".join(parts)
