"""Where a question is typed: Enter asks, Shift+Enter breaks the line, Up and Down recall."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from assistant.desktop.parts import set_look

_MAX_LINES = 6


class AskField(QPlainTextEdit):
    """A field that grows with its text, up to six lines.

    Signals:
        asked(str): A question, without space around it.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "ask")
        self.setPlaceholderText("Ask about these documents…")
        self.setAccessibleName("Question")
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._asked: list[str] = []
        self._recalled = 0
        self._draft = ""
        self.textChanged.connect(self._fit)
        self._fit()

    def ask(self) -> None:
        """Ask what stands in the field, and empty it."""
        question = self.toPlainText().strip()
        if not question or not self.isEnabled():
            return
        if not self._asked or self._asked[-1] != question:
            self._asked.append(question)
        self._recalled = len(self._asked)
        self._draft = ""
        self.clear()
        self.asked.emit(question)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks; Up on the first line and Down on the last walk through what was asked."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if is_enter and not shift:
            self.ask()
        elif event.key() == Qt.Key.Key_Up and self._is_at(QTextCursor.MoveOperation.Up):
            self._recall(-1)
        elif event.key() == Qt.Key.Key_Down and self._is_at(QTextCursor.MoveOperation.Down):
            self._recall(+1)
        else:
            super().keyPressEvent(event)

    def _is_at(self, edge: QTextCursor.MoveOperation) -> bool:
        """Whether the cursor cannot move further that way."""
        return not QTextCursor(self.textCursor()).movePosition(edge)

    def _recall(self, step: int) -> None:
        wanted = self._recalled + step
        if not 0 <= wanted <= len(self._asked):
            return
        if self._recalled == len(self._asked):
            self._draft = self.toPlainText()
        self._recalled = wanted
        text = self._draft if wanted == len(self._asked) else self._asked[wanted]
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _fit(self) -> None:
        """Take the height of the lines; the layout counts wrapped lines in its height."""
        lines = min(max(int(self.document().size().height()), 1), _MAX_LINES)
        is_full = lines == _MAX_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_full else policy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 20)
