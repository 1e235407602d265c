"""Choose: the one to three units that are quoted for an answer."""

from collections.abc import Sequence

from assistant.answer.defaults import asks_default, says_default
from assistant.answer.quantity import gives_number
from assistant.answer.reference import points_back
from assistant.answer.select import Question, Scored
from assistant.answer.units import Unit, UnitKind, follows

MAX_WORDS = 60
MAX_UNITS = 3
_NEW_TERMS = 2.0
_ADJACENT = 0.6
_MAX_LOSS = 1.0
_MAX_LOSS_IN_DOUBT = 3.0
"""How much worse than the first a further unit may be, and one of the same page where the first
is not surely right."""
_NEW_ELSEWHERE = 0.25
_AFTER = 3
"""How many sentences after the first may say what holds by default."""


def choose(question: Question, scored: Sequence[Scored], *, in_doubt: bool = False) -> list[Scored]:
    """Choose up to three units of together at most 60 words, the most telling first.

    Each further unit has to be nearly as good as the first, or say something of what was asked
    that is not said yet; from another page, or of another option of a list, it is only taken for
    that. What completes the first is taken with it: the number or the default asked for, and the
    sentence before one that points back at it. `in_doubt`, a unit of the same page need not be
    nearly as good: the page is right more often than the sentence.
    """
    if not scored:
        return []
    chosen = [scored[0], *_completing(scored[0], question, scored)]
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
            max_loss = _MAX_LOSS_IN_DOUBT if in_doubt and is_same else _MAX_LOSS
            if gain > -max_loss and (best is None or gain > best[0]):
                best = (gain, each)
        if best is None:
            break
        chosen.append(best[1])
        words += best[1].unit.word_count
    return chosen


def _completing(first: Scored, question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """What gives the default or the number asked for, where the first says of what and no more."""
    of_label, after = _of_label(first, scored), _after(first, scored)
    found: list[Scored] = []
    if asks_default(question.text) and not says_default(first.unit.reading):
        found += [each for each in (*of_label, *after) if says_default(each.unit.reading)]
    if question.wants_number and not first.signs.gives_number:
        found += [each for each in of_label if each.signs.gives_number]
        said = [each.unit.reading for each in after[:1]]
        if any(points_back(text) and gives_number(text, question.text) for text in said):
            found += after[:1]
    return [e for e in found if first.unit.word_count + e.unit.word_count <= MAX_WORDS][:1]


def _of_label(first: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """What else explains the option that the first explains, the best first."""
    label, passage = first.unit.label, first.unit.passage.chunk_id
    return [
        each
        for each in scored
        if label and (each.unit.label, each.unit.passage.chunk_id) == (label, passage)
    ]


def _after(first: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """The few sentences that go on about what the first is about, in order."""
    found: list[Scored] = []
    last = first.unit
    for each in sorted(scored, key=lambda each: each.unit.start):
        unit = each.unit
        goes_on = unit.kind is UnitKind.SENTENCE and not unit.heading
        if goes_on and unit.label == last.label and follows(last, unit) and len(found) < _AFTER:
            found.append(each)
            last = unit
    return found


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
