"""Shows an indexing run: what, how far, how fast, how long; and what it came to."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from assistant.desktop import wording
from assistant.desktop.parts import ElidedLabel, button, column, label, row, set_look
from assistant.domain.library import IndexProgress, IndexReport

_PATIENCE_MS = 300
"""What is done sooner than this shows no progress."""


class ProgressPanel(QWidget):
    """At the foot of the libraries pane; hidden until a run has something to say.

    Signals:
        cancel_asked(): Stop the run.
    """

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = column(self, margins=(12, 8, 12, 8), gap=4)
        head = row()
        self.title = ElidedLabel("strong")
        self.cancel = button("Cancel", "link", name="Cancel indexing")
        self.cancel.clicked.connect(self._ask_cancel)
        head.addWidget(self.title, 1)
        head.addWidget(self.cancel)
        layout.addLayout(head)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Files indexed")
        layout.addWidget(self.bar)
        self.words = label(look="small", wraps=True)
        layout.addWidget(self.words)
        self.file = ElidedLabel("small")
        layout.addWidget(self.file)
        self._appearing = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._appearing.timeout.connect(self._appear)
        self.hide()

    def show_started(self, library: str) -> None:
        """A run began in `library`; shown once it has taken a while."""
        self.title.show_text(f"Indexing {library}")
        self.words.setText("Looking for files…")
        self.file.show_text("")
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._appearing.start()

    def show_progress(self, progress: IndexProgress) -> None:
        """How far the run has come."""
        self.bar.setRange(0, progress.files_total)
        self.bar.setValue(progress.files_done)
        self.words.setText(wording.progress(progress))
        self.file.show_text(wording.file_name(progress.current_file))

    def show_report(self, report: IndexReport) -> None:
        """What the run did."""
        self._end(report.library, wording.report(report))

    def show_cancelled(self) -> None:
        """The run was cancelled; what it had indexed stays."""
        self._end("Cancelled", "What was indexed stays; indexing again goes on from there.")

    def show_failed(self) -> None:
        """The run failed; the reason stands in the conversation."""
        self._end("Indexing stopped", "The reason stands beside, among the answers.", "bad")

    def _appear(self) -> None:
        for widget in (self.cancel, self.bar, self.file):
            widget.show()
        set_look(self.title, "strong")
        self.show()

    def _end(self, title: str, words: str, look: str = "strong") -> None:
        self._appearing.stop()
        for widget in (self.cancel, self.bar, self.file):
            widget.hide()
        set_look(self.title, look)
        self.title.show_text(title)
        self.words.setText(words)
        self.show()

    def _ask_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.words.setText("Cancelling…")
        self.cancel_asked.emit()
