"""The grid of an HTML table: spans resolved, header rows counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

_MAX_SPAN = 200
_MAX_COLUMNS = 1000


@dataclass(slots=True)
class TableGrid:
    """A table with its merged cells laid out.

    Attributes:
        shown: A row a list; a merged cell once, in its first place.
        filled: The same with merged cells in every place they cover.
        header_rows: How many rows at the top are the header; None where nothing says so.
    """

    shown: list[list[str]] = field(default_factory=list)
    filled: list[list[str]] = field(default_factory=list)
    header_rows: int | None = None


def table_grid(table: Any, text_of: Callable[[Any], str]) -> TableGrid:
    """Lay out `table`, an element; `text_of` gives the text of a cell."""
    grid = TableGrid()
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still covered from above, and by what
    header_rows, is_in_header = 0, True
    for row, is_head in _rows(table):
        shown: list[str] = []
        filled: list[str] = []
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        for cell in cells:
            _fill_from_above(shown, filled, hanging)
            text = text_of(cell)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for i in range(wide):
                if high > 1:
                    hanging[len(filled)] = (high - 1, text)
                shown.append("" if i else text)
                filled.append(text)
            if len(filled) >= _MAX_COLUMNS:
                break
        _fill_from_above(shown, filled, hanging)
        grid.shown.append(shown)
        grid.filled.append(filled)
        is_in_header = is_in_header and bool(cells) and _is_header_row(cells, is_head)
        header_rows += is_in_header
    if 0 < header_rows < len(grid.shown):
        grid.header_rows = header_rows
    elif _has_header_column(table):
        grid.header_rows = 0
    return grid


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The rows of a table itself, not of tables within it, and whether each is in its head."""
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from ((row, child.tag == "thead") for row in child if row.tag == "tr")


def _is_header_row(cells: list[Any], is_head: bool) -> bool:
    return is_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))


def _has_header_column(table: Any) -> bool:
    """Two columns, the left one marked as names: name and value."""
    rows = [[c.tag for c in row if c.tag in ("td", "th")] for row, _ in _rows(table)]
    return bool(rows) and all(tags == ["th", "td"] for tags in rows)


def _fill_from_above(
    shown: list[str], filled: list[str], hanging: dict[int, tuple[int, str]]
) -> None:
    while (column := len(filled)) in hanging:
        left, text = hanging.pop(column)
        if left > 1:
            hanging[column] = (left - 1, text)
        shown.append("")
        filled.append(text)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1
