"""Goes to places, back and forth between them, and back to where they were opened from."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from assistant.desktop.places import Place, Trail
from assistant.desktop.reader_pane import ReaderPane
from assistant.desktop.workspace import Workspace
from assistant.domain.answer import Citation, Passage
from assistant.domain.library import DocumentRecord


class Navigation(QObject):
    """Opens places in the reader.

    Signals:
        shown(Place): The reader is to be seen; this is what it shows.
        moved(): What lies before and after this place has changed.
        left(): The user goes back to where the place was opened from.
    """

    shown = Signal(object)
    moved = Signal()
    left = Signal()

    def __init__(
        self, workspace: Workspace, reader: ReaderPane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._reader = reader
        self.trail = Trail()
        self._origin: QWidget | None = None
        self._awaited: Place | None = None
        workspace.documents_changed.connect(self._go_on)
        workspace.names_changed.connect(self._forget_others)
        reader.turned.connect(self._turn)
        reader.jumped.connect(self._jump)
        reader.escaped.connect(self.leave)

    @Slot(object)
    def open_citation(self, citation: Citation) -> None:
        """Show where a citation points."""
        self._open(Place.of_citation(self._workspace.name, citation))

    @Slot(object)
    def open_passage(self, passage: Passage) -> None:
        """Show a passage."""
        self._open(Place.of_passage(self._workspace.name, passage))

    @Slot(object)
    def open_document(self, record: DocumentRecord) -> None:
        """Show a document's first page, unless the document is shown already."""
        current = self.trail.current
        is_shown = current is not None and (current.library, current.document_id) == (
            self._workspace.name,
            record.id,
        )
        if not (is_shown and self._reader.shown):
            self._open(Place(self._workspace.name, record.id, 1), takes_focus=False)

    @Slot()
    def back(self) -> None:
        """To the place before."""
        if self.trail.can_go_back:
            self._go(self.trail.back())

    @Slot()
    def forward(self) -> None:
        """To the place after."""
        if self.trail.can_go_forward:
            self._go(self.trail.forward())

    @Slot()
    def leave(self) -> None:
        """Give the keyboard back to what opened the place."""
        self.left.emit()
        if self._origin is not None and isValid(self._origin):
            self._origin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, place: Place, *, takes_focus: bool = True) -> None:
        if not place.library:  # it was deleted between the click and now
            return
        self._origin = QApplication.focusWidget()
        self.trail.visit(place)
        self._go(place)
        if takes_focus:
            self._reader.views.focus_shown()

    def _turn(self, place: Place) -> None:
        self.trail.turn(place)

    def _forget_others(self, names: list[str]) -> None:
        self.trail.keep(names)
        self.moved.emit()

    def _jump(self, place: Place) -> None:
        self.trail.visit(place)
        self.moved.emit()

    def _go(self, place: Place) -> None:
        self.moved.emit()
        library = self._workspace.library
        if library is None or library.name != place.library:
            self._awaited = place
            self._workspace.open(place.library)
        elif (record := self._workspace.documents.get(place.document_id)) is not None:
            self._awaited = None
            self._reader.show_place(library, record, place)
            self.shown.emit(place)

    def _go_on(self) -> None:
        """Show what waited for its library to open."""
        if self._awaited and self._awaited.library == self._workspace.name:
            self._go(self._awaited)
