"""Answer: a question in, a cited answer or a reasoned refusal out."""

import time
from collections.abc import Collection, Mapping, Sequence

from assistant.answer.choose import choose
from assistant.answer.evidence import likelihood
from assistant.answer.judge import Judge, rank_pages
from assistant.answer.older import differing, newest_first
from assistant.answer.quote import NOTHING, cite, quote
from assistant.answer.retrieve import Retriever
from assistant.answer.select import Scored
from assistant.domain.answer import Answer, Evidence, Mode, Passage
from assistant.errors import UsageError
from assistant.ports import PassageStore

_PASSAGES = 100
_CLOSEST = 8
_NAMES_SHOWN = 3


class Answerer:
    """Answers questions from one library."""

    def __init__(
        self,
        store: PassageStore,
        retriever: Retriever,
        judge: Judge,
        models: Mapping[str, str],
        refusal_threshold: float,
    ) -> None:
        """`models` are those that judge, the SHA-256 of each by its name."""
        self._store = store
        self._retriever = retriever
        self._judge = judge
        self._models = models
        self._refusal_threshold = refusal_threshold

    def ask(self, question: str, documents: Collection[int] | None = None) -> Answer:
        """Answer `question` from `documents` (keys), from all when None, by quoting them.

        Raises:
            UsageError: The question is empty.
        """
        asked = " ".join(question.split())
        if not asked:
            raise UsageError("The question is empty.", hint="Ask what you want to know.")
        clock = _Clock()
        retrieval = self._retriever.retrieve(asked, _PASSAGES, documents)
        clock.lap("retrieve")
        scorable, scored = self._judge.judge(asked, retrieval)
        clock.lap("read")
        scored = newest_first(asked, scored)
        chosen = choose(scorable, scored)
        likely = likelihood(scorable, chosen, scored)
        refused = not likely.is_enough(self._refusal_threshold)
        if not refused and likely.in_words() is not Evidence.STRONG:
            chosen = choose(scorable, scored, in_doubt=True)
        rects = self._store.rects
        quoted = NOTHING if refused else quote(scorable, chosen, rects)
        older = None if refused else differing(chosen[0], scored)
        clock.lap("quote")
        return Answer(
            question=question,
            text=quoted.text,
            marks=quoted.marks,
            refused=refused,
            reason=_reason(documents, retrieval.unmentioned) if refused else "",
            mode=Mode.QUOTE,
            evidence=Evidence.WEAK if refused else likely.in_words(),
            citations=quoted.citations,
            older=(cite(len(quoted.citations) + 1, [older.unit], rects),) if older else (),
            retrieved=rank_pages(retrieval.pages, scored),
            closest=_closest(scored),
            models=dict(self._models),
            timings_ms=clock.timings_ms(),
        )


def _reason(documents: Collection[int] | None, unmentioned: Sequence[str]) -> str:
    """Why a question is refused, and what may help."""
    where = "the library's documents"
    if documents is not None:
        count = len(documents)
        where = "the document chosen" if count == 1 else f"the {count:,} documents chosen"
    named = [f"'{name}'" for name in unmentioned[:_NAMES_SHOWN]]
    listed = " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))
    absent = f", and {listed} {'is' if len(named) == 1 else 'are'} not found there" if named else ""
    return (
        f"Nothing in {where} answers this clearly enough{absent}."
        " The closest passages are listed; other words for the same thing may find more."
    )


def _closest(scored: Sequence[Scored]) -> tuple[Passage, ...]:
    """The passages of the best units, each once."""
    passages = {each.unit.passage.chunk_id: each.unit.passage for each in scored}
    return tuple(passages.values())[:_CLOSEST]


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
