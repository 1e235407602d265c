"""Select: the one to three units that answer a question.

A unit is scored by what speaks for it: what the reader finds in it, the question's terms it holds
(weighted by how rare they are), its likeness to the question, how well its passage was ranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer.entries import of_another_entry
from assistant.answer.identifiers import names_another
from assistant.answer.quantity import gives_number, may_want_number
from assistant.answer.read import ReadUnit
from assistant.answer.reference import points_back
from assistant.answer.retrieve import covered
from assistant.answer.rows import beside_the_row_asked_for
from assistant.answer.units import Unit, UnitKind, follows
from assistant.domain.terms import terms

MAX_WORDS = 60
MAX_UNITS = 3
_NEW_TERMS = 2.0
_ADJACENT = 0.6
_MAX_LOSS = 1.0
_NEW_ELSEWHERE = 0.25
_ANOTHER_THING = 2.0
"""What it costs to speak of BC-832 where BC-1037 was asked for, of the row of another number or of
another option than the one asked for; set by reason."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as selecting sees it.

    Attributes:
        text: As asked.
        vector: Its embedding.
        rarity: Weight of each content term, the rarer in the library the greater.
    """

    text: str
    vector: NDArray[np.float32]
    rarity: Mapping[str, float]

    def covered(self, found: frozenset[str]) -> float:
        """Share of the question's content, by weight, that is among the terms `found`."""
        return covered(self.rarity, found)

    @property
    def wants_number(self) -> bool:
        """Whether a number is likely to answer it."""
        return may_want_number(self.text)


class Signs(NamedTuple):
    """What speaks for a unit, or how much each of these weighs.

    Attributes:
        own_terms: Share of the question's content that is among its terms, 0 to 1.
        terms_with_context: The same with the terms that hold for it from elsewhere.
        likeness: Of its meaning to the question's, a cosine.
        rank: How far its passage was ranked below the best, 0 or less.
        gives_number: 1 where the question wants a number and the unit gives one.
        says_little: 1 where it says nothing but what was asked, or is a caption.
        margin: The reader's logit of its best answer over none.
        relevance: The reader's log-odds that its passage answers.
    """

    own_terms: float
    terms_with_context: float
    likeness: float
    rank: float
    gives_number: float
    says_little: float
    margin: float
    relevance: float

    def weighed(self, weights: "Signs") -> float:
        """Their sum, each times its weight."""
        return float(np.dot(self, weights))


WEIGHTS = Signs(0.06, 1.95, 3.57, 3.15, 0.2, -0.08, 0.31, -0.02)
_LOGIT_LIMIT = 8.0
"""Beyond this the reader's logits say nothing more."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with what speaks for it; `span` is its best answer, as in `ReadUnit`."""

    unit: Unit
    score: float
    signs: Signs
    span: tuple[int, int]


def score_units(
    question: Question, read: Sequence[ReadUnit], vectors: NDArray[np.float32]
) -> list[Scored]:
    """Score the units in `read`, whose embeddings are the rows of `vectors`; the best first."""
    if not read:
        return []
    asked = frozenset(terms(question.text))
    wants_number = question.wants_number
    top = max(each.unit.passage.score for each in read)
    scored = []
    for each, vector in zip(read, vectors, strict=True):
        unit = each.unit
        new = unit.terms - asked
        signs = Signs(
            own_terms=question.covered(unit.terms),
            terms_with_context=question.covered(unit.terms | unit.context),
            likeness=float(vector @ question.vector),
            rank=unit.passage.score - top,
            gives_number=float(wants_number and gives_number(unit.reading, question.text)),
            says_little=float(not new or unit.kind is UnitKind.LABEL),
            margin=_limited(each.margin),
            relevance=_limited(each.relevance),
        )
        scored.append(Scored(unit, 0.0, signs, each.span))
    return weighed(question, scored, WEIGHTS)


