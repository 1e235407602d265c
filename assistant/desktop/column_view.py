"""A column of pages to scroll through and to zoom: where things are, not how they look."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from assistant.desktop.page_column import MARGIN, PageColumn

PIXELS_PER_POINT = 96 / 72
"""Zoom of 100 %."""
_MIN_ZOOM, _MAX_ZOOM = 0.25 * PIXELS_PER_POINT, 6 * PIXELS_PER_POINT
_STEP = 1.2
_LINE_PX = 48
_BORDER_PX = 2
"""Around the view, in the style sheet."""
_SETTLE_MS = 80


class ColumnView(QAbstractScrollArea):
    """Scrolls and zooms pages of given sizes; whoever inherits paints them.

    Attributes:
        page: The page that is read, counted from 1.
        fits_width: Whether every page is as wide as the view; else all have the same zoom.
        settling: Active until the zoom has rested for a moment.

    Signals:
        page_changed(int): The user has come to another page.
        moved(): Other pages may be in view.
        zoomed(): The zoom has changed.
    """

    page_changed = Signal(int)
    moved = Signal()
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(_LINE_PX)
        self.page = 1
        self.fits_width = True
        self._zoom = PIXELS_PER_POINT
        self._sizes_pt: Sequence[tuple[float, float]] = ()
        self.column = PageColumn((), lambda _: 1.0)
        self._is_placing = False
        self._rests_at_place = False
        self.settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self.settling.timeout.connect(self.moved)

    def show_column(self, sizes_pt: Sequence[tuple[float, float]], page: int) -> None:
        """Show pages of these sizes, at `page`."""
        self._sizes_pt = sizes_pt
        self._lay_out()
        self.page = min(page, self.column.count)
        self.scroll_to_place()
        self.zoomed.emit()

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page."""
        if not self.column.count:
            return
        self.page = min(max(page, 1), self.column.count)
        self._rests_at_place = False
        self._place(self.column.top(self.page) - MARGIN)
        self.page_changed.emit(self.page)

    @property
    def zoom(self) -> float:
        """Screen pixels per point on the present page, before the device's pixel ratio."""
        return self.column.zoom(self.page) if self.column.count else self._zoom

    @property
    def percent(self) -> int:
        """The zoom, 100 for the size on paper."""
        return round(self.zoom / PIXELS_PER_POINT * 100)

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in by so many steps, out when negative; what is `at` a point stays there."""
        self._zoom_to(self.zoom * _STEP**steps, at)

    def zoom_to_percent(self, percent: float) -> None:
        """Show pages at this zoom."""
        self._zoom_to(percent / 100 * PIXELS_PER_POINT, None)

    def fit_width(self) -> None:
        """Make every page as wide as the view, now and whenever the view changes."""
        self.fits_width = True
        self._lay_out_around(QPointF(self.viewport().width() / 2, self.viewport().height() / 3))

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        self._zoom = _bounded(zoom)
        self.fits_width = False
        self._lay_out_around(at or QPointF(self.viewport().rect().center()))

    def zoom_of(self) -> Callable[[float], float]:
        """From a page's width in points to its pixels per point, as the view is now."""
        if self.fits_width:
            room = self.room()
            return lambda width_pt: _bounded(room / width_pt)
        zoom = self._zoom
        return lambda _: zoom

    def room(self) -> float:
        """Width of the widest page that needs no scrolling, in pixels."""
        width = self.viewport().width()
        around = self.parentWidget()
        if not self.isVisible() and around is not None:  # as wide as it is going to be
            bar = self.verticalScrollBar().sizeHint().width()
            width = around.width() - bar - 2 * _BORDER_PX
        return max(120.0, width - 2 * MARGIN)

    def paper(self, page: int) -> QRect:
        """Where a page lies in the viewport."""
        width, height = self.column.size(page)
        room = max(self.viewport().width(), self.column.width)
        left = (room - width) // 2 - self.horizontalScrollBar().value()
        top = self.column.top(page) - self.verticalScrollBar().value()
        return QRect(QPoint(left, top), QSize(width, height))

    def place_rect(self) -> QRect:
        """What is to be seen first, in the viewport; empty for the top of the page."""
        return QRect()

    def seen(self) -> range:
        """The pages in view."""
        top = self.verticalScrollBar().value()
        return self.column.pages_between(top, top + self.viewport().height())

    def scroll_to_place(self) -> None:
        """The place a third below the top; the top of the page where there is none."""
        sideways = self.horizontalScrollBar()
        sideways.setValue(sideways.maximum() // 2)
        mark = self.place_rect()
        if mark.isEmpty():
            self._place(self.column.top(self.page) - MARGIN)
        else:
            third = self.viewport().height() // 3
            self._place(self.verticalScrollBar().value() + mark.top() - third)
            if not 0 <= mark.left() <= mark.right() < self.viewport().width():
                sideways.setValue(sideways.value() + mark.left() - 24)
        self._rests_at_place = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages as wide as the view, and what is read where it is."""
        super().resizeEvent(event)
        if self._rests_at_place:
            self._lay_out()
            self.scroll_to_place()
            self._settle()
        else:
            self._lay_out_around(QPointF(0, self.viewport().height() / 3))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bars; say which page the user has come to."""
        self.viewport().update()
        if not self._is_placing:
            self._rests_at_place = False
            page = self._read_page()
            if page != self.page:
                self.page = page
                self.page_changed.emit(page)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys scroll as in every reader; the left and right keys turn the page."""
        bar = self.verticalScrollBar()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                step = bar.SliderAction.SliderPageStepSub if back else None
                bar.triggerAction(step or bar.SliderAction.SliderPageStepAdd)
            case Qt.Key.Key_Right if not self._scrolls_sideways(event):
                self._turn(1)
            case Qt.Key.Key_Left if not self._scrolls_sideways(event):
                self._turn(-1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom at the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 120, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def sizeHint(self) -> QSize:
        """Large enough to read a page."""
        return QSize(560, 720)

    def _lay_out(self) -> None:
        self.column = PageColumn(self._sizes_pt, self.zoom_of())
        view = self.viewport().size()
        self._is_placing = True
        for bar, whole, seen in (
            (self.verticalScrollBar(), self.column.height, view.height()),
            (self.horizontalScrollBar(), self.column.width, view.width()),
        ):
            bar.setPageStep(seen)
            bar.setRange(0, max(0, whole - seen))
        self._is_placing = False
        self.viewport().update()

    def _lay_out_around(self, at: QPointF) -> None:
        """Lay out anew; the spot of a page that is `at` a point stays there."""
        if not self.column.count:
            return
        page = self.column.page_at(at.y() + self.verticalScrollBar().value())
        before, zoom = self.paper(page), self.column.zoom(page)
        spot = (at - QPointF(before.topLeft())) / zoom
        self._lay_out()
        after = QPointF(self.paper(page).topLeft()) + spot * self.column.zoom(page) - at
        self._place(self.verticalScrollBar().value() + after.y())
        self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() + after.x()))
        self._settle()

    def _settle(self) -> None:
        self.zoomed.emit()
        self.settling.start()

    def _place(self, y: float) -> None:
        """Scroll without calling it a turning of pages by the user."""
        self._is_placing = True
        self.verticalScrollBar().setValue(round(y))
        self._is_placing = False

    def _read_page(self) -> int:
        """The page a third below the top; at the end of the document its last."""
        bar = self.verticalScrollBar()
        if 0 < bar.maximum() == bar.value():
            return max(1, self.column.count)
        return self.column.page_at(bar.value() + self.viewport().height() / 3)

    def _turn(self, pages: int) -> None:
        page = self.page + pages
        if 1 <= page <= self.column.count:
            self.go_to(page)

    def _scrolls_sideways(self, event: QKeyEvent) -> bool:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        return self.horizontalScrollBar().maximum() > 0 or bool(alt)


def _bounded(zoom: float) -> float:
    return min(max(zoom, _MIN_ZOOM), _MAX_ZOOM)
