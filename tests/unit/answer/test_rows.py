"""Which row of a table is picked out by a number."""

from dataclasses import replace

import pytest

from assistant.answer.rows import beside_the_row_asked_for
from assistant.answer.units import Unit, UnitKind
from assistant.domain.document import BlockKind
from tests.unit.answer.test_units import units

DELAYS = (
    "Delay: 3 s; Measured: 2.39; Mass: 41.4 g",
    "Delay: 5 s; Measured: 4.25; Mass: 45.2 g",
    "Delay: 7 s; Measured: 5.75; Mass: 44.9 g",
)


def row(reading: str, *, kind: UnitKind = UnitKind.ROW) -> Unit:
    (unit,) = units((BlockKind.PARAGRAPH, reading))
    return replace(unit, kind=kind)


@pytest.mark.parametrize(
    "question",
    [
        "Which delay is measured for the motor with 5 s?",
        "Which delay is measured for the motor with 5.0 seconds?",
        "What does the D12-5 weigh?",
    ],
)
def test_a_number_of_the_question_picks_out_its_row(question: str) -> None:
    assert beside_the_row_asked_for(question, [*map(row, DELAYS)]) == [True, False, True]


@pytest.mark.parametrize(
    "question", ["What does the D12 weigh?", "What does the motor with 9 s weigh?"]
)
def test_where_no_row_has_the_number_none_is_told_apart(question: str) -> None:
    assert not any(beside_the_row_asked_for(question, [*map(row, DELAYS)]))


@pytest.mark.parametrize(
    "question",
    [
        "Which delays are longer than 5 s?",
        "Which masses have delays above 5 s?",
        "Which masses have delays between 3 s and 5 s?",
    ],
)
def test_a_number_that_is_compared_with_picks_out_no_row(question: str) -> None:
    assert not any(beside_the_row_asked_for(question, [*map(row, DELAYS)]))


def test_a_row_with_a_blank_cell_is_of_the_table_all_the_same() -> None:
    rows = [row(DELAYS[1]), row("Delay: 9 s; Mass: 46.0 g")]

    assert beside_the_row_asked_for("What does the motor with 5 s weigh?", rows) == [False, True]


def test_rows_of_another_table_and_sentences_are_left_alone() -> None:
    others = [row("Pin: 4; Signal: GND"), row("The mass is 3 g.", kind=UnitKind.SENTENCE)]

    found = beside_the_row_asked_for("Which mass has the 5 s delay?", [row(DELAYS[1]), *others])

    assert found == [False, False, False]


def test_a_name_picks_out_the_row_with_that_cell() -> None:
    """'4MB' is another layout than '4MB-c1', and 1 no name."""
    rows = [row("Layout: 4MB; Slots: 2"), row("Layout: 4MB-c1; Slots: 2"), row("Layout: 1MB")]

    found = beside_the_row_asked_for("How many slots has layout 4MB-c1 in table 1?", rows)

    assert found == [True, False, True]


def test_a_name_tells_more_than_a_number() -> None:
    rows = [row("Mode: JT4B; Spacing: 8.75"), row("Mode: JT4F; Spacing: 157.5")]

    assert beside_the_row_asked_for("Which mode is it, JT4F with 8.75?", rows) == [True, False]
