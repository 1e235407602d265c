"""Evidence: how likely it is that the chosen units answer the question; weak evidence is refused.

Log-odds from a few observations. What the reader says weighs most; and a name that the question
gives and that stands nowhere around the answer ('RAD750', 'version 1.11') is a sure sign that
something else is meant.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.answer.select import Question, Scored, has_number
from assistant.domain.answer import Evidence
from assistant.domain.terms import content_terms, terms


class Observations(NamedTuple):
    """What is observed of an answer, or how much each of these weighs.

    Attributes:
        bias: 1.
        own_terms: Share of the question's content that the chosen units hold, 0 to 1.
        terms_with_context: The same with what holds for them from elsewhere.
        likeness: Of the likest of them, a cosine.
        rank: How well its passage was ranked by retrieval.
        margin: The reader's best logit of an answer in them over none.
        relevance: The reader's log-odds that their passage answers.
        missing_names: Share of the question's weight in names that stand nowhere around.
        no_number: 1 where the question wants a number and none is given.
    """

    bias: float
    own_terms: float
    terms_with_context: float
    likeness: float
    rank: float
    margin: float
    relevance: float
    missing_names: float
    no_number: float

    def weighed(self, weights: "Observations") -> float:
        """Their sum, each times its weight."""
        return float(np.dot(self, weights))


WEIGHTS = Observations(-2.54, 0.0, 0.63, 0.85, 0.7, 0.0, 0.43, -3.7, 0.0)
_STRONG = 0.8
_FAIR = 0.6

_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[A-Z0-9]")


def probability(question: Question, chosen: Sequence[Scored]) -> float:
    """The probability that `chosen` answers `question`, 0 to 1; 0 where nothing was chosen."""
    if not chosen:
        return 0.0
    return 1 / (1 + math.exp(-observed(question, chosen).weighed(WEIGHTS)))


def in_words(likely: float) -> Evidence:
    """The probability that an answer is right, in words."""
    if likely >= _STRONG:
        return Evidence.STRONG
    return Evidence.FAIR if likely >= _FAIR else Evidence.WEAK


def observed(question: Question, chosen: Sequence[Scored]) -> Observations:
    """What is observed of the units chosen, at least one."""
    said = frozenset().union(*(each.unit.terms for each in chosen))
    context = said.union(*(each.unit.context for each in chosen))
    around = context.union(*(terms(each.unit.passage.search_text) for each in chosen))
    return Observations(
        bias=1.0,
        own_terms=question.covered(said),
        terms_with_context=question.covered(context),
        likeness=max(each.signs.likeness for each in chosen),
        rank=max(each.unit.passage.score for each in chosen),
        margin=max(each.signs.margin for each in chosen),
        relevance=max(each.signs.relevance for each in chosen),
        missing_names=_missing_names(question, around),
        no_number=float(question.wants_number and not _give_number(question, chosen)),
    )


def _give_number(question: Question, chosen: Sequence[Scored]) -> bool:
    asked = frozenset(terms(question.text))
    return any(has_number(each.unit, each.unit.terms - asked) for each in chosen)


def _missing_names(question: Question, around: frozenset[str]) -> float:
    """Share of the question's weight that is in names and numbers missing from `around`.

    A name is missing when neither it nor any part of it is there.
    """
    missing = 0.0
    for position, token in enumerate(_TOKEN.findall(question.text)):
        found = content_terms(token)
        if len(token) < 2 or not _NAME.search(token) or (position == 0 and token.istitle()):
            continue
        if around.isdisjoint(found):
            missing += max((question.rarity.get(term, 0.0) for term in found), default=0.0)
    return missing / (sum(question.rarity.values()) or 1.0)
