"""Answer: a question in, a cited answer or a reasoned refusal out."""

import time
from collections.abc import Collection, Sequence

from assistant.answer.evidence import probability
from assistant.answer.quote import quote
from assistant.answer.retrieve import Retrieval, Retriever
from assistant.answer.select import Question, Scored, choose, score_units
from assistant.answer.units import Unit, units_of
from assistant.domain.answer import Answer, Mode, Passage, RetrievedPage
from assistant.domain.document import Page
from assistant.errors import AssistantError, UsageError
from assistant.ports import Embedder, PassageStore

_PASSAGES = 100
_PASSAGES_READ = 12
_UNITS_READ = 48
_UNIT_WEIGHT = 0.5
_CLOSEST = 8


class NoLanguageModelError(AssistantError):
    """A composed answer was asked for, and there is no language model."""

    def __init__(self) -> None:
        super().__init__(
            "No language model is installed, so an answer cannot be composed.",
            hint="Ask in the mode 'quote' or 'auto': it quotes the documents word for word.",
        )


class Answerer:
    """Answers questions from one library."""

    def __init__(
        self,
        store: PassageStore,
        retriever: Retriever,
        embedder: Embedder,
        refusal_threshold: float,
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._embedder = embedder
        self._refusal_threshold = refusal_threshold

    def ask(self, question: str, mode: Mode, documents: Collection[int] | None = None) -> Answer:
        """Answer `question` from `documents` (keys), from all when None.

        Raises:
            UsageError: The question is empty.
            NoLanguageModelError: `mode` is compose, which needs a language model.
        """
        asked = " ".join(question.split())
        if not asked:
            raise UsageError("The question is empty.", hint="Ask what you want to know.")
        if mode is Mode.COMPOSE:
            raise NoLanguageModelError
        clock = _Clock()
        retrieval = self._retriever.retrieve(asked, _PASSAGES, documents)
        clock.lap("retrieve")
        scorable, scored = self._read(asked, retrieval)
        clock.lap("read")
        chosen = choose(scorable, scored)
        refused = probability(scorable, chosen) < self._refusal_threshold
        text, citations = ("", ()) if refused else quote(scorable, chosen, self._store.rects)
        clock.lap("quote")
        return Answer(
            question=question,
            text=text,
            refused=refused,
            reason=self._reason(documents) if refused else "",
            mode=Mode.QUOTE,
            citations=citations,
            retrieved=_reranked(retrieval, scored),
            closest=retrieval.passages[:_CLOSEST],
            models={self._embedder.name: self._embedder.sha256},
            timings_ms=clock.timings_ms(),
        )

    def _read(self, text: str, retrieval: Retrieval) -> tuple[Question, list[Scored]]:
        """Score the units of the best passages."""
        question = Question(text, retrieval.vector, retrieval.rarity)
        units = self._units(retrieval.passages[:_PASSAGES_READ])
        units.sort(key=lambda unit: -_promise(question, unit))
        units = units[:_UNITS_READ]
        vectors = self._embedder.embed([unit.reading for unit in units])
        return question, score_units(question, units, vectors)

    def _units(self, passages: Sequence[Passage]) -> list[Unit]:
        pages: dict[tuple[int, int], Page | None] = {}
        units: list[Unit] = []
        for passage in passages:
            key = (passage.document_id, passage.page)
            if key not in pages:
                pages[key] = self._store.page(*key)
            if page := pages[key]:
                units.extend(units_of(passage, page))
        return units

    def _reason(self, documents: Collection[int] | None) -> str:
        where = (
            "the library's documents"
            if documents is None
            else f"the {len(documents):,} documents chosen"
        )
        return (
            f"Nothing in {where} answers this clearly enough."
            " The closest passages are listed; other words for the same thing may find more."
        )


def _reranked(retrieval: Retrieval, scored: Sequence[Scored]) -> tuple[RetrievedPage, ...]:
    """The pages, those that were read by what was found on them."""
    best: dict[tuple[str, int], float] = {}
    for each in scored:
        passage = each.unit.passage
        found = each.own_terms + each.terms_with_context + 2 * each.likeness
        key = (passage.file, passage.page)
        best[key] = max(best.get(key, 0.0), passage.score + _UNIT_WEIGHT * found)
    read = [
        RetrievedPage(page.file, page.page, best[page.file, page.page])
        for page in retrieval.pages
        if (page.file, page.page) in best
    ]
    rest = [page for page in retrieval.pages if (page.file, page.page) not in best]
    return (*sorted(read, key=lambda page: -page.score), *rest)


def _promise(question: Question, unit: Unit) -> float:
    """Which units are worth embedding: by terms and rank, which cost nothing."""
    return question.covered(unit.terms | unit.context) + unit.passage.score


class _Clock:
    """Measures the steps of one answer."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 1)
        self._last = now

    def timings_ms(self) -> dict[str, float]:
        return {**self._laps, "total": round((self._last - self._started) * 1000, 1)}
