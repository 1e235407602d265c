"""Where the tables of a page are: runs of lines whose wide gaps lie above one another."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.parse.layout_lines import Line, Segment, share_aligned
from assistant.parse.pdf_words import PdfWord

# A list marker, a number before a heading, a reference: never a table's first column by itself.
MARKER = re.compile(r"[•▪◦‣●○■□◆◇►▶⇒→✓∙·*–—-]|[(\[]?\w{1,3}[.)\]]|\d+(\.\d+)*\.?|\[[^\]]{1,8}\]")
LEADERS = re.compile(r"\.{4,}|(\. ){3,}|…")
EQUATION_NUMBER = re.compile(r"\(?[A-Z]?\d+([.-]\d+)*[a-z]?\)?")
PROMPT_ENDS = ">$%#"
# Lines further apart than this many ems are not of one table.
FAR_EM = 4.0
MAX_CUTS = 3
MAX_TRIED = 60
NARROW_GUTTER_EM = 0.6


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
            if index - end > 14:
                break
            continue
        if _is_no_row(line) or abs(line.size_pt - last.size_pt) > 0.2 * last.size_pt:
            break
        if not _shares_gap(last, line):
            # The second line of a header may name the parts of one column only.
            below = lines[index + 1 : index + 4]
            if index - start > 3 or not any(_shares_gap(last, line) for line in below):
                break
            continue
        end, last = index + 1, line
    return end


def _shares_gap(above: Line, below: Line) -> bool:
    """Whether a gap of one line lies over a gap of the other."""
    return any(
        min(high, low_high) - max(low, low_low) >= 0.35 * below.size_pt
        for low, high in _gaps(above)
        for low_low, low_high in _gaps(below)
    )


def _gaps(line: Line) -> list[tuple[float, float]]:
    return [(before.right, after.left) for before, after in pairwise(line.segments)]


def _table_in(lines: Sequence[Line], start: int, end: int) -> TableSpan | None:
    """The table made of these lines, if their gaps make columns."""
    rows = [line for line in lines[start:end] if len(line.segments) > 1]
    if len(rows) < 2:
        return None
    gutters = _gutters(rows)
    table = TableSpan(start, end, tuple(gutters))
    return table if gutters and _is_aligned(rows, table) else None


def _gutters(rows: Sequence[Line]) -> list[float]:
    """The x positions that (nearly) all rows leave free and at least two have a wide gap at."""
    edges: list[tuple[float, int]] = []
    for row in rows:
        for segment in row.segments:
            edges.append((segment.left, 1))
            edges.append((segment.right, -1))
    edges.sort()
    size = sorted(row.size_pt for row in rows)[len(rows) // 2]
    crossing_allowed = len(rows) // 7 if len(rows) >= 7 else int(len(rows) >= 4)
    gutters: list[float] = []
    covered = 0
    for (x, change), (following, _) in pairwise(edges):
        covered += change
        if covered > crossing_allowed or following - x < NARROW_GUTTER_EM * size:
            continue
        middle = (x + following) / 2
        if sum(_has_gap_at(row, middle) for row in rows) >= max(2, 0.3 * len(rows)):
            gutters.append(middle)
    return _without_empty_columns(rows, gutters)


def _has_gap_at(row: Line, x: float) -> bool:
    return any(low <= x <= high for low, high in _gaps(row))


def _without_empty_columns(rows: Sequence[Line], gutters: list[float]) -> list[float]:
    """The gutters that have the text of at least two rows between them."""
    kept: list[float] = []
    for gutter in gutters:
        low = kept[-1] if kept else float("-inf")
        between = sum(any(low < s.left and s.right < gutter for s in row.segments) for row in rows)
        if between >= min(2, len(rows)):
            kept.append(gutter)
        elif kept:
            kept[-1] = (kept[-1] + gutter) / 2 if between == 0 else kept[-1]
    return kept


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
        for low, high in _gaps(row)
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
    while end < len(lines) and _fits_one_cell(lines[end], table, 1):
        if lines[end].baseline - lines[end - 1].baseline > pitch:
            break
        end += 1
    return TableSpan(start, end, table.gutters)


def _fits_one_cell(line: Line, table: TableSpan, least_column: int) -> bool:
    """Whether the line is a single segment within one column, not left of the given one."""
    if len(line.segments) != 1:
        return False
    column = table.column_at(line.left)
    return column >= least_column and table.column_at(line.right) == column
