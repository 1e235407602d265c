"""Keeps what one file brings into the index within bounds, and says what was cut."""

from dataclasses import replace

from assistant.domain.document import Block, Document, Page
from assistant.parse.wire import MAX_CHARACTERS, MAX_PAGES

MAX_READING_CHARACTERS = 2 * MAX_CHARACTERS
"""The most that the readings of all blocks may add; they repeat headers and so can explode."""


def bound(document: Document) -> Document:
    """Cut `document` to the most characters and pages that a file may bring."""
    pages: list[Page] = []
    notes = list(document.notes)
    characters = readings = 0
    for page in document.pages[:MAX_PAGES]:
        kept = page
        if characters + len(page.text) > MAX_CHARACTERS:
            kept = _cut(page, MAX_CHARACTERS - characters)
        characters += len(kept.text)
        readings += sum(len(block.reading) for block in kept.blocks)
        if readings > MAX_READING_CHARACTERS:
            kept = replace(kept, blocks=tuple(replace(block, reading="") for block in kept.blocks))
        pages.append(kept)
    if any(len(kept.text) < len(page.text) for kept, page in zip(pages, document.pages)):  # noqa: B905  pages may be cut
        notes.append(f"Cut after {MAX_CHARACTERS:,} characters.")
    if len(document.pages) > MAX_PAGES:
        notes.append(f"Cut after {MAX_PAGES:,} pages.")
    if readings > MAX_READING_CHARACTERS:
        notes.append("Tables are too large to repeat their headers in every row.")
    return replace(document, pages=tuple(pages), notes=tuple(notes))


def _cut(page: Page, length: int) -> Page:
    """The first `length` characters of a page, with the blocks and words within them."""
    blocks = tuple(
        block if block.end <= length else _cut_block(block, length)
        for block in page.blocks
        if block.start < length
    )
    words = tuple(word for word in page.words if word.end <= length)
    return replace(page, text=page.text[:length], blocks=blocks, words=words)


def _cut_block(block: Block, length: int) -> Block:
    return replace(block, end=length, reading="")
