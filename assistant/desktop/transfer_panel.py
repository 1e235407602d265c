"""Shows how far a copy or a check of gigabytes is: share, rate, time left; and cancels it."""

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from assistant.desktop import model_words
from assistant.desktop.parts import ElidedLabel, button, column, label, row, set_look

_PATIENCE_MS = 300
"""What is done sooner than this shows no progress."""
_STEPS = 1000


class TransferPanel(QFrame):
    """Hidden until something takes a while.

    Signals:
        cancel_asked(): Stop it.
    """

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "status")
        layout = column(self, margins=(24, 12, 24, 16), gap=8)
        head = row()
        self.title = ElidedLabel("strong")
        self.cancel = button("Cancel", name="Cancel what is under way")
        self.cancel.clicked.connect(self._ask_cancel)
        head.addWidget(self.title, 1)
        head.addWidget(self.cancel)
        layout.addLayout(head)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Share that is done")
        layout.addWidget(self.bar)
        self.words = label(look="small", wraps=True)
        layout.addWidget(self.words)
        self._began_s = 0.0
        self._appearing = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._appearing.timeout.connect(self._appear)
        self.hide()

    def show_started(self, title: str) -> None:
        """Something began; shown once it has taken a while."""
        self._began_s = time.monotonic()
        self.title.show_text(title)
        self.words.setText("Reading…")
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._appearing.start()

    def show_progress(self, progress: tuple[int, int]) -> None:
        """Bytes done, and bytes in all; what still comes after the last byte has no measure."""
        done, total = progress
        if done >= total:
            self.bar.setRange(0, 0)
            self.words.setText("All is read; looking at it once more…")
            self.cancel.setEnabled(False)
            return
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(_STEPS * done // max(total, 1))
        self.words.setText(model_words.transfer(done, total, time.monotonic() - self._began_s))

    def end(self) -> None:
        """It has come to its end, one way or another."""
        self._appearing.stop()
        self.hide()

    def _appear(self) -> None:
        self.show()
        self.cancel.setFocus()

    def _ask_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.words.setText("Cancelling…")
        self.cancel_asked.emit()
