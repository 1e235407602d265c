"""The outline of the document shown: type to filter, Enter or a click jumps."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QWidget

from assistant.desktop.outline import Section
from assistant.desktop.outline_model import SECTION, SectionDelegate, SectionsModel
from assistant.desktop.parts import column, label, set_look
from assistant.desktop.theme import Theme

_WIDTH, _HEIGHT = 440, 480


class OutlinePopup(QFrame):
    """Goes away when a section was chosen, or with Esc, or with a click beside it.

    Signals:
        chosen(Section): Go to this section.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_look(self, "hover")
        self.setAccessibleName("Outline")
        layout = column(self, margins=(8, 8, 8, 8), gap=8)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter sections")
        self.filter.setAccessibleName("Filter sections by title")
        self.filter.textChanged.connect(self._refilter)
        self.filter.installEventFilter(self)
        self.said = label(look="muted", wraps=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.model = SectionsModel(self)
        self._delegate = SectionDelegate(theme, self, has_pages=True)
        self.view = self._make_view()
        layout.addWidget(self.filter)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.said, 1)
        self._page = 1

    def open_below(self, button: QWidget, page: int, *, has_pages: bool) -> None:
        """Show the popup, empty until `show_sections`; `page` is the one that is read."""
        self._page = page
        self._delegate.has_pages = has_pages
        self.model.show_sections(())
        self.filter.clear()
        self._say("Reading the headings…")
        self.resize(_WIDTH, _HEIGHT)
        corner = button.mapToGlobal(QPoint(button.width() - _WIDTH, button.height() + 4))
        room = button.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), min(corner.y(), room.bottom() - _HEIGHT))
        self.show()
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """List the sections, the one that is read selected."""
        self.model.show_sections(sections)
        if self.filter.text():
            self.model.filter_by(self.filter.text())
        self._say("This document has no headings." if not sections else "")
        self._select(max(0, self.model.row_at(self._page)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list work while a filter is typed."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.view.currentIndex())
            return True
        moves = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if watched is self.filter and event.key() in moves:
            QApplication.sendEvent(self.view, event)
            return True
        return False

    def _make_view(self) -> QListView:
        view = QListView()
        view.setAccessibleName("Sections")
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setItemDelegate(self._delegate)
        view.setModel(self.model)
        view.clicked.connect(self._choose)
        view.installEventFilter(self)
        return view

    def _refilter(self, words: str) -> None:
        self.model.filter_by(words)
        self._select(0)
        self._say("" if self.model.rowCount() else "No section has this in its title.")

    def _select(self, row: int) -> None:
        index = self.model.index(row)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.view.setHidden(bool(words))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            section = index.data(SECTION)
            self.hide()
            self.chosen.emit(section)
