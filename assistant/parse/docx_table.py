"""The grid of a Word table, with its merged cells laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.parse.docx_styles import integer_or_none, switch
from assistant.parse.safe_xml import attribute, child, children, local_name

_MAX_COLUMNS = 500
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml"})


@dataclass(frozen=True, slots=True)
class DocxTable:
    """A table before its cells are read.

    Attributes:
        rows: For each place of the grid the 'w:tc' that covers it (None where nothing does),
            and whether it begins there.
        header_rows: How many rows are repeated as header; None where the table does not say.
    """

    rows: list[list[tuple[Any, bool]]]
    header_rows: int | None

    @property
    def cells(self) -> list[Any]:
        """Every cell once, in reading order."""
        return [cell for row in self.rows for cell, begins in row if begins]

    @property
    def is_layout(self) -> bool:
        """Whether it only arranges the page: a frame around text, or around other tables."""
        width = max(map(len, self.rows), default=0)
        has_tables = any(any(True for _ in cell.iter("{*}tbl")) for cell in self.cells)
        is_cover = len(self.rows) == 1 and width == 2  # a logo beside a title, and the like
        return width < 2 or is_cover or (has_tables and len(self.rows) < 3)


def lay_out(table: Any) -> DocxTable:
    """The grid of a 'w:tbl'."""
    rows: list[list[tuple[Any, bool]]] = []
    header_rows, is_in_header = 0, True
    for row in _unwrapped(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        places: list[tuple[Any, bool]] = []
        before = integer_or_none(attribute(child(properties, "gridBefore"), "val")) or 0
        places += [(None, False)] * min(before, _MAX_COLUMNS)
        for cell in _unwrapped(row, "tc"):
            _place(cell, places, rows[-1] if rows else [])
        rows.append(places)
        is_in_header = is_in_header and switch(child(properties, "tblHeader")) is True
        header_rows += is_in_header
    return DocxTable(rows, header_rows if 0 < header_rows < len(rows) else None)


def _place(cell: Any, places: list[tuple[Any, bool]], above: list[tuple[Any, bool]]) -> None:
    properties = child(cell, "tcPr")
    span = integer_or_none(attribute(child(properties, "gridSpan"), "val")) or 1
    merge = child(properties, "vMerge")
    continues = merge is not None and attribute(merge, "val", "continue") == "continue"
    column = len(places)
    from_above = above[column][0] if continues and column < len(above) else None
    for i in range(min(span, _MAX_COLUMNS - column)):
        if continues:
            places.append((from_above, False))
        else:
            places.append((cell, i == 0))


def _unwrapped(element: Any, name: str) -> Iterator[Any]:
    for part in children(element, name, *_WRAPPERS):
        if local_name(part) == name:
            yield part
        else:
            yield from _unwrapped(part, name)
