"""The headings of a document, as they stand in its pages."""

from dataclasses import dataclass

from assistant.desktop.core import LibraryCore
from assistant.desktop.places import Span
from assistant.domain.document import BlockKind
from assistant.domain.library import DocumentRecord
from assistant.jobs import CancelToken

_MAX_SECTIONS = 5000


@dataclass(frozen=True, slots=True)
class Section:
    """A heading.

    Attributes:
        title: Its words, on one line.
        depth: How many headings stand above it.
        page: Where it stands, counted from 1.
        span: Its characters in the page's text.
    """

    title: str
    depth: int
    page: int
    span: Span


def outline(
    library: LibraryCore, record: DocumentRecord, token: CancelToken
) -> tuple[Section, ...]:
    """The headings of a document in order, the first 5,000 of them."""
    sections: list[Section] = []
    for number in range(1, record.page_count + 1):
        token.check()
        page = library.page(record.id, number)
        for block in page.blocks:
            if block.kind is BlockKind.HEADING:
                title = " ".join(page.text[block.start : block.end].split())
                depth = max(0, len(block.section) - 1)
                sections.append(Section(title, depth, number, Span(block.start, block.end)))
        if len(sections) >= _MAX_SECTIONS:
            break
    return tuple(sections[:_MAX_SECTIONS])
