"""Tables: header, units, merged cells, groups."""

import pytest

from assistant.parse.page_writer import PageWriter
from assistant.parse.table_header import column_names, header_depth, is_number, is_title, is_unit
from assistant.parse.table_rows import write_table
from tests.unit.parse.reading import readings, texts


def written(shown, filled=None, header_rows=None):
    writer = PageWriter()
    write_table(writer, shown, filled, header_rows)
    return writer.document("table", "")


def test_a_row_reads_with_the_names_of_its_columns():
    document = written([["Motor", "Peak thrust (N)"], ["D12", "29.73"]])
    assert texts(document) == ["Motor\tPeak thrust (N)", "D12\t29.73"]
    assert readings(document) == ["Motor: D12; Peak thrust (N): 29.73"]


def test_a_row_of_units_belongs_to_the_header():
    document = written([["Part", "Mass", "Length"], ["", "kg", "[mm]"], ["strut", "4.1", "800"]])
    assert readings(document) == ["Part: strut; Mass (kg): 4.1; Length [mm]: 800"]


def test_merged_header_cells_are_said_with_what_stands_below():
    shown = [["Case", "Load", ""], ["", "Fx", "Fy"], ["A", "1", "2"]]
    filled = [["Case", "Load", "Load"], ["Case", "Fx", "Fy"], ["A", "1", "2"]]
    assert readings(written(shown, filled)) == ["Case: A; Load Fx: 1; Load Fy: 2"]


def test_a_merged_cell_is_shown_once_and_read_in_every_row():
    shown = [["Gear", "Part", "Mass"], ["nose", "strut", "4.1"], ["", "wheel", "2.0"]]
    filled = [shown[0], shown[1], ["nose", "wheel", "2.0"]]
    document = written(shown, filled)
    assert texts(document)[2] == "\twheel\t2.0"
    assert readings(document)[1] == "Gear: nose; Part: wheel; Mass: 2.0"


def test_a_row_with_one_cell_names_the_rows_below_it():
    rows = [["Item", "Mass", "CG"], ["Landing gear", "", ""], ["strut", "4.1", "100"]]
    assert readings(written(rows)) == ["Landing gear; Item: strut; Mass: 4.1; CG: 100"]


def test_a_title_merged_across_the_columns_names_the_rows_below_it_anywhere():
    header, strut, wheel = ["Item", "Mass", "CG"], ["strut", "4.1", "100"], ["wheel", "2.0", "80"]
    shown = [header, strut, ["SECTION A", "", ""], wheel, ["2024", "", ""], strut]
    filled = [header, strut, ["SECTION A"] * 3, wheel, ["2024"] * 3, strut]
    assert readings(written(shown, filled)) == [
        "Item: strut; Mass: 4.1; CG: 100",
        "SECTION A; Item: wheel; Mass: 2.0; CG: 80",
        "2024; Item: strut; Mass: 4.1; CG: 100",
    ]


def test_where_a_table_begins_with_a_group_others_follow():
    rows = [["Item", "Mass", "CG"], ["SECTION A", "", ""], ["strut", "4.1", "100"]]
    rows += [["R2", "", ""], ["Landing gear", "", ""], ["wheel", "2.0", "80"]]
    assert readings(written(rows)) == [
        "SECTION A; Item: strut; Mass: 4.1; CG: 100",
        "SECTION A; Item: R2",
        "Landing gear; Item: wheel; Mass: 2.0; CG: 80",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["0", "0", "0"], ["0.1", "0.2", "5"]],
        [["1", "3.2", "0.1"], ["2", "", ""], ["3", "4.4", "0.2"]],
        [["R2", "", ""], ["R3", "4.4", "0.2"]],
        [["2024-03-01", "", ""], ["2024-03-02", "4.4", "0.2"]],
        [["10 kN static", "1", "2"], ["-40 to +85 °C", "", ""], ["20 °C", "4.4", "0.2"]],
        [["Bolt", "1", "2"], ["Rod", "", ""], ["Nut", "4.4", "0.2"]],
        [["1", "2", "0.1"], ["n/a", "n/a", "n/a"], ["3", "4.4", "0.2"]],
    ],
)
def test_a_row_of_values_names_no_group(rows):
    first, *_, last = rows
    read = readings(written([["Case", "Load", "Deflection"], *rows], header_rows=1))
    assert read[-1] == f"Case: {last[0]}; Load: {last[1]}; Deflection: {last[2]}"
    assert read[0].startswith(f"Case: {first[0]}")
    assert len(read) == len(rows)


