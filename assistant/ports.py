"""What the rooms need from each other, said as Protocols; bootstrap plugs in the real things."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.domain.answer import Passage
from assistant.domain.document import Document, Page, Rect
from assistant.domain.prompt import Generation, Prompt
from assistant.errors import AssistantError
from assistant.jobs import CancelToken


class DocumentParser(Protocol):
    """Turns a file's bytes into a document; safe against hostile files and usable from threads."""

    def parse(self, content: bytes, name: str) -> Document:
        """Parse `content`, the bytes of a file called `name` (its suffix names the format).

        Raises:
            DocumentSkippedError: The file has nothing to index; says why.
        """
        ...


class Embedder(Protocol):
    """Turns text into vectors whose dot product is the likeness of meaning."""

    @property
    def name(self) -> str:
        """Model name, as in its manifest."""
        ...

    @property
    def sha256(self) -> str:
        """SHA-256 of the model file, in hex; vectors of different models never mix."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), dimension), in the order of `texts`."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in tokens, special tokens left out, never cut."""
        ...


class Reading(NamedTuple):
    """What a reader makes of a question and one passage.

    Attributes:
        relevance: Log-odds that the passage answers the question.
        no_answer: Logit of there being no answer in it; an answer that begins at one token and
            ends at another is as likely as `starts` there and `ends` here add up above it.
        offsets: First and last character (after the last) of each token, shape (tokens, 2).
        starts: Logit of each token to begin the answer, shape (tokens,).
        ends: The same for its last token.
    """

    relevance: float
    no_answer: float
    offsets: NDArray[np.int32]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]


class Reader(Protocol):
    """Reads passages for the answer to a question."""

    @property
    def name(self) -> str:
        """Model name, as in its manifest."""
        ...

    @property
    def sha256(self) -> str:
        """SHA-256 of the model file, in hex."""
        ...

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each of `passages`, in their order; the end of a very long one is left out."""
        ...


class Generator(Protocol):
    """A language model that writes; one answer at a time."""

    @property
    def name(self) -> str:
        """Model name."""
        ...

    @property
    def sha256(self) -> str:
        """SHA-256 of the model file, in hex."""
        ...

    @property
    def context_tokens(self) -> int:
        """Length of the context, prompt and answer together, in tokens."""
        ...

    def count_tokens(self, texts: Sequence[str], token: CancelToken) -> list[int]:
        """Return the length of each text in tokens; loads the model where it is not.

        Raises:
            JobCancelledError: The token asked for it.
            AssistantError: The model cannot be used; says why.
        """
        ...

    def generate(
        self, prompt: Prompt, told: Callable[[str], None], token: CancelToken
    ) -> Generation:
        """Write what follows; `told` gets the text piece by piece, from the calling thread.

        The text has no figure that is not in the prompt's sources, and no bracket but the number
        of one of its citations. The same prompt gives the same text.

        Raises:
            JobCancelledError: The token asked for it.
            AssistantError: The model cannot be used; says why.
        """
        ...


class VectorHit(NamedTuple):
    """A chunk near a vector."""

    chunk_id: int
    similarity: float


class VectorSearch(Protocol):
    """Finds the chunks whose vectors are nearest."""

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[VectorHit]:
        """Return up to `limit` chunks, the nearest first; `vector` has unit length."""
        ...


class ScopedSearch(VectorSearch, Protocol):
    """A vector search that can keep to some documents."""

    def nearest_in(
        self, documents: Collection[int], vector: NDArray[np.float32], limit: int
    ) -> list[VectorHit]:
        """Return up to `limit` chunks of these documents (keys), the nearest first."""
        ...


class VectorIndexError(AssistantError):
    """The files of a vector index cannot be used; it has to be built again."""

    def __init__(self, cause: object) -> None:
        super().__init__(
            f"The vector index cannot be used: {cause}.",
            hint="It is built again from the catalogue; search works meanwhile.",
        )


class VectorIndex(VectorSearch, Protocol):
    """A vector search that is kept on disk; disposable, the catalogue is the truth.

    Every method raises `VectorIndexError` when the files cannot be used.
    """

    def add(self, chunk_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add chunks; `vectors` has shape (len(chunk_ids), dimension)."""
        ...

    def count(self) -> int:
        """Number of chunks held."""
        ...

    def close(self) -> None:
        """Write everything out and let go of the files."""
        ...


class KeywordHit(NamedTuple):
    """A chunk that shares terms with a query; `score` is BM25, higher is better."""

    id: int
    score: float


class PageHit(NamedTuple):
    """A page that shares terms with a query; `score` likewise."""

    document_id: int
    page: int
    score: float


class PassageStore(Protocol):
    """What retrieval and answering read from a library's catalogue."""

    def keyword_chunks(
        self, query: str, limit: int, *, documents: Collection[int] | None = None
    ) -> list[KeywordHit]:
        """Chunks by BM25, best first; `query` is in FTS5 syntax, made by `domain.terms`.

        Only those of `documents` (keys) where given.
        """
        ...

    def keyword_pages(
        self, query: str, limit: int, *, documents: Collection[int] | None = None
    ) -> list[PageHit]:
        """Pages by BM25, likewise."""
        ...

    def chunks_of_pages(self, pages: Sequence[tuple[int, int]]) -> list[int]:
        """The keys of the chunks on these pages (document key, page number), in that order."""
        ...

    def term_counts(self, terms: Sequence[str]) -> tuple[dict[str, int], int]:
        """How many chunks hold each of these terms, and how many chunks there are."""
        ...

    def documents_with(self, term: str) -> set[int]:
        """The keys of the documents that hold a term, in their text, titles or file path."""
        ...

    def passages(self, chunk_ids: Sequence[int]) -> list[Passage]:
        """The chunks with these keys that still exist, in the order asked, scored 0."""
        ...

    def page(self, document_id: int, number: int) -> Page | None:
        """A page as parsed, or None when it is gone."""
        ...

    def rects(self, document_id: int, page: int, start: int, end: int) -> tuple[Rect, ...]:
        """Where these characters stand on the displayed page, a rectangle per line."""
        ...


class PageImage(NamedTuple):
    """A rendered page: `height` rows of `width` pixels, 4 bytes each (B, G, R, unused)."""

    width: int
    height: int
    pixels: bytes


class PageImages(Protocol):
    """Renders the pages of one PDF; the rendering happens in a jailed process."""

    @property
    def sizes_pt(self) -> tuple[tuple[float, float], ...]:
        """Width and height of every page as displayed, in points; opens the document.

        Raises:
            AssistantError: The document cannot be opened.
        """
        ...

    def render(self, page: int, scale: float) -> PageImage:
        """Render page `page` (from 1) at `scale` pixels per point, as displayed.

        Raises:
            AssistantError: The page cannot be rendered; the process is restarted by itself.
        """
        ...

    def close(self) -> None:
        """End the process."""
        ...
