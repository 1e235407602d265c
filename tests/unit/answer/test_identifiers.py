"""A row about BC-832 does not answer a question about BC-1037."""

import pytest

from assistant.answer.identifiers import identifiers, names_another

ASKED = "What is the mass of BC-1037?"


def test_identifiers_are_told_from_numbers_and_units():
    found = identifiers("BC-1037 and REQ-014: 25 N·m, 3 m2, M8, at 12 V")
    assert found == {"bc-": {("1037",)}, "req-": {("14",)}, "m": {("8",)}}


@pytest.mark.parametrize(
    ("said", "is_other"),
    [
        ("Item: BC-832; Mass: 3 kg", True),
        ("Item: BC-1037; Mass: 3 kg", False),
        ("BC-832 and BC-1037 weigh 3 kg each.", False),
        ("Item: Battery; Mass: 3 kg", False),
        ("REQ-014: The mass shall be 3 kg.", False),
    ],
)
def test_another_of_the_kind_that_was_asked_about_is_noticed(said, is_other):
    assert names_another(ASKED, said) is is_other


def test_a_question_without_identifiers_has_no_others():
    assert not names_another("What is the mass of the battery?", "BC-832 weighs 3 kg.")


@pytest.mark.parametrize(
    ("asked", "said", "is_other"),
    [
        ("thrust of the D12", "Motor: D12-5; Thrust: 29.7 N", False),
        ("thrust of the D12-5", "Motor: D12-7; Thrust: 29.7 N", True),
        ("scope of ISO-9001", "ISO-9001:2015 is met.", False),
        ("mass of BC-1038", "BC-1037/1038 weigh 3 kg.", False),
        ("what is REQ-14", "REQ-014 The mass shall be 3 kg.", False),
        ("mass of bc-1037", "BC-832 weighs 3 kg.", True),
        ("load on an area of 5 m2", "Use M8 bolts.", False),
    ],
)
def test_identifiers_are_compared_part_by_part(asked, said, is_other):
    assert names_another(asked, said) is is_other
