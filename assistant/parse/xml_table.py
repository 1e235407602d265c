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
        # A column may go without a name; entries without one must not end up in it.
        specs = enumerate(children(group, "colspec"))
        columns = {spec.get("colname"): i for i, spec in specs if spec.get("colname")}
        spans = {span.get("spanname"): span for span in children(group, "spanspec")}
        for part in children(group, "thead", "tbody", "tfoot"):
            for row in children(part, "row"):
                grid.add_row(
                    _cell(e, spans.get(e.get("spanname", ""), e), columns, text_of)
                    for e in children(row, "entry", "entrytbl")
                )
                header_rows += local_name(part) == "thead"
    grid.header_rows = header_rows or None
    return grid


def _cell(entry: Any, span: Any, columns: dict[str, int], text_of: Callable[[Any], str]) -> Cell:
    """A cell; `span` is what says which columns it covers: the entry, or what it refers to."""
    first = columns.get(span.get("namest") or entry.get("colname") or "")
    last = columns.get(span.get("nameend") or "")
    wide = last - first + 1 if first is not None and last is not None else 1
    more = entry.get("morerows", "0")
    return Cell(text_of(entry), wide, span_of(more) + 1 if more.strip("0 ") else 1, first)
