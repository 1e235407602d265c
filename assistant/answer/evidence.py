"""Evidence: how likely it is that the chosen units answer the question, and when to refuse."""

import math

from assistant.answer.select import Question, Scored

_BIAS = -4.0
_OWN_TERMS = 2.0
_TERMS_WITH_CONTEXT = 2.0
_LIKENESS = 4.0


def probability(question: Question, chosen: list[Scored]) -> float:
    """The probability that `chosen` answers `question`, 0 to 1; 0 where nothing was chosen."""
    if not chosen:
        return 0.0
    said = frozenset().union(*(each.unit.terms for each in chosen))
    around = frozenset().union(*(each.unit.context for each in chosen))
    log_odds = (
        _BIAS
        + _OWN_TERMS * question.covered(said)
        + _TERMS_WITH_CONTEXT * question.covered(said | around)
        + _LIKENESS * max(each.likeness for each in chosen)
    )
    return 1 / (1 + math.exp(-log_odds))
