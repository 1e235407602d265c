"""An answer's text, selectable, with its citation marks as chips in the lines."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from assistant.desktop.citation_chip import CitationChip
from assistant.desktop.parts import set_look
from assistant.domain.answer import Citation, Mark

_ROOM = "\u00a0\u2007\u2007\u00a0"
"""Blank characters that keep room for a chip; no line breaks at them or hangs them over its end."""
_LINE_HEIGHT_PERCENT = 130.0


class AnswerText(QTextEdit):
    """Plain text as high as it needs to be; the '[n]' of its citations are chips.

    With `row_by_row`, a new line begins after every chip: for table rows, which are no sentences.

    Signals:
        citation_opened(Citation): A chip was pressed.
    """

    citation_opened = Signal(object)

    def __init__(
        self,
        text: str,
        marks: Sequence[Mark],
        cited: dict[int, tuple[Citation, str]],
        *,
        row_by_row: bool,
    ) -> None:
        super().__init__()
        set_look(self, "answer")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Answer")
        self.document().setDocumentMargin(0)
        self._row_by_row = row_by_row
        self._chips: list[tuple[int, CitationChip]] = []
        self._fill(text, marks, cited)
        self._fit()

    @property
    def chips(self) -> list[CitationChip]:
        """The chips in the order of the text."""
        return [chip for _, chip in self._chips]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew and take the height they need."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the conversation around."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave copying to the card around where no words are selected."""
        is_copy = event.matches(QKeySequence.StandardKey.Copy)
        if is_copy and not self.textCursor().hasSelection():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text only, with '[n]' where the chips are."""
        start, end = self.textCursor().selectionStart(), self.textCursor().selectionEnd()
        text = ""
        for position, chip in self._chips:
            if start < position + len(_ROOM) and position < end:
                text += f"{self._between(start, max(start, position))} [{chip.text()}]"
                start = min(position + len(_ROOM), end)
        copied = QMimeData()
        copied.setText(text + self._between(start, end))
        return copied

    def sizeHint(self) -> QSize:
        """As wide as it may be, as high as its lines."""
        return QSize(480, self._height())

    def _between(self, start: int, end: int) -> str:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")

    def _fill(
        self, text: str, marks: Sequence[Mark], cited: dict[int, tuple[Citation, str]]
    ) -> None:
        shown, done = "", 0
        for mark in marks:
            shown += text[done : mark.start]
            done = mark.end
            chip = CitationChip(*cited[mark.n], self.viewport())
            chip.opened.connect(self.citation_opened)
            self._chips.append((_utf16_length(shown), chip))
            shown += _ROOM
            if self._row_by_row and text[done:].lstrip()[:1] not in ("", "["):
                shown += "\n"
                done += len(text[done:]) - len(text[done:].lstrip())
        self.setPlainText(shown + text[done:])
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        spacing.setLineHeight(_LINE_HEIGHT_PERCENT, height)
        cursor.mergeBlockFormat(spacing)

    def _height(self) -> int:
        return int(self.document().size().height()) + 2

    def _fit(self) -> None:
        self.setFixedHeight(self._height())
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(_ROOM) - 4
        for position, chip in self._chips:
            left, baseline = self._pen_at(position)
            chip.setGeometry(left + 3, baseline - metrics.ascent(), width, metrics.height())
            chip.show()

    def _pen_at(self, position: int) -> tuple[int, int]:
        """Where the character at `position` is drawn: its left edge, its baseline."""
        layout = self.document().documentLayout()
        block = self.document().findBlock(position)
        origin = layout.blockBoundingRect(block).topLeft()
        within = position - block.position()
        line = block.layout().lineForTextPosition(within)
        if not line.isValid():
            return 0, 0
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor).left(), round(origin.y() + line.y() + line.ascent())


def _utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
