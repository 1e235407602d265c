"""One worksheet of the mass-properties workbook, with the formats of the house."""

from collections.abc import Sequence

import product as p
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell


def cell_name(row: int, column: int) -> str:
    """'D8' for row 7, column 3 (both from 0)."""
    return str(xl_rowcol_to_cell(row, column))


class Sheet:
    """A worksheet with a title block above its table; rows and columns count from 0."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.freeze_panes(6, 0)
        self._book = book
        base = {"font_name": "Arial", "font_size": 9}
        ruled = {**base, "border": 1, "border_color": "#8895A3"}
        self._title = book.add_format({**base, "bold": True, "font_size": 14})
        self._plain = book.add_format(base)
        self._cell = book.add_format(ruled)
        self._bold = book.add_format({**ruled, "bold": True})
        self._head = book.add_format({**ruled, "bold": True, "bg_color": "#E6EBF0"})
        self._unit = book.add_format({**ruled, "italic": True})
        self._numbers = {
            places: book.add_format(
                {**ruled, "num_format": f"#,##0{'.' * (places > 0)}{'0' * places}"}
            )
            for places in range(4)
        }

    def title_block(self, title: str, part: str) -> None:
        """Title, document number and what the sheet shows, in rows 0 to 3."""
        self._sheet.write_string(0, 0, title, self._title)
        self._sheet.write_string(
            1,
            0,
            f"{p.MASS_PROPERTIES} Rev D, 6 July 2026. Part number {p.PART_NUMBER}.",
            self._plain,
        )
        self._sheet.write_string(2, 0, part, self._plain)
        self._sheet.write_string(3, 0, p.MARKING, self._plain)

    def columns(self, *widths: float) -> None:
        """Widths of the columns, in characters."""
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def header(self, row: int, names: Sequence[str]) -> None:
        """The names of the columns."""
        for column, name in enumerate(names):
            self._sheet.write_string(row, column, name, self._head)

    def units(self, row: int, names: Sequence[str]) -> None:
        """The units below the names."""
        for column, name in enumerate(names):
            self._sheet.write_string(row, column, name, self._unit)

    def text(self, row: int, column: int, text: str, *, is_bold: bool = False) -> None:
        """A text."""
        self._sheet.write_string(row, column, text, self._bold if is_bold else self._cell)

    def number(self, row: int, column: int, value: float, places: int, formula: str = "") -> None:
        """A number, shown with `places` decimals; with a formula, `value` is what it gives."""
        number_format = self._numbers[places]
        if formula:
            self._sheet.write_formula(row, column, formula, number_format, value)
        else:
            self._sheet.write_number(row, column, value, number_format)
