"""A question's answer: text, citations that prove it, or a refusal that says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from assistant.domain.document import Rect
from assistant.domain.prompt import Generation
from assistant.domain.reading import search_text


class Mode(StrEnum):
    """How an answer is made."""

    QUOTE = "quote"
    """Quoted word for word from the passages."""
    COMPOSE = "compose"
    """Written by a language model from the passages, and checked."""
    AUTO = "auto"
    """Composed where a language model is installed and its answer holds; quoted otherwise."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that retrieval found, with where it came from.

    Attributes:
        chunk_id: Key of the chunk in the catalogue.
        document_id: Key of its document.
        file: Path of the document relative to the folder indexed, with '/'.
        title: The document's own title; may be empty.
        page: Counted from 1.
        section: The headings it stands under, outermost first.
        start: Offset of its first character in the page's text.
        end: Offset after its last character.
        text: The characters exactly as parsed.
        search_text: The same, as searched: hyphenation undone, rows read with their headers.
        score: Higher is better; comparable within one ranking only.
    """

    chunk_id: int
    document_id: int
    file: str
    title: str
    page: int
    section: tuple[str, ...]
    start: int
    end: int
    text: str
    search_text: str
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof of one piece of an answer.

    Attributes:
        n: Its number in the answer, from 1.
        document_id: Key of the document in the catalogue.
        file: Path relative to the folder indexed, with '/'.
        page: Counted from 1.
        section: The headings it stands under, joined by ' › '; may be empty.
        quote: The cited characters exactly as parsed.
        start: Offset of the quote in the page's text.
        end: Offset after it.
        rects: Where the quote stands on the displayed page, a rectangle per line; empty for
            formats without pages.
        passage_start: Offset of the passage around the quote, for the pale wash.
        passage_end: Offset after that passage.
    """

    n: int
    document_id: int
    file: str
    page: int
    section: str
    quote: str
    start: int
    end: int
    rects: tuple[Rect, ...]
    passage_start: int
    passage_end: int


@dataclass(frozen=True, slots=True)
class RetrievedPage:
    """A page in the ranked list, best first."""

    file: str
    page: int
    score: float


class Mark(NamedTuple):
    """Where an answer's text cites, told from an '[n]' that a document itself says.

    Attributes:
        n: The number of the citation.
        start: Offset of the space before its '[n]'.
        end: Offset after it.
    """

    n: int
    start: int
    end: int


def with_marks(
    said: Sequence[tuple[str, Sequence[int]]], between: str
) -> tuple[str, tuple[Mark, ...]]:
    """What is said, each with ' [n]' after it for the citations it has, and where those stand."""
    text = ""
    marks: list[Mark] = []
    for words, cited in said:
        text += (between if text else "") + words
        for n in cited:
            marks.append(Mark(n, len(text), len(text) + len(f" [{n}]")))
            text += f" [{n}]"
    return text, tuple(marks)


class Evidence(StrEnum):
    """How likely an answer is right, in words: a percentage would claim to know it better."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a language model wrote, and whether it may be relied on.

    Attributes:
        text: The sentence with the numbers of the passages it was given, not of the citations.
        is_supported: Whether its figures, units and words stand in what it cites.
        reason: Why not, as a clause; empty where it is.
    """

    text: str
    is_supported: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What Hangar says to a question.

    Attributes:
        question: As asked.
        text: At most 60 words; each sentence or row ends in its '[n]'. Empty when refused.
        marks: Where those stand in `text`, in its order.
        refused: True when the documents do not say.
        reason: Why it was refused, and what was searched; empty otherwise.
        mode: How it was made.
        evidence: How likely it is right; weak where it is refused.
        citations: In the order of their numbers.
        older: What an older version of a cited document says otherwise, cited.
        retrieved: The ranked pages, 20 or more where the library has as many.
        closest: The passages read, best first; a refusal shows the first three.
        sentences: Everything that a language model wrote, checked; empty without one.
        writing: How it was written; None without one.
        models: Name and SHA-256 of each model used.
        timings_ms: Milliseconds per step: 'retrieve', 'read', 'quote' and 'total', and where it was
            composed 'prompt' and 'compose'.
    """

    question: str
    text: str
    marks: tuple[Mark, ...]
    refused: bool
    reason: str
    mode: Mode
    evidence: Evidence
    citations: tuple[Citation, ...]
    older: tuple[Citation, ...]
    retrieved: tuple[RetrievedPage, ...]
    closest: tuple[Passage, ...]
    models: dict[str, str]
    timings_ms: dict[str, float]
    sentences: tuple[Sentence, ...] = ()
    writing: Generation | None = None

    @property
    def is_word_for_word(self) -> bool:
        """Whether it says what it quotes and nothing else, but for hyphens at line ends and spaces.

        Not so where a quote is cut, or a row or an option is read with the name it stands under.
        """
        quoted = "".join(f"{search_text(cited.quote)}[{cited.n}]" for cited in self.citations)
        return "".join(search_text(self.text).split()) == "".join(quoted.split())


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation, as understood, and the text of its answer."""

    question: str
    answer: str
