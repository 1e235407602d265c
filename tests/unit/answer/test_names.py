"""What a question calls by a name."""

import pytest

from assistant.answer.names import names
from assistant.domain.terms import terms


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which gas does the SMART-QSO test let in?", [["_smartqso", "smart", "qso"]]),
        ("Where does ptp4l log?", [["_ptp4l", "ptp"]]),
        (
            "What does version 1.11 say of CalculiX?",
            [["1_11", "_v1_11"], ["_calculix", "calculi"]],
        ),
    ],
)
def test_a_name_has_a_capital_or_a_figure(question, found):
    """Its parts are terms of it too, for a document may give it in one of them."""
    assert [sorted(name.terms) for name in names(question)] == [sorted(name) for name in found]


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("the D12-7", ["D12-7", "D12 with 7 s", "the d127"]),
        ("pyOCD 0.36.0", ["pyocd in options-0.36.0.md"]),
        ("the Spalart-Allmaras model", ["that of Spalart and Allmaras", "Spalart-Allmaras"]),
        ("gain_limit", ["gain_limit = 3", "decks/gain_limit.inp"]),
        ("the CSRs", ["one CSR"]),
        ("NavIC L5", ["NavIC on L5"]),
    ],
)
def test_a_name_is_known_in_each_of_its_spellings(asked, known):
    for text in known:
        assert all(known_in(text, name) for name in names(f"What is {asked}?"))


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("the ESP32-S2", "ESP32 and 2 others"),
        ("the AVR16EB32", "AVR of 16 and 32 bits"),
        ("NavIC", "for nav and IC"),
        ("gain_limit", "the limit of the gain"),
        ("version 0.36.0", "0 of 36"),
        ("version 1.11", "1.10 or 11"),
        ("the vl register", "the length register"),
    ],
)
def test_a_part_of_a_name_is_not_the_name(asked, other):
    assert not all(known_in(other, name) for name in names(f"What is {asked}?"))


def test_capitals_alone_are_an_abbreviation():
    """The others may not be spelled out."""
    found = names("Does the PSD of SWIFT-2 hold for CalculiX (TM)?")

    assert [name.is_abbreviation for name in found] == [True, False, False, True]


@pytest.mark.parametrize("asked", ["the S/N", "the 96-core node", "a rate of 500", "2.5 of it"])
def test_letters_between_strokes_and_quantities_are_known_in_no_spelling(asked):
    """S/N, SNR and signal to noise are one, and what holds at 500 may be said of a range."""
    assert [name.spellings for name in names(f"What is {asked} here?")] == [()]


def known_in(text, name):
    return name.places(lambda term: {1} if term in terms(text) else set()) == {1}


@pytest.mark.parametrize(
    "question",
    [
        "Which primer is used?",
        "It fails. Why is that?",
        "What is the load in kN?",
        "How many (N·m)?",
        "WHAT IS THE PROOF LOAD?",
    ],
)
def test_a_first_word_a_unit_and_capitals_throughout_are_no_names(question):
    """Nm may be given as N·m, and who writes in capitals names nothing by them."""
    assert names(question) == []
