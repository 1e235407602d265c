"""Writes a table row by row, each row readable on its own: 'Part: strut; Mass (kg): 4.1'."""

from collections.abc import Sequence

from assistant.domain.document import BlockKind
from assistant.parse.page_writer import PageWriter
from assistant.parse.table_header import Row, column_names, header_depth, is_title

_GROUP_LENGTH = 100


class RowReader:
    """Reads the rows of one table aloud, with the names of its columns.

    A row with a title alone, in a table of three columns or more, names the group of rows below
    it ('Landing gear') and is read before each of them. Either it is merged across columns, or
    the table begins with such a row: further down it is rather a part without values.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._group = ""
        # None as long as no row below the header was read.
        self._has_groups: bool | None = None

    def read(self, shown: Row, filled: Row) -> str:
        """How a row reads; empty where its text says as much.

        Args:
            shown: The cells as they are shown: a merged cell once.
            filled: The same with merged cells repeated in every place they cover.
        """
        cells = [(i, cell) for i, cell in enumerate(filled) if cell]
        if self._names_group(shown, filled):
            self._group = filled[0] if len(filled[0]) <= _GROUP_LENGTH else ""
            self._has_groups = True
            return ""
        self._has_groups = self._has_groups or False
        if not self._names:
            return _pairs([cell for _, cell in cells])
        parts = [self._group] if self._group else []
        for i, cell in cells:
            if not shown[i] and i and filled[i] == filled[i - 1]:
                continue
            name = self._names[i] if i < len(self._names) else ""
            parts.append(f"{name}: {cell}" if name and name != cell else cell)
        return "; ".join(parts)

    def _names_group(self, shown: Row, filled: Row) -> bool:
        if len(filled) < 3 or not shown[0] or len(set(filter(None, filled))) > 1:
            return False
        is_merged = sum(map(bool, filled)) > sum(map(bool, shown)) == 1
        is_alone = not any(filled[1:])
        return is_merged or (is_alone and self._has_groups is not False and is_title(filled[0]))


def _pairs(cells: Row) -> str:
    """Names and values in turn, as 'Issue: B; Date: 2024-03-01'; empty for other cells."""
    names = cells[::2]
    if len(cells) % 2 or not (len(cells) == 2 or all(name.endswith(":") for name in names)):
        return ""
    return "; ".join(
        f"{name.rstrip(':')}: {value}" for name, value in zip(names, cells[1::2], strict=True)
    )


def write_table(
    writer: PageWriter,
    shown: Sequence[Row],
    filled: Sequence[Row] | None = None,
    header_rows: int | None = None,
) -> None:
    """Write a table: a row a line, its cells apart by tabs.

    Args:
        shown: The rows as shown, a merged cell once; rows may differ in length.
        filled: The same with merged cells repeated; `shown` where there are none.
        header_rows: How many rows are the header; None to find out.
    """
    even_shown, even_filled = _even(shown), _even(shown if filled is None else filled)
    kept_rows = [i for i, row in enumerate(even_filled) if any(row)]
    kept_columns = [i for i, column in enumerate(zip(*even_filled, strict=True)) if any(column)]
    if header_rows is not None:
        header_rows = sum(i < header_rows for i in kept_rows)
    even_shown = [[even_shown[i][j] for j in kept_columns] for i in kept_rows]
    even_filled = [[even_filled[i][j] for j in kept_columns] for i in kept_rows]
    depth = header_depth(even_filled) if header_rows is None else header_rows
    # A header with nothing below it is a row like any other.
    depth = depth if depth < len(even_filled) else 0
    reader = RowReader(column_names(even_filled[:depth]))
    writer.set_apart()
    for i, (row, full) in enumerate(zip(even_shown, even_filled, strict=True)):
        reading = reader.read(row, full) if i >= depth else ""
        add_row(writer, row, reading)


def add_row(writer: PageWriter, cells: Row, reading: str) -> None:
    """Write one row."""
    text = "\t".join(cells).rstrip("\t")
    writer.add(text, BlockKind.TABLE_ROW, reading="" if reading == text else reading)


def clean_cell(cell: str) -> str:
    """A cell's text on one line."""
    return " ".join(cell.split())


def _even(rows: Sequence[Row]) -> list[list[str]]:
    """The rows with clean cells, all of the same length."""
    width = max(map(len, rows), default=0)
    return [[clean_cell(c) for c in row] + [""] * (width - len(row)) for row in rows]
