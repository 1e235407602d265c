"""CSV and TSV: a table with its rows read by their headers; lines above the header kept."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from assistant.domain.document import BlockKind, Document, DocumentSkippedError, SkipReason
from assistant.parse.encoding import decode
from assistant.parse.page_writer import PageWriter
from assistant.parse.table_header import column_names, header_depth
from assistant.parse.table_rows import RowReader, add_row, clean_cell

SUFFIXES = (".csv", ".tsv", ".tab")
_DELIMITERS = (",", ";", "\t", "|")
_ROWS_JUDGED = 60
_LARGEST_FIELD = 1_000_000
_HEADER_SEARCH = 25


def sample() -> bytes:
    """A tiny file of this format."""
    return b"part,mass_kg\nstrut,4.1\nfork,2.0\n"


def parse(content: bytes, name: str) -> Document:
    """Read a CSV or TSV file.

    Raises:
        DocumentSkippedError: It is no text, or empty.
    """
    decoded = decode(content)
    text = decoded.text
    if text[:4].casefold() == "sep=":  # what spreadsheets write to name the delimiter
        delimiter, text = text[4:5], text.partition("\n")[2]
    else:
        delimiter = "\t" if name.casefold().endswith((".tsv", ".tab")) else _delimiter(text)
    writer = PageWriter()
    rows = _rows(text, delimiter if delimiter.strip("\n") else ",")
    head = list(itertools.islice(rows, _ROWS_JUDGED))
    top = _header_row(head)
    for row in head[:top]:
        _write_preamble(writer, row)
    _write_rows(writer, head[top:], rows)
    return writer.document("csv", "", () if writer.is_full else decoded.notes)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows that are not empty, with clean cells."""
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            cells = [clean_cell(cell) for cell in row]
            if any(cells):
                yield cells
    except csv.Error as error:
        raise DocumentSkippedError(
            SkipReason.DAMAGED, f"Line {reader.line_num} cannot be read as a table: {error}."
        ) from error


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells.

    Where two do equally well, the comma is not it: then it stands in the numbers, as in '0,1;12,5';
    unless the other one cuts through quoted text.
    """
    start = text[:200_000]

    def agreement(delimiter: str) -> tuple[float, bool, int]:
        rows = list(itertools.islice(_rows(start, delimiter), _ROWS_JUDGED))
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        if width < 2:
            return 0.0, False, 0
        is_likelier = delimiter != "," and not any('"' in cell for row in rows for cell in row)
        return count / widths.total(), is_likelier, width

    best = max(_DELIMITERS, key=agreement)
    return best if agreement(best)[0] else ","


def _header_row(rows: list[list[str]]) -> int:
    """Index of the first row of the table proper, below titles and remarks."""
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0
    width = max(widths, key=lambda w: (widths[w] if w > 1 else 0, w))
    for i, row in enumerate(rows[:_HEADER_SEARCH]):
        filled = sum(map(bool, row))
        if len(row) >= width > 1 and (width <= 2 or 2 * filled > width):
            return i
    return 0


def _write_preamble(writer: PageWriter, row: list[str]) -> None:
    cells = [cell for cell in row if cell]
    if len(cells) == 2:
        add_row(writer, cells, f"{cells[0].lstrip('# ').rstrip(':')}: {cells[1]}")
    else:
        writer.add("\t".join(cells), BlockKind.PARAGRAPH)


def _write_rows(writer: PageWriter, head: list[list[str]], rest: Iterator[list[str]]) -> None:
    width = max(map(len, head), default=0)
    even = [row + [""] * (width - len(row)) for row in head]
    depth = header_depth(even)
    reader = RowReader(column_names(even[:depth]))
    for i, row in enumerate(itertools.chain(even, rest)):
        if writer.is_full:
            return
        full = row + [""] * (width - len(row))
        add_row(writer, full, reader.read(full, full) if i >= depth else "")
