"""What a question calls by a name."""

import pytest

from assistant.answer.names import names


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
    assert [sorted(name) for name in names(question)] == [sorted(name) for name in found]


@pytest.mark.parametrize(
    "question",
    [
        "Which primer is used?",
        "What is the load in kN?",
        "How many (N·m)?",
        "WHAT IS THE PROOF LOAD?",
    ],
)
def test_a_first_word_a_unit_and_capitals_throughout_are_no_names(question):
    """Nm may be given as N·m, and who writes in capitals names nothing by them."""
    assert names(question) == []
