"""How likely an answer is right, in words."""

import pytest

from assistant.answer.evidence import in_words, observed
from assistant.answer.select import choose
from assistant.domain.answer import Evidence
from assistant.domain.document import BlockKind
from tests.factories import make_page
from tests.unit.answer.test_select import question_of, read


@pytest.mark.parametrize(
    ("likely", "words"),
    [(0.97, Evidence.STRONG), (0.7, Evidence.FAIR), (0.52, Evidence.WEAK)],
)
def test_a_probability_is_said_in_three_words(likely, words):
    """A percentage would claim to know it better."""
    assert in_words(likely) is words


def test_a_number_that_was_wanted_and_is_not_given_is_observed():
    """As is a name that stands nowhere around the answer."""
    question = question_of("What is the proof load of the RAD750 in kN?")
    page = make_page((BlockKind.PARAGRAPH, "The proof load is held for a while."))

    found = observed(question, choose(question, read(question, page)))

    assert found.no_number == 1.0
    assert found.missing_names > 0
    assert 0 < found.own_terms < 1
