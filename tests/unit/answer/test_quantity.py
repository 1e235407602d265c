"""Whether a question asks for a number, and whether a text gives one."""

import pytest

from assistant.answer.quantity import has_number_word, is_quantity, may_want_number


@pytest.mark.parametrize(
    "question",
    [
        "How many samples are taken?",
        "Which firmware version is fitted?",
        "When was it tested?",
        "When must the filter be replaced?",
        "Give the torque of the M8 bolts.",
    ],
)
def test_a_quantity_or_a_time_may_want_a_number(question: str) -> None:
    assert may_want_number(question)


def test_a_reason_wants_none() -> None:
    assert not may_want_number("Why is the temperature of the battery measured?")


def test_plurals_and_capitals_are_the_same_quantity() -> None:
    assert is_quantity("Loads")
    assert not is_quantity("strut")


def test_numbers_are_written_in_words_too() -> None:
    assert has_number_word("Two of them are fitted.")
    assert not has_number_word("The tone of the horn.")
