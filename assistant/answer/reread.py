"""Reread: the best passages read once more by a larger reader.

It tells far better whether a passage answers, and takes eight times as long to read it, so it is
given only the best, and of each the few sentences around what may be quoted. What it finds weighs
on which unit is quoted, and on whether any is.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.read import ReadUnit, read_units
from assistant.answer.select import Reread, Scored, limited
from assistant.answer.units import Unit
from assistant.domain.answer import Passage
from assistant.ports import Reader

_PASSAGES_REREAD = 3
_WORDS_REREAD = 80
_MARGIN_WEIGHT = 0.3
"""What the larger reader's log-odds of an answer in it add to a unit's score."""


def reread(
    reader: Reader,
    question: str,
    scored: Sequence[Scored],
    passages: Sequence[tuple[Passage, Sequence[Unit]]],
) -> list[Scored]:
    """The units anew, best first, those around the best of the best `passages` with what `reader`
    finds in them.

    The others come after them, in their order.
    """
    best: dict[int, Unit] = {}
    for each in scored:
        if len(best) < _PASSAGES_REREAD:
            best.setdefault(each.unit.passage.chunk_id, each.unit)
    chosen = [
        (passage, _around(best[passage.chunk_id], units))
        for passage, units in passages
        if passage.chunk_id in best
    ]
    found = {_key(read.unit): read for read in read_units(reader, question, chosen)}
    return reread_first([_told(each, found.get(_key(each.unit))) for each in scored])


def reread_first(scored: Sequence[Scored]) -> list[Scored]:
    """What was reread, scored with what was found in it, the best first; then the others."""
    again = [
        replace(each, score=each.score + _MARGIN_WEIGHT * each.reread.margin)
        for each in scored
        if each.reread is not None
    ]
    again.sort(key=lambda each: -each.score)
    return [*again, *(each for each in scored if each.reread is None)]


def _around(best: Unit, units: Sequence[Unit]) -> Sequence[Unit]:
    """The best unit of a passage, and as many after and before it as are read with it."""
    first = last = next(at for at, unit in enumerate(units) if unit.start == best.start)
    words, has_grown = best.word_count, True
    while has_grown:
        has_grown = False
        for at in (last + 1, first - 1):
            if 0 <= at < len(units) and words + units[at].word_count <= _WORDS_REREAD:
                first, last = min(first, at), max(last, at)
                words += units[at].word_count
                has_grown = True
    return units[first : last + 1]


def _key(unit: Unit) -> tuple[int, int]:
    return unit.passage.chunk_id, unit.start


def _told(scored: Scored, read: ReadUnit | None) -> Scored:
    """With what the larger reader says of it; the place of its answer is that reader's too."""
    if read is None:
        return scored
    found = Reread(limited(read.relevance), limited(read.margin))
    return replace(scored, reread=found, span=read.span)
