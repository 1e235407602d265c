"""The reader's head: what is shown, which page of how many, back and forth, zoom, find."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from assistant.desktop import wording
from assistant.desktop.parts import ElidedLabel, button, column, label, row, set_look, tool
from assistant.desktop.theme import Theme
from assistant.domain.library import DocumentRecord

_OUTLINE = "Outline"
_LEFT, _RIGHT = 12, 8


class ReaderBar(QFrame):
    """Two lines: the document; its page and what can be done.

    Signals:
        page_asked(int): Show this page, counted from 1.
    """

    page_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "toolbar")
        self._page_count = 1
        layout = column(self, margins=(_LEFT, 8, _RIGHT, 6), gap=4)
        self.title = ElidedLabel("strong")
        self.subtitle = ElidedLabel("muted")
        head = row(gap=8)
        head.addWidget(self.title)
        head.addWidget(self.subtitle, 1)
        layout.addLayout(head)
        self.back = tool(theme, "back", "Back to the place before (Alt+Left)")
        self.forward = tool(theme, "forward", "Forward again (Alt+Right)")
        self.previous = tool(theme, "previous", "Page before")
        self.next = tool(theme, "next", "Next page")
        self.page = QLineEdit()
        self.page.setAccessibleName("Page number")
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.setFixedWidth(self.fontMetrics().horizontalAdvance("00000") + 20)
        self.page.returnPressed.connect(self._ask_page)
        self.before = label("p.", "muted")
        self.of = label(look="muted")
        self.zoom_out = tool(theme, "zoom_out", "Smaller (Ctrl+−)")
        self.percent = button("100 %", "link", name="Zoom; press for 100 %")
        self.zoom_in = tool(theme, "zoom_in", "Larger (Ctrl++)")
        self.fit = tool(theme, "fit_width", "Fit the width (Ctrl+0)")
        self.seek = tool(theme, "find", "Find in this document (Ctrl+F)")
        self.outline = button(_OUTLINE, "link", name="Outline of this document (Ctrl+Shift+O)")
        theme.icon_on(self.outline, "outline")
        self._line = line = row(margins=(0, 0, 0, 0), gap=2)
        self._paging: tuple[QWidget, ...] = (
            self.before, self.page, self.of, self.previous, self.next,
        )  # fmt: skip
        for widget in (self.back, self.forward, *self._paging):
            line.addWidget(widget)
        line.addStretch()
        line.addWidget(self.outline)
        zooming = (self.zoom_out, self.percent, self.zoom_in, self.fit, self.seek)
        for control in zooming:
            line.addWidget(control)
        layout.addLayout(line)

    def show_place(self, record: DocumentRecord, page: int) -> None:
        """Say what is shown; a format without pages has no page number."""
        has_pages, page_count = record.format == "pdf", record.page_count
        self.title.show_text(wording.file_name(record.file))
        self.subtitle.show_text(record.title)
        for widget in self._paging:
            widget.setVisible(has_pages)
        self.page.setValidator(QIntValidator(1, max(1, page_count), self.page))
        self.of.setText(f"/{wording.THIN}{page_count:,}")
        self._page_count = page_count
        self.show_page(page)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._make_room()

    def show_page(self, page: int) -> None:
        """Say which page is read."""
        self.page.setText(str(page))
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < self._page_count)

    def show_zoom(self, percent: int) -> None:
        """Say how large the page is."""
        self.percent.setText(f"{percent}{wording.THIN}%")
        self._make_room()

    def _make_room(self) -> None:
        """Give up a word, then what the keyboard does as well, as far as the line is too long."""
        self.outline.setText(_OUTLINE)
        has_pages = self.page.isVisibleTo(self)
        for widget, is_shown in ((self.percent, True), (self.fit, True), (self.before, has_pages)):
            widget.setVisible(is_shown)
        shorten = partial(self.outline.setText, "")
        savings = (shorten, self.percent.hide, self.before.hide, self.fit.hide)
        for save in savings:
            self._line.invalidate()
            if self._line.sizeHint().width() <= self.width() - _LEFT - _RIGHT:
                break
            save()

    def _ask_page(self) -> None:
        if self.page.hasAcceptableInput():
            self.page_asked.emit(int(self.page.text()))
