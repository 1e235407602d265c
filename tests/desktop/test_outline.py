"""The headings of a document, and the way to them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from assistant.desktop.outline_popup import OutlinePopup
from assistant.desktop.reader_pane import ReaderPane
from assistant.desktop.window import Window

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

Opener = Callable[[str], ReaderPane]

# What Qt says of popups where windows are drawn into memory.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def open_document(qtbot: QtBot, window: Window) -> Opener:
    """Opens a document by its file name, as a click in the list does."""

    def open_it(file: str) -> ReaderPane:
        documents = window.parts.workspace.documents.values()
        with qtbot.waitSignal(window.parts.reader.shown_changed):
            window.parts.navigation.open_document(next(r for r in documents if r.file == file))
        return window.parts.reader

    return open_it


def titles(popup: OutlinePopup) -> list[str]:
    return [popup.model.index(row).data() for row in range(popup.model.rowCount())]


def test_typing_and_enter_go_to_a_section_and_mark_its_heading(
    qtbot: QtBot, window: Window, open_document: Opener
) -> None:
    reader = open_document("icd.pdf")
    qtbot.keyClick(window, Qt.Key.Key_O, KEYS)
    popup = reader.outline
    qtbot.waitUntil(lambda: titles(popup) == ["4.1 General", "4.2 Loads", "4.3 Margins"])
    assert popup.filter.hasFocus()

    qtbot.keyClicks(popup.filter, "MARG 4.3")
    assert titles(popup) == ["4.3 Margins"]
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(popup.filter, Qt.Key.Key_Return)

    assert popup.isHidden()
    assert reader.bar.page.text() == "3"
    assert not reader.page_view.place_rect().isEmpty()
    assert reader.page_view.hasFocus()
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert reader.bar.page.text() == "1"


def test_the_section_that_is_read_is_the_one_selected(qtbot: QtBot, open_document: Opener) -> None:
    reader = open_document("icd.pdf")
    reader.page_view.go_to(2)

    qtbot.mouseClick(reader.bar.outline, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: reader.outline.view.currentIndex().data() == "4.2 Loads")
    qtbot.keyClick(reader.outline.filter, Qt.Key.Key_Down)
    assert reader.outline.view.currentIndex().data() == "4.3 Margins"
    reader.outline.hide()


def test_a_click_on_a_section_goes_there(qtbot: QtBot, open_document: Opener) -> None:
    reader = open_document("icd.pdf")
    reader.open_outline()
    popup = reader.outline
    qtbot.waitUntil(lambda: len(titles(popup)) == 3)
    row = popup.view.visualRect(popup.model.index(1)).center()

    with qtbot.waitSignal(reader.shown_changed):
        qtbot.mouseClick(popup.view.viewport(), Qt.MouseButton.LeftButton, pos=row)

    assert reader.bar.page.text() == "2"


def test_what_is_not_there_is_said(qtbot: QtBot, open_document: Opener) -> None:
    reader = open_document("masses.tsv")
    reader.open_outline()
    popup = reader.outline
    qtbot.waitUntil(lambda: popup.said.text() == "This document has no headings.")
    assert popup.said.isVisible()

    qtbot.keyClick(popup.filter, Qt.Key.Key_Return)
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert popup.isHidden()
