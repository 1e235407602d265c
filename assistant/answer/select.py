"""Select: how well each unit answers a question.

A unit is scored by what speaks for it: what the reader finds in it, the question's terms it holds
(weighted by how rare they are), its likeness to the question, how well its passage was ranked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer.abbreviations import abbreviation_asked, spells_out
from assistant.answer.defaults import asks_default, gives_default
from assistant.answer.entries import of_another_entry
from assistant.answer.identifiers import names_another
from assistant.answer.quantity import gives_number, may_want_number
from assistant.answer.read import ReadUnit
from assistant.answer.retrieve import covered
from assistant.answer.rows import beside_the_row_asked_for
from assistant.answer.units import Unit, UnitKind
from assistant.domain.terms import terms

_ANOTHER_THING = 4.0
"""What it costs to speak of BC-832 where BC-1037 was asked for, of the row of another number or of
another option than the one asked for, or to say no more than on which page; set by reason."""
_SPELLED_OUT = 2.0
_GIVES_DEFAULT = 0.3
"""What it is worth to spell out the abbreviation asked for, or to give a default where one is; set
by reason."""
_LISTS_PAGES = re.compile(
    r"index|(?:table of )?contents|(?:list of )?(?:figures|tables)", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?<!\S)\d{1,4}[.;]?$")
_POINTS_ELSEWHERE = re.compile(
    r"(?:for|on|to)\b[^.;]*, (?:please )?(?:see|refer to|consult)\b(?! (?:if|that|whether|how))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as selecting sees it.

    Attributes:
        text: As asked.
        vector: Its embedding.
        rarity: Weight of each content term, the rarer in the library the greater.
        unknown_names: Of each document, by its key, the share of that weight in names that it does
            not know.
    """

    text: str
    vector: NDArray[np.float32]
    rarity: Mapping[str, float]
    unknown_names: Mapping[int, float] = field(default_factory=dict)

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


class Reread(NamedTuple):
    """What the larger reader found in a unit.

    Attributes:
        relevance: Its log-odds that the passage answers.
        margin: Its logit of its best answer over none.
    """

    relevance: float
    margin: float


WEIGHTS = Signs(0.06, 1.95, 3.57, 3.15, 0.2, -0.08, 0.31, -0.02)
_LOGIT_LIMIT = 8.0
"""Beyond this the reader's logits say nothing more."""


NOT_REREAD = Reread(-_LOGIT_LIMIT, -_LOGIT_LIMIT)
"""What stands for what it was not given: it is not among the best."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with what speaks for it.

    Attributes:
        unit: What can be quoted.
        score: How well it answers; comparable within one question only.
        signs: What that is made of.
        span: Its best answer, as in `ReadUnit`.
        is_another: Whether it speaks of another thing than the one asked for.
        reread: What the larger reader found in it; None where it was not given it.
    """

    unit: Unit
    score: float
    signs: Signs
    span: tuple[int, int]
    is_another: bool = False
    reread: Reread | None = None


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
            margin=limited(each.margin),
            relevance=limited(each.relevance),
        )
        scored.append(Scored(unit, 0.0, signs, each.span))
    return weighed(question, scored, WEIGHTS)


def weighed(question: Question, found: Sequence[Scored], weights: Signs) -> list[Scored]:
    """Units scored by these weights, less what it costs to speak of another thing; best first."""
    units = [each.unit for each in found]
    beside = beside_the_row_asked_for(question.text, units)
    of_another = of_another_entry(question.text, units)
    short = abbreviation_asked(question.text)
    wants_default = asks_default(question.text)
    scored = []
    for each, is_row, is_entry in zip(found, beside, of_another, strict=True):
        is_another = is_row or is_entry or _is_of_another(question.text, each.unit)
        is_another |= _says_where(each.unit)
        is_spelled_out = bool(short) and spells_out(short, each.unit.reading)
        score = each.signs.weighed(weights)
        score += _SPELLED_OUT * is_spelled_out - _ANOTHER_THING * is_another
        score += _GIVES_DEFAULT * (wants_default and gives_default(each.unit.reading))
        scored.append(replace(each, score=score, is_another=is_another))
    scored.sort(key=lambda each: (-each.score, each.unit.passage.chunk_id, each.unit.start))
    return scored


def _is_of_another(asked: str, unit: Unit) -> bool:
    """Whether it names another thing than the one asked for, or its heading alone names one."""
    with_heading = " ".join([*unit.section[-1:], unit.reading])
    return names_another(asked, unit.reading) or names_another(asked, with_heading)


def _says_where(unit: Unit) -> bool:
    """Whether it says where to look and no more: a line of a table of contents or an index, or a
    sentence such as 'For the limits, see Section 4'.
    """
    if unit.kind is UnitKind.SENTENCE and _POINTS_ELSEWHERE.match(unit.reading):
        return True
    is_list = bool(unit.section) and _LISTS_PAGES.fullmatch(unit.section[-1].strip()) is not None
    return is_list and _PAGE_NUMBER.search(unit.reading) is not None


def limited(logit: float) -> float:
    """A reader's logit, as far as it says something."""
    return min(max(logit, -_LOGIT_LIMIT), _LOGIT_LIMIT)
