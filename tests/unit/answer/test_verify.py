"""A composed sentence is held against what it cites."""

import pytest

from assistant.answer.verify import Statement, objection, statement_of

SOURCES = {
    1: "ICD-204 rev C › 4.2 Loads\nThe aft strut carries a limit load of 41.3 kN in tension at"
    " −54 °C. It shall not be painted.",
    2: "Bolt: M8; Torque (N·m): 25; Count: 12",
}


@pytest.mark.parametrize(
    "sentence",
    [
        "The aft strut carries a limit load of 41.3 kN in tension [1].",
        "At -54 °C the strut carries 41.3 kN [1].",
        "The aft strut must not be painted [1].",
        "The torque of the M8 bolt is 25 N·m [2].",
        "There are twelve M8 bolts, torque 25 N·m, count 12 [2].",
        "ICD-204 gives the strut a limit load of 41.3 kN [1]",
    ],
)
def test_what_the_passage_says_holds(sentence):
    assert objection(statement_of(sentence), SOURCES) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The aft strut carries a limit load of 41.3 kN.", "cites nothing"),
        ("The aft strut carries a limit load of 41.3 kN [3].", "not given"),
        ("The aft strut carries a limit load of 41.8 kN [1].", "41.8 does not stand"),
        ("The aft strut carries a limit load of 41.3 MN [1].", "another unit"),
        ("The aft strut carries a limit load of 41.3 kN at 54 K [1].", "another unit"),
        ("The torque of the M8 bolt is 25 kN·m [2].", "another unit"),
        ("The aft strut carries 41.3 kN [2].", "does not stand"),
        ("The limit load of ICD-41.3 [1].", "does not stand"),
        ("Three aft struts carry a limit load of 41.3 kN [1].", "'three' does not stand"),
        ("The forward engine mount yields early during landing [1].", "does not say this"),
        ("The torque of the M8 bolt is not 25 N·m [2].", "does not deny"),
    ],
)
def test_what_it_does_not_say_is_told(sentence, reason):
    assert reason in objection(statement_of(sentence), SOURCES)


def test_a_statement_is_told_from_its_citations():
    assert statement_of("It holds [1] and lasts [2][1].") == Statement(
        "It holds and lasts.", (1, 2)
    )
