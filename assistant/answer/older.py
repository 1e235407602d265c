"""Versions of one document that both answer: the newest speaks, an older one is named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.answer.select import Scored
from assistant.answer.units import UnitKind
from assistant.answer.versions import (
    edition_of,
    is_named,
    is_older,
    name_without_version,
)
from assistant.domain.figures import plain
from assistant.domain.measure import Measure, measures
from assistant.domain.terms import terms

_LEAST_ALIKE = 0.5
"""Share of their terms that two units have in common that say the same, or say it otherwise."""


def newest_first(question: str, scored: Sequence[Scored]) -> list[Scored]:
    """The units, best first, where the best is from the newest version that says the like.

    It changes places with the unit of an older version, unless the question names that version.
    """
    ordered = list(scored)
    if not ordered or is_named(question, ordered[0].unit.passage.file):
        return ordered
    best = ordered[0]
    newer = _likest(best, ordered, lambda other: _is_version(best, other))
    if newer is not None:
        at = next(place for place, each in enumerate(ordered) if each is newer)
        ordered[0] = replace(newer, score=best.score)
        ordered[at] = replace(best, score=newer.score)
    return ordered


def differing(answer: Scored, scored: Sequence[Scored]) -> Scored | None:
    """The unit of an older version that corresponds to `answer`, where it says otherwise."""
    older = _likest(answer, scored, lambda other: _is_version(other, answer))
    return older if older is not None and _says_otherwise(answer, older) else None


def _likest(
    one: Scored, others: Iterable[Scored], is_wanted: Callable[[Scored], bool]
) -> Scored | None:
    """What corresponds to a unit: the likest of the wanted, if it is like enough."""
    wanted = [other for other in others if is_wanted(other) and _corresponds(one, other)]
    return max(wanted, key=lambda other: _alike(one, other), default=None)


def _corresponds(one: Scored, other: Scored) -> bool:
    """Whether two units speak of the same; rows of a table are told by their first cell."""
    if UnitKind.ROW in (one.unit.kind, other.unit.kind) and _first_cell(one) != _first_cell(other):
        return False
    return _alike(one, other) >= _LEAST_ALIKE


def _first_cell(scored: Scored) -> str:
    return scored.unit.reading.partition(";")[0].rpartition(":")[2].strip().casefold()


def _is_version(older: Scored, newer: Scored) -> bool:
    """Whether one is from an older version of the document that the other is from."""
    old, new = older.unit.passage.file, newer.unit.passage.file
    name = name_without_version(new)
    if not name or old == new or name_without_version(old) != name:
        return False
    return is_older(edition_of(old), edition_of(new))


def _alike(one: Scored, other: Scored) -> float:
    both = one.unit.terms & other.unit.terms
    return len(both) / (len(one.unit.terms | other.unit.terms) or 1)


def _says_otherwise(one: Scored, other: Scored) -> bool:
    """Whether what the reader found in each to be the answer differs: its numbers, or all of it.

    What was not read, or says all the same, does not. A number differs by its sign and unit too.
    """
    first, second = _answer(one), _answer(other)
    found, there = terms(first), terms(second)
    if not found or not there or one.unit.reading == other.unit.reading:
        return False
    if _differ_in_unit_or_sign(measures(plain(first)), measures(plain(second))):
        return True
    if numbers := _numbers(found) | _numbers(there):
        return not numbers <= one.unit.terms & other.unit.terms
    return frozenset(found).isdisjoint(there)


def _differ_in_unit_or_sign(first: Sequence[Measure], second: Sequence[Measure]) -> bool:
    """Whether a number of one stands in the other with another unit or sign only."""
    for figure, unit in first:
        value = figure.value.lstrip("-")
        alike = [each for each in second if each.figure.value.lstrip("-") == value]
        units = {each.unit for each in alike}
        if alike and unit and "" not in units and unit not in units:
            return True
        if alike and figure.value not in {each.figure.value for each in alike}:
            return True
    return False


def _numbers(found: Iterable[str]) -> frozenset[str]:
    return frozenset(term for term in found if term[:1].isdigit())


def _answer(scored: Scored) -> str:
    return scored.unit.reading[slice(*scored.span)]
