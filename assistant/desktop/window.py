"""The window: puts the panes together; what they say to each other stands in `wiring`."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QMainWindow, QWidget

from assistant.desktop.actions import menu_of
from assistant.desktop.asking import CheckedAnswer, prepare
from assistant.desktop.commands import commands
from assistant.desktop.conversation import Conversation
from assistant.desktop.core import AssistantCore
from assistant.desktop.indexing import Indexing
from assistant.desktop.intake import Intake
from assistant.desktop.jobs import Lanes
from assistant.desktop.libraries_pane import LibrariesPane
from assistant.desktop.memory import WindowMemory
from assistant.desktop.model_keeper import ModelKeeper
from assistant.desktop.models_dialog import ModelsDialog
from assistant.desktop.navigation import Navigation
from assistant.desktop.panes import Panes
from assistant.desktop.parts import column, label
from assistant.desktop.reader_pane import ReaderPane
from assistant.desktop.reading import Reading
from assistant.desktop.status import StatusStrip
from assistant.desktop.theme import Theme
from assistant.desktop.wiring import Parts, wire
from assistant.desktop.workspace import Workspace
from assistant.guard.air_gap import AirGapState
from assistant.paths import resources


class Window(QMainWindow):
    """Hangar on the screen. Closing it ends every worker thread."""

    def __init__(
        self, core: AssistantCore, theme: Theme, home: Path, air_gap: AirGapState, marking: str
    ) -> None:
        super().__init__()
        self.setWindowTitle("Hangar")
        self.setWindowIcon(QIcon(str(resources() / "icons" / "hangar.svg")))
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 480)
        self._lanes = Lanes()
        self._reading = Reading(self._lanes, self)
        self._memory = WindowMemory(home)
        self.parts = self._make_parts(core, theme, air_gap)
        wire(self.parts)
        self.parts.conversation.asked.connect(self.ask)
        menu = menu_of(commands(self.parts, theme, self.close), self)
        self.parts.conversation.menu_button.setMenu(menu)
        self.setCentralWidget(self._lay_out(marking))
        self._restore()

    def start(self, folders: Sequence[Path] = ()) -> None:
        """Open the library open last, and index `folders` into it."""
        if folders:
            self.parts.workspace.opened.connect(
                lambda _: self.parts.intake.add(folders), Qt.ConnectionType.SingleShotConnection
            )
        self.parts.workspace.documents_changed.connect(
            lambda _: self.parts.conversation.field.setFocus(),
            Qt.ConnectionType.SingleShotConnection,
        )
        self.parts.workspace.start(self._memory.read_text("library"))

    @Slot(str)
    def ask(self, question: str) -> None:
        """Ask the open library."""
        conversation, workspace = self.parts.conversation, self.parts.workspace
        library = workspace.library
        if library is None:
            return
        scope = conversation.scope
        conversation.stop_writing()
        work = prepare(library, question, scope.scope, conversation.turns())
        job = self._lanes.asks.prepare(work)
        job.succeeded.connect(self._show_models)
        job.finished.connect(workspace.read_state)
        documents = workspace.documents
        conversation.add_exchange(
            question,
            job,
            scope.asked_count,
            lambda key: key in documents and documents[key].format == "pdf",
        )
        self._lanes.asks.start(job)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and files of this computer."""
        if _local_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Index what was dropped, or show what a dropped model pack is."""
        event.acceptProposedAction()
        self.parts.intake.take(_local_paths(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the sizes, stop the work, end the threads."""
        self._memory.write("geometry", self.saveGeometry())
        self._memory.write("panes", self.parts.panes.save_state())
        self._memory.write("library", self.parts.workspace.name)
        self._memory.save()
        self.parts.models.close()
        self.hide()
        self.parts.indexing.cancel()
        self._reading.close()
        self._lanes.close()
        super().closeEvent(event)

    @Slot(object)
    def _show_models(self, checked: CheckedAnswer) -> None:
        answer = checked.answer
        if answer.models:
            self.parts.status.show_models(answer.models, answer.mode)

    def _make_parts(self, core: AssistantCore, theme: Theme, air_gap: AirGapState) -> Parts:
        workspace = Workspace(core, self._lanes, self)
        indexing = Indexing(self._lanes.writes, self)
        reader = ReaderPane(theme, self._reading)
        libraries, conversation = LibrariesPane(theme), Conversation(theme)
        keeper = ModelKeeper(
            core,
            self._lanes.models,
            lambda: conversation.is_quiet and not indexing.is_running,
            self,
        )
        return Parts(
            workspace=workspace,
            indexing=indexing,
            intake=Intake(workspace, indexing, self._lanes.reads, self),
            navigation=Navigation(workspace, reader, self),
            libraries=libraries,
            conversation=conversation,
            reader=reader,
            panes=Panes(libraries, conversation, reader),
            status=StatusStrip(theme, air_gap),
            keeper=keeper,
            models=ModelsDialog(theme, keeper, self),
        )

    def _lay_out(self, marking: str) -> QWidget:
        centre = QWidget()
        layout = column(centre, gap=0)
        if marking:
            banner = label(marking, "banner")
            banner.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(banner)
        layout.addWidget(self.parts.panes, 1)
        layout.addWidget(self.parts.status)
        return centre

    def _restore(self) -> None:
        if not self.restoreGeometry(self._memory.read_bytes("geometry")):
            self.resize(1440, 900)
        self.parts.panes.restore_state(self._memory.read_bytes("panes"))


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
