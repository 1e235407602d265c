"""The tables on a sheet: stretches between blank rows, each with its title and its header."""

import itertools
from collections.abc import Iterator

from assistant.domain.document import BlockKind
from assistant.parse.page_writer import PageWriter
from assistant.parse.table_header import header_depth, is_number
from assistant.parse.table_rows import add_row, write_table
from assistant.parse.xlsx_sheet import MAX_COLUMNS, Sheet

_TITLE_LENGTH = 100
_TITLE_LEVEL = 2
_HEADER_SEARCH = 15
_TALLEST_MERGE = 2_000
_WIDEST_MERGE = 200
_SUMMARIES = frozenset({"total", "totals", "subtotal", "sum", "max", "min", "average", "mean"})

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
    top = _table_top(shown, filled)
    for i in range(top):
        _write_above(writer, [cell for cell in shown[i] if cell], is_title=i == 0)
    if len(filled) - top == 1:  # a line of a title block, with no table below it
        _write_above(writer, [cell for cell in shown[top] if cell], is_title=top == 0)
    else:
        write_table(writer, shown[top:], filled[top:])


def _table_top(shown: Grid, filled: Grid) -> int:
    """Index of the first row of the table proper, below its title and title block."""
    width = len(filled[0])
    for i in range(min(len(filled) - 1, _HEADER_SEARCH)):
        cells = len({cell for cell in filled[i] if cell})
        fills_most = cells >= max(2, (width + 1) // 2)
        if fills_most and (header_depth(filled[i:]) or _is_body(shown[i])):
            return i
    return next((i for i, row in enumerate(filled) if not _is_single(row)), len(filled))


def _is_body(row: list[str]) -> bool:
    """Whether a row holds two numbers in turn, as no title block does: the table has begun.

    Only what sums a table up may stand above its header.
    """
    cells = [cell for cell in row if cell]
    is_summary = not row[0] or row[0].casefold().rstrip(":") in _SUMMARIES
    return not is_summary and any(
        is_number(cell) and is_number(following) for cell, following in itertools.pairwise(cells)
    )


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
        add_row(writer, cells, _pairs_above(cells))


def _pairs_above(cells: list[str]) -> str:
    """How a row of a title block reads, as 'Issue: B; Date: 2024-03-01'; empty for others.

    Without colons, four cells or more can be the names or the values of a table as well.
    """
    names, values = cells[::2], cells[1::2]
    are_pairs = (
        len(cells) == 2
        or all(name.endswith(":") for name in names)
        or (_have_digit(values) and not _have_digit(names))
    )
    if len(cells) % 2 or not are_pairs:
        return ""
    return "; ".join(
        f"{name.rstrip(':')}: {value}" for name, value in zip(names, values, strict=True)
    )


def _have_digit(cells: list[str]) -> bool:
    return any(character.isdigit() for cell in cells for character in cell)
