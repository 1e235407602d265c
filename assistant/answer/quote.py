"""Quote: from chosen units to the text of an answer and the citations that prove it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.answer.choose import MAX_WORDS
from assistant.answer.select import Question, Scored
from assistant.answer.shorten import shortened
from assistant.answer.units import Unit, UnitKind, follows
from assistant.domain.answer import Citation, Mark, with_marks
from assistant.domain.document import Rect

FindRects = Callable[[int, int, int, int], tuple[Rect, ...]]
"""Where characters stand: document key, page, start, end."""


class Quotations(NamedTuple):
    """What is quoted, '[n]' after each, where those marks stand, and the citations."""

    text: str
    marks: tuple[Mark, ...]
    citations: tuple[Citation, ...]


NOTHING = Quotations("", (), ())


def quote(question: Question, chosen: Sequence[Scored], rects: FindRects) -> Quotations:
    """Quote the units chosen; those that follow each other in one passage as one."""
    runs = _runs(chosen)
    later = [min(each.unit.word_count, MAX_WORDS) for run in runs[1:] for each in run]
    said: list[tuple[str, tuple[int]]] = []
    citations: list[Citation] = []
    for n, run in enumerate(runs, 1):
        words = MAX_WORDS - sum(later) if n == 1 else MAX_WORDS
        said.append((shortened(question, run, words), (n,)))
        citations.append(cite(n, [each.unit for each in run], rects))
    has_rows = any(each.unit.kind is UnitKind.ROW for run in runs for each in run)
    text, marks = with_marks(said, "\n" if has_rows else " ")
    return Quotations(text, marks, tuple(citations))


def _runs(chosen: Sequence[Scored]) -> list[list[Scored]]:
    """Units that follow each other in one passage are one quotation; the first chosen leads."""
    runs: list[list[Scored]] = []
    for each in sorted(chosen, key=lambda one: (one.unit.passage.chunk_id, one.unit.start)):
        if runs and follows(runs[-1][-1].unit, each.unit):
            runs[-1].append(each)
        else:
            runs.append([each])
    return sorted(runs, key=lambda run: min(map(chosen.index, run)))


def cite(n: int, run: Sequence[Unit], rects: FindRects) -> Citation:
    """The proof of units that follow each other in one passage."""
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
