"""Shows the pages of a PDF one below the other, with the marked words in view."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from assistant.desktop.column_view import ColumnView
from assistant.desktop.page_column import PageSize
from assistant.desktop.page_paint import around, paint_marks, paint_paper, paint_problem
from assistant.desktop.page_pictures import PagePictures, Picture, render_scale
from assistant.desktop.page_source import LoadedPage, ScaleOf
from assistant.desktop.parts import set_look
from assistant.desktop.theme import Theme
from assistant.domain.library import DocumentRecord
from assistant.ports import PageImage


class PageView(ColumnView):
    """Paints the pages it has been given and says which it wants next.

    A page is white until its picture comes; at another zoom the old picture is shown, scaled,
    until the new one is there.

    Signals:
        pictures_wanted(): `next_wanted` may have something new to say.
    """

    pictures_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        set_look(self, "page")
        self.setAccessibleName("Page")
        self._loaded: LoadedPage | None = None
        self._pictures = PagePictures()
        self._problems: dict[int, str] = {}
        self.moved.connect(self.pictures_wanted)
        theme.changed.connect(self.viewport().update)

    def show_page(self, loaded: LoadedPage) -> None:
        """Show a document, scrolled to the marks of the place, or to the top of its page."""
        if self._loaded is None or _identity(self._loaded) != _identity(loaded):
            self._pictures.clear()
            self._problems.clear()
        self._loaded = loaded
        page = loaded.place.page
        if loaded.image is not None:
            picture = Picture.of(loaded.image, loaded.scale)
            self._pictures.put(page, picture, (page,))
        elif loaded.problem:
            self._problems[page] = loaded.problem
        self.show_column(loaded.sizes_pt, page)
        self.pictures_wanted.emit()

    def holds(self, library: str, record: DocumentRecord, page: int) -> bool:
        """Whether there is a picture of this page already, sharp or not."""
        shown = self._loaded
        return (
            shown is not None
            and _identity(shown) == (library, record.id, record.sha256)
            and (self._pictures.get(page) is not None or page in self._problems)
        )

    def scale_of(self) -> ScaleOf:
        """How to render a page for the present zoom; safe to call on another thread."""
        ratio, zoom_of = self.devicePixelRatioF(), self.zoom_of()
        return lambda width_pt, height_pt: render_scale(
            PageSize(width_pt, height_pt), zoom_of(width_pt), ratio
        )

    def next_wanted(self) -> tuple[int, float] | None:
        """The page to render next, and its scale; None when all are there, or the zoom changes."""
        if self.settling.isActive():
            return None
        for page in self._near():
            picture = self._pictures.get(page)
            if page not in self._problems and (
                picture is None or abs(picture.scale - self._scale(page)) > 1e-6
            ):
                return page, self._scale(page)
        return None

    @property
    def is_sharp(self) -> bool:
        """Whether every page in view is shown as it was rendered for this zoom."""
        wanted = self.next_wanted()
        return not self.settling.isActive() and (wanted is None or wanted[0] not in self.seen())

    def show_picture(self, page: int, scale: float, image: PageImage) -> None:
        """Take a rendered page."""
        self._pictures.put(page, Picture.of(image, scale), self.seen())
        self.viewport().update()

    def show_problem(self, page: int, words: str) -> None:
        """Say why a page cannot be rendered, in its place."""
        self._problems[page] = words
        self.viewport().update()

    def place_rect(self) -> QRect:
        """Around the quote, else the passage, in the viewport; empty where nothing is marked."""
        shown = self._loaded
        if shown is None or not self.column.count:
            return QRect()
        page = min(shown.place.page, self.column.count)
        marked = shown.quote_rects or shown.passage_rects
        return around(marked, self.paper(page), self.column.zoom(page)).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view, with the marks of the place."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = self._theme.palette
        painter.fillRect(event.rect(), QColor(colours.sunken))
        shown = self._loaded
        for page in self.seen():
            paper = self.paper(page)
            ratio = self.devicePixelRatioF()
            paint_paper(painter, paper, self._pictures.get(page), ratio, colours.border)
            if page in self._problems:
                paint_problem(painter, paper, self._problems[page])
            if shown is not None and page == shown.place.page:
                zoom = self.column.zoom(page)
                rects = shown.passage_rects, shown.quote_rects
                paint_marks(painter, paper, zoom, *rects, colours)

    def _near(self) -> list[int]:
        """The pages in view, the one that is read first, then their neighbours."""
        seen = self.seen()
        if not seen:
            return []
        pages = sorted(seen, key=lambda page: abs(page - self.page))
        for page in (seen[-1] + 1, seen[0] - 1):
            if 1 <= page <= self.column.count:
                width, height = self.column.size_pt(page)
                if self._pictures.has_room_for(width * height * self._scale(page) ** 2 * 4):
                    pages.append(page)
        return pages

    def _scale(self, page: int) -> float:
        size, zoom = self.column.size_pt(page), self.column.zoom(page)
        return render_scale(size, zoom, self.devicePixelRatioF())


def _identity(loaded: LoadedPage) -> tuple[str, int, str]:
    return loaded.place.library, loaded.record.id, loaded.record.sha256
