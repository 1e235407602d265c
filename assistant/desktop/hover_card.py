"""A small card beside the pointer that shows plain text; Qt's own tool tips would render HTML."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QWidget

from assistant.desktop.parts import column, label, set_look

_MAX_CHARACTERS = 700


class HoverCard(QFrame):
    """Shows text near a point until the pointer leaves `owner` or a key is pressed."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.ToolTip)
        set_look(self, "hover")
        self._label = label(wraps=True)
        self._label.setMaximumWidth(440)
        column(self, margins=(12, 8, 12, 8)).addWidget(self._label)
        owner.installEventFilter(self)

    @property
    def text(self) -> str:
        """What the card says."""
        return self._label.text()

    def show_at(self, position: QPoint, text: str) -> None:
        """Show `text` just below `position`, in screen coordinates, kept on the screen."""
        shown = text if len(text) <= _MAX_CHARACTERS else text[:_MAX_CHARACTERS].rstrip() + " …"
        self._label.setText(shown)
        width = min(440, self._label.fontMetrics().horizontalAdvance(shown) + 8)
        self._label.setMinimumWidth(width)
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = min(position.x() + 12, room.right() - self.width())
        below = position.y() + 20
        top = below if below + self.height() <= room.bottom() else position.y() - self.height() - 8
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide as soon as the owner has lost the pointer's or the keyboard's attention."""
        if event.type() in (
            QEvent.Type.Leave,
            QEvent.Type.KeyPress,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.Wheel,
            QEvent.Type.Hide,
        ):
            self.hide()
        return False
