"""Sentences that begin by pointing back."""

import pytest

from assistant.answer.reference import points_back


@pytest.mark.parametrize(
    "sentence",
    [
        "If this condition holds, the rocket is said to be stable.",
        "It was given the name Voyager in the mid-1970s.",
        "• These can be configured for each axis.",
        "In such cases the valve stays shut.",
        "Their values are kept at power-off.",
        "Otherwise the repeater opens too soon.",
    ],
)
def test_a_sentence_may_say_nothing_without_the_one_before(sentence):
    """What it speaks of was said there."""
    assert points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The rocket is stable if this condition holds.",
        "It is recommended that the valve be opened first.",
        "This document gives the interface of the strut.",
        "In this section loads are limit loads.",
        "Italics mark what is entered.",
        "If the pressure falls, the pump starts.",
    ],
)
def test_most_sentences_say_it_themselves(sentence):
    """What follows 'it' may stand in the same sentence, and 'this document' is the document."""
    assert not points_back(sentence)
