"""Evidence: whether the documents answer at all, and how likely the chosen units are right.

Two probabilities from the same few observations, for they are two questions. What the documents
do not cover is refused, and the reader knows most of that; what they cover may still be answered
from the wrong place, which retrieval knows as well. A name that the question gives and that stands
nowhere around the answer ('RAD750', 'version 1.11') is a sure sign that something else is meant.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.answer.defaults import names_default, says_default
from assistant.answer.names import names
from assistant.answer.quantity import asks_amount, gives_amount, gives_number
from assistant.answer.select import NOT_REREAD, Question, Scored
from assistant.domain.answer import Evidence
from assistant.domain.terms import terms


class Observations(NamedTuple):
    """What is observed of an answer, or how much each of these weighs.

    Attributes:
        bias: 1.
        terms_with_context: Share of the question's content that the chosen units hold, or that
            holds for them from elsewhere, 0 to 1.
        likeness: Of the likest of them, a cosine.
        rank: How well its passage was ranked by retrieval.
        relevance: The reader's log-odds that their passage answers.
        missing_names: Share of the question's weight in names that stand nowhere around those of
            the first one's document: what another document names, it says of something else.
        unknown_names: The same share in names that stand nowhere in that document, not in one
            spelling; a part of a name is not enough.
        another: 1 where the first of them speaks of another thing than the one asked for.
        value_missing: 1 where an amount or a default is asked for, and none is given.
        lead: By how much the first of them scores better than the best that was not chosen: where
            much else seems as good, the choice is a guess.
        reread_relevance: The larger reader's log-odds that their passage answers.
        reread_margin: By how much an answer in them is likelier than none, as it reads them.
    """

    bias: float
    terms_with_context: float
    likeness: float
    rank: float
    relevance: float
    missing_names: float
    unknown_names: float
    another: float
    value_missing: float
    lead: float
    reread_relevance: float
    reread_margin: float

    def probability(self, weights: "Observations") -> float:
        """What they say together, each times its weight, 0 to 1."""
        return 1 / (1 + math.exp(-float(np.dot(self, weights))))


COVERED = Observations(2.47, 0.0, 0.19, 0.11, 0.56, -4.35, -8.0, -3.0, -3.0, 0.0, 0.3, 0.1)
"""Weights for the probability that the documents answer the question.

Those of names that the document does not know, of another thing and of a missing value are set by
reason: each is rare, and sure. Those of what is reread were chosen over documents of many kinds.
"""

RIGHT = Observations(-3.69, 0.81, 0.31, 0.60, 0.18, -4.02, -8.0, -3.0, -3.0, 0.98, 0.15, 0.05)
"""Weights for the probability that what was chosen is the answer."""

_COVERED_SHARE = 2 / 3
_GREATEST_LEAD = 3.0
_STRONG = 0.7
_FAIR = 0.4


class Likelihood(NamedTuple):
    """How likely it is that the documents answer, and that the answer chosen is right."""

    covered: float
    right: float

    def is_enough(self, threshold: float) -> bool:
        """Whether to answer: both together are at least `threshold`, which nothing never is."""
        return self.together > 0.0 and self.together >= threshold

    @property
    def together(self) -> float:
        """Both as one probability, a mean of their log-odds (a logarithmic opinion pool).

        Neither alone decides: in documents of a kind that it has not seen the reader doubts too
        much, and where all that retrieval found is about the question's things, it trusts too much.
        What is wrong may be seen to be wrong, so whether it is covered counts more.
        """
        odds = self.covered**_COVERED_SHARE * self.right ** (1 - _COVERED_SHARE)
        against = (1 - self.covered) ** _COVERED_SHARE * (1 - self.right) ** (1 - _COVERED_SHARE)
        return odds / (odds + against) if odds else 0.0

    def in_words(self) -> Evidence:
        """How likely the answer is right, in words."""
        if self.right >= _STRONG:
            return Evidence.STRONG
        return Evidence.FAIR if self.right >= _FAIR else Evidence.WEAK


def likelihood(
    question: Question, chosen: Sequence[Scored], scored: Sequence[Scored]
) -> Likelihood:
    """Weigh the evidence for what was chosen of `scored`; where nothing was there is none."""
    if not chosen:
        return Likelihood(0.0, 0.0)
    found = observed(question, chosen, scored)
    return Likelihood(found.probability(COVERED), found.probability(RIGHT))


def observed(
    question: Question, chosen: Sequence[Scored], scored: Sequence[Scored]
) -> Observations:
    """What is observed of the units chosen of `scored`, at least one."""
    said = frozenset().union(*(each.unit.terms | each.unit.context for each in chosen))
    reread = [each.reread or NOT_REREAD for each in chosen]
    document = chosen[0].unit.passage.document_id
    around = frozenset().union(
        *(
            (each.unit.terms | each.unit.context).union(terms(each.unit.passage.search_text))
            for each in chosen
            if each.unit.passage.document_id == document
        )
    )
    return Observations(
        bias=1.0,
        terms_with_context=question.covered(said),
        likeness=max(each.signs.likeness for each in chosen),
        rank=max(each.unit.passage.score for each in chosen),
        relevance=max(each.signs.relevance for each in chosen),
        missing_names=_missing_names(question, around),
        unknown_names=question.unknown_names.get(document, 0.0),
        another=float(chosen[0].is_another),
        value_missing=float(_is_value_missing(question, chosen)),
        lead=_lead(chosen, scored),
        reread_relevance=max(each.relevance for each in reread),
        reread_margin=max(each.margin for each in reread),
    )


def _is_value_missing(question: Question, chosen: Sequence[Scored]) -> bool:
    said = "\n".join(each.unit.reading for each in chosen)
    if asks_amount(question.text):
        return not gives_amount(said, question.text)
    asks = names_default(question.text)
    return asks and not says_default(said) and not gives_number(said, question.text)


def _lead(chosen: Sequence[Scored], scored: Sequence[Scored]) -> float:
    others = (each.score for each in scored if each not in chosen)
    best = max(others, default=chosen[0].score - _GREATEST_LEAD)
    return min(chosen[0].score - best, _GREATEST_LEAD)


def _missing_names(question: Question, around: frozenset[str]) -> float:
    """Share of the question's weight that is in names and numbers missing from `around`.

    A name is missing when neither it nor any part of it is there.
    """
    missing = sum(
        max((question.rarity.get(term, 0.0) for term in name.terms), default=0.0)
        for name in names(question.text)
        if around.isdisjoint(name.terms)
    )
    return missing / (sum(question.rarity.values()) or 1.0)
