"""Shows the pages of a PDF: zoom, page keys, the marked words in view."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from assistant.desktop.page_canvas import PageCanvas
from assistant.desktop.page_source import LoadedPage, ScaleOf
from assistant.desktop.parts import set_look
from assistant.desktop.theme import Theme
from assistant.ports import PageImage

PIXELS_PER_POINT = 96 / 72
"""Zoom of 100 %."""
_MIN_ZOOM, _MAX_ZOOM = 0.25 * PIXELS_PER_POINT, 6 * PIXELS_PER_POINT
_STEP = 1.2
_SIDES = 32 + 4
_SETTLE_MS = 80
"""A picture is rendered anew when the zoom has rested this long."""


class PageView(QScrollArea):
    """One page at a time; PageDown and the wheel go on to the next at its end.

    Signals:
        turned(int): Show the page this many further on, or back.
        sharpening_asked(): The zoom has changed; render the page anew.
        zoomed(): The zoom has changed.
    """

    turned = Signal(int)
    sharpening_asked = Signal()
    zoomed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "page")
        self.setAccessibleName("Page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas = PageCanvas(theme)
        self.setWidget(self.canvas)
        self.fits_width = True
        self._width_pt = 0.0
        self._enters_at_end = False
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settling.timeout.connect(self.sharpening_asked)

    def scale_of(self) -> ScaleOf:
        """How to render a page for the present zoom; safe to call on another thread."""
        ratio = self.devicePixelRatioF()
        if self.fits_width:
            room = self._room()
            return lambda width_pt: _bounded(room / width_pt) * ratio
        scale = self.canvas.zoom * ratio
        return lambda width_pt: scale

    def show_page(self, loaded: LoadedPage) -> None:
        """Show a page, scrolled to its marks, or to its end when coming from the page after."""
        self._width_pt = loaded.page.width_pt
        zoom = _bounded(self._room() / self._width_pt) if self.fits_width else self.canvas.zoom
        self.canvas.show_page(loaded, zoom)
        self.canvas.adjustSize()
        self.zoomed.emit()
        self._scroll_to_mark()
        QTimer.singleShot(0, self, self._scroll_to_mark)  # again when the layout has settled

    def show_image(self, image: PageImage) -> None:
        """Show the same page, rendered anew."""
        self.canvas.show_image(image)

    @property
    def percent(self) -> int:
        """The zoom, 100 for the size on paper."""
        return round(self.canvas.zoom / PIXELS_PER_POINT * 100)

    def zoom_by(self, steps: float) -> None:
        """Zoom in by so many steps; out when negative."""
        self._zoom_to(self.canvas.zoom * _STEP**steps)
        self.fits_width = False

    def fit_width(self) -> None:
        """Make the page as wide as the view, now and whenever the view changes."""
        self.fits_width = True
        if self._width_pt:
            self._zoom_to(self._room() / self._width_pt)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the view."""
        super().resizeEvent(event)
        if self.fits_width and event.oldSize().width() != event.size().width():
            self.fit_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys scroll, and turn the page at its ends; the left and right keys turn it."""
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space if bar.value() >= bar.maximum():
                self._turn(1)
            case Qt.Key.Key_PageUp if bar.value() <= bar.minimum():
                self._turn(-1)
            case Qt.Key.Key_Space:
                bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
            case Qt.Key.Key_Right if not self._scrolls_sideways(event):
                self._turn(1)
            case Qt.Key.Key_Left if not self._scrolls_sideways(event):
                self._turn(-1, to_end=False)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom; at the page's ends, turn it."""
        steps = event.angleDelta().y() / 120
        bar = self.verticalScrollBar()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(steps)
            event.accept()
        elif steps <= -1 and bar.value() >= bar.maximum():
            self._turn(1)
        elif steps >= 1 and bar.value() <= bar.minimum():
            self._turn(-1)
        else:
            super().wheelEvent(event)

    def sizeHint(self) -> QSize:
        """Large enough to read a page."""
        return QSize(560, 720)

    def _scrolls_sideways(self, event: QKeyEvent) -> bool:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        return self.horizontalScrollBar().maximum() > 0 or bool(alt)

    def _turn(self, pages: int, *, to_end: bool = True) -> None:
        self._enters_at_end = pages < 0 and to_end
        self.turned.emit(pages)

    def _zoom_to(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(1, self.canvas.height())
        self.canvas.set_zoom(_bounded(zoom))
        self.canvas.adjustSize()
        bar.setValue(round(middle * self.canvas.height() - self.viewport().height() / 2))
        self.zoomed.emit()
        self._settling.start()

    def _scroll_to_mark(self) -> None:
        bar = self.verticalScrollBar()
        mark = self.canvas.mark_rect()
        if not mark.isEmpty():
            third = self.viewport().height() // 3
            bar.setValue(mark.top() - third)
            self.horizontalScrollBar().setValue(mark.left() - 24)
        elif self._enters_at_end:
            bar.setValue(bar.maximum())
        else:
            bar.setValue(0)
        self._enters_at_end = False

    def _room(self) -> float:
        scroll_bar = self.verticalScrollBar().sizeHint().width()
        return max(120.0, self.width() - _SIDES - scroll_bar)


def _bounded(zoom: float) -> float:
    return min(max(zoom, _MIN_ZOOM), _MAX_ZOOM)
