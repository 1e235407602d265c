"""What an empty window says: one sentence and two ways to begin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from assistant.desktop.parts import button, column, label, row
from assistant.desktop.theme import Theme


class Welcome(QWidget):
    """Shown while the open library holds no documents.

    Signals:
        folder_asked(): Choose a folder to add.
        samples_asked(): Open the sample library.
    """

    folder_asked = Signal()
    samples_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = column(self, margins=(32, 24, 32, 24), gap=12)
        layout.addStretch(2)
        mark = QLabel()
        theme.icon_on(mark, "library", "accent", size=40)
        layout.addWidget(mark)
        layout.addWidget(label("Ask your documents", "title"))
        sentence = label(
            "Add a folder of documents, and ask: every answer is quoted from a page that you can"
            " open beside it.",
            "muted",
            wraps=True,
        )
        sentence.setMaximumWidth(sentence.fontMetrics().averageCharWidth() * 72)
        layout.addWidget(sentence)
        self.add_folder = button("Add folder…", "primary")
        self.add_folder.clicked.connect(self.folder_asked)
        self.samples = button("Open the sample library")
        self.samples.clicked.connect(self.samples_asked)
        buttons = row(margins=(0, 8, 0, 0))
        buttons.addWidget(self.add_folder)
        buttons.addWidget(self.samples)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addWidget(label("A folder can also be dropped anywhere on this window.", "small"))
        layout.addStretch(3)
