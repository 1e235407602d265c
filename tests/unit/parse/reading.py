"""What the tests of the parsers look at: blocks with their text."""

from assistant.domain.document import Block, BlockKind, Document


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    """The text of every block, or of those of these kinds."""
    page = document.pages[0].text
    return [page[b.start : b.end] for b in document.pages[0].blocks if not kinds or b.kind in kinds]


def readings(document: Document) -> list[str]:
    """How the blocks with a reading read."""
    return [block.reading for block in document.pages[0].blocks if block.reading]


def block_with(document: Document, text: str) -> Block:
    """The first block whose text holds `text`."""
    page = document.pages[0].text
    return next(b for b in document.pages[0].blocks if text in page[b.start : b.end])


def offsets_hold(document: Document) -> bool:
    """Whether the blocks stand in order within the page, without overlap or blank ends."""
    page = document.pages[0].text
    last = 0
    for block in document.pages[0].blocks:
        text = page[block.start : block.end]
        if block.start < last or not text.strip() or text != text.rstrip():
            return False
        last = block.end
    return last <= len(page)
