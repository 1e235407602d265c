"""Whether a question asks for a number, and whether a text gives one."""

import pytest

from assistant.answer.quantity import has_number, may_want_number, needs_number


@pytest.mark.parametrize(
    "question",
    [
        "What is the default baud rate of the bus?",
        "Which firmware version does the logger need?",
        "what maximum operating temperature must the sealant withstand",
        "How many samples are taken?",
    ],
)
def test_a_quantity_that_is_asked_for_needs_a_number(question: str) -> None:
    assert needs_number(question)
    assert may_want_number(question)


@pytest.mark.parametrize(
    "question",
    [
        "What happens when the pressure in the tank rises?",
        "Which valve limits the flow rate?",
        "Why is the temperature of the battery measured?",
        "What is density altitude?",
    ],
)
def test_a_quantity_that_is_only_spoken_of_needs_none(question: str) -> None:
    assert not needs_number(question)


@pytest.mark.parametrize("text", ["at least 64 bits", "two of them", "0x1F"])
def test_digits_and_words_are_numbers(text: str) -> None:
    assert has_number(text)


def test_a_text_without_either_has_none() -> None:
    assert not has_number("Seek rate to quickly find the limit switch.")
