"""Paints one rendered page with its marks."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from assistant.desktop.page_source import LoadedPage
from assistant.desktop.parts import set_look
from assistant.desktop.theme import Theme
from assistant.domain.document import Rect
from assistant.ports import PageImage

_MARGIN = 16
_PAD_PT = 1.5


class PageCanvas(QWidget):
    """The page on its backdrop; drawn at once at any zoom, sharp when its picture arrives.

    Highlights are multiplied onto the page, so that the ink below stays as dark as it is.
    The passage also has a bar in its margin and the quote a line below: meaning never by
    colour alone, and both survive a black-and-white print.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        set_look(self, "sunken")
        self._picture = QImage()
        self._loaded: LoadedPage | None = None
        self._zoom = 1.0
        theme.changed.connect(self.update)

    @property
    def zoom(self) -> float:
        """Screen pixels per point, before the device's pixel ratio."""
        return self._zoom

    def show_page(self, loaded: LoadedPage, zoom: float) -> None:
        """Show another page, or the same with other marks."""
        self._loaded = loaded
        if loaded.image is not None:
            self._picture = _picture(loaded.image)
        self.set_zoom(zoom)

    def show_image(self, image: PageImage) -> None:
        """Show the same page, rendered anew."""
        self._picture = _picture(image)
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Show the page larger or smaller, until it is rendered anew from what there is."""
        self._zoom = zoom
        if self._loaded is not None:
            self.setMinimumSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """The page and a margin around."""
        if self._loaded is None:
            return QSize(0, 0)
        page = self._loaded.page
        return QSize(
            round(page.width_pt * self._zoom) + 2 * _MARGIN,
            round(page.height_pt * self._zoom) + 2 * _MARGIN,
        )

    def mark_rect(self) -> QRect:
        """Around the quote, else the passage, in this widget; empty where nothing is marked."""
        if self._loaded is None:
            return QRect()
        around = QRectF()
        for rect in self._loaded.quote_rects or self._loaded.passage_rects:
            around = around.united(self._on_screen(rect))
        return around.toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint page and marks."""
        if self._loaded is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paper = self.paper()
        painter.fillRect(paper, Qt.GlobalColor.white)
        self._paint_picture(painter, paper)
        self._paint_marks(painter, self._loaded)
        painter.setPen(QColor(self._theme.palette.border))
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))

    def _paint_picture(self, painter: QPainter, paper: QRect) -> None:
        """Pixel by pixel where the picture was rendered for this zoom, scaled where not."""
        ratio = self.devicePixelRatioF()
        rendered = QSizeF(self._picture.size()) / ratio
        if abs(rendered.width() - paper.width()) <= 1.5:
            painter.drawImage(QRectF(QPointF(paper.topLeft()), rendered), self._picture)
        else:
            painter.drawImage(paper, self._picture)

    def _paint_marks(self, painter: QPainter, loaded: LoadedPage) -> None:
        colours = self._theme.palette
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        quoted = QRegion()
        for rect in loaded.quote_rects:
            quoted += self._on_screen(rect).toAlignedRect()
        passage = QRegion()
        for rect in loaded.passage_rects:
            passage += self._on_screen(rect).toAlignedRect()
        for region, colour in ((passage - quoted, colours.passage), (quoted, colours.span)):
            painter.setClipRegion(region)
            painter.fillRect(region.boundingRect(), QColor(colour))
        painter.setClipping(False)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(QColor(colours.edge), 1.0))
        for rect in loaded.quote_rects:
            line = self._on_screen(rect)
            painter.drawLine(line.bottomLeft(), line.bottomRight())
        around = QRectF()
        for rect in loaded.passage_rects:
            around = around.united(self._on_screen(rect))
        if not around.isEmpty():
            painter.fillRect(
                QRectF(around.left() - 8, around.top(), 3, around.height()), QColor(colours.edge)
            )

    def paper(self) -> QRect:
        """Where the page lies in this widget."""
        size = self.sizeHint() - QSize(2 * _MARGIN, 2 * _MARGIN)
        left = max(_MARGIN, (self.width() - size.width()) // 2)
        return QRect(QPoint(left, _MARGIN), size)

    def _on_screen(self, rect: Rect) -> QRectF:
        paper, zoom = self.paper(), self._zoom
        return QRectF(
            paper.left() + (rect.left - _PAD_PT) * zoom,
            paper.top() + rect.top * zoom,
            (rect.right - rect.left + 2 * _PAD_PT) * zoom,
            (rect.bottom - rect.top) * zoom,
        )


def _picture(image: PageImage) -> QImage:
    bytes_per_row = image.width * 4
    view = QImage(
        image.pixels, image.width, image.height, bytes_per_row, QImage.Format.Format_RGB32
    )
    return view.copy()  # the bytes belong to `image`, which goes
