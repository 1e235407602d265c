"""The libraries, with buttons to make, refresh and delete them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListView, QMenu, QWidget

from assistant.desktop import wording
from assistant.desktop.dialogs import ConfirmDialog, NameDialog
from assistant.desktop.parts import column, label, row, tool
from assistant.desktop.rows import DETAIL, ICON, ICON_ROLE, SUBTITLE, Index, RowDelegate, row_height
from assistant.desktop.theme import Theme
from assistant.domain.library import LibraryStatus

_ROWS_SHOWN = 4


class LibrariesModel(QAbstractListModel):
    """Names of the libraries and, for those that were opened, how much they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.status: dict[str, LibraryStatus] = {}
        self._unreadable: set[str] = set()
        self._indexing = ""

    def show_names(self, names: Sequence[str]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self.names = list(names)
        self.endResetModel()

    def show_status(self, status: LibraryStatus) -> None:
        """Note what a library holds."""
        self.status[status.name] = status
        self._unreadable.discard(status.name)
        self._changed()

    def show_unreadable(self, name: str) -> None:
        """Note that the state of a library cannot be read."""
        self._unreadable.add(name)
        self._changed()

    def show_indexing(self, library: str) -> None:
        """Note which library is being indexed; empty for none."""
        self._indexing = library
        self._changed()

    def rowCount(self, parent: Index | None = None) -> int:
        """Libraries there are."""
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What `rows.RowDelegate` paints."""
        if not index.isValid():
            return None
        name = self.names[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name
            case _ if role == SUBTITLE:
                return self._subtitle(name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name}, {self._subtitle(name)}"
            case _ if role == ICON:
                return "library"
            case _ if role == ICON_ROLE:
                return "accent"
            case _ if role == DETAIL:
                status = self.status.get(name)
                return "\n".join([name, *map(str, status.roots)]) if status else name
        return None

    def _subtitle(self, name: str) -> str:
        if name == self._indexing:
            return "indexing…"
        if name in self._unreadable:
            return "cannot be read"
        status = self.status.get(name)
        if status is None:
            return "…"
        held = wording.count(status.documents, "document")
        return f"{held} · {wording.count(status.pages, 'page')}"

    def _changed(self) -> None:
        if self.names:
            self.dataChanged.emit(self.index(0), self.index(len(self.names) - 1))


class LibrariesList(QWidget):
    """The upper part of the left pane.

    Signals:
        chosen(str): Open this library.
        created(str): Make a library of this name.
        deleted(str): Delete this library; the user has confirmed.
        refresh_asked(): Index the open library's folders again.
        folder_forgotten(Path): Take this folder out of the open library; confirmed.
    """

    chosen = Signal(str)
    created = Signal(str)
    deleted = Signal(str)
    refresh_asked = Signal()
    folder_forgotten = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = column(self, gap=4)
        head = row(margins=(12, 0, 8, 0), gap=4)
        head.addWidget(label("Libraries", "heading"), 1)
        self.add = tool(theme, "add", "New library")
        self.add.clicked.connect(self.ask_name)
        self.more = tool(theme, "more", "What to do with this library")
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        head.addWidget(self.add)
        head.addWidget(self.more)
        layout.addLayout(head)
        self.model = LibrariesModel()
        self.view = QListView()
        self.view.setAccessibleName("Libraries")
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        self.view.setModel(self.model)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._choose)
        layout.addWidget(self.view)
        self._open = ""
        self._fit()

    def show_names(self, names: Sequence[str]) -> None:
        """The libraries there are."""
        if list(names) != self.model.names:
            self.model.show_names(names)
            self._fit()
        self.show_open(self._open)

    def show_open(self, name: str) -> None:
        """Mark the library that is open."""
        self._open = name
        row_number = self.model.names.index(name) if name in self.model.names else -1
        self.view.selectionModel().blockSignals(True)
        self.view.setCurrentIndex(self.model.index(row_number, 0))
        self.view.selectionModel().blockSignals(False)
        self.view.viewport().update()
        self.more.setEnabled(bool(self.model.names))

    def ask_name(self) -> None:
        """Ask for the name of a new library."""
        dialog = NameDialog(self)
        dialog.named.connect(self.created)
        dialog.open()

    def ask_delete(self, name: str) -> None:
        """Ask before deleting a library, the open one or one that cannot be opened."""
        dialog = ConfirmDialog(
            self,
            "Delete library",
            f"The index of '{name}' will be deleted. The documents stay where they are.",
            "Delete library",
        )
        dialog.accepted.connect(lambda: self.deleted.emit(name))
        dialog.open()

    def ask_forget(self, folder: Path) -> None:
        """Ask before taking a folder out of the open library."""
        dialog = ConfirmDialog(
            self,
            "Take folder out",
            f"The documents of {folder} will no longer be found in '{self._open}'."
            " The files stay where they are.",
            "Take out",
        )
        dialog.accepted.connect(lambda: self.folder_forgotten.emit(folder))
        dialog.open()

    def _choose(self, index: QModelIndex) -> None:
        name = index.data()
        if name and name != self._open:
            self.chosen.emit(name)

    def _fill_menu(self) -> None:
        self.menu.clear()
        again = self.menu.addAction("Index again")
        again.triggered.connect(self.refresh_asked)
        again.setEnabled(bool(self._open))
        status = self.model.status.get(self._open)
        folders = self.menu.addMenu("Take folder out")
        for folder in status.roots if status else ():
            action = QAction(str(folder).replace("&", "&&"), folders)
            action.triggered.connect(lambda _=False, folder=folder: self.ask_forget(folder))
            folders.addAction(action)
        folders.setEnabled(not folders.isEmpty())
        self.menu.addSeparator()
        deleting = self.menu.addMenu("Delete library")
        for name in self.model.names:
            action = QAction(f"{name}…".replace("&", "&&"), deleting)
            action.triggered.connect(lambda _=False, name=name: self.ask_delete(name))
            deleting.addAction(action)

    def _fit(self) -> None:
        rows = min(len(self.model.names), _ROWS_SHOWN)
        self.view.setVisible(rows > 0)
        self.view.setFixedHeight(rows * row_height(self.view.font()) + 4)
