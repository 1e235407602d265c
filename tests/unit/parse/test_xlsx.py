"""Excel workbooks."""

import datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

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
        ("0.0;[Red]-0.0", -1.25, "-1.3"),
        ("# ?/?", 0.5, "0.5"),
        ("[$€-407] #,##0.00", 5, "€ 5.00"),
        ("0", 12.6, "13"),
        ("0", 2.5, "3"),
        ("0", -2.5, "-3"),
        ("0", 43.499999999999994, "44"),
        ("0.00", 0.125, "0.13"),
        ("0.00", 2.675, "2.68"),
        ("0%", 0.125, "13%"),
        ("0.00E+00", 1.125, "1.13E+00"),
        ("0.00E+00", 9.995, "1.00E+01"),
        ("0.00E+00", 0, "0.00E+00"),
        ("#,##0.00", -1234567.005, "-1,234,567.01"),
        ("+0.00;-0.00", 0.05, "+0.05"),
        ("+0.00;-0.00", -0.05, "-0.05"),
        ("[h]:mm", 1.5, "36:00:00"),
        ("[mm]", 0.5, "12:00:00"),
        ("hh:mm", 45352.5, "12:00:00"),
        ('General" N·m"', 25, "25 N·m"),
        ("00000", 123, "00123"),
        ("00000", -123, "-00123"),
        ("0,000", 5, "0,005"),
        ('0.0,,"M"', 12500000, "12.5M"),
        ('#,##0,"k"', 12500, "13k"),
        ('[>=1000000]0,,"M";0', 5, "5"),
        ("0.##", 1.5, "1.5"),
        ("0.##", 1, "1"),
        ("0.0#", 1, "1.0"),
        ("0.########", 1e-8, "0.00000001"),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(code, value, shown):
    assert number_format(code).show(value) == shown


def test_the_longest_number_is_rounded_too():
    assert number_format("0.0").show(1e300) == f"1{'0' * 300}.0"


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        (
            [
                ["Part no.", 1001, 1002, 1003],
                ["Material", "Steel", "Alu", "Titanium"],
                ["Mass (kg)", 4.1, 2, 3.3],
            ],
            [],
        ),
        (
            [["Doc No.", 1234, "Issue", 2], ["Part", "Mass", "x", "y"], ["Strut", 4.1, 5, 6]],
            ["Doc No.: 1234; Issue: 2", "Part: Strut; Mass: 4.1; x: 5; y: 6"],
        ),
        (
            [["Total", 4.1, 5, 6], ["Part", "Mass", "x", "y"], ["Strut", 4.1, 5, 6]],
            ["Part: Strut; Mass: 4.1; x: 5; y: 6"],
        ),
        ([["Material:", "Steel", "Finish:", "None"]], ["Material: Steel; Finish: None"]),
        ([["Part", "Material", "Finish", "Drawing"]], []),
        ([["Part no.", "A-1", "A-2", "A-3"]], []),
    ],
)
def test_only_a_title_block_above_the_header_reads_as_pairs(rows, read_as):
    assert readings(parse(saved(workbook(*rows)), "a.xlsx")) == read_as


def styled(text, *, vert_align=None, strike=None):
    return TextBlock(InlineFont(vertAlign=vert_align, strike=strike), text)


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["10", styled("6", vert_align="superscript"), " cycles"], "10^6 cycles"),
        (["2.5×10", styled("−3", vert_align="superscript")], "2.5×10^−3"),
        (["10", *[styled(d, vert_align="superscript") for d in "12"], " Hz"], "10^12 Hz"),
        (["3", styled("1", vert_align="superscript"), "/", "2 in"], "3-1/2 in"),
        (["H", styled("2", vert_align="subscript"), "O"], "H2O"),
        ([styled("41", strike=True), "43 kN"], "43 kN"),
        ([styled("41", strike=False), " kN"], "41 kN"),
    ],
)
def test_raised_digits_are_marked_and_struck_text_is_left_out(pieces, shown):
    read = parse(saved(workbook(["Life", CellRichText(*pieces)])), "a.xlsx")
    assert read.pages[0].text.endswith(f"Life\t{shown}")


def test_hidden_rows_and_columns_are_read_and_noted():
    book = workbook(["Part", "Mass"], ["strut", 4])
    rows = book.create_sheet("Rows")
    rows.append(["Case", "Load"])
    rows.append(["A", 41.3])
    rows.row_dimensions[2].hidden = True
    columns = book.create_sheet("Columns")
    columns.append(["Case", "Load"])
    columns.column_dimensions["B"].hidden = True
    blank = book.create_sheet("Blank")
    blank.append(["Case", "Load"])
    blank.row_dimensions[5].hidden = True
    blank.column_dimensions["F"].hidden = True
    read = parse(saved(book), "a.xlsx")
    assert "Case: A; Load: 41.3" in readings(read)
    assert read.notes == ("Hidden rows or columns read as well: Rows, Columns.",)


def test_columns_beyond_the_thousandth_are_left_out_and_noted():
    read = parse(saved(workbook([f"h{i}" for i in range(1_100)], title="Run")), "a.xlsx")
    assert "h999" in read.pages[0].text
    assert "h1000" not in read.pages[0].text
    assert read.notes == ("Columns after the first 1,000 left out: Run.",)


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
