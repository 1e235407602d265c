"""A document made ready for the catalogue: rows, and the texts to embed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.chunk import Chunk
from assistant.domain.document import Block, Document, Page, SkipReason
from assistant.domain.terms import index_terms
from assistant.index.chunk import embedding_text
from assistant.index.files import FileState
from assistant.index.page_codec import pack_blocks, pack_words


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page's row and its entry in the keyword index (empty terms: no entry)."""

    number: int
    label: str
    width_pt: float
    height_pt: float
    text: str
    words: bytes
    blocks: bytes
    body_terms: str
    heading_terms: str


@dataclass(frozen=True, slots=True)
class PreparedChunk:
    """A chunk's row, its entry in the keyword index, and what the embedder is given."""

    chunk: Chunk
    body_terms: str
    heading_terms: str
    embedding_text: str


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """Everything the catalogue stores of a document but its vectors."""

    state: FileState
    title: str
    format: str
    detail: str
    pages: tuple[PreparedPage, ...]
    chunks: tuple[PreparedChunk, ...]


@dataclass(frozen=True, slots=True)
class SkippedDocument:
    """A file that has no text in the index, and why."""

    state: FileState
    reason: SkipReason
    detail: str


def heading_terms(title: str, sections: Sequence[str], file: str) -> str:
    """The terms that a chunk or page is found by beside its own text."""
    return index_terms(" ".join((title, *sections, file.replace("/", " "))))


def prepare_document(
    state: FileState, document: Document, chunks: Sequence[Chunk]
) -> PreparedDocument:
    """Make a document, which is storable and was cut into `chunks`, ready for the catalogue."""
    title = document.title
    prepared = tuple(
        PreparedChunk(
            chunk,
            index_terms(chunk.search_text),
            heading_terms(title, chunk.section, state.file),
            embedding_text(chunk, title, state.file),
        )
        for chunk in chunks
    )
    by_page: dict[int, list[PreparedChunk]] = {}
    for entry in prepared:
        by_page.setdefault(entry.chunk.page, []).append(entry)
    return PreparedDocument(
        state,
        title,
        document.format,
        " ".join(document.notes),
        tuple(
            _page(page, by_page.get(page.number, ()), title, state.file) for page in document.pages
        ),
        prepared,
    )


def _page(page: Page, chunks: Sequence[PreparedChunk], title: str, file: str) -> PreparedPage:
    sections = dict.fromkeys(part for entry in chunks for part in entry.chunk.section)
    return PreparedPage(
        page.number,
        page.label,
        page.width_pt,
        page.height_pt,
        page.text,
        pack_words(page.words),
        pack_blocks(page.blocks),
        " ".join(entry.body_terms for entry in chunks),
        heading_terms(title, tuple(sections), file) if chunks else "",
    )


def storable_document(document: Document) -> Document:
    """The same document without the characters that SQLite cannot hold.

    NUL and lone surrogates are replaced one for one, so that every offset still holds.
    """
    return replace(
        document,
        title=storable(document.title),
        notes=tuple(map(storable, document.notes)),
        pages=tuple(
            replace(
                page,
                text=storable(page.text),
                label=storable(page.label),
                blocks=tuple(map(_storable_block, page.blocks)),
            )
            for page in document.pages
        ),
    )


def storable(text: str) -> str:
    """Replace NUL and lone surrogates, one for one."""
    text = text.replace("\0", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _storable_block(block: Block) -> Block:
    section, reading = tuple(map(storable, block.section)), storable(block.reading)
    if section == block.section and reading == block.reading:
        return block
    return replace(block, section=section, reading=reading)
