"""Making, filling, watching and deleting libraries."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from assistant.desktop.dialogs import ConfirmDialog, NameDialog
from assistant.desktop.rows import SUBTITLE
from assistant.desktop.window import Window
from assistant.desktop.wording import THIN
from assistant.errors import AssistantError
from assistant.paths import samples

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

Opener = Callable[..., Window]


def drop(window: Window, *paths: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(10, 10).toPointF(),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_an_empty_window_welcomes_and_takes_no_question(
    open_window: Opener, empty_core: object
) -> None:
    window = open_window(empty_core)

    conversation = window.parts.conversation
    assert conversation.welcome.isVisible()
    assert conversation.welcome.add_folder.hasFocus()
    assert not conversation.field.isEnabled()
    assert window.parts.status.index.full_text == "No library open"


def test_a_dropped_folder_is_indexed_into_a_first_library(
    qtbot: QtBot, open_window: Opener, empty_core: object, folder: Path
) -> None:
    window = open_window(empty_core)

    with qtbot.waitSignal(window.parts.indexing.finished):
        drop(window, folder)
    qtbot.waitUntil(lambda: window.parts.workspace.is_settled)

    parts = window.parts
    assert parts.workspace.name == "default"
    assert parts.libraries.documents.model.total_count == 4
    assert parts.libraries.progress.words.text() == f"3 added, 1 skipped in 0.5{THIN}s."
    assert not parts.conversation.welcome.isVisible()
    assert parts.conversation.field.isEnabled()


def test_the_sample_library_opens_with_one_press(
    qtbot: QtBot, open_window: Opener, empty_core: object
) -> None:
    window = open_window(empty_core)

    with qtbot.waitSignal(window.parts.indexing.finished):
        qtbot.mouseClick(window.parts.conversation.welcome.samples, Qt.MouseButton.LeftButton)

    library = empty_core.library("Samples")  # type: ignore[attr-defined]
    assert window.parts.workspace.name == "Samples"
    assert library.roots == [samples()]


def test_a_long_run_shows_its_progress_and_can_be_cancelled(
    qtbot: QtBot, window: Window, core: object, folder: Path
) -> None:
    core.library("Struts").may_go_on.clear()  # type: ignore[attr-defined]
    panel = window.parts.libraries.progress
    window.parts.intake.add([folder])
    assert panel.isHidden()
    qtbot.waitUntil(lambda: panel.isVisible() and "of 4 files" in panel.words.text())
    assert "left" in panel.words.text()
    names = window.parts.libraries.libraries.model
    assert "indexing" in str(names.data(names.index(0), Qt.ItemDataRole.AccessibleTextRole))

    with qtbot.waitSignal(window.parts.indexing.cancelled):
        qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)

    assert panel.title.full_text == "Cancelled"
    assert panel.bar.isHidden()


def test_questions_are_answered_while_indexing(
    qtbot: QtBot, window: Window, core: object, folder: Path
) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    answer = library.quoted("Q?")
    library.may_go_on.clear()
    window.parts.intake.add([folder])
    library.ask = lambda *_: answer
    window.ask("Q?")
    exchange = window.parts.conversation.exchanges[-1]

    qtbot.waitUntil(lambda: exchange.card is not None)

    assert window.parts.indexing.is_running


def test_a_failed_run_says_why(qtbot: QtBot, window: Window, core: object, folder: Path) -> None:
    def fail(*_: object) -> None:
        raise AssistantError("Process 4711 is writing to 'Struts'.", hint="Wait for it.")

    core.library("Struts").index = fail  # type: ignore[attr-defined]

    with qtbot.waitSignal(window.parts.indexing.failed):
        window.parts.intake.add([folder])

    said = [found.text() for found in window.parts.conversation.findChildren(QLabel)]
    assert "Process 4711 is writing to 'Struts'." in said
    assert "Wait for it." in said
    assert window.parts.libraries.progress.title.full_text == "Indexing stopped"


def test_a_new_library_is_named_in_a_dialog_and_opened(
    qtbot: QtBot, window: Window, core: object
) -> None:
    libraries = window.parts.libraries.libraries
    qtbot.mouseClick(libraries.add, Qt.MouseButton.LeftButton)
    dialog = libraries.findChild(NameDialog)
    assert dialog is not None

    qtbot.keyClicks(dialog.field, "  Test reports ")
    with qtbot.waitSignal(window.parts.workspace.opened):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)

    assert core.library_names() == ["Struts", "Test reports"]  # type: ignore[attr-defined]
    assert window.parts.conversation.title.full_text == "Test reports"
    assert window.parts.conversation.welcome.isVisible()


def test_a_library_without_a_name_cannot_be_made(qtbot: QtBot, window: Window) -> None:
    libraries = window.parts.libraries.libraries
    libraries.ask_name()
    dialog = libraries.findChild(NameDialog)
    assert dialog is not None

    qtbot.keyClicks(dialog.field, "   ")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)

    assert dialog.isVisible()
    dialog.reject()


def test_deleting_a_library_takes_a_confirmation(
    qtbot: QtBot, window: Window, core: object, folder: Path
) -> None:
    libraries = window.parts.libraries.libraries
    libraries.ask_delete("Struts")
    dialog = libraries.findChild(ConfirmDialog)
    assert dialog is not None
    assert "The documents stay where they are." in dialog.findChildren(QLabel)[1].text()
    dialog.reject()
    assert core.library_names() == ["Struts"]  # type: ignore[attr-defined]

    libraries.ask_delete("Struts")
    dialog = libraries.findChildren(ConfirmDialog)[-1]
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: core.library_names() == [])  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.parts.conversation.welcome.isVisible())
    assert (folder / "icd.pdf").exists()


def test_enter_cancels_a_deletion(qtbot: QtBot, window: Window, core: object) -> None:
    libraries = window.parts.libraries.libraries
    libraries.ask_delete("Struts")
    dialog = libraries.findChild(ConfirmDialog)
    assert dialog is not None

    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert core.library_names() == ["Struts"]  # type: ignore[attr-defined]


def test_enter_presses_the_button_it_is_on_and_no_other(qtbot: QtBot, window: Window) -> None:
    libraries = window.parts.libraries.libraries
    libraries.ask_name()
    dialog = libraries.findChild(NameDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.field, "Test reports")
    (cancel,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Cancel"]

    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(cancel, Qt.Key.Key_Return)


def test_a_folder_can_be_taken_out(qtbot: QtBot, window: Window, folder: Path) -> None:
    libraries = window.parts.libraries.libraries
    libraries.ask_forget(folder)
    dialog = libraries.findChild(ConfirmDialog)
    assert dialog is not None

    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not window.parts.workspace.documents)
    assert libraries.model.status["Struts"].roots == ()


def test_choosing_another_library_shows_its_documents_and_a_clean_conversation(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    core.library("Other", create=True)  # type: ignore[attr-defined]
    window = open_window(core)
    libraries = window.parts.libraries.libraries
    window.parts.workspace.open("Struts")
    qtbot.waitUntil(lambda: window.parts.workspace.name == "Struts")
    window.ask("Anything?")

    with qtbot.waitSignal(window.parts.workspace.opened):
        libraries.view.setFocus()
        qtbot.keyClick(libraries.view, Qt.Key.Key_Up)

    assert window.parts.workspace.name == "Other"
    assert window.parts.conversation.exchanges == []
    assert window.parts.libraries.documents.model.total_count == 0


class Damaged:
    """Makes one library of a core impossible to open."""

    def __init__(self, core: object, name: str) -> None:
        self._open = core.library  # type: ignore[attr-defined]
        self._name = name
        self._open(name, create=True)
        core.library = self.library  # type: ignore[attr-defined]

    def library(self, name: str = "default", *, create: bool = False) -> object:
        if name == self._name:
            raise AssistantError("The catalogue is damaged.", hint="Remove this library.")
        return self._open(name, create=create)


def problems(window: Window) -> list[str]:
    said = [found.text() for found in window.parts.conversation.findChildren(QLabel)]
    return [words for words in said if "damaged" in words]


def test_a_library_that_cannot_be_opened_leaves_the_open_one_marked(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    Damaged(core, "Torn")
    window = open_window(core)
    view = window.parts.libraries.libraries.view
    qtbot.waitUntil(lambda: len(problems(window)) == 1)  # its state could not be read
    assert view.model().index(1, 0).data(SUBTITLE) == "cannot be read"

    for tries in (2, 3):
        with qtbot.waitSignal(window.parts.workspace.stayed):
            at = view.visualRect(view.model().index(1, 0)).center()
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert view.currentIndex().data() == "Struts"
        assert window.parts.workspace.name == "Struts"
        assert len(problems(window)) == tries


def test_the_next_library_opens_where_the_first_cannot_be(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    Damaged(core, "A torn one")

    window = open_window(core)

    assert window.parts.workspace.name == "Struts"
    assert window.parts.conversation.field.isEnabled()
    assert problems(window) == ["The catalogue is damaged."]


def test_a_damaged_library_can_be_deleted_beside_the_open_one(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    Damaged(core, "Torn")
    window = open_window(core)
    window.ask("Anything?")
    libraries = window.parts.libraries.libraries
    libraries.menu.aboutToShow.emit()
    (deleting,) = [menu for menu in libraries.menu.findChildren(QMenu) if "Delete" in menu.title()]

    deleting.actions()[1].trigger()
    dialog = libraries.findChild(ConfirmDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: libraries.model.names == ["Struts"])
    assert window.parts.workspace.name == "Struts"
    assert len(window.parts.conversation.exchanges) == 1


def test_no_question_is_taken_where_no_library_can_be_opened(
    qtbot: QtBot, open_window: Opener, empty_core: object
) -> None:
    Damaged(empty_core, "Torn")

    window = open_window(empty_core)

    assert window.parts.workspace.name == ""
    assert not window.parts.conversation.field.isEnabled()
    assert window.parts.libraries.libraries.more.isEnabled()
    assert problems(window) == ["The catalogue is damaged."]
