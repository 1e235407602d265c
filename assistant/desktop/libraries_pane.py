"""The left pane: libraries, their documents, indexing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant.desktop.dialogs import choose_folder
from assistant.desktop.documents_list import DocumentsList
from assistant.desktop.libraries_list import LibrariesList
from assistant.desktop.parts import button, column, row, rule, set_look
from assistant.desktop.progress_panel import ProgressPanel
from assistant.desktop.theme import Theme

MIN_WIDTH = 216


class LibrariesPane(QWidget):
    """What there is to ask.

    Signals:
        folder_added(Path): Index this folder into the open library.
    """

    folder_added = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setMinimumWidth(MIN_WIDTH)
        self.setAccessibleName("Libraries and documents")
        set_look(self, "pane")
        layout = column(self, margins=(0, 12, 0, 0), gap=8)
        self.libraries = LibrariesList(theme)
        layout.addWidget(self.libraries)
        layout.addWidget(rule())
        self.documents = DocumentsList(theme)
        layout.addWidget(self.documents, 1)
        self.add_folder = button("Add folder…")
        theme.icon_on(self.add_folder, "add_folder", "text")
        self.add_folder.clicked.connect(self.choose_folder)
        around = row(margins=(12, 0, 12, 8))
        around.addWidget(self.add_folder)
        layout.addLayout(around)
        self.progress = ProgressPanel()
        layout.addWidget(self.progress)

    def choose_folder(self) -> None:
        """Let the user choose a folder to index."""
        choose_folder(self, "Add a folder of documents", self.folder_added.emit)
