"""The tables on a sheet: stretches between blank rows, each with its title and its header."""

from collections.abc import Iterator

from assistant.domain.document import BlockKind
from assistant.parse.page_writer import PageWriter
from assistant.parse.table_header import header_depth
from assistant.parse.table_rows import add_row, write_table
from assistant.parse.xlsx_sheet import MAX_COLUMNS, Sheet

_TITLE_LENGTH = 100
_TITLE_LEVEL = 2
_HEADER_SEARCH = 15
_TALLEST_MERGE = 2_000
_WIDEST_MERGE = 200

Grid = list[list[str]]


def write_sheet(writer: PageWriter, sheet: Sheet) -> None:
    """Write every table and line of text on a sheet, from the top."""
    spans = _spans(sheet)
    for numbers in _runs(sorted(sheet.rows)):
        columns = sorted({column for n in numbers for column in sheet.rows[n]})
        columns = list(range(columns[0], columns[-1] + 1))
        shown = [[sheet.rows[n].get(column, "") for column in columns] for n in numbers]
        filled = [[sheet.rows[n].get(c) or spans.get((n, c), "") for c in columns] for n in numbers]
        for left, right in _side_by_side(filled):
            part_shown = [row[left:right] for row in shown]
            _write_region(writer, part_shown, [row[left:right] for row in filled])
        if writer.is_full:
            return


def _spans(sheet: Sheet) -> dict[tuple[int, int], str]:
    """The text of each place that a merged cell covers, where the sheet has rows."""
    covered: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in sheet.merges:
        text = sheet.rows.get(top, {}).get(left, "")
        if not text:
            continue
        for row in range(top, min(bottom, top + _TALLEST_MERGE) + 1):
            if row in sheet.rows:
                for column in range(left, min(right, left + _WIDEST_MERGE, MAX_COLUMNS) + 1):
                    covered[row, column] = text
    return covered


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Rows that follow each other without a blank one between."""
    run: list[int] = []
    for number in numbers:
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _side_by_side(grid: Grid) -> list[tuple[int, int]]:
    """Where tables stand beside each other, the columns of each; all of them otherwise."""
    is_empty = [not any(column) for column in zip(*grid, strict=True)]
    parts: list[tuple[int, int]] = []
    start: int | None = None
    for i, empty in enumerate([*is_empty, True]):
        if not empty and start is None:
            start = i
        elif empty and start is not None:
            parts.append((start, i))
            start = None
    tables = [[row[a:b] for row in grid if any(row[a:b])] for a, b in parts]
    if len(parts) > 1 and all(len(t[0]) > 1 and header_depth(t) for t in tables):
        return parts
    return [(0, len(is_empty))]


def _write_region(writer: PageWriter, shown: Grid, filled: Grid) -> None:
    kept = [i for i, row in enumerate(filled) if any(row)]
    shown, filled = [shown[i] for i in kept], [filled[i] for i in kept]
    if not filled:
        return
    if all(_is_single(row) for row in filled) and len(filled) > 1:
        for row in filled:
            writer.add(next(filter(None, row)))
        return
    top = _table_top(filled)
    for i in range(top):
        _write_above(writer, [cell for cell in shown[i] if cell], is_title=i == 0)
    if len(filled) - top == 1:  # a line of a title block, with no table below it
        _write_above(writer, [cell for cell in shown[top] if cell], is_title=top == 0)
    else:
        write_table(writer, shown[top:], filled[top:])


def _table_top(filled: Grid) -> int:
    """Index of the first row of the table proper, below its title and title block."""
    width = len(filled[0])
    for i in range(min(len(filled) - 1, _HEADER_SEARCH)):
        cells = len({cell for cell in filled[i] if cell})
        if cells >= max(2, (width + 1) // 2) and header_depth(filled[i:]):
            return i
    return next((i for i, row in enumerate(filled) if not _is_single(row)), len(filled))


def _is_single(row: list[str]) -> bool:
    return len({cell for cell in row if cell}) == 1


def _write_above(writer: PageWriter, cells: list[str], *, is_title: bool) -> None:
    """Write a row of a title or title block."""
    if len(cells) == 1:
        text = cells[0]
        if is_title and len(text) <= _TITLE_LENGTH and text[-1] not in ".;" and not text.isdigit():
            writer.heading(text, _TITLE_LEVEL)
        else:
            writer.add(text, BlockKind.PARAGRAPH)
    elif cells:
        pairs = list(zip(cells[::2], cells[1::2], strict=False)) if len(cells) % 2 == 0 else []
        add_row(writer, cells, "; ".join(f"{name.rstrip(':')}: {value}" for name, value in pairs))
