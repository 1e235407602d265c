"""How text reads: for searching, and cut into sentences."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.domain.document import Block, BlockKind
from assistant.domain.reading import block_search_text, search_text, sentences


@pytest.mark.parametrize(
    ("raw", "searched"),
    [
        ("exam-\nple", "example"),
        ("exam\u00ad\nple", "example"),
        ("exam\u00adple", "example"),
        ("a detach\u00ad\nable fin", "a detachable fin"),
        ("MIL-\nSTD-1553B", "MIL-STD-1553B"),
        ("MIL-STD-\n1553B", "MIL-STD-1553B"),
        ("Eurobloc-\nTR", "Eurobloc-TR"),
        ("high-\nspeed bus", "high-speed bus"),
        ("hard-\nware", "hardware"),
        ("non\u00ad\nstandard uses", "non-standard uses"),
        ("x-\naxis", "x-axis"),
        ("a fail-\nsafe valve; each fail-safe valve", "a fail-safe valve; each fail-safe valve"),
        ("pre-\nlaunch, or prelaunch", "prelaunch, or prelaunch"),
        ("state-of-the-\nart", "state-of-the-art"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(raw, searched):
    assert search_text(raw) == searched


def test_a_dash_before_a_new_line_stays_a_dash():
    assert search_text("the motor -\nif any") == "the motor - if any"


@pytest.mark.parametrize(
    ("raw", "searched"),
    [
        ("ﬁn ﬂutter eﬃciency", "fin flutter efficiency"),
        ("5 – 7", "5 - 7"),
        ("−9.81 m/s²", "-9.81 m/s²"),
        ("at 25 ˚C", "at 25 °C"),
        ("non‑breaking", "non-breaking"),
        ("10\u00a0kN\u2009max", "10 kN max"),
        ("it’s “ready”", 'it\'s "ready"'),
        ("limits—all of them", "limits - all of them"),
        ("zero\u200bwidth", "zerowidth"),
        ("Mass\t4.1\tkg", "Mass 4.1 kg"),
    ],
)
def test_typographic_characters_are_plain(raw, searched):
    assert search_text(raw) == searched


@pytest.mark.parametrize(
    "raw", ["3×10⁶ cycles", "5×10⁻⁶", "1½ in", "2⁸", "CO₂", "8.8³", "25 ºC", "①5 mm", "㉑5"]
)
def test_what_is_raised_lowered_circled_or_a_fraction_stays(raw):
    """On the line it would be another number: 106 cycles, 11/2 in, 15 mm."""
    assert search_text(raw) == raw


@pytest.mark.parametrize(
    ("raw", "searched"),
    [
        ("4.3 Axial stiffness . . . . . . . . 12", "4.3 Axial stiffness 12"),
        ("4.3 Axial stiffness...............12", "4.3 Axial stiffness 12"),
        ("Preface ................. iv", "Preface iv"),
        ("And so on ... until the end", "And so on ... until the end"),
    ],
)
def test_dots_that_lead_to_a_page_number_are_a_space(raw, searched):
    assert search_text(raw) == searched


def test_lines_are_joined_and_paragraphs_are_not():
    assert search_text("One line\nof text.\n \n\nThe next.") == "One line of text.\nThe next."


@given(st.text())
@example("\u00ad\n")
def test_searched_text_has_no_odd_spaces_and_is_settled(raw):
    searched = search_text(raw)

    assert "\u00ad" not in searched
    assert all(line == " ".join(line.split()) for line in searched.split("\n"))


def test_a_row_is_searched_by_its_reading():
    page = "D12\t21.1"
    row = Block(0, 8, BlockKind.TABLE_ROW, reading="Motor: D12; Mass (g): 21.1")

    assert block_search_text(page, row) == "Motor: D12; Mass (g): 21.1"
    assert block_search_text(page, Block(0, 8, BlockKind.TABLE_ROW)) == "D12 21.1"


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "The thrust is 29.73 N at 0.25 s.",
        "See Fig. 3 and Eq. 4.2 in No. 7.",
        "Loads (e.g. Wind, i.e. Gusts) vs. Thermal ones count.",
        "Use approx. 3 kg of propellant.",
        "The U.S. Army owns it.",
        "Rev. B of Trick 13.4.1 reads config.xml and main.cpp first.",
        "Call foo.bar() or sys.exec.out.time here.",
        "Torque is 5.2 N.m. per bolt",
        "It broke... and went on.",
        "1. Open the valve.",
        "(a) Close the valve.",
        "• Vent the tank.",
        "3.2.1 Loads shall be applied.",
        "A sentence that was\nbroken over\nthree lines.",
        'printf("Done. Next");',
        "4.3 Axial stiffness . . . . . . . . 12",
        "Internal Interfaces...... 43",
        "Preface . . . . . . . . iv",
    ],
)
def test_a_sentence_stays_whole(whole):
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It holds. It flies.", ["It holds.", "It flies."]),
        ("Is it safe? Yes! Fly.", ["Is it safe?", "Yes!", "Fly."]),
        ("It weighs 5 kg. 3 bolts hold it.", ["It weighs 5 kg.", "3 bolts hold it."]),
        ('He said "stop." Then (as told.) We left.', None),
        ("Nuts, bolts, etc. The rest is here.", ["Nuts, bolts, etc.", "The rest is here."]),
        ("Title\n\nText goes on", ["Title", "Text goes on"]),
        ("As follows:\n1. Open it.\n2. Close it.", ["As follows:", "1. Open it.", "2. Close it."]),
        ("Parts:\n• Nose cone\n• Fin", ["Parts:", "• Nose cone", "• Fin"]),
        ("int a = 1;\nreturn a;", ["int a = 1;", "return a;"]),
        ("Motor\tMass\nD12\t21.1", ["Motor\tMass", "D12\t21.1"]),
        ("a\tdetach-\nable\tc", ["a\tdetach-\nable\tc"]),
    ],
)
def test_sentences_end_where_they_do(text, parts):
    expected = parts or ['He said "stop."', "Then (as told.)", "We left."]
    assert cut(text) == expected


TEXTS = st.text(alphabet=st.sampled_from("aB1 .!?\n\t-•();\u00ad"), max_size=80) | st.text()


@given(TEXTS)
def test_sentences_cover_all_text_in_order_without_overlap(text):
    end = 0
    for start, stop in sentences(text):
        assert start >= end
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


@given(TEXTS)
def test_no_sentence_crosses_a_blank_line(text):
    for start, end in sentences(text):
        lines = text[start:end].split("\n")
        assert all(line.strip() for line in lines)


@pytest.mark.parametrize("unit", ["ab-\n", ".", ". ", "a-", "\u00ad ", "e.g. ", "a \n \n", ") "])
def test_texts_of_one_thing_over_and_over_are_read(unit):
    text = unit * 50_000

    assert len(search_text(text)) <= len(text)
    assert sum(len(text[a:b].split()) for a, b in sentences(text)) == len(text.split())
