"""Where the tables of a page are: runs of lines whose wide gaps lie above one another."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.parse.layout_gutters import find_gutters, gaps_of, shares_gap
from assistant.parse.layout_lines import Line, Segment, share_aligned
from assistant.parse.pdf_words import PdfWord

# A list marker, a number before a heading, a reference: never a table's first column by itself.
MARKER = re.compile(r"[•▪◦‣●○■□◆◇►▶⇒→✓∙·*–—-]|[(\[]?\w{1,3}[.)\]]|\d+(\.\d+)*\.?|\[[^\]]{1,8}\]")
LEADERS = re.compile(r"\.{4,}|(\. ){3,}|…")
NAME = re.compile(r"(?:table|tab\.|figure|fig\.)\s+[A-Z]?\d", re.IGNORECASE)
EQUATION_NUMBER = re.compile(r"\(?[A-Z]?\d+([.-]\d+)*[a-z]?\)?")
PROMPT_ENDS = ">$%#"
# A caption is further than this many ems from the line above it; a cell's next line is not.
CAPTION_STEP_EM = 1.6
# Lines further apart than this many ems are not of one table.
FAR_EM = 4.0
# Lines closer than this many ems overlap; they are cells of one row, centred on it.
HALF_STEP_EM = 0.85
_NEXT_ROW_EM = 2.5
MAX_CUTS = 3
MAX_TRIED = 60


@dataclass(frozen=True, slots=True)
class TableSpan:
    """A table found among the lines of a region.

    Attributes:
        start: Index of its first line; `end` is the index after its last.
        gutters: The x between every two columns, in points from the left of the page.
    """

    start: int
    end: int
    gutters: tuple[float, ...]

    def cells_of(self, line: Line) -> tuple[list[list[PdfWord]], dict[int, int]]:
        """The line's words column by column, and which cells reach into further columns.

        A segment is cut at a gutter only where a word ends before it and the next one begins
        well after it. Otherwise its words all stand in the column it begins in, and the second
        value has the last column that it reaches.
        """
        cells: list[list[PdfWord]] = [[] for _ in range(len(self.gutters) + 1)]
        reach: dict[int, int] = {}
        for segment in line.segments:
            first = column = self.column_at(segment.left)
            before = segment.words[0]
            usual = _usual_gap(segment)
            for word in segment.words:
                place = self.column_at((word.left + word.right) / 2)
                if place > column and _parts_cells(before, word, usual):
                    first = column = place
                elif place > column:
                    column = place
                    reach[first] = place
                cells[first].append(word)
                before = word
        return cells, reach

    def column_at(self, x: float) -> int:
        """Number of the column, from 0, that this x lies in."""
        return bisect_right(self.gutters, x)


def _parts_cells(before: PdfWord, after: PdfWord, usual_pt: float) -> bool:
    """Whether two words at a gutter stand in two cells although no wide gap parts them.

    A label's colon, the end of bold type and a gap wider than those beside it part cells even
    where the gap is hardly wider than between words.
    """
    gap_pt = after.left - before.right
    gap_em = gap_pt / max(before.size_pt, after.size_pt)
    if gap_em < 0.5:
        is_label = before.text[-1] == ":" or before.bold > after.bold
        return gap_em >= (0.2 if is_label else 0.42) and (is_label or gap_pt > 1.4 * usual_pt)
    return True


def _usual_gap(segment: Segment) -> float:
    """The narrowest gap between its words, in points; where there is but one, none is usual."""
    gaps = [after.left - before.right for before, after in pairwise(segment.words)]
    return max(min(gaps), 0.0) if len(gaps) > 1 else math.inf


def overlap_end(lines: Sequence[Line], start: int) -> int:
    """Index after the last of the lines that, one after the other, overlap from `start` on."""
    end = start + 1
    while end < len(lines) and _overlaps(lines[end - 1], lines[end]):
        end += 1
    return end


def _overlaps(above: Line, below: Line) -> bool:
    return below.baseline - above.baseline < HALF_STEP_EM * below.size_pt


def find_tables(lines: Sequence[Line]) -> list[TableSpan]:
    """The tables among the lines of one region, in order, without overlap."""
    tables: list[TableSpan] = []
    if not lines:
        return tables
    left = min(line.left for line in lines)
    width = max(line.right for line in lines) - left
    index = 0
    while index < len(lines):
        if len(lines[index].segments) < 2 or _is_no_row(lines[index]):
            index += 1
            continue
        end = run_end = _run_end(lines, index, left, width)
        table = _table_in(lines, index, end)
        for _ in range(MAX_CUTS):
            if table is not None or end - index < 3:
                break
            # What looked like one run may be two tables: try what stands above the widest step.
            end = max(
                range(index + 1, end), key=lambda i: lines[i].baseline - lines[i - 1].baseline
            )
            table = _table_in(lines, index, end)
        if table is not None:
            floor = tables[-1].end if tables else 0
            tables.append(_grown(lines, table, floor))
            index = tables[-1].end
        else:
            # A long run is not tried again from its middle, so that odd pages cost no more.
            index = run_end if run_end - index > MAX_TRIED else end
    return tables


def _is_no_row(line: Line) -> bool:
    """Whether its wide gaps come from something other than columns."""
    opening = line.segments[0].text
    if MARKER.fullmatch(opening) and not any(map(str.isalnum, opening)):
        return len(opening) == 1 and opening not in "-–—*"
    if len(line.segments) == 2:
        first, last = line.segments
        if MARKER.fullmatch(first.text) and len(last.words) > 2:
            return True
        if first.text[-1] in PROMPT_ENDS and not last.bold:
            return True
        if EQUATION_NUMBER.fullmatch(last.text) and last.text.startswith("("):
            return True
    return line.mono or LEADERS.search(line.text) is not None


def _run_end(lines: Sequence[Line], start: int, left: float, width: float) -> int:
    """Index after the last line with wide gaps that may be of the table starting here."""
    end, last = start + 1, lines[start]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.baseline - lines[index - 1].baseline > FAR_EM * max(line.size_pt, last.size_pt):
            break
        if len(line.segments) < 2:
            is_wide = line.right - line.left > 0.7 * width and line.left - left < 0.1 * width
            if is_wide and len(line.segments[0].words) > 8:
                break
            if index - end > 14 or _ends_table(lines[index - 1], line, last):
                break
            continue
        if _is_no_row(line) or abs(line.size_pt - last.size_pt) > 0.2 * last.size_pt:
            break
        if not shares_gap(last, line):
            # The second line of a header may name the parts of one column only.
            below = lines[index + 1 : index + 4]
            if index - start > 3 or not any(shares_gap(last, line) for line in below):
                break
            continue
        end, last = index + 1, line
    return end


def _ends_table(above: Line, line: Line, row: Line) -> bool:
    """Whether a line without gaps, below a table's last `row`, is a heading or a caption."""
    is_apart = line.baseline - above.baseline > CAPTION_STEP_EM * line.size_pt
    return line.size_pt > 1.2 * row.size_pt or (is_apart and NAME.match(line.text) is not None)


