"""Words in the strip at the foot of the window that can be pressed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent

from assistant.desktop.parts import Button, set_look

_AROUND = 14
"""Padding and border in the style sheet, both sides, in pixels."""


class StatusLink(Button):
    """One line, shortened in the middle where there is no room for all of it."""

    def __init__(self, does: str) -> None:
        """`does` says what pressing it does."""
        super().__init__()
        self._does = does
        self.full_text = ""
        self.setToolTip(does)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_look(self, "link")

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as fits."""
        self.full_text = text
        self.setAccessibleName(f"{text}. {self._does}")
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        width = self.fontMetrics().horizontalAdvance(self.full_text) + _AROUND + 2
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
            self.full_text, Qt.TextElideMode.ElideMiddle, self.width() - _AROUND
        )
        self.setText(shown.replace("&", "&&"))
