"""Judge: the best passages read, their units scored, the pages ranked by what was found, and the
very best read again.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer.abbreviations import abbreviation_asked
from assistant.answer.read import ReadUnit, read_units
from assistant.answer.reread import reread
from assistant.answer.retrieve import Retrieval
from assistant.answer.select import Question, Scored, Signs, score_units
from assistant.answer.units import units_of
from assistant.domain.answer import RetrievedPage
from assistant.ports import Embedder, PassageStore, Reader

PAGE_WEIGHTS = Signs(-0.24, 0.49, 0.94, 0.0, -0.03, 0.07, 0.01, 0.11)
"""How much what speaks for a page's best unit adds to how well the page was ranked."""

_PAGE_SHARE = 2.0
_DOCUMENT_SHARE = 1.0
"""How much a unit counts for less on a page, or in a document, that ranks below the best."""

_PASSAGES_READ = 20
_UNITS_COMPARED = 32
_MARGIN_WEIGHT = 0.1


class Judge:
    """Reads what retrieval found in one library."""

    def __init__(
        self, store: PassageStore, embedder: Embedder, reader: Reader, second_reader: Reader
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._reader = reader
        self._second_reader = second_reader

    def judge(self, text: str, retrieval: Retrieval) -> tuple[Question, list[Scored]]:
        """Score the units of the best passages on the question `text`; the best first."""
        question = Question(text, retrieval.vector, retrieval.rarity, retrieval.unknown_names)
        short = abbreviation_asked(text)
        best = retrieval.passages[:_PASSAGES_READ]
        places = {(passage.document_id, passage.page) for passage in best}
        pages = {place: self._store.page(*place) for place in places}
        passages = [
            (passage, units)
            for passage in best
            if (page := pages[passage.document_id, passage.page])
            and (units := units_of(passage, page, short))
        ]
        read = read_units(self._reader, text, passages)
        read.sort(key=lambda each: -_promise(question, each))
        read = read[:_UNITS_COMPARED]
        vectors = self._embedder.embed([each.unit.reading for each in read])
        scored = in_order_of_pages(score_units(question, read, vectors))
        return question, reread(self._second_reader, text, scored, passages)


def rank_pages(
    pages: Sequence[RetrievedPage], scored: Sequence[Scored]
) -> tuple[RetrievedPage, ...]:
    """The pages anew: those that were read by what was found on them, then the others."""
    best = _page_scores(scored)
    read = [
        RetrievedPage(page.file, page.page, best[page.file, page.page])
        for page in pages
        if (page.file, page.page) in best
    ]
    rest = [page for page in pages if (page.file, page.page) not in best]
    return (*sorted(read, key=lambda page: -page.score), *rest)


def in_order_of_pages(scored: Sequence[Scored]) -> list[Scored]:
    """The units anew, those on pages and in documents that are ranked higher further ahead; ties
    keep their order.

    What says that a page holds the answer is more than what says that one unit of it does. A
    document ranks as its best page.
    """
    pages = _page_scores(scored)
    top = max(pages.values(), default=0.0)
    documents: dict[str, float] = {}
    for (file, _), score in pages.items():
        documents[file] = max(documents.get(file, -math.inf), score)
    weighed = [
        replace(
            each,
            score=each.score
            + _PAGE_SHARE * (pages[_page(each)] - top)
            + _DOCUMENT_SHARE * (documents[each.unit.passage.file] - top),
        )
        for each in scored
    ]
    return sorted(weighed, key=lambda each: -each.score)


def _page_scores(scored: Sequence[Scored]) -> dict[tuple[str, int], float]:
    """How well each page ranks by what was found on it, by file and number."""
    best: dict[tuple[str, int], float] = {}
    for each in scored:
        total = each.unit.passage.score + each.signs.weighed(PAGE_WEIGHTS)
        best[_page(each)] = max(best.get(_page(each), -math.inf), total)
    return best


def _page(scored: Scored) -> tuple[str, int]:
    return scored.unit.passage.file, scored.unit.passage.page


def _promise(question: Question, read: ReadUnit) -> float:
    """Which units are worth embedding: by terms, rank and reading, which cost nothing more."""
    covered = question.covered(read.unit.terms | read.unit.context)
    return covered + read.unit.passage.score + _MARGIN_WEIGHT * read.margin