def _table_in(lines: Sequence[Line], start: int, end: int) -> TableSpan | None:
    """The table made of these lines, if their gaps make columns."""
    rows = [line for line in lines[start:end] if len(line.segments) > 1]
    if len(rows) < 2:
        return None
    # The first line of a cell of two stands above the other cells, which are centred on it.
    centred = [
        line
        for index, line in enumerate(lines[start:end], start)
        if len(line.segments) == 1
        and (
            (index > start and _overlaps(lines[index - 1], line))
            or (index + 1 < end and _overlaps(line, lines[index + 1]))
        )
    ]
    gutters = find_gutters(rows, centred)
    table = TableSpan(start, end, tuple(gutters))
    return table if gutters and _is_aligned(rows, table) else None


def _is_aligned(rows: Sequence[Line], table: TableSpan) -> bool:
    """Whether the cells stand in columns as those of a table do, not by chance.

    The cells of most columns share their left, right or middle; a first column of bare list
    markers, or prose whose word spaces happen to be wide, makes no table.
    """
    columns: list[list[Segment]] = [[] for _ in range(len(table.gutters) + 1)]
    for row in rows:
        for segment in row.segments:
            columns[table.column_at((segment.left + segment.right) / 2)].append(segment)
    if any(not column for column in columns):
        return False
    if all(MARKER.fullmatch(segment.text) for segment in columns[0]) and len(columns) == 2:
        return any(len(segment.words) <= 2 for segment in columns[1]) and all(
            segment.text[0].isdigit() for segment in columns[0]
        )
    least = [0.6, *(0.6 if _is_wide_at(rows, gutter) else 0.9 for gutter in table.gutters)]
    aligned = sum(
        share_aligned(column) >= share for column, share in zip(columns, least, strict=True)
    )
    return aligned >= max(2, 0.6 * len(columns))


def _is_wide_at(rows: Sequence[Line], gutter: float) -> bool:
    """Whether the usual gap at the gutter is wider than justified type ever sets a space."""
    widths = sorted(
        (high - low) / row.size_pt
        for row in rows
        for low, high in gaps_of(row)
        if low <= gutter <= high
    )
    return bool(widths) and widths[len(widths) // 2] >= 1.2


def _grown(lines: Sequence[Line], table: TableSpan, floor: int) -> TableSpan:
    """The table with the lone lines that are the rest of its first header or its last cell."""
    start, end = table.start, table.end
    pitch = 1.5 * lines[start].size_pt
    while start > floor and _fits_one_cell(lines[start - 1], table, 1):
        if lines[start].baseline - lines[start - 1].baseline > pitch:
            break
        start -= 1
    while end < len(lines):
        step = lines[end].baseline - lines[end - 1].baseline
        row_end = overlap_end(lines, end)
        if step <= pitch and _fits_one_cell(lines[end], table, 1):
            end += 1
        elif step <= _NEXT_ROW_EM * lines[end].size_pt and _is_centred_row(
            lines[end:row_end], table
        ):
            end = row_end
        else:
            break
    return TableSpan(start, end, table.gutters)


def _is_centred_row(lines: Sequence[Line], table: TableSpan) -> bool:
    """Whether overlapping lines are the cells of one more row, none of them level."""
    columns: dict[int, list[Line]] = {}
    for line in lines:
        columns.setdefault(table.column_at(line.left), []).append(line)
    in_order = [own for _, own in sorted(columns.items())]
    return (
        0 in columns
        and len(columns) > 1
        and all(len(line.segments) == 1 for line in lines)
        and all(
            max(line.right for line in left) < min(line.left for line in right)
            for left, right in pairwise(in_order)
        )
    )


def _fits_one_cell(line: Line, table: TableSpan, least_column: int) -> bool:
    """Whether the line is a single segment within one column, not left of the given one."""
    if len(line.segments) != 1:
        return False
    column = table.column_at(line.left)
    return column >= least_column and table.column_at(line.right) == column
