"""The list of documents, however long it is."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from assistant.desktop.documents_model import DocumentsModel
from assistant.desktop.rows import DETAIL, SUBTITLE
from assistant.desktop.window import Window
from assistant.domain.document import SkipReason
from assistant.domain.library import DocumentRecord, DocumentState


def record(
    key: int, file: str, title: str = "", reason: SkipReason | None = None
) -> DocumentRecord:
    state = DocumentState.SKIPPED if reason else DocumentState.INDEXED
    detail = "The file opens with a password only." if reason else ""
    return DocumentRecord(
        key, Path("/d"), file, state, reason, detail, title, "pdf", 12, 40, 9000, "0" * 64
    )


def shown(model: DocumentsModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_the_filter_finds_all_its_words_in_path_or_title(qtmodeltester: ModelTester) -> None:
    model = DocumentsModel()
    model.show_documents(
        [record(1, "icd/b.pdf", "Aft Strut Loads"), record(2, "icd/a.pdf"), record(3, "x.pdf")]
    )
    qtmodeltester.check(model)

    model.filter_by("strut ICD")

    assert shown(model) == ["b.pdf"]
    model.filter_by("")
    assert shown(model) == ["a.pdf", "b.pdf", "x.pdf"]


def test_a_skipped_document_says_why_in_words() -> None:
    model = DocumentsModel()
    model.show_documents([record(1, "a.pdf"), record(2, "b.pdf", reason=SkipReason.ENCRYPTED)])

    model.show_only_skipped(True)

    assert shown(model) == ["b.pdf"]
    assert model.index(0).data(SUBTITLE) == "skipped: encrypted"
    assert "password" in model.index(0).data(DETAIL)


def test_twenty_thousand_documents_are_listed_and_filtered(qtbot: QtBot, window: Window) -> None:
    documents = window.parts.libraries.documents
    documents.show_documents([record(n, f"part-{n:05}.pdf") for n in range(20_000)])

    qtbot.keyClicks(documents.filter, "part-19999")

    assert shown(documents.model) == ["part-19999.pdf"]
    assert documents.count.text() == "20,000"


def test_the_skipped_button_shows_what_was_not_indexed_and_why(
    qtbot: QtBot, window: Window
) -> None:
    documents = window.parts.libraries.documents
    assert documents.skipped.text() == "1 skipped"

    qtbot.mouseClick(documents.skipped, Qt.MouseButton.LeftButton)

    assert shown(documents.model) == ["locked.pdf"]


def test_a_document_opens_from_the_keyboard_alone(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    documents = window.parts.libraries.documents
    assert documents.filter.hasFocus()

    qtbot.keyClicks(documents.filter, "icd")
    with qtbot.waitSignal(window.parts.navigation.shown):
        qtbot.keyClick(documents.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.parts.reader.shown is not None)

    assert window.parts.reader.bar.title.full_text == "icd.pdf"


def test_a_filter_that_matches_nothing_says_so(qtbot: QtBot, window: Window) -> None:
    documents = window.parts.libraries.documents

    qtbot.keyClicks(documents.filter, "fairing")

    assert documents.nothing.isVisible()
    assert documents.nothing.text() == "No document has this in its name or title."


def test_selected_documents_become_the_scope(qtbot: QtBot, window: Window, core: object) -> None:
    documents, scope = window.parts.libraries.documents, window.parts.conversation.scope
    assert scope.text() == "All 3 documents"
    documents.view.setCurrentIndex(documents.model.index(documents.model.row_of(1)))

    scope.ask_selected.trigger()
    window.ask("Anything?")
    library = core.library("Struts")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: library.scopes == [documents.selected()])

    assert scope.text() == "1 of 3 documents"
    scope.ask_all.trigger()
    assert scope.text() == "All 3 documents"


def test_what_is_selected_stays_so_and_is_told_once_however_much_it_is(
    qtbot: QtBot, window: Window
) -> None:
    documents = window.parts.libraries.documents
    documents.show_documents([record(n, f"part-{n:04}.pdf") for n in range(3000)])
    documents.view.selectAll()
    told: list[frozenset[int]] = []
    documents.selection_changed.connect(told.append)

    documents.filter.setText("7")

    assert told == [frozenset(n for n in range(3000) if "7" in f"{n:04}")]


def test_the_arrow_keys_go_on_where_they_were_when_the_list_changes(
    qtbot: QtBot, window: Window
) -> None:
    documents = window.parts.libraries.documents
    listed = [record(n, f"part-{n:02}.pdf") for n in range(20)]
    documents.show_documents(listed)
    documents.view.setFocus()
    documents.view.setCurrentIndex(documents.model.index(9))

    documents.show_documents([record(99, "new.pdf"), *listed])
    qtbot.keyClick(documents.view, Qt.Key.Key_Down)

    assert documents.selected() == {10}


def test_a_document_that_is_removed_leaves_the_scope_and_the_last_one_ends_it(
    qtbot: QtBot, window: Window, core: object
) -> None:
    workspace, scope = window.parts.workspace, window.parts.conversation.scope
    records = core.library("Struts").records  # type: ignore[attr-defined]
    keys = {file: found.id for file, found in records.items()}
    scope.ask_only(frozenset({keys["icd.pdf"], keys["masses.tsv"]}))

    def remove(file: str) -> None:
        del records[file]
        with qtbot.waitSignal(workspace.documents_changed):
            workspace.refresh()

    remove("masses.tsv")
    assert scope.scope == {keys["icd.pdf"]}
    assert scope.text() == "1 of 2 documents"

    documents = window.parts.libraries.documents
    documents.mark(keys["icd.pdf"])
    assert scope.ask_selected.isEnabled()
    remove("icd.pdf")
    assert scope.scope is None
    assert scope.text() == "All 1 document"
    assert not scope.ask_selected.isEnabled()
