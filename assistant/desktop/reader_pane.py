"""The right pane: the document, its page, the marked words."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from assistant.desktop.core import LibraryCore
from assistant.desktop.find_bar import FindBar
from assistant.desktop.freshness import Freshness
from assistant.desktop.outline import Section
from assistant.desktop.outline_popup import OutlinePopup
from assistant.desktop.page_source import LoadedPage, Match
from assistant.desktop.parts import column, label, row, set_look
from assistant.desktop.places import Place
from assistant.desktop.reader_bar import ReaderBar
from assistant.desktop.reader_views import ReaderViews
from assistant.desktop.reading import Reading
from assistant.desktop.theme import Theme
from assistant.domain.library import DocumentRecord
from assistant.errors import AssistantError
from assistant.ports import PageImage

MIN_WIDTH = 380

_NOTICES = {
    Freshness.CHANGED: "This file has changed since it was indexed. This is its text as it was"
    " indexed, with nothing marked; index its folder again to see what it says now.",
    Freshness.GONE: "This file is no longer there; this is its text as it was indexed.",
}


class ReaderPane(QWidget):
    """Shows places; keeps what it shows until the next is there.

    Signals:
        turned(Place): The user has come to another page of the document shown.
        jumped(Place): The user asked for another page of it.
        shown_changed(): The place asked for last is shown, or why it cannot be.
        sharpened(): What is in view is shown as sharp as it gets.
        escaped(): The user wants back to where the place was opened from.
    """

    turned = Signal(object)
    jumped = Signal(object)
    shown_changed = Signal()
    sharpened = Signal()
    escaped = Signal()

    def __init__(self, theme: Theme, reading: Reading) -> None:
        super().__init__()
        self._reading = reading
        self._library: LibraryCore | None = None
        self.shown: LoadedPage | None = None
        self._wanted: tuple[DocumentRecord, Place] | None = None
        self.setMinimumWidth(MIN_WIDTH)
        self.setAccessibleName("Document")
        set_look(self, "sunken")
        layout = column(self, gap=0)
        self.bar = ReaderBar(theme)
        self.notice = self._make_notice()
        self.find_bar = FindBar(theme)
        self.outline = OutlinePopup(theme, self)
        self.views = ReaderViews(theme)
        for widget in (self.bar, self.notice, self.find_bar):
            layout.addWidget(widget)
        layout.addWidget(self.views, 1)
        self.page_view = self.views.page_view
        self._connect()
        self.clear()

    def show_place(self, library: LibraryCore, record: DocumentRecord, place: Place) -> None:
        """Load a place and show it when it is there."""
        if not self._wants(record, place.library):
            self.find_bar.begin_at(place.page)
        self._library = library
        self._wanted = (record, place)
        is_held = self.page_view.holds(library.name, record, place.page)
        scale_of = None if is_held else self.page_view.scale_of()
        self._reading.load(library, record, place, scale_of)

    def clear(self) -> None:
        """Show nothing."""
        self._reading.drop()
        self.shown = self._wanted = None
        self.bar.hide()
        self.notice.hide()
        self.close_find()
        self.views.show_blank()

    def open_find(self) -> None:
        """Show the find bar."""
        if self.shown:
            self.find_bar.open_at(self.page)

    def open_outline(self) -> None:
        """Show the headings of the document."""
        if self.shown and self._library:
            has_pages = self.shown.record.format == "pdf"
            self.outline.open_below(self.bar.outline, self.page, has_pages=has_pages)
            self._reading.outline(self._library, self.shown.record)

    def close_find(self) -> None:
        """Hide the find bar and go back to the page."""
        had_focus = self.find_bar.isAncestorOf(QApplication.focusWidget() or self)
        self.find_bar.hide()
        if had_focus:
            self.views.focus_shown()

    @property
    def page(self) -> int:
        """The page that is read, counted from 1."""
        if self.shown and self.views.view is self.page_view:
            return self.page_view.page
        return self._wanted[1].page if self._wanted else 1

    def turn(self, pages: int) -> None:
        """Show the page this many further on, where there is one."""
        self._go_to(self.page + pages)

    def go_to(self, page: int) -> None:
        """Show a page of the same document, where there is such a page; a place of its own."""
        if self._wanted and self._go_to(page):
            self.jumped.emit(self._wanted[1].turned_to(page))

    def _go_to(self, page: int) -> bool:
        if not (self._wanted and self._library and self.shown):
            return False
        record, place = self._wanted
        if not 1 <= page <= record.page_count or page == self.page:
            return False
        if self.views.view is self.page_view:
            self.page_view.go_to(page)
        else:
            self._move(place.turned_to(page))
        return True

    @Slot(object)
    def _show(self, loaded: LoadedPage) -> None:
        self.shown = loaded
        record, page = loaded.record, loaded.page
        self.bar.show()
        self.bar.show_place(record, page.number)
        notice = _NOTICES.get(loaded.freshness, "" if loaded.sizes_pt else loaded.problem)
        self.notice.setVisible(bool(notice))
        self.notice_words.setText(notice)
        self.views.show_loaded(loaded)
        self.shown_changed.emit()

    @Slot(int, float, object)
    def _show_picture(self, page: int, scale: float, image: PageImage) -> None:
        self.page_view.show_picture(page, scale, image)
        self._render_next()
        if self.page_view.is_sharp:
            self.sharpened.emit()

    @Slot(int, object)
    def _show_no_picture(self, page: int, error: AssistantError) -> None:
        self.page_view.show_problem(page, str(error))
        self._render_next()

    @Slot()
    def _render_next(self) -> None:
        """Render what the view wants most; one page at a time, so that no wish gets old."""
        if self._library and self.shown and not self._reading.is_busy:
            wanted = self.page_view.next_wanted()
            if wanted is not None:
                self._reading.render(self._library, self.shown.record, *wanted)

    @Slot(int)
    def _follow(self, page: int) -> None:
        """Say which page the user has come to; the way back still leads to a place with marks."""
        self.bar.show_page(page)
        if self.shown and not (self.shown.place.passage or self.shown.place.quote):
            self.turned.emit(self.shown.place.turned_to(page))

    @Slot(object)
    def _show_problem(self, error: AssistantError) -> None:
        self.views.show_problem(error)
        self.shown_changed.emit()

    @Slot(str)
    def _seek(self, words: str) -> None:
        if self._library and self._wanted:
            self._reading.find(self._library, self._wanted[0], words)

    @Slot(object)
    def _show_match(self, match: Match) -> None:
        if self._wanted:
            record, place = self._wanted
            self._move(Place(place.library, record.id, match.page, None, match.span))

    @Slot(object)
    def _show_section(self, section: Section) -> None:
        if self.shown and self._wanted and self._library:
            library, record = self.shown.place.library, self.shown.record
            place = Place(library, record.id, section.page, None, section.span)
            self.show_place(self._library, record, place)
            self.views.focus_shown()
            self.jumped.emit(place)

    def _move(self, place: Place) -> None:
        if self._wanted and self._library:
            self.show_place(self._library, self._wanted[0], place)
            self.turned.emit(place)

    def _wants(self, record: DocumentRecord, library: str) -> bool:
        if self._wanted is None:
            return False
        wanted, place = self._wanted
        return (wanted, place.library) == (record, library)

    def _make_notice(self) -> QFrame:
        notice = QFrame()
        set_look(notice, "notice")
        self.notice_words = label(wraps=True)
        row(notice, margins=(12, 8, 12, 8)).addWidget(self.notice_words)
        return notice

    def _connect(self) -> None:
        self._reading.loaded.connect(self._show)
        self._reading.rendered.connect(self._show_picture)
        self._reading.not_rendered.connect(self._show_no_picture)
        self._reading.failed.connect(self._show_problem)
        self._reading.found.connect(self.find_bar.show_matches)
        self.page_view.page_changed.connect(self._follow)
        self.page_view.pictures_wanted.connect(self._render_next)
        self.views.zoomed.connect(self.bar.show_zoom)
        self.views.escaped.connect(self.escaped)
        self.find_bar.sought.connect(self._seek)
        self.find_bar.chosen.connect(self._show_match)
        self.find_bar.closed.connect(self.close_find)
        bar = self.bar
        bar.page_asked.connect(self.go_to)
        bar.previous.clicked.connect(lambda: self.turn(-1))
        bar.next.clicked.connect(lambda: self.turn(1))
        bar.zoom_in.clicked.connect(lambda: self.views.zoom_by(1))
        bar.zoom_out.clicked.connect(lambda: self.views.zoom_by(-1))
        bar.fit.clicked.connect(self.views.fit_width)
        bar.percent.clicked.connect(self.views.zoom_to_paper)
        bar.outline.clicked.connect(self.open_outline)
        self.outline.chosen.connect(self._show_section)
        self._reading.outlined.connect(self.outline.show_sections)
        bar.seek.clicked.connect(self.open_find)
