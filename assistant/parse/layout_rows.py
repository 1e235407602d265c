"""The lines of a table → its rows: which lines belong together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.domain.reading import search_text
from assistant.parse.layout_lines import Line, Segment
from assistant.parse.layout_tables import HALF_STEP_EM, TableSpan, overlap_end
from assistant.parse.pdf_words import PdfWord

# Lines of one cell stand closer than this many ems where rows are set apart.
SET_APART = 1.2
# The cells of a row that is centred have their middles level, to this many ems.
_LEVEL_EM = 0.2


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
    def texts(self) -> list[str]:
        """The cells as plain text."""
        return [self.text_of(column) for column in range(len(self.cells))]

    @property
    def filled(self) -> list[bool]:
        """For every column whether it holds anything."""
        return [bool(cell) for cell in self.cells]


def rows_of(lines: Sequence[Line], table: TableSpan) -> list[TableRow]:
    """The table's lines as rows, without their readings yet."""
    rows: list[TableRow] = []
    apart = _rows_are_set_apart(lines, table)
    tight = _tight_step(lines)
    centred_end = 0
    for index, line in enumerate(lines):
        cells, reach = table.cells_of(line)
        if index < centred_end:
            _extend(rows[-1], cells, line)
            continue
        step = line.baseline - lines[index - 1].baseline if index else math.inf
        row = _centred_row(lines[index : overlap_end(lines, index)], table)
        if row is not None:
            is_loose = step > SET_APART * tight
            starts = not rows or rows[-1].spanning or _starts_row(rows[-1], row, is_loose, apart)
            centred_end = overlap_end(lines, index)
            if starts:
                rows.append(TableRow([[cell] if cell else [] for cell in cells], [line], reach))
            else:
                _extend(rows[-1], cells, line)
            continue
        is_lone = len(line.segments) == 1 and sum(map(bool, cells)) == 1
        if is_lone and (reach or (rows and _is_group(rows[-1], cells, line))):
            rows.append(TableRow([[] for _ in cells], [line], spanning=line.words))
            continue
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
    return rows


def _centred_row(lines: Sequence[Line], table: TableSpan) -> list[list[PdfWord]] | None:
    """The beginnings of the cells where overlapping lines are one row's, centred on it.

    Of cells with two lines and with one, the middles are level. None where they are not.
    """
    beginnings: list[list[PdfWord]] = [[] for _ in range(len(table.gutters) + 1)]
    baselines: list[list[float]] = [[] for _ in beginnings]
    for line in lines:
        for column, cell in enumerate(table.cells_of(line)[0]):
            if cell:
                beginnings[column] = beginnings[column] or cell
                baselines[column].append(line.baseline)
    middles = [(own[0] + own[-1]) / 2 for own in baselines if own]
    counts = {len(own) for own in baselines if own}
    is_level = max(middles) - min(middles) <= _LEVEL_EM * lines[0].size_pt
    return beginnings if len(counts) > 1 and is_level else None


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
