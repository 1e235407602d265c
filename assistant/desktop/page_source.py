"""Loads what the reader shows, on its worker thread: text, marks, picture."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.desktop.core import LibraryCore
from assistant.desktop.freshness import Freshness, FreshnessCheck
from assistant.desktop.places import Place, Span
from assistant.domain.document import Page, Rect
from assistant.domain.library import DocumentRecord
from assistant.jobs import CancelToken
from assistant.ports import PageImage, PageImages

_MAX_PIXELS = 36_000_000
"""Of one rendered page: 144 MB; beyond that the picture is scaled up on the screen."""
_MAX_MATCHES = 5000

ScaleOf = Callable[[float], float]
"""From a page's width in points to the pixels per point to render it at."""


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """Everything the reader needs to show a place.

    Attributes:
        place: What was asked for; its marks are dropped where they no longer hold.
        record: The document.
        page: Its page as indexed.
        freshness: Whether the file is still the one indexed.
        image: The rendered page; None for formats without pages and files that are not the same.
        passage_rects: The passage on the displayed page.
        quote_rects: The quoted words likewise.
    """

    place: Place
    record: DocumentRecord
    page: Page
    freshness: Freshness
    image: PageImage | None
    passage_rects: tuple[Rect, ...] = ()
    quote_rects: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a document where the words looked for stand."""

    page: int
    span: Span


class PageSource:
    """Keeps the rendering process of the document shown; used by one thread only."""

    def __init__(self) -> None:
        self._check = FreshnessCheck()
        self._images: PageImages | None = None
        self._shown: tuple[str, int, str] | None = None

    def load(
        self, library: LibraryCore, record: DocumentRecord, place: Place, scale_of: ScaleOf
    ) -> LoadedPage:
        """Load a place. Raises `AssistantError` where its page cannot be had."""
        freshness = self._check.check(record)
        page = library.page(record.id, place.page)
        if freshness is Freshness.CHANGED:
            place = replace(place, passage=None, quote=None)
        image = None
        if record.format == "pdf" and page.width_pt and freshness is Freshness.SAME:
            image = self.render(library, record, page, scale_of)
        return LoadedPage(
            place,
            record,
            page,
            freshness,
            image,
            _rects(library, place, place.passage),
            _rects(library, place, place.quote),
        )

    def render(
        self, library: LibraryCore, record: DocumentRecord, page: Page, scale_of: ScaleOf
    ) -> PageImage:
        """Render a page of a PDF as it is displayed."""
        shown = (library.name, record.id, record.sha256)
        if self._images is None or self._shown != shown:
            self.close()
            self._images = library.page_images(record.id)
            self._shown = shown
        scale = scale_of(page.width_pt)
        most = (_MAX_PIXELS / (page.width_pt * page.height_pt)) ** 0.5
        return self._images.render(page.number, min(scale, most))

    def close(self) -> None:
        """End the rendering process."""
        if self._images is not None:
            self._images.close()
            self._images = None


def find(
    library: LibraryCore, record: DocumentRecord, words: str, token: CancelToken
) -> tuple[Match, ...]:
    """Every place in a document where `words` stand, upper and lower case alike.

    Blanks in `words` match any blank or line end on the page.
    """
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return ()
    pattern = re.compile(r"\s+".join(parts), re.IGNORECASE)
    matches: list[Match] = []
    for number in range(1, record.page_count + 1):
        token.check()
        text = library.page(record.id, number).text
        matches += (Match(number, Span(*found.span())) for found in pattern.finditer(text))
        if len(matches) >= _MAX_MATCHES:
            break
    return tuple(matches[:_MAX_MATCHES])


def _rects(library: LibraryCore, place: Place, span: Span | None) -> tuple[Rect, ...]:
    if span is None:
        return ()
    return library.rects(place.document_id, place.page, *span)
