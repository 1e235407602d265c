"""Quote: from chosen units to the text of an answer and the citations that prove it."""

import re
from collections.abc import Callable, Sequence

from assistant.answer.select import MAX_WORDS, Question, Scored
from assistant.answer.units import Unit, UnitKind
from assistant.domain.answer import Citation
from assistant.domain.document import Rect
from assistant.domain.terms import terms

FindRects = Callable[[int, int, int, int], tuple[Rect, ...]]
"""Where characters stand: document key, page, start, end."""

_CELL = re.compile(r";\s+")
_MAX_GAP = 2
_MIN_CELL_WORDS = 12


def quote(
    question: Question, chosen: Sequence[Scored], rects: FindRects
) -> tuple[str, tuple[Citation, ...]]:
    """Return the answer's text, '[n]' after each quotation, and its citations."""
    runs = _runs([each.unit for each in chosen])
    budget = MAX_WORDS - sum(min(unit.word_count, MAX_WORDS) for run in runs[1:] for unit in run)
    parts: list[str] = []
    citations: list[Citation] = []
    for n, run in enumerate(runs, 1):
        words = budget if n == 1 else MAX_WORDS
        parts.append(f"{_shortened(question, run, words)} [{n}]")
        citations.append(_citation(n, run, rects))
    has_rows = any(unit.kind is UnitKind.ROW for run in runs for unit in run)
    return ("\n" if has_rows else " ").join(parts), tuple(citations)


def _runs(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units that follow each other in one passage are one quotation; the first chosen leads."""
    runs: list[list[Unit]] = []
    for unit in units:
        for run in runs:
            if unit.passage.chunk_id == run[0].passage.chunk_id and _joins(run, unit):
                run.append(unit)
                run.sort(key=lambda each: each.start)
                break
        else:
            runs.append([unit])
    return runs


def _joins(run: Sequence[Unit], unit: Unit) -> bool:
    return 0 <= unit.start - run[-1].end <= _MAX_GAP or 0 <= run[0].start - unit.end <= _MAX_GAP


def _shortened(question: Question, run: Sequence[Unit], max_words: int) -> str:
    rows = all(unit.kind is UnitKind.ROW for unit in run)
    text = ("\n" if rows else " ").join(unit.reading for unit in run)
    if len(text.split()) <= max_words:
        return text
    if run[0].kind is UnitKind.ROW:
        return _shortened_row(question, text, max_words)
    words = text.split()
    first = _densest(question, words, max_words)
    cut = " ".join(words[first : first + max_words])
    return f"{'… ' if first else ''}{cut}{' …' if first + max_words < len(words) else ''}"


def _densest(question: Question, words: Sequence[str], width: int) -> int:
    """Where the stretch of `width` words begins that has most of what was asked, well inside."""
    asked = frozenset(question.rarity)
    hits = [at for at, word in enumerate(words) if not asked.isdisjoint(terms(word))]

    def worth(first: int) -> tuple[int, float]:
        inside = [at for at in hits if first <= at < first + width]
        middle = (inside[0] + inside[-1]) / 2 if inside else 0.0
        return len(inside), -abs(first + width / 2 - middle)

    return max(range(len(words) - width + 1), key=worth)


def _shortened_row(question: Question, reading: str, max_words: int) -> str:
    """A long row's first cell and, as far as there is room, those that the question asks for."""
    cells = _CELL.split(reading)
    asked = frozenset(question.rarity)
    ranked = sorted(
        range(len(cells)),
        key=lambda at: (at != 0, -len(asked.intersection(terms(cells[at]))), at),
    )
    kept: dict[int, str] = {}
    for at in ranked:
        room = max_words - sum(len(cell.split()) for cell in kept.values())
        words = cells[at].split()
        if len(words) <= room:
            kept[at] = cells[at]
        elif not kept or room >= _MIN_CELL_WORDS:
            kept[at] = " ".join((*words[:room], "…"))
    return "; ".join(kept[at] for at in sorted(kept))


def _citation(n: int, run: Sequence[Unit], rects: FindRects) -> Citation:
    passage, start, end = run[0].passage, run[0].start, run[-1].end
    first = start - passage.start
    return Citation(
        n=n,
        document_id=passage.document_id,
        file=passage.file,
        page=passage.page,
        section=" › ".join(run[0].section),
        quote=passage.text[first : first + end - start],
        start=start,
        end=end,
        rects=rects(passage.document_id, passage.page, start, end),
        passage_start=passage.start,
        passage_end=passage.end,
    )
