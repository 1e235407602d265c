"""Places in documents, and the way back and forth between them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.domain.answer import Citation, Passage


class Span(NamedTuple):
    """Characters of a page's text, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a document, and what is marked on it.

    Attributes:
        library: Name of the library.
        document_id: Key of the document in that library's catalogue.
        page: Counted from 1.
        passage: The passage around the quote, in a pale wash; None marks nothing.
        quote: The words that answer, marked stronger; None marks nothing.
    """

    library: str
    document_id: int
    page: int
    passage: Span | None = None
    quote: Span | None = None

    @classmethod
    def of_citation(cls, library: str, citation: Citation) -> "Place":
        """Where a citation points."""
        return cls(
            library,
            citation.document_id,
            citation.page,
            Span(citation.passage_start, citation.passage_end),
            Span(citation.start, citation.end),
        )

    @classmethod
    def of_passage(cls, library: str, passage: Passage) -> "Place":
        """Where a passage stands."""
        return cls(
            library, passage.document_id, passage.page, Span(passage.start, passage.end), None
        )

    def turned_to(self, page: int) -> "Place":
        """Another page of the same document, with nothing marked."""
        return replace(self, page=page, passage=None, quote=None)


class Trail:
    """Places in the order visited, with a way back and forth; turning a page is no new place."""

    def __init__(self, limit: int = 200) -> None:
        self._places: list[Place] = []
        self._current = -1
        self._limit = limit

    def visit(self, place: Place) -> None:
        """Go to a place; what lay ahead is forgotten."""
        if self.current == place:
            return
        self._places = [*self._places[: self._current + 1], place][-self._limit :]
        self._current = len(self._places) - 1

    def turn(self, place: Place) -> None:
        """Remember a turned page in place of the one it was turned from."""
        if self.current is not None:
            self._places[self._current] = place

    def keep(self, libraries: Collection[str]) -> None:
        """Forget the places in all other libraries: they cannot be gone to any more."""
        behind = [p for p in self._places[: self._current + 1] if p.library in libraries]
        ahead = [p for p in self._places[self._current + 1 :] if p.library in libraries]
        self._places = behind + ahead
        self._current = len(behind) - 1 if behind else min(0, len(ahead) - 1)

    @property
    def current(self) -> Place | None:
        """Where the trail stands; None at its very start."""
        return self._places[self._current] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._current > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._current < len(self._places) - 1

    def back(self) -> Place:
        """The place before; only where `can_go_back`."""
        self._current -= 1
        return self._places[self._current]

    def forward(self) -> Place:
        """The place after; only where `can_go_forward`."""
        self._current += 1
        return self._places[self._current]
