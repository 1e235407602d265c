"""A citation as a small numbered button: hover shows its passage, a click opens its page."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QWidget

from assistant.desktop.hover_card import HoverCard
from assistant.desktop.parts import Button, set_look
from assistant.domain.answer import Citation


class CitationChip(Button):
    """Stands in the answer's text, at the end of what it proves.

    Signals:
        opened(Citation): Show the cited page.
    """

    opened = Signal(object)

    def __init__(self, citation: Citation, where: str, parent: QWidget) -> None:
        super().__init__(str(citation.n), parent)
        self._citation = citation
        self._said = f"{where}\n\n{citation.quote}"
        self.card = HoverCard(self)
        set_look(self, "chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Citation {citation.n}: {where}")
        self.setAccessibleDescription(citation.quote)
        self.clicked.connect(lambda: self.opened.emit(self._citation))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the quoted words while the pointer is on the chip."""
        self.show_passage()
        super().enterEvent(event)

    def show_passage(self) -> None:
        """Show the quoted words and where they stand."""
        self.card.show_at(self.mapToGlobal(QPoint(0, 0)), self._said)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the card away with the focus."""
        self.card.hide()
        super().focusOutEvent(event)
