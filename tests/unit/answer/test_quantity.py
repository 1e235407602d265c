"""Whether a question asks for a number, and whether a text gives one."""

import pytest

from assistant.answer.quantity import (
    asks_amount,
    gives_amount,
    gives_number,
    is_quantity,
    may_want_number,
)


@pytest.mark.parametrize(
    "question",
    [
        "How many samples are taken?",
        "Which firmware version is fitted?",
        "When was it tested?",
        "When must the filter be replaced?",
        "Give the torque of the M8 bolts.",
        "Up to what offset is the clock corrected?",
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
    assert gives_number("Two of them are fitted.", "How many are fitted?")
    assert not gives_number("The tone of the horn.", "How loud is the horn?")


@pytest.mark.parametrize("text", ["The default is 40 ms.", "(4.25 s)", "v1.10", "01:80:C2", "0x18"])
def test_a_number_may_be_of_any_form(text: str) -> None:
    assert gives_number(text, "What is it?")


@pytest.mark.parametrize("text", ["p2p_dst_mac: where it goes", "an M8 bolt", "REQ-014 holds"])
def test_a_part_of_a_name_is_no_number(text: str) -> None:
    assert not gives_number(text, "What is it?")


def test_a_number_that_was_asked_about_is_not_given() -> None:
    assert not gives_number("It runs on 28 V.", "How long does it run on 28 V?")
    assert gives_number("It runs on 28 V for 3 h.", "How long does it run on 28 V?")


@pytest.mark.parametrize(
    "question",
    ["How many are fitted?", "What is the delay in ms?", "Which firmware version is fitted?"],
)
def test_only_an_amount_answers_how_many_in_which_unit_and_of_which_version(question: str) -> None:
    assert asks_amount(question)


@pytest.mark.parametrize(
    "question", ["Which gain is used in F Prime?", "What was found in TS-3?", "How is it fitted?"]
)
def test_what_stands_after_in_may_be_no_unit(question: str) -> None:
    assert not asks_amount(question)


@pytest.mark.parametrize(
    "text", ["It is done every week.", "None are fitted.", "It takes an hour."]
)
def test_an_amount_may_be_said_without_a_number(text: str) -> None:
    assert gives_amount(text, "How often?")
    assert not gives_number(text, "How often?")
