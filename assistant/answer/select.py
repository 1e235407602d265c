"""Select: the one to three units that answer a question.

A unit is scored by the question's terms it holds (weighted by how rare they are), the terms its
surroundings hold for it, its likeness to the question, and how well its passage was ranked. The
weights were chosen on the half of SQuAD 2.0 dev that is kept for calibrating.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer.retrieve import covered
from assistant.answer.units import Unit, UnitKind
from assistant.domain.terms import stem, terms

MAX_WORDS = 60
MAX_UNITS = 3
_OWN_TERMS = 0.5
_TERMS_WITH_CONTEXT = 0.5
_LIKENESS = 1.0
_RANK = 0.5
_NUMBER = 0.2
_LITTLE_SAID = 0.4
_NEW_TERMS = 1.0
_ADJACENT = 0.15
_MAX_LOSS = 0.15
_NEW_ON_ANOTHER_PAGE = 0.25

_QUANTITIES = frozenset(
    stem(word)
    for word in """
    acceleration address amount angle area backlash bandwidth capacitance capacity clearance
    coefficient compliance cost count current date deflection delay density depth diameter
    displacement distance duration efficiency energy factor force frequency gap height impedance
    impulse latency length level limit load mass maximum minimum modulus moment number percentage
    period power pressure radius range rate ratio resistance size span speed stiffness strain
    strength stress temperature thickness throughput thrust time tolerance torque value velocity
    version voltage volume weight width year
    """.split()  # noqa: SIM905 (a quoted list would be a column a page long)
)
_ASKS_HOW_MANY = re.compile(
    r"\bhow (?:many|much|long|far|fast|often|high|large|big|deep|wide|thick|heavy|old|hot|cold)\b"
    r"|\bwhen (?:is|was|were|did|does|do)\b",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(r"\b(?:what|which)\b", re.IGNORECASE)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|half|twice)\b",
    re.IGNORECASE,
)


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
        """Whether only a number answers it."""
        if _ASKS_HOW_MANY.search(self.text):
            return True
        return bool(_ASKS_WHAT.search(self.text)) and not _QUANTITIES.isdisjoint(terms(self.text))


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with what speaks for it."""

    unit: Unit
    score: float
    own_terms: float
    terms_with_context: float
    likeness: float


def score_units(
    question: Question, units: Sequence[Unit], vectors: NDArray[np.float32]
) -> list[Scored]:
    """Score `units`, whose embeddings are the rows of `vectors`; the best first."""
    if not units:
        return []
    asked = frozenset(terms(question.text))
    wants_number = question.wants_number
    top = max(unit.passage.score for unit in units)
    scored = []
    for unit, vector in zip(units, vectors, strict=True):
        own = question.covered(unit.terms)
        with_context = question.covered(unit.terms | unit.context)
        likeness = float(vector @ question.vector)
        new = unit.terms - asked
        score = _OWN_TERMS * own + _TERMS_WITH_CONTEXT * with_context + _LIKENESS * likeness
        score += _RANK * (unit.passage.score - top)
        score += _NUMBER * (wants_number and has_number(unit, new))
        score -= _LITTLE_SAID * (not new or unit.kind is UnitKind.LABEL)
        scored.append(Scored(unit, score, own, with_context, likeness))
    scored.sort(key=lambda each: (-each.score, each.unit.passage.chunk_id, each.unit.start))
    return scored


def has_number(unit: Unit, new: frozenset[str]) -> bool:
    """Whether a unit gives a number, in digits among its terms `new` or in words."""
    return any(term.strip("_")[:1].isdigit() for term in new) or bool(
        _NUMBER_WORD.search(unit.reading)
    )


def choose(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Choose up to three units of together at most 60 words, the most telling first.

    Each further unit has to be nearly as good as the first, or say something of what was asked
    that is not said yet; from another page it is only taken for that.
    """
    if not scored:
        return []
    chosen = [scored[0]]
    words = min(scored[0].unit.word_count, MAX_WORDS)
    while len(chosen) < MAX_UNITS:
        said = frozenset().union(*(each.unit.terms for each in chosen))
        best: tuple[float, Scored] | None = None
        for each in scored:
            if each in chosen or words + each.unit.word_count > MAX_WORDS:
                continue
            if each.unit.kind is UnitKind.LABEL:
                continue
            new = question.covered(said | each.unit.terms) - question.covered(said)
            if new < _NEW_ON_ANOTHER_PAGE and not _shares_page(each, chosen):
                continue
            gain = each.score - scored[0].score + _NEW_TERMS * new
            gain += _ADJACENT * any(_adjacent(each.unit, other.unit) for other in chosen)
            if gain > -_MAX_LOSS and (best is None or gain > best[0]):
                best = (gain, each)
        if best is None:
            break
        chosen.append(best[1])
        words += best[1].unit.word_count
    return chosen


def _shares_page(one: Scored, others: Sequence[Scored]) -> bool:
    page = (one.unit.passage.document_id, one.unit.passage.page)
    return any((o.unit.passage.document_id, o.unit.passage.page) == page for o in others)


def _adjacent(one: Unit, other: Unit) -> bool:
    if one.passage.chunk_id != other.passage.chunk_id:
        return False
    return -1 <= one.start - other.end <= 2 or -1 <= other.start - one.end <= 2
