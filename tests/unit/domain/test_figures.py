"""Figures are found as a reader sees them, and told apart from identifiers."""

import pytest

from assistant.domain.figures import figures, plain, spellings


def values(text: str) -> list[str]:
    return [figure.value for figure in figures(plain(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("41.3 kN at 120 °C.", ["41.3", "120"]),
        ("1,204 documents, 10 000 hours, 1\u202f500 cycles", ["1204", "10000", "1500"]),
        ("at −54 °C, (-3) and 10-20", ["-54", "-3", "10-20"]),
        ("10⁶ cycles, 1.2e-5, 3 × 10^-3", ["10^6", "1.2e-5", "3", "10^-3"]),
        ("section 4.2.1 of 2026-11-20", ["4.2.1", "2026-11-20"]),
        ("a gap of .5 mm or 0,5 mm", ["0.5", "0.5"]),
        ("٤١ and ４１", ["41", "41"]),
        ("none here", []),
    ],
)
def test_a_number_has_one_value_however_it_is_written(text, found):
    assert values(text) == found


def test_a_figure_in_an_identifier_belongs_to_it():
    """The 204 of ICD-204 is not the number 204."""
    found = [(figure.code, figure.value) for figure in figures(plain("ICD-204, M8, MIL-STD-1553B"))]
    assert found == [("icd-", "204"), ("m", "8"), ("mil-std-", "1553")]
    assert "204" not in spellings("ICD-204").get("", ())


def test_separators_of_thousands_may_be_written_in_any_way():
    assert {"1204", "1,204", "1 204"} <= spellings("1,204")[""]
    assert {"10000", "10,000", "10 000"} <= spellings("10 000")[""]


def test_a_raised_two_is_the_two_of_a_unit():
    """'m²' allows 'm2' and 'm^2', and no number 2."""
    found = spellings("5 m²")
    assert found["m"] == found["m^"] == {"2"}
    assert found[""] == {"5"}


def test_a_fraction_is_no_part_of_the_number_before_it():
    """'1½' is not eleven halves."""
    assert spellings("1½ turns")[""] == {"1", "1/2"}
    assert plain("25 ºC, 40 ˚C") == "25 °C, 40 °C"


def test_a_negative_number_allows_its_minus_and_a_positive_does_not():
    assert "54" in spellings("-54 °C")["-"]
    assert "-" not in spellings("54 °C")
