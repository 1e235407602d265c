"""Formulas of Office documents."""

import pytest
from lxml import etree

from assistant.parse.office_math import formula_text

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATRIX = "<m><mr><e>{a}</e><e>{b}</e></mr><mr><e>{c}</e><e>{d}</e></mr></m>"


def formula(markup, **texts):
    """How a formula reads whose elements are written without prefix, its texts as '{a}'."""
    runs = {name: f"<r><t>{text}</t></r>" for name, text in texts.items()}
    return formula_text(
        etree.fromstring(f"<oMath xmlns='{M}' xmlns:w='{W}'>{markup.format(**runs)}</oMath>")
    )


@pytest.mark.parametrize(
    ("around", "shown"),
    [
        ("K={}", "K=[1, 2; 3, 4]"),
        ("<d><dPr><begChr val='['/><endChr val=']'/></dPr><e>{}</e></d>", "[1, 2; 3, 4]"),
        ("<d><dPr><begChr val='|'/><endChr val='|'/></dPr><e><ctrlPr/>{}</e></d>", "|1, 2; 3, 4|"),
        ("<d><e><r><t>2</t></r>{}</e></d>", "(2[1, 2; 3, 4])"),
    ],
)
def test_a_matrix_reads_row_by_row(around, shown):
    around = around.replace("K=", "<r><t>K=</t></r>")
    assert formula(around.replace("{}", MATRIX), a="1", b="2", c="3", d="4") == shown


def test_equations_below_each_other_are_apart_and_without_their_alignment():
    brace = "<d><dPr><begChr val='{{'/><endChr val=''/></dPr><e>{}</e></d>"
    rows = "<eqArr><e>{a}</e><e>{b}</e></eqArr>"
    assert formula(brace.replace("{}", rows), a="x&amp;=41", b="y&amp;=2") == "{x=41; y=2"


def test_marks_before_a_symbol_are_told_from_it():
    nuclide = "{n}<sPre><sub>{z}</sub><sup>{a}</sup><e>{e}</e></sPre>"
    assert formula(nuclide, n="2", z="92", a="238", e="U") == "2 _92^238 U"


@pytest.mark.parametrize("gone", ["w:del", "w:moveFrom"])
def test_what_was_deleted_of_a_formula_is_left_out(gone):
    markup = f"<{gone}>{{a}}</{gone}><w:ins>{{b}}</w:ins>"
    assert formula(markup, a="41", b="43") == "43"


def test_a_fraction_and_what_follows_a_power_stand_apart():
    """3 and 1/2 are not 31/2, nor is an s behind 10^6 part of the exponent; runs of text join."""
    half = "{three}<f><num>{one}</num><den>{two}</den></f>"
    assert formula(half, three="3", one="1", two="2") == "3 1/2"
    power = "<sSup><e>{ten}</e><sup>{six}</sup></sSup>{s}"
    assert formula(power, ten="10", six="6", s="s") == "10^6 s"
    assert formula("{a}{b}", a="12", b="3") == "123"
