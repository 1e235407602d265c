"""Questions that lean on the one before are made to stand alone; the others are left alone."""

import pytest

from assistant.answer.follow_up import rewritten, standalone
from assistant.domain.answer import Turn
from assistant.jobs import CancelToken
from tests.fakes import FakeGenerator

LOAD = Turn("What limit load does the aft strut carry in tension?", "It carries 41.3 kN [1].")
MASS = Turn("What is the mass of the rod end?", "0.268 kg [1]")
OFTEN = Turn("How often must the fuel filter be replaced?", "Every 300 h [1].")
CAN = Turn("Does the autopilot support CAN?", "Yes [1].")
STAGES = Turn("What are the stages of the rocket?", "Two [1].")
LIMIT = Turn("What is the limit load of the aft strut?", "41.3 kN [1]")
SHAFT = Turn("Where is the shaft in the shaft housing?", "In the middle [1].")
LIST = Turn("Which fasteners need locking wire?", "All M8 bolts [1].")
POWER = Turn("Is the drive electronics rated for vacuum?", "Yes [1].")


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (LOAD, "And in compression?", "What limit load does the aft strut carry in compression?"),
        (LOAD, "What about at -54 °C?", f"{LOAD.question[:-1]}, at -54 °C?"),
        (LOAD, "And the aft pin?", "What limit load does the aft pin carry in tension?"),
        (LOAD, "How much does it weigh?", "How much does the aft strut weigh?"),
        (MASS, "What is its material?", "What is the rod end's material?"),
        (MASS, "How about the housing?", "What is the mass of the housing?"),
        (POWER, "Which pins do they use?", "Which pins do the drive electronics use?"),
        (OFTEN, "Who replaces it?", "Who replaces the fuel filter?"),
        (OFTEN, "And the oil filter?", "How often must the oil filter be replaced?"),
        (CAN, "Does it support RS-485 too?", "Does the autopilot support RS-485 too?"),
        (STAGES, "How do they separate?", f"{STAGES.question} How do they separate?"),
        (LIMIT, "And the ultimate load?", "What is the ultimate load of the aft strut?"),
        (LIMIT, "And for the aft pin?", "What is the limit load of the aft pin?"),
        (SHAFT, "And the rotor?", "Where is the rotor in the shaft housing?"),
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
        "AND gate propagation delay?",
        "And-gate delay?",
        "And?",
        "Which tests failed?",
        "What happens when the strut is cold and it freezes?",
        "Is it possible to weld the housing?",
        "How long does it take to charge the battery?",
        "Can IT support enable the license?",
        "Android version?",
    ],
)
def test_a_whole_question_is_left_as_it_is(question):
    assert standalone(question, [LOAD]) == question


def test_odd_spaces_make_no_difference():
    assert standalone("And\u00a0in compression?\t", [LOAD]).endswith("carry in compression?")
    assert standalone("and\t", [LOAD]) == "and"


def test_the_first_question_leans_on_nothing():
    assert standalone("And in compression?", []) == "And in compression?"


def asked_by_model(question: str, generator: FakeGenerator) -> str:
    return rewritten(question, [LOAD], generator, "Rewrite.", CancelToken())


def test_a_language_model_writes_it_where_it_adds_nothing():
    said = "How much does the aft strut weigh in tension?"
    assert (
        rewritten("How much does it weigh?", [LOAD], FakeGenerator(said), "Rewrite.", CancelToken())
        == said
    )


@pytest.mark.parametrize(
    "said", ["", "Nonsense about kerosene?", "What load does the aft strut carry?", "a\nb"]
)
def test_where_it_adds_or_leaves_out_something_the_rule_holds(said):
    found = rewritten(
        "How much does it weigh?", [LOAD], FakeGenerator(said), "Rewrite.", CancelToken()
    )
    assert found == "How much does the aft strut weigh?"


def test_a_whole_question_is_not_rewritten():
    generator = FakeGenerator("Something else?")
    asked = asked_by_model("Which tests failed?", generator)
    assert (asked, generator.prompts) == ("Which tests failed?", [])
