"""CSV and TSV."""

import pytest

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.csv_table import parse
from tests.unit.parse.reading import offsets_hold, readings, texts


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    content = delimiter.join(["part", "mass"]) + "\n" + delimiter.join(["strut", "4.1"]) + "\n"
    assert readings(parse(content.encode(), "a.csv")) == ["part: strut; mass: 4.1"]


def test_decimal_commas_survive():
    document = parse(b"Node;Tmin\nN1;-20,5\nN2;-10,25\n", "a.csv")
    assert readings(document) == ["Node: N1; Tmin: -20,5", "Node: N2; Tmin: -10,25"]


def test_numbers_stay_as_written_beside_their_units():
    document = parse(b"No,Mass Units,Mass\nBC-1037,oz,0.160\nBC-1039,oz,0.170\n", "a.csv")
    assert readings(document)[0] == "No: BC-1037; Mass Units: oz; Mass: 0.160"


def test_lines_above_the_header_stay_apart_from_the_table():
    content = b"# Thermal test of unit 3\nDate;2024-03-01\n\nNode;Min;Max\nN1;-20;40\nN2;-10;60\n"
    document = parse(content, "a.csv")
    assert texts(document, BlockKind.PARAGRAPH) == ["# Thermal test of unit 3"]
    assert readings(document) == [
        "Date: 2024-03-01",
        "Node: N1; Min: -20; Max: 40",
        "Node: N2; Min: -10; Max: 60",
    ]


def test_quoted_cells_may_hold_delimiters_and_line_breaks():
    document = parse(b'part,remark\nstrut,"long, and\ntall"\n', "a.csv")
    assert texts(document)[1] == "strut\tlong, and tall"


def test_the_delimiter_that_a_spreadsheet_names_is_used():
    assert texts(parse(b"sep=;\na,b;c\nd,e;f\n", "a.csv"))[0] == "a,b\tc"


def test_a_million_rows_are_bounded_and_the_cut_is_said():
    document = parse(b"time,load\n" + b"1.25,41.3\n" * 1_000_000, "a.csv")
    assert len(document.pages[0].text) <= 2_000_000
    assert document.notes[0] == "Cut after 2,000,000 characters."
    assert offsets_hold(document)


def test_an_empty_table_has_no_text():
    with pytest.raises(DocumentSkippedError) as caught:
        parse(b",,,\n\n", "a.csv")
    assert caught.value.reason is SkipReason.NO_TEXT


def test_a_cell_without_end_is_damage():
    with pytest.raises(DocumentSkippedError) as caught:
        parse(b'a,b\n1,"' + b"x" * 1_500_000, "a.csv")
    assert caught.value.reason is SkipReason.DAMAGED
