"""Compose: a quoted answer's passages into sentences by a language model, each of them checked."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from time import perf_counter

from assistant.answer.choose import MAX_WORDS
from assistant.answer.prompt import Asked, Instructions, prompt_for, source_of
from assistant.answer.quote import cite
from assistant.answer.read import doubts
from assistant.answer.units import units_of
from assistant.answer.verify import CITATION, Statement, objection, statement_of
from assistant.domain.answer import Answer, Citation, Mode, Passage, Sentence, with_marks
from assistant.domain.reading import sentences
from assistant.domain.terms import terms
from assistant.errors import AssistantError
from assistant.jobs import CancelToken
from assistant.ports import Generator, PassageStore, Reader

# What the instructions ask for where the passages do not answer.
_SAYS_NOTHING = re.compile(r"the passages? (?:do|does) not (?:say|answer)", re.IGNORECASE)


class PassageGoneError(AssistantError):
    """A document was changed or removed while an answer was written from it."""

    def __init__(self) -> None:
        super().__init__(
            "A document that the answer was written from is not in the library any more.",
            hint="Ask again.",
        )


class Composer:
    """Composes answers from one library's passages."""

    def __init__(
        self,
        store: PassageStore,
        reader: Reader,
        generator: Generator,
        instructions: Instructions,
    ) -> None:
        self._store = store
        self._reader = reader
        self._generator = generator
        self._instructions = instructions

    def compose(self, quoted: Answer, told: Callable[[str], None], token: CancelToken) -> Answer:
        """Write an answer from the passages of a `quoted` one; `told` gets it piece by piece.

        Only sentences that hold stand in its text; all are among its `sentences`. Where none
        holds, the quoted answer is returned with them. A refusal stays a refusal.

        Raises:
            JobCancelledError: The token asked for it.
            AssistantError: The language model cannot be used; says why.
        """
        if quoted.refused:
            return quoted
        started = perf_counter()
        asked = prompt_for(
            quoted.question, _in_order(quoted), self._instructions, self._generator, token
        )
        if asked is None:
            return quoted
        generation = self._generator.generate(asked.prompt, told, token)
        answer = self._checked(quoted, asked, generation.text)
        took = (perf_counter() - started) * 1000
        timings = {
            **quoted.timings_ms,
            "prompt": round(generation.prompt_ms, 1),
            "compose": round(took, 1),
            "total": round(quoted.timings_ms.get("total", 0.0) + took, 1),
        }
        models = {**quoted.models, self._generator.name: self._generator.sha256}
        return replace(answer, models=models, timings_ms=timings, writing=generation)

    def _checked(self, quoted: Answer, asked: Asked, text: str) -> Answer:
        sources = {n: source_of(passage) for n, passage in enumerate(asked.passages, 1)}
        written = [statement_of(text[start:end]) for start, end in _with_citations(text)]
        doubted = self._doubted(quoted, asked.passages)
        checked = [
            (each, objection(each, sources) or _doubt(each, doubted))
            for each in written
            if each.text and not _SAYS_NOTHING.match(each.text)
        ]
        holding = _within_bounds([each for each, wrong in checked if not wrong])
        said = tuple(_sentence(each, wrong) for each, wrong in checked)
        if not holding:
            return replace(quoted, sentences=said)
        numbers = {n: new for new, n in enumerate(_cited(holding), 1)}
        citations = tuple(
            self._citation(new, asked.passages[n - 1], [s for s in holding if n in s.cited])
            for n, new in numbers.items()
        )
        text, marks = with_marks(
            [(each.text, [numbers[n] for n in each.cited]) for each in holding], " "
        )
        return replace(
            quoted,
            text=text,
            marks=marks,
            mode=Mode.COMPOSE,
            citations=citations,
            older=tuple(
                replace(older, n=len(citations) + n) for n, older in enumerate(quoted.older, 1)
            ),
            sentences=said,
        )

    def _doubted(self, quoted: Answer, passages: Sequence[Passage]) -> frozenset[int]:
        """The numbers of the passages that the reader finds no answer in, and that none is quoted
        from."""
        found = doubts(self._reader, quoted.question, passages)
        known = _quoted_places(quoted)
        return frozenset(
            n
            for n, (passage, is_doubted) in enumerate(zip(passages, found, strict=True), 1)
            if is_doubted and _place(passage) not in known
        )

    def _citation(self, n: int, passage: Passage, said: Sequence[Statement]) -> Citation:
        """The sentence or row of a passage that says most of what was taken from it."""
        page = self._store.page(passage.document_id, passage.page)
        units = units_of(passage, page) if page else []
        if not units:  # the document was changed or went away while the answer was written
            raise PassageGoneError
        wanted = frozenset(term for each in said for term in terms(each.text))
        best = max(units, key=lambda unit: (len(wanted & unit.terms), -unit.start))
        return cite(n, [best], self._store.rects)


def _in_order(quoted: Answer) -> list[Passage]:
    """The passages to compose from: those that were quoted first, then the closest."""
    places = _quoted_places(quoted)

    def order(passage: Passage) -> int:
        place = _place(passage)
        return places.index(place) if place in places else len(places)

    return sorted(quoted.closest, key=order)


def _quoted_places(quoted: Answer) -> list[tuple[int, int, int]]:
    """Where the passages begin that an answer quotes from."""
    return [(c.document_id, c.page, c.passage_start) for c in quoted.citations]


def _place(passage: Passage) -> tuple[int, int, int]:
    return passage.document_id, passage.page, passage.start


def _with_citations(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, each with the citations that follow its full stop."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        first = start
        while match := CITATION.match(text, first):
            first = match.end()
        if found and first > start:
            found[-1] = (found[-1][0], min(first, end))
        if first < end:
            found.append((first, end))
    return found


def _within_bounds(statements: Sequence[Statement]) -> list[Statement]:
    """As many of the statements as an answer may have words, one in any case; none twice."""
    kept: list[Statement] = []
    words = 0
    for each in dict.fromkeys(statements):
        words += len(each.text.split())
        if kept and words > MAX_WORDS:
            break
        kept.append(each)
    return kept


def _doubt(statement: Statement, doubted: Collection[int]) -> str:
    if all(n in doubted for n in statement.cited):
        return "the cited passage does not seem to answer the question"
    return ""


def _cited(statements: Sequence[Statement]) -> list[int]:
    return list(dict.fromkeys(n for each in statements for n in each.cited))


def _sentence(statement: Statement, wrong: str) -> Sentence:
    text, _ = with_marks([(statement.text, statement.cited)], " ")
    return Sentence(text, is_supported=not wrong, reason=wrong)
