"""Loads what the reader shows, on its worker thread: text, marks, picture."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.desktop.core import LibraryCore
from assistant.desktop.freshness import Freshness, FreshnessCheck
from assistant.desktop.places import Place, Span
from assistant.domain.document import Page, Rect
from assistant.domain.library import DocumentRecord
from assistant.errors import AssistantError, JobCancelledError
from assistant.jobs import CancelToken
from assistant.ports import PageImage, PageImages

_MAX_MATCHES = 5000

ScaleOf = Callable[[float, float], float]
"""From a page's width and height in points to the pixels per point to render it at."""


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """Everything the reader needs to show a place.

    Attributes:
        place: What was asked for; its marks are dropped where they no longer hold.
        record: The document.
        page: Its page as indexed.
        freshness: Whether the file is still the one indexed.
        sizes_pt: Width and height of every page as displayed, in points; empty where the document
            is not shown as rendered pages: formats without pages, and files that are not the same.
        image: The rendered page; None where it was not to be rendered, or cannot be.
        scale: Pixels per point of `image`.
        problem: Why the page, or the whole document, cannot be rendered; empty where it can.
        passage_rects: The passage on the displayed page.
        quote_rects: The quoted words likewise.
    """

    place: Place
    record: DocumentRecord
    page: Page
    freshness: Freshness
    sizes_pt: tuple[tuple[float, float], ...] = ()
    image: PageImage | None = None
    scale: float = 1.0
    problem: str = ""
    passage_rects: tuple[Rect, ...] = ()
    quote_rects: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a document where the words looked for stand."""

    page: int
    span: Span


class PageSource:
    """Keeps the rendering process of the document shown; one thread uses it, any closes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_closed = False
        self._check = FreshnessCheck()
        self._images: PageImages | None = None
        self._shown: tuple[str, int, str] | None = None

    def load(
        self,
        library: LibraryCore,
        record: DocumentRecord,
        place: Place,
        scale_of: ScaleOf | None,
    ) -> LoadedPage:
        """Load a place, and render its page where `scale_of` is given.

        Raises:
            AssistantError: The page is not in the library any more.
        """
        freshness = self._check.check(record)
        page = library.page(record.id, place.page)
        if freshness is Freshness.CHANGED:
            place = replace(place, passage=None, quote=None)
        loaded = LoadedPage(
            place,
            record,
            page,
            freshness,
            passage_rects=_rects(library, place, place.passage),
            quote_rects=_rects(library, place, place.quote),
        )
        if record.format == "pdf" and freshness is Freshness.SAME:
            return self._with_picture(library, loaded, scale_of)
        return loaded

    def render(
        self, library: LibraryCore, record: DocumentRecord, page: int, scale: float
    ) -> PageImage:
        """Render a page of a PDF as it is displayed, at `scale` pixels per point."""
        return self._open(library, record).render(page, scale)

    def _with_picture(
        self, library: LibraryCore, loaded: LoadedPage, scale_of: ScaleOf | None
    ) -> LoadedPage:
        """Add what is rendered; a page that cannot be is no reason to show nothing."""
        try:
            images = self._open(library, loaded.record)
            loaded = replace(loaded, sizes_pt=images.sizes_pt)
            number = loaded.page.number
            if scale_of is None or number > len(loaded.sizes_pt):
                return loaded
            scale = scale_of(*loaded.sizes_pt[number - 1])
            return replace(loaded, image=images.render(number, scale), scale=scale)
        except AssistantError as error:
            return replace(loaded, problem=str(error))

    def _open(self, library: LibraryCore, record: DocumentRecord) -> PageImages:
        shown = (library.name, record.id, record.sha256)
        if self._images is None or self._shown != shown:
            self._release()
            images = library.page_images(record.id)
            with self._lock:
                if not self._is_closed:
                    self._images, self._shown = images, shown
                    return images
            images.close()
            raise JobCancelledError
        return self._images

    def close(self) -> None:
        """End the rendering process at once, whatever it is at; there will be no other."""
        self._is_closed = True
        self._release()

    def _release(self) -> None:
        with self._lock:
            images, self._images = self._images, None
        if images is not None:
            images.close()


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
