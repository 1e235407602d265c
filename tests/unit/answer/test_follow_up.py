"""Questions that lean on the one before are made to stand alone; the others are left alone."""

import pytest

from assistant.answer.follow_up import rewritten, standalone
from assistant.domain.answer import Turn
from tests.fakes import FakeGenerator

LOAD = Turn("What limit load does the aft strut carry in tension?", "It carries 41.3 kN [1].")
MASS = Turn("What is the mass of the rod end?", "0.268 kg [1]")
LIST = Turn("Which fasteners need locking wire?", "All M8 bolts [1].")
POWER = Turn("Is the drive electronics rated for vacuum?", "Yes [1].")


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (LOAD, "And in compression?", f"{LOAD.question[:-1]}, in compression?"),
        (LOAD, "What about at -54 °C?", f"{LOAD.question[:-1]}, at -54 °C?"),
        (LOAD, "And the aft pin?", "What limit load does the aft pin carry in tension?"),
        (LOAD, "How much does it weigh?", "How much does the aft strut weigh?"),
        (MASS, "What is its material?", "What is the rod end's material?"),
        (MASS, "How about the housing?", "What is the mass of the housing?"),
        (POWER, "Which pins do they use?", "Which pins do the drive electronics use?"),
        (LIST, "How heavy are they?", f"{LIST.question} How heavy are they?"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(before, question, whole):
    assert standalone(question, [MASS, before]) == whole


@pytest.mark.parametrize(
    "question",
    [
        "What is the mass of the housing?",
        "And what is the mass of the housing?",
        "Which tests failed?",
        "What happens when the strut is cold and it freezes?",
        "Android version?",
    ],
)
def test_a_whole_question_is_left_as_it_is(question):
    assert standalone(question, [LOAD]) == question


def test_the_first_question_leans_on_nothing():
    assert standalone("And in compression?", []) == "And in compression?"


def test_a_language_model_writes_it_where_it_adds_nothing():
    said = "How much does the aft strut weigh in tension?"
    assert rewritten("How much does it weigh?", [LOAD], FakeGenerator(said), "Rewrite.") == said


@pytest.mark.parametrize(
    "said", ["", "Nonsense about kerosene?", "What load does the aft strut carry?", "a\nb"]
)
def test_where_it_adds_or_leaves_out_something_the_rule_holds(said):
    found = rewritten("How much does it weigh?", [LOAD], FakeGenerator(said), "Rewrite.")
    assert found == "How much does the aft strut weigh?"


def test_a_whole_question_is_not_rewritten():
    generator = FakeGenerator("Something else?")
    asked = rewritten("Which tests failed?", [LOAD], generator, "Rewrite.")
    assert (asked, generator.prompts) == ("Which tests failed?", [])