def test_names_and_values_without_a_header_read_as_pairs():
    document = written([["Document No.:", "TR-0042"], ["Issue", "B"]])
    assert readings(document) == ["Document No.: TR-0042", "Issue: B"]


def test_a_list_of_pairs_has_no_header():
    rows = [["Title", "Thermal report"], ["Author", "Structures"], ["Revision", "B"]]
    assert readings(written(rows))[0] == "Title: Thermal report"


def test_definitions_below_their_header_are_read_with_it():
    rows = [["Term", "Definition"], ["VUMAT", "a user material"], ["CDM", "continuum damage"]]
    assert readings(written(rows))[0] == "Term: VUMAT; Definition: a user material"


def test_numbers_alone_have_no_header():
    assert header_depth([["1", "2", "3"], ["4", "5", "6"]]) == 0


def test_empty_rows_and_columns_are_left_out():
    document = written([["Part", "", "Mass"], ["", "", ""], ["strut", "", "4.1"]])
    assert texts(document) == ["Part\tMass", "strut\t4.1"]


def test_line_breaks_in_a_cell_do_not_break_its_row():
    assert texts(written([["a\nb", "c\td"]])) == ["a b\tc d"]


@pytest.mark.parametrize(
    "cell", ["4.1", "-20,5", "1.5e-3", "±0.5 mm", "25 %", "1,234.50", "2024-03-01", ".3", "≥ 12"]
)
def test_numbers_are_recognised(cell):
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["7075-T6", "MIL-STD-1553B", "Part 3", "x", "M8"])
def test_identifiers_are_no_numbers(cell):
    assert not is_number(cell)


@pytest.mark.parametrize(
    "cell",
    ["Landing gear", "SECTION A", "Stage 2", "Bar 3", "1 Landing gear", "Fahrwerk", "起落架"],
)
def test_titles_are_recognised(cell):
    assert is_title(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("2", "4.1 kN", "12.5 mm/s^2", "10 x 20 mm", "-40 to +85 °C", "—", "n/a", "TBD", ""),
        *("2024-03-01", "1 March 2024", "May 2024", "12:30 UTC"),
        *("R2", "M8", "SB_EnaSubRptg", "ES_TL.Count"),
    ],
)
def test_values_dates_and_identifiers_are_no_titles(cell):
    assert not is_title(cell)


@pytest.mark.parametrize("cell", ["(mm)", "[kN]", "kg/m3", "N·m", "°C", "%", "m/s^2"])
def test_units_are_recognised(cell):
    assert is_unit(cell)


@pytest.mark.parametrize("cell", ["Mass", "strut", "12 mm", "see note"])
def test_words_are_no_units(cell):
    assert not is_unit(cell)


def test_a_column_says_each_of_its_names_once():
    assert column_names([["Load", "Load"], ["Load", "Fx"], ["N", "N"]]) == (
        "Load (N)",
        "Load Fx (N)",
    )


def test_names_and_values_in_turn_read_as_pairs():
    rows = [["Doc. No.:", "MP-1", "Issue:", "B"], ["Date:", "2024-03-01", "By:", "Loads"]]
    assert readings(written(rows)) == [
        "Doc. No.: MP-1; Issue: B",
        "Date: 2024-03-01; By: Loads",
    ]
