"""What the window asks in a dialog: a name, 'are you sure', and which folder or file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPushButton, QWidget

from assistant.desktop.parts import button, column, label, row


def choose_folder(parent: QWidget, title: str, chosen: Callable[[Path], object]) -> None:
    """Let the user choose a folder; nothing is called where that is cancelled."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _choose(dialog, chosen)


def choose_file(parent: QWidget, title: str, kinds: str, chosen: Callable[[Path], object]) -> None:
    """Let the user choose a file of some `kinds`, as Qt writes filters."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _choose(dialog, chosen)


def _choose(dialog: QFileDialog, chosen: Callable[[Path], object]) -> None:
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class _Question(QDialog):
    """A title, a sentence, Cancel and one other button."""

    def __init__(self, parent: QWidget, title: str, sentence: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._layout = column(self, margins=(24, 24, 24, 16), gap=12)
        self._layout.addWidget(label(title, "heading"))
        text = label(sentence, "muted", wraps=True)
        text.setMinimumWidth(360)
        self._layout.addWidget(text)

    def _add_buttons(self, accept: QPushButton) -> QPushButton:
        """Put Cancel and `accept` below; returns Cancel."""
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        accept.clicked.connect(self.accept)
        buttons = row(margins=(0, 12, 0, 0))
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(accept)
        self._layout.addLayout(buttons)
        return cancel


class NameDialog(_Question):
    """Asks what a new library is to be called.

    Signals:
        named(str): The name chosen, without space around it.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, "New library", "Folders of a library are indexed and asked together."
        )
        self.field = QLineEdit()
        self.field.setAccessibleName("Name of the library")
        self.field.setPlaceholderText("Name, such as Propulsion ICDs")
        self._layout.addWidget(self.field)
        create = button("Create library", "primary")
        create.setDefault(True)
        create.setEnabled(False)
        self.field.textChanged.connect(lambda text: create.setEnabled(bool(text.strip())))
        self._add_buttons(create)
        self.accepted.connect(lambda: self.named.emit(self.field.text().strip()))


class ConfirmDialog(_Question):
    """Asks before something is removed; Enter cancels, so that it takes a decision to go on."""

    def __init__(self, parent: QWidget, title: str, sentence: str, action: str) -> None:
        super().__init__(parent, title, sentence)
        self.confirm = button(action, "danger")
        self._add_buttons(self.confirm).setDefault(True)
