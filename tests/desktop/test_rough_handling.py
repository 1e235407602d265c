"""The window over the real core, handled without care; nothing may break, nothing may be left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFont
from pytestqt.qtbot import QtBot

from assistant.bootstrap import Assistant, build_assistant
from assistant.desktop.answer_card import AnswerCard
from assistant.desktop.exchange import Exchange
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.domain.library import DocumentRecord
from assistant.guard.air_gap import AirGapState, AirGapStrength
from tests.desktop.conftest import write_pdf

LONG_MS = 120_000
FILES = 300
QUESTION = "What limit load does the aft strut carry in tension?"


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Assistant]:
    with build_assistant(tmp_path / "home") as made:
        yield made


@pytest.fixture
def open_real(qtbot: QtBot, theme: Theme, real: Assistant) -> Callable[..., Window]:
    """Opens a window over the real core, with folders to index."""

    def open_it(*folders: Path) -> Window:
        window = Window(real, theme, real.home, AirGapState(AirGapStrength.KERNEL), "")
        qtbot.addWidget(window, before_close_func=lambda w: w.close())
        window.resize(1400, 900)
        window.show()
        window.start(folders)
        qtbot.waitUntil(lambda: window.parts.workspace.is_settled, timeout=LONG_MS)
        return window

    return open_it


@pytest.fixture
def many(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for number in range(FILES):
        text = f"Report {number}\n\nPump P{number} delivers {3 * number} litres per minute.\n"
        (made / f"Acceptance report of pump {number:04d}, revision C.txt").write_text(text)
    return made


@pytest.fixture
def struts(qtbot: QtBot, open_real: Callable[..., Window], folder: Path) -> Window:
    """A window with the folder indexed and nothing going on."""
    (folder / "notes.md").write_text("# Notes\n\nThe strut is stored dry.\n")
    write_pdf(folder / "long.pdf", [_page(number) for number in range(1, 41)])
    window = open_real(folder)
    until_indexed(qtbot, window)
    return window


def _page(number: int) -> tuple[str, ...]:
    """Lines that differ from page to page, so that none is taken for a running head."""
    steps = (f"Step {number * 31 + n}: turn by {number * n} degrees" for n in range(number % 5))
    return (f"{number} Valve V{number * 17}", "Opens slowly. " * (1 + number % 3), *steps)


def until_indexed(qtbot: QtBot, window: Window) -> None:
    parts = window.parts
    qtbot.waitUntil(
        lambda: (
            not parts.indexing.is_running
            and parts.workspace.is_settled
            and bool(parts.workspace.documents)
        ),
        timeout=LONG_MS,
    )


def ask(qtbot: QtBot, window: Window, question: str) -> Exchange:
    window.ask(question)
    exchange = window.parts.conversation.exchanges[-1]
    qtbot.waitUntil(lambda: exchange.card is not None, timeout=LONG_MS)
    return exchange


def document(window: Window, file: str) -> DocumentRecord:
    return next(r for r in window.parts.workspace.documents.values() if r.file == file)


def show(qtbot: QtBot, window: Window, file: str) -> None:
    with qtbot.waitSignal(window.parts.reader.shown_changed, timeout=LONG_MS):
        window.parts.navigation.open_document(document(window, file))


def test_a_dropped_folder_is_asked_while_it_is_indexed(
    qtbot: QtBot, open_real: Callable[..., Window], many: Path
) -> None:
    window = open_real()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(many))])
    window.dropEvent(
        QDropEvent(
            QPointF(300, 300),
            Qt.DropAction.CopyAction,
            dropped,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: bool(window.parts.workspace.documents), timeout=LONG_MS)

    exchange = ask(qtbot, window, "How many litres per minute does pump P7 deliver?")

    assert isinstance(exchange.card, AnswerCard)
    until_indexed(qtbot, window)
    qtbot.waitUntil(lambda: len(window.parts.workspace.documents) == FILES, timeout=LONG_MS)
    exchange = ask(qtbot, window, "How many litres per minute does pump P123 deliver?")
    assert "369 litres per minute" in exchange.card.plain_text()  # type: ignore[union-attr]


def test_the_window_closes_in_the_middle_of_indexing(
    qtbot: QtBot, open_real: Callable[..., Window], real: Assistant, many: Path
) -> None:
    window = open_real(many)
    qtbot.waitUntil(lambda: window.parts.indexing.is_running, timeout=LONG_MS)

    window.close()

    assert real.library("default").check() == []


def test_a_library_is_deleted_while_its_answer_and_page_are_shown(
    qtbot: QtBot, struts: Window, real: Assistant
) -> None:
    parts = struts.parts
    exchange = ask(qtbot, struts, QUESTION)
    assert isinstance(exchange.card, AnswerCard)
    chip = exchange.card.text.chips[0]
    with qtbot.waitSignal(parts.reader.shown_changed, timeout=LONG_MS):
        chip.click()

    with qtbot.waitSignal(parts.workspace.names_changed, timeout=LONG_MS):
        parts.workspace.delete("default")
        chip.click()
    assert real.library_names() == []
    qtbot.waitUntil(lambda: parts.workspace.is_settled, timeout=LONG_MS)

    assert parts.reader.shown is None
    assert parts.conversation.welcome.isVisible()
    assert parts.libraries.progress.isHidden()
    assert not parts.reader.bar.back.isEnabled()
    assert parts.navigation.trail.current is None


def test_a_file_that_goes_while_it_is_shown_can_still_be_scrolled_and_is_told_when_opened_again(
    qtbot: QtBot, struts: Window, folder: Path
) -> None:
    reader = struts.parts.reader
    show(qtbot, struts, "long.pdf")
    (folder / "long.pdf").unlink()

    reader.go_to(30)
    qtbot.waitUntil(lambda: reader.page_view.is_sharp, timeout=LONG_MS)
    assert reader.notice.isHidden()

    show(qtbot, struts, "notes.md")
    show(qtbot, struts, "long.pdf")
    assert "no longer there" in reader.notice_words.text()
    last = reader.views.document_view.document().lastBlock()
    assert last.charFormat().fontWeight() <= QFont.Weight.Normal  # not the heading of the notes


def test_the_page_comes_to_rest_sharp_after_being_pulled_about(
    qtbot: QtBot, struts: Window
) -> None:
    reader = struts.parts.reader
    show(qtbot, struts, "long.pdf")
    view = reader.page_view

    for step in range(40):
        struts.resize(1150 + 37 * step % 500, 700 + 53 * step % 300)
        view.zoom_by(1 if step % 3 else -2)
        view.go_to(1 + 7 * step % 40)
        qtbot.wait(1)
    view.go_to(40)
    reader.views.fit_width()

    qtbot.waitUntil(lambda: view.is_sharp, timeout=LONG_MS)
    assert reader.bar.page.text() == "40"
    assert view.paper(40).width() == pytest.approx(view.room(), abs=1)
