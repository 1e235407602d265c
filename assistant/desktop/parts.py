"""Small building blocks that every pane uses: labels, buttons, rules, layouts. Plain text only."""

from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.desktop.theme import Theme

L = TypeVar("L", bound=QLayout)


def label(text: str = "", look: str = "", *, wraps: bool = False) -> QLabel:
    """A label that shows its text as it is; `look` names its style in the style sheet."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wraps)
    set_look(made, look)
    return made


def foreign(text: str = "", look: str = "") -> QLabel:
    """A label that wraps text from a file; a word too long for it is cut and widens nothing."""
    made = label(text, look, wraps=True)
    made.setMinimumWidth(1)
    return made


class ElidedLabel(QLabel):
    """One line of plain text, shortened in the middle where there is no room for all of it."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full_text = ""
        set_look(self, look)

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as fits."""
        self._full_text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    @property
    def full_text(self) -> str:
        """The whole text, shown or not."""
        return self._full_text

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        width = self.fontMetrics().horizontalAdvance(self._full_text) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew for the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._full_text, Qt.TextElideMode.ElideMiddle, self.width()
        )
        self.setText(shown)


class Button(QPushButton):
    """A button that Enter presses while it has the keyboard, and not otherwise."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)  # or a dialog would make one of them its default

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter like Space; not every desktop's style does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ElidedButton(Button):
    """A row of text to press, shortened at its end where there is no room for all of it."""

    def __init__(self, text: str, look: str, *, name: str) -> None:
        super().__init__()
        self.full_text = text
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_look(self, look)
        self.setText(text.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew for the new width."""
        super().resizeEvent(event)
        room = self.width() - 20  # the padding and border of the style sheet, both sides
        shown = self.fontMetrics().elidedText(self.full_text, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))


def button(text: str, look: str = "", *, name: str = "") -> QPushButton:
    """A button with a text; `name` says to assistive technology what the text leaves out."""
    made = Button(text.replace("&", "&&"))
    made.setAccessibleName(name or text)
    set_look(made, look)
    return made


def tool(theme: Theme, icon: str, name: str) -> QToolButton:
    """A button with an icon only; its name shows when the pointer rests on it."""
    made = QToolButton()
    theme.icon_on(made, icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    set_look(made, "rule")
    return made


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget a style of the style sheet, also after it was shown."""
    widget.setProperty("look", look)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def column(
    parent: QWidget | None = None,
    *,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    gap: int = 8,
) -> QVBoxLayout:
    """A layout from top to bottom."""
    return _measured(QVBoxLayout(parent) if parent else QVBoxLayout(), margins, gap)


def row(
    parent: QWidget | None = None,
    *,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    gap: int = 8,
) -> QHBoxLayout:
    """A layout from left to right."""
    return _measured(QHBoxLayout(parent) if parent else QHBoxLayout(), margins, gap)


def _measured(layout: L, margins: tuple[int, int, int, int], gap: int) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    return layout
