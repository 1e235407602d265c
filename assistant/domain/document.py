"""A parsed document: pages of text, cut into blocks, with the place of every word."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from assistant.errors import AssistantError

READING = 5
"""Counted up whenever files are read otherwise than before: an index run reads anew what an older
Hangar has read."""


class SkipReason(StrEnum):
    """Why a file has no text in the index."""

    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"
    DAMAGED = "damaged"
    TOO_BIG = "too_big"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    TIMED_OUT = "timed_out"


class BlockKind(StrEnum):
    """What a stretch of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    CODE = "code"
    CARD = "card"
    """One entry of a simulation deck, with the comments that belong to it."""
    FURNITURE = "furniture"
    """Running heads, footers, page numbers: shown and highlighted, but not searched or quoted."""


class WordBox(NamedTuple):
    """Where one word stands on its page.

    Offsets are in characters of the page's text, `end` exclusive. Coordinates are in points,
    measured from the top left corner of the page as it is displayed (rotation applied).
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


class Rect(NamedTuple):
    """A rectangle on a displayed page, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page that belongs together and is never cut apart without need.

    Attributes:
        start: Offset of its first character in the page's text.
        end: Offset after its last character.
        kind: What it is.
        section: The headings above it, outermost first; a heading's own text is its last part.
        reading: How it reads on its own, where the bare text would lose its meaning: a table row
            as 'Motor: D12; Peak thrust: 29.73 N'. Empty where the text speaks for itself.
    """

    start: int
    end: int
    kind: BlockKind
    section: tuple[str, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as parsed; a format without pages is a single page.

    Attributes:
        number: Counted from 1.
        text: The characters exactly as the engine read them, in reading order; every offset
            in blocks, words, chunks and citations points into this string.
        blocks: In order, without overlap.
        label: The printed page number, such as 'iv'; empty where there is none.
        width_pt: Width of the displayed page in points; 0 for formats without pages.
        height_pt: Height likewise.
        words: In order of `start`; empty for formats without pages.
    """

    number: int
    text: str
    blocks: tuple[Block, ...] = ()
    label: str = ""
    width_pt: float = 0.0
    height_pt: float = 0.0
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and structure.

    Attributes:
        format: Lower-case name of the format, such as 'pdf' or 'docx'.
        title: From the document's metadata or first heading; empty where it names itself nowhere.
        pages: All pages, in order, including those without text.
        notes: What was left out and why ('cut after 2,000,000 characters'), for the user.
    """

    format: str
    title: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = field(default=())


class DocumentSkippedError(AssistantError):
    """A file cannot be indexed, for a reason that goes into the catalogue.

    Attributes:
        reason: The reason the user sees and can filter by.
    """

    def __init__(self, reason: SkipReason, detail: str, *, hint: str = "") -> None:
        super().__init__(detail, hint=hint)
        self.reason = reason
