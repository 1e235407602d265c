"""Tables in the exchange model that DocBook and S1000D share: tgroup, row, entry."""

from collections.abc import Callable
from typing import Any

from assistant.parse.safe_xml import children, local_name
from assistant.parse.table_grid import Cell, TableGrid, span_of


def exchange_table(element: Any, text_of: Callable[[Any], str]) -> TableGrid | None:
    """The grid of a table element; None for what is none."""
    groups = children(element, "tgroup")
    if not groups:
        return None
    grid = TableGrid()
    header_rows = 0
    for group in groups:
        columns = {spec.get("colname"): i for i, spec in enumerate(children(group, "colspec"))}
        for part in children(group, "thead", "tbody", "tfoot"):
            for row in children(part, "row"):
                grid.add_row(_cell(e, columns, text_of) for e in children(row, "entry", "entrytbl"))
                header_rows += local_name(part) == "thead"
    grid.header_rows = header_rows or None
    return grid


def _cell(entry: Any, columns: dict[str | None, int], text_of: Callable[[Any], str]) -> Cell:
    first = columns.get(entry.get("namest") or entry.get("colname"))
    last = columns.get(entry.get("nameend"))
    wide = last - first + 1 if first is not None and last is not None else 1
    more = entry.get("morerows", "0")
    return Cell(text_of(entry), wide, span_of(more) + 1 if more.strip("0 ") else 1, first)
