"""Makes domain objects for tests: what matters is given, the rest is filled in."""

from assistant.domain.chunk import Chunk
from assistant.domain.document import Block, BlockKind, Document, Page
from tests.fakes import FakeParser


def make_chunk(
    text: str,
    *,
    page: int = 1,
    start: int = 0,
    section: tuple[str, ...] = (),
    search_text: str = "",
) -> Chunk:
    """A chunk of `text`, read as it stands unless `search_text` says otherwise."""
    read = search_text or text
    return Chunk(page, start, start + len(text), section, text, read, len(read.split()))


def make_page(*blocks: tuple[BlockKind, str], number: int = 1, section: str = "") -> Page:
    """A page whose text is these blocks, one after the other, parted by blank lines."""
    text, made = "", []
    path = (section,) if section else ()
    for kind, part in blocks:
        if text:
            text += "\n\n"
        if kind is BlockKind.HEADING:
            path = (part,)
        made.append(Block(len(text), len(text) + len(part), kind, path))
        text += part
    return Page(number, text, tuple(made))


def make_document(text: str, *, title: str = "") -> Document:
    """A document as `FakeParser` reads `text`; `title` overrides what it calls itself."""
    parsed = FakeParser().parse(text.encode(), "document.txt")
    return Document(parsed.format, title or parsed.title, parsed.pages, parsed.notes)
