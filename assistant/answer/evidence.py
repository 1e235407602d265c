"""Evidence: how likely it is that the chosen units answer the question; weak evidence is refused.

Log-odds from a few observations. On the half of SQuAD 2.0 dev that is kept for calibrating,
likeness says most; and a name that the question gives and that stands nowhere around the answer
('RAD750', 'version 1.11') is the surest sign that something else is meant.
"""

import math
import re
from collections.abc import Sequence

from assistant.answer.select import Question, Scored, has_number
from assistant.domain.terms import content_terms, terms

_BIAS = -2.5
_OWN_TERMS = 1.5
_TERMS_WITH_CONTEXT = 0.5
_LIKENESS = 3.4
_RANK = 0.5
_MISSING_NAMES = -6.0
_NO_NUMBER = -1.0

_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[A-Z0-9]")


def probability(question: Question, chosen: Sequence[Scored]) -> float:
    """The probability that `chosen` answers `question`, 0 to 1; 0 where nothing was chosen."""
    if not chosen:
        return 0.0
    said = frozenset().union(*(each.unit.terms for each in chosen))
    context = said.union(*(each.unit.context for each in chosen))
    around = context.union(*(terms(each.unit.passage.search_text) for each in chosen))
    log_odds = (
        _BIAS
        + _OWN_TERMS * question.covered(said)
        + _TERMS_WITH_CONTEXT * question.covered(context)
        + _LIKENESS * max(each.likeness for each in chosen)
        + _RANK * max(each.unit.passage.score for each in chosen)
        + _MISSING_NAMES * _missing_names(question, around)
        + _NO_NUMBER * (question.wants_number and not _give_number(question, chosen))
    )
    return 1 / (1 + math.exp(-log_odds))


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
