"""The cells of an Excel sheet as text, read as a stream."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from assistant.parse.office_package import damaged
from assistant.parse.safe_xml import attribute, child, children, local_name
from assistant.parse.xlsx_format import NumberFormat, number_format
from assistant.parse.xlsx_rich_text import rich_text

MAX_COLUMNS = 1_000
_MAX_MERGES = 20_000
_CHUNK_BYTES = 2**20
_MERGE = re.compile(
    rb"""mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Sheet:
    """What a sheet shows.

    Attributes:
        rows: Row number (from 1) → column number (from 1) → text; empty cells left out.
        merges: Merged ranges as (first row, first column, last row, last column).
        hidden_columns: The columns that Excel does not show; they are read all the same.
        has_hidden_cells: Whether any of `rows` stands in a hidden row or column.
        is_too_wide: Whether text in columns beyond `MAX_COLUMNS` was left out.
        uncomputed: Formulas that have no stored result.
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    has_hidden_cells: bool = False
    is_too_wide: bool = False
    uncomputed: int = 0


@dataclass(frozen=True, slots=True)
class CellReader:
    """Turns the cells of a workbook into text.

    Attributes:
        strings: The texts that the workbook shares between its cells.
        formats: The number format of each cell style.
        is_1904: Whether days are counted from 1904.
    """

    strings: list[str]
    formats: list[NumberFormat]
    is_1904: bool = False

    def text(self, cell: Any) -> str:
        """The text of a cell element 'c'."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return "" if inline is None else rich_text(inline)
        stored = child(cell, "v")
        value = "" if stored is None else (stored.text or "")
        if kind == "s":
            known = value.isdecimal() and len(value) < 10 and int(value) < len(self.strings)
            return self.strings[int(value)] if known else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n" or not value:
            return value
        style = cell.get("s", "0")
        known = style.isdecimal() and len(style) < 7 and int(style) < len(self.formats)
        shown = self.formats[int(style)] if known else NumberFormat()
        try:
            return shown.show(float(value), is_1904=self.is_1904)
        except (ValueError, OverflowError):
            return value


def read_sheet(content: IO[bytes], cells: CellReader, limit: int) -> Sheet:
    """Read a sheet up to `limit` characters; its merged ranges are read beforehand.

    Raises:
        DocumentSkippedError: It is no XML.
    """
    sheet = Sheet()
    length = row_number = 0
    steps = etree.iterparse(
        content, events=("end",), tag=("{*}cols", "{*}row"), resolve_entities=False, no_network=True
    )
    try:
        for _, row in steps:
            if local_name(row) == "cols":
                sheet.hidden_columns |= _hidden_columns(row)
                continue
            given = row.get("r", "")
            row_number = int(given) if _is_index(given) else row_number + 1
            texts = _read_row(row, cells, sheet)
            if texts:
                sheet.rows.setdefault(row_number, {}).update(texts)
                sheet.has_hidden_cells |= _is_hidden(row) or not (
                    sheet.hidden_columns.isdisjoint(texts)
                )
            length += sum(map(len, texts.values())) + len(texts)
            row.clear()
            while row.getprevious() is not None:  # what was read need not stay in memory
                del row.getparent()[0]
            if length > limit:
                break
    except etree.XMLSyntaxError as error:
        raise damaged(f"a sheet is no XML ({error})") from error
    return sheet


def _read_row(row: Any, cells: CellReader, sheet: Sheet) -> dict[int, str]:
    texts: dict[int, str] = {}
    column = 0
    for cell in children(row, "c"):
        found = _REFERENCE.fullmatch(cell.get("r", ""))
        column = column_number(found[1]) if found else column + 1
        if column > MAX_COLUMNS and sheet.is_too_wide:
            break
        text = " ".join(cells.text(cell).split())
        if column > MAX_COLUMNS:
            sheet.is_too_wide = bool(text)
        elif text:
            texts[column] = text
        elif child(cell, "f") is not None and not attribute(cell, "t"):
            sheet.uncomputed += 1
    return texts


def _hidden_columns(cols: Any) -> set[int]:
    hidden: set[int] = set()
    for group in children(cols, "col")[:MAX_COLUMNS]:
        first, last = group.get("min", ""), group.get("max", "")
        if _is_hidden(group) and _is_index(first) and _is_index(last):
            hidden.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))
    return hidden


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")


def _is_index(text: str) -> bool:
    return text.isdecimal() and len(text) < 8


def merged_ranges(content: IO[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """The merged ranges of a sheet, which stand behind its cells."""
    rest, count = b"", 0
    while chunk := content.read(_CHUNK_BYTES):
        chunk = rest + chunk
        end = 0
        for found in _MERGE.finditer(chunk):
            first, top, last, bottom = (part.decode() for part in found.groups())
            yield int(top), column_number(first), int(bottom), column_number(last)
            end, count = found.end(), count + 1
            if count >= _MAX_MERGES:
                return
        rest = chunk[max(end, len(chunk) - 256) :]


def column_number(letters: str) -> int:
    """The number of column 'A', 'B', … 'AA', from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_formats(styles: Any) -> list[NumberFormat]:
    """The number format of each cell style, from the root of 'styles.xml' or None."""
    codes: dict[str, str] = {}
    formats: list[NumberFormat] = []
    known: dict[str, NumberFormat] = {}
    for own in _listed(styles, "numFmts", "numFmt"):
        codes[attribute(own, "numFmtId")] = attribute(own, "formatCode")
    for style in _listed(styles, "cellXfs", "xf"):
        key = attribute(style, "numFmtId", "0")
        if key not in known:
            number = int(key) if key.isdecimal() and len(key) < 6 else 0
            known[key] = number_format(codes.get(key, ""), number)
        formats.append(known[key])
    return formats


def _listed(root: Any, group: str, name: str) -> list[Any]:
    found = child(root, group) if root is not None else None
    return [] if found is None else children(found, name)