def weighed(question: Question, found: Sequence[Scored], weights: Signs) -> list[Scored]:
    """Units scored by these weights, less what it costs to speak of another thing; best first."""
    units = [each.unit for each in found]
    beside = beside_the_row_asked_for(question.text, units)
    of_another = of_another_entry(question.text, units)
    scored = []
    for each, is_row, is_entry in zip(found, beside, of_another, strict=True):
        is_another = is_row or is_entry or _is_of_another(question.text, each.unit)
        score = each.signs.weighed(weights) - _ANOTHER_THING * is_another
        scored.append(replace(each, score=score))
    scored.sort(key=lambda each: (-each.score, each.unit.passage.chunk_id, each.unit.start))
    return scored


def _is_of_another(asked: str, unit: Unit) -> bool:
    """Whether it names another thing than the one asked for, or its heading alone names one."""
    with_heading = " ".join([*unit.section[-1:], unit.reading])
    return names_another(asked, unit.reading) or names_another(asked, with_heading)


def _limited(logit: float) -> float:
    return min(max(logit, -_LOGIT_LIMIT), _LOGIT_LIMIT)


def choose(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Choose up to three units of together at most 60 words, the most telling first.

    Each further unit has to be nearly as good as the first, or say something of what was asked
    that is not said yet; from another page, or of another option of a list, it is only taken for
    that. Where a number is wanted and what explains an option gives none, what gives one for the
    same option is taken with it, and so is the sentence before one that points back at it.
    """
    if not scored:
        return []
    chosen = [scored[0], *_number_for(scored[0], question, scored)]
    chosen += _pointed_at(chosen, scored)
    words = min(sum(each.unit.word_count for each in chosen), MAX_WORDS)
    while len(chosen) < MAX_UNITS:
        said = frozenset().union(*(each.unit.terms for each in chosen))
        best: tuple[float, Scored] | None = None
        for each in scored:
            if each in chosen or words + each.unit.word_count > MAX_WORDS:
                continue
            if each.unit.kind is UnitKind.LABEL:
                continue
            new = question.covered(said | each.unit.terms) - question.covered(said)
            is_same = _shares_page(each, chosen) and not _explains_another(each, scored[0])
            if new < _NEW_ELSEWHERE and not is_same:
                continue
            gain = each.score - scored[0].score + _NEW_TERMS * new
            gain += _ADJACENT * any(_is_beside(each.unit, other.unit) for other in chosen)
            if gain > -_MAX_LOSS and (best is None or gain > best[0]):
                best = (gain, each)
        if best is None:
            break
        chosen.append(best[1])
        words += best[1].unit.word_count
    return chosen


def _number_for(first: Scored, question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The best unit that gives the number asked for, of the option that the first explains."""
    label, passage = first.unit.label, first.unit.passage.chunk_id
    if not (label and question.wants_number) or first.signs.gives_number:
        return []
    return [
        each
        for each in scored
        if (each.unit.label, each.unit.passage.chunk_id) == (label, passage)
        and each.signs.gives_number
        and first.unit.word_count + each.unit.word_count <= MAX_WORDS
    ][:1]


def _pointed_at(chosen: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """The unit right before the first, where that begins with 'This' or 'It'."""
    first = chosen[0].unit
    if first.kind is not UnitKind.SENTENCE or first.heading or not points_back(first.reading):
        return []
    words = sum(each.unit.word_count for each in chosen)
    return [
        each
        for each in scored
        if each not in chosen
        and follows(each.unit, first)
        and words + each.unit.word_count <= MAX_WORDS
    ][:1]


def _shares_page(one: Scored, others: Sequence[Scored]) -> bool:
    page = (one.unit.passage.document_id, one.unit.passage.page)
    return any((o.unit.passage.document_id, o.unit.passage.page) == page for o in others)


def _explains_another(one: Scored, other: Scored) -> bool:
    return bool(one.unit.label and other.unit.label) and one.unit.label != other.unit.label


def _is_beside(one: Unit, other: Unit) -> bool:
    return follows(one, other) or follows(other, one)
