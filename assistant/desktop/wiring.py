"""Connects the panes with the workspace and the jobs; says who hears whom."""

from dataclasses import dataclass

from assistant.desktop.conversation import Conversation
from assistant.desktop.indexing import Indexing
from assistant.desktop.intake import Intake
from assistant.desktop.libraries_pane import LibrariesPane
from assistant.desktop.model_keeper import ModelKeeper
from assistant.desktop.model_list import ModelList
from assistant.desktop.models_dialog import ModelsDialog
from assistant.desktop.navigation import Navigation
from assistant.desktop.panes import Panes
from assistant.desktop.reader_pane import ReaderPane
from assistant.desktop.status import StatusStrip
from assistant.desktop.workspace import Workspace
from assistant.domain.library import DocumentRecord, DocumentState, LibraryStatus
from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a window is made of."""

    workspace: Workspace
    indexing: Indexing
    intake: Intake
    navigation: Navigation
    libraries: LibrariesPane
    conversation: Conversation
    reader: ReaderPane
    panes: Panes
    status: StatusStrip
    keeper: ModelKeeper
    models: ModelsDialog


def wire(parts: Parts) -> None:
    """Connect all of it."""
    _wire_workspace(parts)
    _wire_libraries(parts)
    _wire_indexing(parts)
    _wire_reading(parts)
    _wire_models(parts)


def _wire_workspace(parts: Parts) -> None:
    workspace, libraries, conversation = parts.workspace, parts.libraries, parts.conversation

    def show_opened(name: str) -> None:
        libraries.libraries.show_open(name)
        libraries.documents.filter.clear()
        libraries.documents.show_documents([])  # keys of documents mean others there
        conversation.show_library(name)
        conversation.scope.ask_only(None)
        parts.reader.clear()
        if not name:
            libraries.progress.hide()
            parts.status.show_index(None)
            conversation.welcome.add_folder.setFocus()

    def show_documents(records: list[DocumentRecord]) -> None:
        libraries.documents.show_documents(records)
        indexed = frozenset(r.id for r in records if r.state is DocumentState.INDEXED)
        conversation.scope.show_indexed(indexed)
        conversation.show_holdings(len(indexed))

    def show_status(status: LibraryStatus) -> None:
        libraries.libraries.model.show_status(status)
        if status.name == workspace.name:
            parts.status.show_index(status)

    workspace.names_changed.connect(libraries.libraries.show_names)
    workspace.opened.connect(show_opened)
    workspace.stayed.connect(libraries.libraries.show_open)
    workspace.documents_changed.connect(show_documents)
    workspace.status_changed.connect(show_status)
    workspace.unreadable.connect(libraries.libraries.model.show_unreadable)
    workspace.failed.connect(conversation.show_problem)


def _wire_libraries(parts: Parts) -> None:
    workspace, intake, pane = parts.workspace, parts.intake, parts.libraries
    scope = parts.conversation.scope
    pane.folder_added.connect(lambda folder: intake.add([folder]))
    pane.libraries.chosen.connect(workspace.open)
    pane.libraries.created.connect(lambda name: workspace.open(name, create=True))
    pane.libraries.deleted.connect(workspace.delete)
    pane.libraries.folder_forgotten.connect(workspace.forget)
    pane.libraries.refresh_asked.connect(
        lambda: intake.index_again(pane.libraries.model.status.get(workspace.name))
    )
    pane.documents.scoped.connect(scope.ask_only)
    pane.documents.selection_changed.connect(scope.offer)
    parts.conversation.welcome.folder_asked.connect(pane.choose_folder)
    parts.conversation.welcome.samples_asked.connect(intake.open_samples)


def _wire_indexing(parts: Parts) -> None:
    indexing, panel, workspace = parts.indexing, parts.libraries.progress, parts.workspace
    model = parts.libraries.libraries.model
    indexing.started.connect(panel.show_started)
    indexing.started.connect(model.show_indexing)
    indexing.progressed.connect(panel.show_progress)
    indexing.progressed.connect(lambda _: workspace.refresh_soon())
    indexing.succeeded.connect(panel.show_report)
    indexing.failed.connect(panel.show_failed)
    indexing.failed.connect(parts.conversation.show_problem)
    indexing.cancelled.connect(panel.show_cancelled)
    indexing.finished.connect(lambda: model.show_indexing(""))
    indexing.finished.connect(workspace.refresh)
    panel.cancel_asked.connect(indexing.cancel)


def _wire_reading(parts: Parts) -> None:
    navigation, conversation, bar = parts.navigation, parts.conversation, parts.reader.bar

    def show_moved() -> None:
        bar.back.setEnabled(navigation.trail.can_go_back)
        bar.forward.setEnabled(navigation.trail.can_go_forward)

    def show_left() -> None:
        parts.panes.reveal_conversation()
        conversation.field.setFocus()  # and stays there where what opened the place is gone

    conversation.citation_opened.connect(navigation.open_citation)
    conversation.passage_opened.connect(navigation.open_passage)
    parts.libraries.documents.opened.connect(navigation.open_document)
    navigation.shown.connect(lambda place: parts.libraries.documents.mark(place.document_id))
    navigation.shown.connect(lambda _: parts.panes.reveal_reader())
    navigation.moved.connect(show_moved)
    navigation.left.connect(show_left)
    bar.back.clicked.connect(navigation.back)
    bar.forward.clicked.connect(navigation.forward)
    conversation.fold_left.clicked.connect(parts.panes.fold_libraries)
    conversation.fold_right.clicked.connect(parts.panes.fold_reader)
    show_moved()


def _wire_models(parts: Parts) -> None:
    keeper, conversation = parts.keeper, parts.conversation

    def show_listed(models: ModelList) -> None:
        parts.status.show_models(models.at_work)

    def show_failed(error: AssistantError) -> None:
        if not parts.models.isVisible():  # otherwise it stands there
            conversation.show_problem(error)

    parts.workspace.models_read.connect(keeper.show)
    parts.workspace.models_read.connect(lambda _: keeper.background.wait_for_quiet())
    keeper.listed.connect(show_listed)
    keeper.problem_found.connect(conversation.show_problem)
    keeper.failed.connect(show_failed)
    keeper.refused.connect(lambda refusal: show_failed(refusal.error))
    conversation.asked.connect(lambda _: keeper.background.wait_for_quiet())
    parts.status.models_asked.connect(parts.models.open_list)
    parts.intake.pack_dropped.connect(parts.models.open_pack)
