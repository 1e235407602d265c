"""A chunk: what is embedded, searched and cited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one page, small enough to embed and precise enough to cite.

    Attributes:
        page: Page number, counted from 1.
        start: Offset of the first character in the page's text, in characters.
        end: Offset after the last character.
        section: The headings it stands under, outermost first.
        text: The characters exactly as parsed; never tidied for display.
        search_text: What is embedded and searched: hyphenation undone, table rows read with
            their headers.
        token_count: Length of `search_text`, in tokens of the embedding model.
    """

    page: int
    start: int
    end: int
    section: tuple[str, ...]
    text: str
    search_text: str
    token_count: int
