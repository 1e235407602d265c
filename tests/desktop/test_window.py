"""The window as a whole: keys, panes, what it remembers, what it never does."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import assistant.desktop
from assistant.desktop.palette import DARK, LIGHT
from assistant.desktop.status import StatusStrip
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.domain.library import VectorState
from assistant.guard.air_gap import AirGapState, AirGapStrength

CONTROL = Qt.KeyboardModifier.ControlModifier
SOURCES = sorted(Path(assistant.desktop.__file__).parent.glob("*.py"))

Opener = Callable[..., Window]


def show(qtbot: QtBot, window: Window, file: str) -> None:
    documents = window.parts.workspace.documents.values()
    with qtbot.waitSignal(window.parts.reader.shown_changed):
        window.parts.navigation.open_document(next(r for r in documents if r.file == file))


def pane_with_focus(window: Window) -> QWidget | None:
    panes = (window.parts.libraries, window.parts.conversation, window.parts.reader)
    focused = QApplication.focusWidget()
    return next((p for p in panes if p is focused or p.isAncestorOf(focused)), None)


def test_f6_walks_the_panes_round(qtbot: QtBot, window: Window) -> None:
    parts = window.parts
    parts.conversation.field.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(pane_with_focus(window))

    assert seen == [parts.reader, parts.libraries, parts.conversation]


def test_f6_goes_to_what_the_keyboard_was_on_in_each_pane(qtbot: QtBot, window: Window) -> None:
    parts = window.parts
    show(qtbot, window, "icd.pdf")
    parts.conversation.field.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [
        parts.reader.page_view,
        parts.libraries.documents.view,
        parts.conversation.field,
    ]

    parts.libraries.documents.filter.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)

    assert parts.libraries.documents.filter.hasFocus()


def test_f6_finds_the_way_where_there_is_nothing_yet(
    qtbot: QtBot, open_window: Opener, empty_core: object
) -> None:
    window = open_window(empty_core)
    parts = window.parts
    parts.reader.views.currentWidget().setFocus()
    seen = []
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())

    assert seen == [parts.libraries.add_folder, parts.conversation.welcome.add_folder]


def test_f6_brings_the_page_from_behind_its_tab(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    window = open_window(core, width=1000)
    parts = window.parts
    show(qtbot, window, "icd.pdf")
    parts.panes.reveal_conversation()
    parts.conversation.field.setFocus()

    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert parts.reader.page_view.hasFocus()
    assert parts.reader.isVisible()

    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert parts.conversation.field.hasFocus()
    assert parts.conversation.isVisible()


@pytest.mark.parametrize("width", [1000, 1440], ids=["behind a tab", "folded away"])
def test_ctrl_f_shows_the_page_before_it_asks_for_words(
    qtbot: QtBot, open_window: Opener, core: object, width: int
) -> None:
    window = open_window(core, width=width)
    parts = window.parts
    show(qtbot, window, "icd.pdf")
    parts.panes.fold_reader()
    assert not parts.reader.isVisible()

    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)

    assert parts.reader.find_bar.field.isVisible()
    assert parts.reader.find_bar.field.hasFocus()


@pytest.mark.parametrize("width", [1000, 1440])
def test_tab_goes_round_the_window(
    qtbot: QtBot, open_window: Opener, core: object, width: int
) -> None:
    window = open_window(core, width=width)
    field = window.parts.conversation.field
    field.setFocus()
    passed = []
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
        if passed[-1] is field:
            break

    assert passed[-1] is field
    assert window.parts.libraries.add_folder in passed
    assert (window.parts.panes.tabs.tabBar() in passed) == window.parts.panes.is_narrow


def test_a_window_opens_ready_for_a_question(window: Window) -> None:
    assert window.parts.conversation.field.hasFocus()


def test_ctrl_l_goes_to_the_question_from_anywhere(qtbot: QtBot, window: Window) -> None:
    window.parts.libraries.documents.view.setFocus()

    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)

    assert window.parts.conversation.field.hasFocus()


def test_panes_fold_away_and_back(qtbot: QtBot, window: Window) -> None:
    parts = window.parts
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert parts.libraries.isVisible()

    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    qtbot.mouseClick(parts.conversation.fold_right, Qt.MouseButton.LeftButton)
    assert parts.libraries.isHidden()
    assert parts.reader.isHidden()

    record = next(r for r in parts.workspace.documents.values() if r.file == "icd.pdf")
    with qtbot.waitSignal(parts.reader.shown_changed):
        parts.navigation.open_document(record)
    assert parts.reader.isVisible()


def test_a_narrow_window_has_the_reader_in_a_tab(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    window = open_window(core, width=1000)
    parts = window.parts
    assert parts.panes.tabs.count() == 2
    assert parts.conversation.isVisible()
    record = next(r for r in parts.workspace.documents.values() if r.file == "icd.pdf")

    with qtbot.waitSignal(parts.reader.shown_changed):
        parts.navigation.open_document(record)
    assert parts.reader.isVisible()
    assert not parts.conversation.isVisible()

    window.resize(1400, 900)
    qtbot.waitUntil(lambda: parts.panes.tabs.count() == 1)
    assert parts.reader.isVisible()
    assert parts.conversation.isVisible()


def test_sizes_folds_and_the_library_are_remembered(
    qtbot: QtBot, open_window: Opener, core: object
) -> None:
    core.library("Another", create=True)  # type: ignore[attr-defined]
    first = open_window(core)
    first.parts.workspace.open("Struts")
    qtbot.waitUntil(lambda: first.parts.workspace.name == "Struts")
    first.resize(1500, 820)
    first.parts.panes.splitter.setSizes([320, 480, 690])
    sizes = first.parts.panes.splitter.sizes()
    first.close()

    second = open_window(core)
    second.resize(1500, 820)

    assert second.parts.panes.splitter.sizes() == pytest.approx(sizes, abs=4)
    assert second.parts.workspace.name == "Struts"


def test_no_pane_gets_narrower_than_it_can_be_used(window: Window) -> None:
    window.parts.panes.splitter.setSizes([1, 10_000, 1])

    widths = window.parts.panes.splitter.sizes()
    assert widths[0] >= 200
    assert widths[2] >= 360


def test_the_marking_is_shown_only_where_one_is_set(open_window: Opener, core: object) -> None:
    marked = open_window(core, marking="COMPANY CONFIDENTIAL")
    plain = open_window(core)

    def banners(window: Window) -> list[str]:
        return [w.text() for w in window.findChildren(QLabel) if w.property("look") == "banner"]

    assert banners(marked) == ["COMPANY CONFIDENTIAL"]
    assert banners(plain) == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (AirGapState(AirGapStrength.KERNEL), "No network: enforced by the kernel"),
        (
            AirGapState(AirGapStrength.TRIPWIRE, "no seccomp"),
            "No network: tripwire only (no seccomp)",
        ),
    ],
)
def test_the_air_gap_is_told_as_it_is(
    qtbot: QtBot, theme: Theme, state: AirGapState, said: str
) -> None:
    strip = StatusStrip(theme, state)
    qtbot.addWidget(strip)

    assert strip.air_gap.full_text == said


def test_the_strip_says_which_search_answers(window: Window, core: object) -> None:
    from dataclasses import replace

    strip = window.parts.status
    assert strip.index.full_text == "Index consistent"

    status = core.library("Struts").status()  # type: ignore[attr-defined]
    strip.show_index(replace(status, vectors=VectorState.EXACT))

    assert strip.index.full_text.startswith("Exact search")


def test_the_theme_changes_under_an_open_window(window: Window, theme: Theme) -> None:
    theme.choose("dark")
    assert theme.palette == DARK
    assert DARK.window in QApplication.instance().styleSheet()  # type: ignore[union-attr]

    theme.choose("light")
    assert theme.palette == LIGHT


def test_everything_that_takes_the_keyboard_has_a_name(window: Window) -> None:
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(
            widget, QAbstractButton | QLineEdit | QPlainTextEdit | QTextEdit | QAbstractItemView
        )
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]

    assert nameless == []


def test_every_label_shows_its_text_as_it_is(window: Window) -> None:
    labels = window.findChildren(QLabel)

    assert len(labels) > 10
    rich = [w for w in labels if w.text() and w.textFormat() != Qt.TextFormat.PlainText]
    assert rich == []


def test_no_source_of_the_window_renders_html_or_opens_links() -> None:
    forbidden = {
        "setHtml", "insertHtml", "toHtml", "appendHtml", "QTextBrowser", "RichText",
        "MarkdownText", "setMarkdown", "setOpenExternalLinks", "QDesktopServices", "QtNetwork",
        "QtWebEngineWidgets", "QMessageBox",
    }  # fmt: skip
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        names |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        names |= {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
        assert not names & forbidden, source.name


def test_the_window_stays_thin() -> None:
    source = next(path for path in SOURCES if path.name == "window.py")
    text = source.read_text(encoding="utf-8")
    (window,) = (n for n in ast.parse(text).body if isinstance(n, ast.ClassDef))

    assert len(text.splitlines()) <= 200
    assert sum(isinstance(n, ast.FunctionDef) for n in window.body) <= 15
