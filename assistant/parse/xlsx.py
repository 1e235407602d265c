"""Excel workbooks (XLSX): every table with its rows read by their headers, as Excel shows them.

Reads the XML itself, as a stream: a sheet of a million rows needs neither memory nor patience,
and a workbook that only some programs accept is read all the same.
"""

from typing import Any

from lxml import etree

from assistant.domain.document import Document
from assistant.parse.office_package import UNPACKING_ERRORS, OfficePackage, damaged, zip_of
from assistant.parse.page_writer import MAX_CHARACTERS, PageWriter
from assistant.parse.safe_xml import attribute, child, children, relationship_id
from assistant.parse.xlsx_regions import write_sheet
from assistant.parse.xlsx_rich_text import rich_text
from assistant.parse.xlsx_sheet import (
    MAX_COLUMNS,
    CellReader,
    Sheet,
    cell_formats,
    merged_ranges,
    read_sheet,
)

SUFFIXES = (".xlsx", ".xlsm", ".xltx")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TITLES_NOTED = 10
_MAX_STRINGS_LENGTH = 64 * 2**20


def sample() -> bytes:
    """A tiny file of this format."""
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zip_of(
        {
            "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1"'
            f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Mass" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1"'
            f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">'
            '<c r="A1" t="inlineStr"><is><t>Strut</t></is></c><c r="B1"><v>4.1</v></c></row>'
            '</sheetData><mergeCells><mergeCell ref="A3:B3"/></mergeCells></worksheet>',
        }
    )


def parse(content: bytes, name: str) -> Document:
    """Read a workbook; hidden sheets are left out, formulas give their stored results.

    Hidden rows and columns are read, as a filter may hide them only for now; a note says so.

    Raises:
        DocumentSkippedError: It is locked, damaged, too large, or empty.
    """
    package = OfficePackage(content)
    main = package.main_part()
    workbook = package.xml(main)
    cells = _cell_reader(package, main, workbook)
    sheets = child(workbook, "sheets")
    parts = package.related(main, "worksheet")
    writer = PageWriter()
    hidden: list[str] = []
    partly_hidden: list[str] = []
    too_wide: list[str] = []
    uncomputed = 0
    for entry in [] if sheets is None else children(sheets, "sheet"):
        part = parts.get(relationship_id(entry), "")
        title = attribute(entry, "name")
        if attribute(entry, "state") in ("hidden", "veryHidden"):
            hidden.append(title)
        elif part and not writer.is_full:
            sheet = _read(package, part, cells)
            uncomputed += sheet.uncomputed
            partly_hidden += [title] if sheet.has_hidden_cells else []
            too_wide += [title] if sheet.is_too_wide else []
            if sheet.rows:
                writer.heading(title, 1)
                write_sheet(writer, sheet)
    notes = [
        *_note("Hidden sheets left out", hidden),
        *_note("Hidden rows or columns read as well", partly_hidden),
        *_note(f"Columns after the first {MAX_COLUMNS:,} left out", too_wide),
    ]
    if uncomputed:
        notes.append(f"Formulas without a stored result left out: {uncomputed:,}.")
    return writer.document("xlsx", package.title() or writer.first_heading(2), tuple(notes))


def _note(what: str, titles: list[str]) -> list[str]:
    return [f"{what}: {', '.join(titles[:_TITLES_NOTED])}."] if titles else []


def _read(package: OfficePackage, part: str, cells: CellReader) -> Sheet:
    try:
        with package.stream(part) as content:
            sheet = read_sheet(content, cells, MAX_CHARACTERS)
        with package.stream(part) as content:
            sheet.merges = list(merged_ranges(content))
    except UNPACKING_ERRORS as error:
        raise damaged(f"its part '{part}' cannot be unpacked") from error
    return sheet


def _cell_reader(package: OfficePackage, main: str, workbook: Any) -> CellReader:
    properties = child(workbook, "workbookPr")
    return CellReader(
        strings=_shared_strings(package, package.first_related(main, "sharedStrings")),
        formats=cell_formats(package.xml(package.first_related(main, "styles"))),
        is_1904=attribute(properties, "date1904") in ("1", "true"),
    )


def _shared_strings(package: OfficePackage, part: str) -> list[str]:
    strings: list[str] = []
    length = 0
    if not package.has(part):
        return strings
    try:
        with package.stream(part) as content:
            steps = etree.iterparse(
                content, events=("end",), tag="{*}si", resolve_entities=False, no_network=True
            )
            for _, item in steps:
                strings.append(rich_text(item))
                length += len(strings[-1])
                item.clear()
                while item.getprevious() is not None:
                    del item.getparent()[0]
                if length > _MAX_STRINGS_LENGTH:
                    break
    except (etree.XMLSyntaxError, *UNPACKING_ERRORS) as error:
        raise damaged("its texts cannot be read") from error
    return strings
