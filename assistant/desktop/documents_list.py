"""The documents of the open library: a filter, the list, what was skipped."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QMenu, QWidget

from assistant.desktop import wording
from assistant.desktop.documents_model import DocumentsModel
from assistant.desktop.parts import button, column, label, row
from assistant.desktop.rows import RECORD, RowDelegate
from assistant.desktop.theme import Theme
from assistant.domain.library import DocumentRecord, DocumentState


class DocumentsList(QWidget):
    """The lower part of the left pane.

    Signals:
        opened(DocumentRecord): Show this document.
        scoped(frozenset[int]): Ask only these documents.
        selection_changed(frozenset[int]): These rows are selected.
    """

    opened = Signal(object)
    scoped = Signal(object)
    selection_changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = column(self, gap=4)
        head = row(margins=(12, 0, 8, 0), gap=4)
        head.addWidget(label("Documents", "heading"))
        self.count = label(look="small")
        head.addWidget(self.count, 1)
        self.skipped = button("", "link")
        self.skipped.setCheckable(True)
        head.addWidget(self.skipped)
        layout.addLayout(head)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by name or title")
        self.filter.setAccessibleName("Filter documents by name or title")
        self.filter.setClearButtonEnabled(True)
        self.filter.installEventFilter(self)
        around = row(margins=(12, 0, 12, 4))
        around.addWidget(self.filter)
        layout.addLayout(around)
        self.model = DocumentsModel(self)
        self.view = self._make_view(theme)
        layout.addWidget(self.view, 1)
        self.nothing = label("", "muted", wraps=True)
        self.nothing.setContentsMargins(12, 4, 12, 8)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.nothing, 1)
        self.filter.textChanged.connect(self._refilter)
        self.skipped.toggled.connect(self._refilter)
        self.show_documents([])

    def show_documents(self, records: Sequence[DocumentRecord]) -> None:
        """Replace what is listed, keeping selection and cursor where they still exist."""
        kept, scrolled = self.selected(), self.view.verticalScrollBar().value()
        current: DocumentRecord | None = self.view.currentIndex().data(RECORD)
        self.model.show_documents(records)
        self._select(kept)
        if current is not None:
            self._stand_on(current.id)
        self.view.verticalScrollBar().setValue(scrolled)
        skipped = self.model.skipped_count
        self.count.setText(f"{self.model.total_count:,}" if records else "")
        text = f"{skipped:,} skipped"
        self.skipped.setText(text)
        self.skipped.setAccessibleName(f"Show only {text}")
        self.skipped.setVisible(bool(skipped))
        if not skipped:
            self.skipped.setChecked(False)
        self._say_when_empty()

    def selected(self) -> frozenset[int]:
        """Keys of the selected documents."""
        rows = self.view.selectionModel().selectedRows()
        return frozenset(index.data(RECORD).id for index in rows)

    def mark(self, document_id: int) -> None:
        """Select the document that the reader shows."""
        row_number = self.model.row_of(document_id)
        if row_number >= 0 and document_id not in self.selected():
            self.view.setCurrentIndex(self.model.index(row_number))

    def seek(self) -> None:
        """Let the user type a document's name."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, Down goes into the list and Enter opens its first document."""
        if watched is self.filter and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress or not self.model.rowCount():
                return False
            if event.key() == Qt.Key.Key_Down:
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
                if not self.view.currentIndex().isValid():
                    self.view.setCurrentIndex(self.model.index(0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.model.index(0))
                return True
        return False

    def _make_view(self, theme: Theme) -> QListView:
        view = QListView()
        view.setAccessibleName("Documents")
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setItemDelegate(RowDelegate(theme, view))
        view.setModel(self.model)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.activated.connect(self._open)
        view.clicked.connect(self._open_clicked)
        view.selectionModel().selectionChanged.connect(
            lambda *_: self.selection_changed.emit(self.selected())
        )
        return view

    def _select(self, document_ids: frozenset[int]) -> None:
        """Select all of them at once: each change makes whoever hears of it read them all."""
        rows = sorted(self.model.row_of(document_id) for document_id in document_ids)
        chosen = QItemSelection()
        for _, run in groupby(enumerate(r for r in rows if r >= 0), lambda pair: pair[1] - pair[0]):
            run_rows = [row_number for _, row_number in run]
            chosen.select(self.model.index(run_rows[0]), self.model.index(run_rows[-1]))
        model = self.view.selectionModel()
        model.select(chosen, model.SelectionFlag.Select)

    def _stand_on(self, document_id: int) -> None:
        """Let the arrow keys go on from a document, selected or not."""
        if (row_number := self.model.row_of(document_id)) >= 0:
            model = self.view.selectionModel()
            model.setCurrentIndex(self.model.index(row_number), model.SelectionFlag.NoUpdate)

    def _refilter(self) -> None:
        kept = self.selected()
        self.model.show_only_skipped(self.skipped.isChecked())
        self.model.filter_by(self.filter.text())
        self._select(kept)
        self._say_when_empty()

    def _say_when_empty(self) -> None:
        is_empty = not self.model.rowCount()
        if self.model.total_count:
            self.nothing.setText("No document has this in its name or title.")
        else:
            self.nothing.setText("No documents yet.")
        self.nothing.setVisible(is_empty)
        self.view.setHidden(is_empty)
        self.filter.setVisible(bool(self.model.total_count))

    def _open_clicked(self, index: QModelIndex) -> None:
        if len(self.selected()) == 1:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        record: DocumentRecord = index.data(RECORD)
        if record.state is DocumentState.INDEXED:
            self.opened.emit(record)

    def _show_menu(self, position: QPoint) -> None:
        selected = self.selected()
        if not selected:
            return
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = f"Ask only {wording.count(len(selected), 'document')}"
        menu.addAction(text).triggered.connect(lambda: self.scoped.emit(selected))
        menu.popup(self.view.viewport().mapToGlobal(position))
