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


def test_decimal_commas_survive_where_the_comma_would_make_as_many_cells():
    document = parse(b"Zeit, s;Kraft, kN\n0,1;12,5\n0,2;13,5\n", "a.csv")
    assert readings(document) == ["Zeit, s: 0,1; Kraft, kN: 12,5", "Zeit, s: 0,2; Kraft, kN: 13,5"]


def test_decimal_commas_survive_without_a_header():
    assert texts(parse(b"12,5;3\n13,5;4\n", "a.csv")) == ["12,5\t3", "13,5\t4"]


def test_semicolons_in_quoted_text_are_no_delimiters():
    content = b'strut,4.1,"long; tall"\nfork,2.0,"short; wide"\n'
    assert texts(parse(content, "a.csv")) == ["strut\t4.1\tlong; tall", "fork\t2.0\tshort; wide"]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"t (s),x (mm),F (N)\n0,0,0\n0.1,0.2,5\n", "t (s): 0.1; x (mm): 0.2; F (N): 5"),
        (b"point,load,defl\n1,3.2,0.1\n2,,\n3,4.4,0.2\n", "point: 3; load: 4.4; defl: 0.2"),
        (b"Req,Result,Note\nR1,Pass,\nR2,,\nR3,Fail,late\n", "Req: R3; Result: Fail; Note: late"),
    ],
)
def test_a_row_without_further_values_leads_no_other(content, read):
    assert readings(parse(content, "a.csv"))[-1] == read


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
