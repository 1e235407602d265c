"""Shorten: a quotation that is too long, cut to what answers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.answer.select import Question, Scored
from assistant.answer.units import UnitKind
from assistant.domain.terms import terms

_CELL = re.compile(r";\s+")
_MIN_CELL_WORDS = 12


def shortened(question: Question, run: Sequence[Scored], max_words: int) -> str:
    """What a run reads, cut to `max_words` around the answer that the reader found in it."""
    rows = all(each.unit.kind is UnitKind.ROW for each in run)
    text = ("\n" if rows else " ").join(_readings(run))
    if len(text.split()) <= max_words:
        return text
    answer = _answer_in(run)
    if run[0].unit.kind is UnitKind.ROW:
        return _shortened_row(question, text, answer, max_words)
    return _cut(question, text, answer, max_words)


def _readings(run: Sequence[Scored]) -> list[str]:
    """How the units of a run read one after the other: the name that they explain stands once."""
    readings = [run[0].unit.reading]
    for before, each in pairwise(run):
        label = each.unit.label
        is_said = label and label == before.unit.label
        readings.append(each.unit.reading.removeprefix(f"{label}: " if is_said else ""))
    return readings


def _answer_in(run: Sequence[Scored]) -> tuple[int, int]:
    """Where in the text of a run, its units one character apart, the best unit's answer is."""
    best = max(run, key=lambda each: each.score)
    before = 0
    for each, reading in zip(run, _readings(run), strict=True):
        if each is best:
            before -= len(each.unit.reading) - len(reading)
            break
        before += len(reading) + 1
    return before + best.span[0], before + best.span[1]


def _cut(question: Question, text: str, answer: tuple[int, int], max_words: int) -> str:
    """The stretch of a text that holds the answer and most of what was asked, dots around."""
    words = text.split()
    if len(words) <= max_words:
        return text
    first = _densest(question, words, _words_of(text, answer), max_words)
    cut = " ".join(words[first : first + max_words])
    return f"{'… ' if first else ''}{cut}{' …' if first + max_words < len(words) else ''}"


def _words_of(text: str, span: tuple[int, int]) -> range:
    """The words, by their numbers, that a stretch of text is in."""
    if span[0] == span[1]:
        return range(0)
    first = len(text[: span[0] + 1].split()) - 1
    return range(max(first, 0), max(len(text[: span[1]].split()), first))


def _densest(question: Question, words: Sequence[str], answer: range, width: int) -> int:
    """Where the stretch of `width` words begins that holds the answer and most of what was asked.

    Of several the one that has it well inside.
    """
    asked = frozenset(question.rarity)
    hits = [at for at, word in enumerate(words) if not asked.isdisjoint(terms(word))]

    def worth(first: int) -> tuple[bool, int, float]:
        inside = [at for at in hits if first <= at < first + width]
        middle = (inside[0] + inside[-1]) / 2 if inside else 0.0
        has_answer = not answer or first <= answer.start < answer.stop <= first + width
        return has_answer, len(inside), -abs(first + width / 2 - middle)

    return max(range(len(words) - width + 1), key=worth)


def _shortened_row(
    question: Question, reading: str, answer: tuple[int, int], max_words: int
) -> str:
    """The cell with the answer, then a long row's first cell, then those that were asked for, as
    far as there is room."""
    cells = list(_cells(reading))
    asked = frozenset(question.rarity)

    def order(at: int) -> tuple[bool, bool, int, int]:
        start, cell = cells[at]
        has_answer = start < answer[1] and start + len(cell) > answer[0]
        return not has_answer, at != 0, -len(asked.intersection(terms(cell))), at

    kept: dict[int, str] = {}
    for at in sorted(range(len(cells)), key=order):
        start, cell = cells[at]
        room = max_words - sum(len(cell.split()) for cell in kept.values())
        if len(cell.split()) <= room:
            kept[at] = cell
        elif not kept or room >= _MIN_CELL_WORDS:
            inside = (max(answer[0] - start, 0), max(answer[1] - start, 0))
            kept[at] = _cut(question, cell, inside, room)
    return "; ".join(kept[at] for at in sorted(kept))


def _cells(reading: str) -> Iterator[tuple[int, str]]:
    """The cells of a row's reading, each with the offset it begins at."""
    position = 0
    for gap in _CELL.finditer(reading):
        yield position, reading[position : gap.start()]
        position = gap.end()
    yield position, reading[position:]
