"""How likely an answer is right, in words."""

from dataclasses import replace

import pytest

from assistant.answer.choose import choose
from assistant.answer.evidence import Likelihood, likelihood, observed
from assistant.answer.select import Reread
from assistant.domain.answer import Evidence
from assistant.domain.document import BlockKind
from tests.factories import make_page
from tests.unit.answer.test_select import question_of, read


@pytest.mark.parametrize(
    ("right", "words"),
    [(0.97, Evidence.STRONG), (0.6, Evidence.FAIR), (0.2, Evidence.WEAK)],
)
def test_a_probability_is_said_in_three_words(right, words):
    """A percentage would claim to know it better."""
    assert Likelihood(0.9, right).in_words() is words


@pytest.mark.parametrize(
    ("covered", "right", "together"),
    [(0.5, 0.5, 0.5), (0.8, 0.2, 0.61), (0.9, 0.05, 0.62), (0.05, 0.9, 0.22), (0.0, 0.0, 0.0)],
)
def test_two_probabilities_are_one_between_them(covered, right, together):
    """Whether it is covered counts for more; where there is nothing, nothing is likely."""
    assert Likelihood(covered, right).together == pytest.approx(together, abs=0.01)


@pytest.mark.parametrize(
    ("covered", "right", "enough"),
    [(0.7, 0.3, True), (0.6, 0.1, False), (0.3, 0.9, True), (0.3, 0.6, False)],
)
def test_what_both_together_make_unlikely_is_not_enough(covered, right, enough):
    """One may make up for the other's doubt, unless that is great."""
    assert Likelihood(covered, right).is_enough(0.42) is enough


@pytest.mark.parametrize(("threshold", "enough"), [(0.0, True), (1.0, False)])
def test_a_threshold_of_0_refuses_nothing_and_of_1_everything(threshold, enough):
    """Where there is something to say: of nothing, no threshold makes an answer."""
    assert Likelihood(0.01, 0.01).is_enough(threshold) is enough
    assert not Likelihood(0.0, 0.0).is_enough(threshold)


def test_a_name_that_stands_nowhere_around_is_observed():
    """As is how much of the question the answer holds."""
    question = question_of("What is the proof load of the RAD750?")
    page = make_page((BlockKind.PARAGRAPH, "The proof load is held for a while."))

    scored = read(question, page)
    found = observed(question, choose(question, scored), scored)

    assert found.missing_names > 0
    assert 0 < found.terms_with_context < 1


def test_a_name_that_the_document_does_not_know_is_observed_of_the_first():
    """Another document may well know it."""
    page = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN."))
    known = replace(question_of("What is the proof load of the ESP32-S2?"), unknown_names={2: 0.5})
    unknown = replace(known, unknown_names={1: 0.5})
    scored = read(known, page)

    likely, unlikely = (likelihood(q, choose(q, scored), scored) for q in (known, unknown))

    assert likely.covered > unlikely.covered
    assert likely.right > unlikely.right
    assert observed(unknown, choose(unknown, scored), scored).unknown_names == 0.5


@pytest.mark.parametrize(
    ("asked", "said", "missing"),
    [
        ("How many samples are taken?", "Samples are taken of the fuel.", True),
        ("How many samples are taken?", "Five samples are taken of the fuel.", False),
        ("How many samples are taken?", "No samples are taken.", False),
        ("What is the delay in ms?", "The delay of the relay.", True),
        ("Which gain is used in F Prime?", "The gain is that of the loop.", False),
        ("What is the default of gain_limit?", "gain_limit is the limit of the gain.", True),
        ("What is the default of gain_limit?", "gain_limit: by default that of the loop.", False),
        ("What is the default of gain_limit?", "gain_limit = 15", False),
        ("Which gas is used?", "The gas is taken from the bottle.", False),
    ],
)
def test_an_amount_or_a_default_that_is_asked_for_and_not_given_is_observed(asked, said, missing):
    question = question_of(asked)
    scored = read(question, make_page((BlockKind.PARAGRAPH, said)))

    assert observed(question, choose(question, scored), scored).value_missing == missing


def test_an_answer_about_another_thing_is_hardly_likely():
    """Where nothing else is found, BC-832 comes first for BC-1037."""
    question = question_of("What is the mass of BC-1037?")
    scored = read(question, make_page((BlockKind.PARAGRAPH, "The mass of BC-832 is 3 kg.")))
    (found,) = choose(question, scored)
    found = replace(found, reread=Reread(relevance=4.0, margin=4.0))

    assert observed(question, [found], scored).another == 1
    same = likelihood(question, [replace(found, is_another=False)], scored)
    assert likelihood(question, [found], scored).together < same.together - 0.2


@pytest.mark.parametrize(
    "asked",
    [
        "What is the proof load in kN?",
        "What is the proof load (N·m)?",
        "WHAT IS THE PROOF LOAD OF THE STRUT?",
    ],
)
def test_units_and_capitals_of_a_whole_question_are_no_names(asked):
    """Nm may be given as N·m or in pounds, and who writes in capitals names nothing by them."""
    page = make_page((BlockKind.PARAGRAPH, "The proof load is 25 tons."))
    question = question_of(asked)
    scored = read(question, page)
    assert observed(question, choose(question, scored), scored).missing_names == 0


def test_what_the_reader_finds_relevant_is_likelier_covered_and_right():
    """Its word counts, whatever words the question shares with the passage."""
    question = question_of("What is the proof load?")
    page = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN."))
    (found,) = choose(question, read(question, page))
    found = replace(found, reread=Reread(relevance=0.0, margin=0.0))
    likely, unlikely = (
        likelihood(question, [each], [each])
        for relevance in (4.0, -4.0)
        for each in [replace(found, signs=found.signs._replace(relevance=relevance))]
    )

    assert likely.covered > 0.9 > 0.8 > unlikely.covered
    assert likely.right > unlikely.right


@pytest.mark.parametrize("said", ["relevance", "margin"])
def test_what_the_larger_reader_finds_makes_it_likelier(said):
    """What it was not given is as if it had found nothing there."""
    question = question_of("What is the proof load?")
    page = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN."))
    (found,) = choose(question, read(question, page))
    yes, no = (replace(found, reread=Reread(0.0, 0.0)._replace(**{said: n})) for n in (4.0, -4.0))

    likely, unlikely, unread = (
        likelihood(question, [each], [each]) for each in (yes, no, replace(found, reread=None))
    )

    assert likely.covered > unlikely.covered + 0.02
    assert likely.right > unlikely.right + 0.02
    assert unlikely.covered > unread.covered


def test_what_leads_the_others_is_likelier_right():
    """Where a second unit is as good and was not chosen, the choice is a guess."""
    question = question_of("What is the proof load?")
    page = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN."))
    (found,) = choose(question, read(question, page))
    close, far = (replace(found, score=found.score - lead) for lead in (0.1, 2.0))

    alone, ahead, level = (
        observed(question, [found], [found, *others]) for others in ([], [far], [close, far])
    )

    assert (alone.lead, ahead.lead) == (3.0, pytest.approx(2.0))
    assert level.lead == pytest.approx(0.1)
    likely, unlikely = (likelihood(question, [found], [found, other]) for other in (far, close))
    assert likely.right > unlikely.right
    assert likely.covered == unlikely.covered
