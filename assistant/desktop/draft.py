"""What a language model is writing: to be watched, not yet to be relied on."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel

from assistant.desktop.parts import button, column, label, row, set_look

_WAITING = "Writing an answer from the passages…"
_WRITING = "Being written; not checked yet"


class Draft(QFrame):
    """The text so far, and a button to stop.

    Signals:
        stopped(): The user does not want more of it.
    """

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self.setAccessibleName("Answer being written")
        layout = column(self, margins=(20, 12, 12, 12), gap=4)
        head = row(gap=8)
        self.state = label(_WAITING, "small")
        head.addWidget(self.state, 1)
        stop = button("Stop", "link", name="Stop writing; the quoted answer stays")
        stop.clicked.connect(self.stopped)
        head.addWidget(stop)
        layout.addLayout(head)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        set_look(self.text, "muted")
        self.text.hide()
        layout.addWidget(self.text)

    @Slot(str)
    def add(self, piece: str) -> None:
        """Show a piece more."""
        self.state.setText(_WRITING)
        self.text.setText((self.text.text() + piece).lstrip())
        self.text.show()
