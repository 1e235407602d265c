"""Finds words in the document shown."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from assistant.desktop.page_source import Match
from assistant.desktop.parts import label, row, set_look, tool
from assistant.desktop.theme import Theme

_TYPING_MS = 150


class FindBar(QFrame):
    """A field, how many matches, and the way from one to the next.

    Signals:
        sought(str): Find these words.
        chosen(Match): Show this match.
        closed(): The user is done.
    """

    sought = Signal(str)
    chosen = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "toolbar")
        line = row(self, margins=(8, 4, 8, 4), gap=4)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find in this document")
        self.field.setAccessibleName("Find in this document")
        self.count = label(look="small")
        self.previous = tool(theme, "previous", "Previous match (Shift+Enter)")
        self.next = tool(theme, "next", "Next match (Enter)")
        close = tool(theme, "close", "Close the find bar (Esc)")
        for widget in (self.field, self.count, self.previous, self.next, close):
            line.addWidget(widget, 1 if widget is self.field else 0)
        self._matches: tuple[Match, ...] = ()
        self._current = -1
        self._page = 1
        self._is_sought = False
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._seek)
        self.field.textChanged.connect(self._take_words)
        self.next.clicked.connect(lambda: self.step(1))
        self.previous.clicked.connect(lambda: self.step(-1))
        close.clicked.connect(self.closed)
        self._say()
        self.hide()

    def open_at(self, page: int) -> None:
        """Show the bar; matches are shown from `page` on."""
        self._page = page
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def begin_at(self, page: int) -> None:
        """Another document is shown, from `page` on; the words wait for Enter to be sought there.

        Seeking at once would lead away from the place that was opened.
        """
        self._page = page
        self._forget()

    def show_matches(self, matches: tuple[Match, ...]) -> None:
        """What was found; goes to the first match from the page on that is shown."""
        if not self._is_sought:  # found for other words, or in another document
            return
        self._matches = matches
        ahead = (i for i, match in enumerate(matches) if match.page >= self._page)
        self._current = next(ahead, 0) if matches else -1
        self._say()
        if matches:
            self.chosen.emit(matches[self._current])

    def step(self, steps: int) -> None:
        """Go to the next match, or the one before; after the last comes the first."""
        if not self._is_sought:
            self._seek()
        elif self._matches:
            self._current = (self._current + steps) % len(self._matches)
            self._say()
            self.chosen.emit(self._matches[self._current])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what is waiting to be sought."""
        self._typing.stop()
        super().hideEvent(event)

    def _take_words(self) -> None:
        self._forget()
        self._typing.start()

    def _forget(self) -> None:
        self._matches = ()
        self._is_sought = False
        self._say()

    def _seek(self) -> None:
        self._typing.stop()
        self._is_sought = True
        self.sought.emit(self.field.text())

    def _say(self) -> None:
        has_words = bool(self.field.text().strip())
        if self._matches:
            self.count.setText(f"{self._current + 1} of {len(self._matches):,}")
        else:
            self.count.setText("Not found" if has_words and self._is_sought else "")
        for arrow in (self.previous, self.next):
            arrow.setEnabled(bool(self._matches) or (has_words and not self._is_sought))
