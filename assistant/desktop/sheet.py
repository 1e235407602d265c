"""A page of a dialog: a title, what it shows, and buttons at its foot that stay in sight."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assistant.desktop.parts import column, foreign, row, set_look

_EDGE = 24


class Sheet(QWidget):
    """The body scrolls where there is no room for all of it."""

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        set_look(self, "pane")
        layout = column(self, margins=(0, _EDGE, 0, 16), gap=0)
        head = column(margins=(_EDGE, 0, _EDGE, 12), gap=4)
        self.title = foreign(title, "heading")
        head.addWidget(self.title)
        self.sentence = foreign(sentence, "muted")
        self.sentence.setVisible(bool(sentence))
        head.addWidget(self.sentence)
        layout.addLayout(head)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        set_look(inner, "pane")
        around = column(inner, margins=(_EDGE, 4, _EDGE, 12), gap=0)
        self.body: QVBoxLayout = column(gap=12)
        around.addLayout(self.body)
        around.addStretch()
        self._scroller.setWidget(inner)
        layout.addWidget(self._scroller, 1)
        self._buttons: list[QPushButton] = []
        self._foot = row(margins=(_EDGE, 12, _EDGE, 0))
        layout.addLayout(self._foot)

    def say(self, title: str, sentence: str) -> None:
        """Head the page with something else."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def show_busy(self, is_busy: bool) -> None:
        """Take no orders while one is carried out."""
        for each in self._buttons:
            each.setEnabled(not is_busy)

    def add_buttons(self, left: list[QPushButton], right: list[QPushButton]) -> None:
        """Put buttons at the foot."""
        self._buttons = [*left, *right]
        for made in left:
            self._foot.addWidget(made)
        self._foot.addStretch()
        for made in right:
            self._foot.addWidget(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page through the body, which takes no keyboard itself."""
        bar = self._scroller.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + bar.pageStep())
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep())
            case _:
                super().keyPressEvent(event)

    def scroll_to_top(self) -> None:
        """Show the beginning of the body."""
        self._scroller.verticalScrollBar().setValue(0)
