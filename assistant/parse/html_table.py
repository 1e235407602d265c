"""The grid of an HTML table: spans resolved, header rows counted."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant.parse.table_grid import Cell, TableGrid, span_of

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The '¶' beside headings of generated manuals, and what KaTeX draws of a formula that it gives in
# MathML as well; MathJax draws it in a <nobr>.
_HIDDEN_CLASSES = ("headerlink", "katex-html")


def is_hidden(element: Any) -> bool:
    """Whether a reader does not see an element, or sees it a second time."""
    return (
        element.get("hidden") is not None
        or element.get("class") in _HIDDEN_CLASSES
        or (element.tag == "nobr" and element.get("aria-hidden") == "true")
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
    )


def table_grid(table: Any, text_of: Callable[[Any], str]) -> TableGrid:
    """Lay out `table`, an element; `text_of` gives the text of a cell."""
    grid = TableGrid()
    header_rows, is_in_header = 0, True
    for row, is_head in _rows(table):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        grid.add_row(
            Cell(text_of(c), span_of(c.get("colspan", "")), span_of(c.get("rowspan", "")))
            for c in cells
        )
        is_in_header = is_in_header and bool(cells) and _is_header_row(cells, is_head)
        header_rows += is_in_header
    if 0 < header_rows < len(grid.shown):
        grid.header_rows = header_rows
    elif _has_header_column(table):
        grid.header_rows = 0
    return grid


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The rows shown of a table itself, not of tables within it; whether each is in its head."""
    for child in table:
        if is_hidden(child):
            continue
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows = (row for row in child if row.tag == "tr" and not is_hidden(row))
            yield from ((row, child.tag == "thead") for row in rows)


def _is_header_row(cells: list[Any], is_head: bool) -> bool:
    return is_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))


def _has_header_column(table: Any) -> bool:
    """Two columns, the left one marked as names: name and value."""
    rows = [[c.tag for c in row if c.tag in ("td", "th")] for row, _ in _rows(table)]
    return bool(rows) and all(tags == ["th", "td"] for tags in rows)
