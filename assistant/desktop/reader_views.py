"""What the right pane shows of a document: its pages, its text in order, or why there is none."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from assistant.desktop.document_view import DocumentView, reads_well
from assistant.desktop.page_source import LoadedPage
from assistant.desktop.page_view import PageView
from assistant.desktop.parts import column, label
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.text_view import TextView
from assistant.desktop.theme import Theme
from assistant.errors import AssistantError

View = PageView | DocumentView | TextView


class ReaderViews(QStackedWidget):
    """One view for pages, one for text that reads well, one for text as it was typed.

    Signals:
        zoomed(int): What is shown has another size, in percent.
        escaped(): Esc was pressed on it.
    """

    zoomed = Signal(int)
    escaped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._problem: QWidget | None = None
        self.blank = label("A cited page opens here.", "muted")
        self.blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_view = PageView(theme)
        self.document_view = DocumentView(theme)
        self.text_view = TextView(theme)
        self.view: View = self.page_view
        for widget in (self.blank, self.page_view, self.document_view, self.text_view):
            self.addWidget(widget)
            widget.installEventFilter(self)
        self.page_view.zoomed.connect(lambda: self.zoomed.emit(self.page_view.percent))

    def show_blank(self) -> None:
        """Show that a page can be opened."""
        self.view = self.page_view
        self.setCurrentWidget(self.blank)

    def show_loaded(self, loaded: LoadedPage) -> None:
        """Show a page in the view that suits it; the keyboard stays on what is shown."""
        self.view = self._view_of(loaded)
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.setCurrentWidget(self.view)
        self.view.show_page(loaded)
        if had_focus:
            self.focus_shown()
        self.zoomed.emit(self.view.percent)

    def show_problem(self, error: AssistantError) -> None:
        """Show why there is nothing to show."""
        around = QWidget()
        layout = column(around, margins=(16, 16, 16, 16))
        layout.addWidget(ProblemCard(self._theme, error))
        layout.addStretch()
        if self._problem is not None:
            self.removeWidget(self._problem)
            self._problem.deleteLater()
        self._problem = around
        around.installEventFilter(self)
        self.addWidget(around)
        self.setCurrentWidget(around)

    def focus_shown(self) -> None:
        """Move the keyboard to what is shown."""
        (self.currentWidget() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def zoom_by(self, steps: float) -> None:
        """Larger or smaller."""
        self.view.zoom_by(steps)
        self.zoomed.emit(self.view.percent)

    def fit_width(self) -> None:
        """As wide as the pane."""
        self.view.fit_width()
        self.zoomed.emit(self.view.percent)

    def zoom_to_paper(self) -> None:
        """As large as on paper; text that has no pages, with letters of the usual size."""
        if isinstance(self.view, PageView):
            self.view.zoom_to_percent(100)
        else:
            self.view.fit_width()
        self.zoomed.emit(self.view.percent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc on what is shown goes back to the citation that opened it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.escaped.emit()
            return True
        return False

    def _view_of(self, loaded: LoadedPage) -> View:
        if loaded.sizes_pt:
            return self.page_view
        return self.document_view if reads_well(loaded.page) else self.text_view
