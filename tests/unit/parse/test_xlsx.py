"""Excel workbooks."""

import datetime

import openpyxl
import pytest

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.xlsx import parse
from assistant.parse.xlsx_format import number_format
from tests.unit.parse.office_files import saved
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts


def workbook(*rows, title="Mass"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def test_a_table_below_a_title_block_reads_with_header_and_units():
    book = workbook(
        ["Mass properties statement"],
        ["Doc No.", "MP-001", "Issue", "B"],
        [],
        ["Item", "Mass", "CG"],
        [None, None, "x", "y"],
        [None, "(kg)", "(mm)", "(mm)"],
        ["Landing gear"],
        ["Strut", 4.1, 100.5, 0],
    )
    book.active.merge_cells("C4:D4")
    book.active["B8"].number_format = "0.000"
    read = parse(saved(book), "a.xlsx")
    assert readings(read) == [
        "Doc No.: MP-001; Issue: B",
        "Landing gear; Item: Strut; Mass (kg): 4.100; CG x (mm): 100.5; CG y (mm): 0",
    ]
    assert block_with(read, "Strut").section == ("Mass", "Mass properties statement")
    assert read.title == "Mass properties statement"
    assert offsets_hold(read)


def test_tables_parted_by_blank_rows_have_their_own_headers():
    book = workbook(["Part", "Mass"], ["strut", 4], [], ["Case", "Load"], ["A", 41.3])
    assert readings(parse(saved(book), "a.xlsx")) == ["Part: strut; Mass: 4", "Case: A; Load: 41.3"]


def test_tables_beside_each_other_are_read_one_after_the_other():
    book = workbook(["Part", "Mass", None, "Case", "Load"], ["strut", 4, None, "A", 41.3])
    assert readings(parse(saved(book), "a.xlsx")) == ["Part: strut; Mass: 4", "Case: A; Load: 41.3"]


def test_each_sheet_is_a_section_and_hidden_ones_are_left_out():
    book = workbook(["a", "b"], title="Loads")
    hidden = book.create_sheet("Lists")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Mass").append(["c", "d"])
    read = parse(saved(book), "a.xlsx")
    assert texts(read, BlockKind.HEADING) == ["Loads", "Mass"]
    assert read.notes == ("Hidden sheets left out: Lists.",)


def test_dates_are_written_in_one_way():
    day = datetime.date(2024, 3, 1)
    noon = datetime.datetime.combine(day, datetime.time(14, 5))
    book = workbook(["Date", "At"], [day, noon])
    assert texts(parse(saved(book), "a.xlsx"))[-1] == "2024-03-01\t2024-03-01 14:05:00"


def test_formulas_without_results_are_counted():
    read = parse(saved(workbook(["Part", "Mass"], ["Total", "=1+1"])), "a.xlsx")
    assert read.notes == ("Formulas without a stored result left out: 1.",)


def test_lines_of_text_are_paragraphs():
    book = workbook(["All dimensions in mm."], ["Masses include margin."])
    assert texts(parse(saved(book), "a.xlsx"), BlockKind.PARAGRAPH) == [
        "All dimensions in mm.",
        "Masses include margin.",
    ]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1e20, "1e+20"),
        ("0.000", 0.16, "0.160"),
        ("#,##0.00", 1234.5, "1,234.50"),
        ('0.00" mm"', 2.5, "2.50 mm"),
        ("0.0%", 0.125, "12.5%"),
        ("0.00E+00", 71000000000, "7.10E+10"),
        ("yyyy-mm-dd", 45352, "2024-03-01"),
        ("dd/mm/yyyy hh:mm", 45352.5, "2024-03-01 12:00:00"),
        ("hh:mm", 0.25, "06:00:00"),
        ("0.0;[Red]-0.0", -1.25, "-1.2"),
        ("# ?/?", 0.5, "0.5"),
        ("[$€-407] #,##0.00", 5, "€ 5.00"),
        ("0", 12.6, "13"),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(code, value, shown):
    assert number_format(code).show(value) == shown


def test_an_empty_workbook_has_no_text():
    with pytest.raises(DocumentSkippedError) as caught:
        parse(saved(workbook()), "a.xlsx")
    assert caught.value.reason is SkipReason.NO_TEXT


def test_a_long_sheet_is_cut_and_says_so():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Run")
    for i in range(25_000):
        sheet.append([i, "x" * 100])
    read = parse(saved(book), "a.xlsx")
    assert len(read.pages[0].text) <= 2_000_000
    assert "Cut after 2,000,000 characters." in read.notes
