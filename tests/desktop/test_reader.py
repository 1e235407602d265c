"""The page beside the answer."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assistant.desktop.answer_card import AnswerCard
from assistant.desktop.page_view import PageView
from assistant.desktop.palette import LIGHT
from assistant.desktop.parts import column
from assistant.desktop.reader_bar import ReaderBar
from assistant.desktop.reader_pane import MIN_WIDTH, ReaderPane
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.errors import UsageError
from assistant.jobs import CancelToken

QUESTION = "What is the limit load of the aft strut?"
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

Opener = Callable[..., ReaderPane]


@pytest.fixture
def open_answer(qtbot: QtBot, window: Window) -> Opener:
    """Asks, presses Enter on the first chip, waits for the page."""

    def open_it(question: str = QUESTION) -> ReaderPane:
        window.ask(question)
        exchange = window.parts.conversation.exchanges[-1]
        qtbot.waitUntil(lambda: exchange.card is not None)
        assert isinstance(exchange.card, AnswerCard)
        chip = exchange.card.text.chips[0]
        chip.setFocus()
        with qtbot.waitSignal(window.parts.reader.shown_changed):
            qtbot.keyClick(chip, Qt.Key.Key_Space)
        return window.parts.reader

    return open_it


def colour_at(view: PageView, page: int, x_pt: float, y_pt: float) -> QColor:
    picture = view.viewport().grab().toImage()
    corner = view.paper(page).topLeft()
    return picture.pixelColor(
        round(corner.x() + x_pt * view.zoom), round(corner.y() + y_pt * view.zoom)
    )


def test_a_citation_opens_its_page_with_the_words_marked(open_answer: Opener) -> None:
    reader = open_answer()

    assert reader.bar.page.text() == "2"
    assert reader.bar.title.full_text == "icd.pdf"
    view = reader.page_view
    assert colour_at(view, 2, 390, 114) == QColor(LIGHT.span)
    assert colour_at(view, 2, 390, 92) == QColor(LIGHT.passage)
    assert colour_at(view, 2, 500, 114) == QColor("#ffffff")


@pytest.mark.parametrize("steps", [0, 8])
def test_the_marked_words_are_a_third_below_the_top(open_answer: Opener, steps: int) -> None:
    reader = open_answer()
    view = reader.page_view
    for _ in range(steps):
        reader.views.zoom_by(1)
    view.verticalScrollBar().setValue(0)

    view.show_page(reader.shown)  # type: ignore[arg-type]

    assert view.place_rect().top() == pytest.approx(view.viewport().height() / 3, abs=2)
    assert 0 <= view.place_rect().left() < view.viewport().width()


def test_the_page_takes_the_keyboard_and_escape_gives_it_back_to_the_chip(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    assert reader.page_view.hasFocus()

    qtbot.keyClick(reader.page_view, Qt.Key.Key_Escape)

    card = window.parts.conversation.exchanges[-1].card
    assert isinstance(card, AnswerCard)
    assert card.text.chips[0].hasFocus()


def test_scrolling_goes_through_the_pages_and_the_number_follows(
    qtbot: QtBot, open_answer: Opener
) -> None:
    reader = open_answer()
    view = reader.page_view

    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert (reader.bar.page.text(), view.verticalScrollBar().value()) == ("1", 0)

    seen = ["1"]
    while view.verticalScrollBar().value() < view.verticalScrollBar().maximum():
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        seen.append(reader.bar.page.text())
    assert sorted(set(seen)) == ["1", "2", "3"]
    assert seen == sorted(seen)

    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert reader.bar.page.text() == "3"
    assert not reader.bar.next.isEnabled()


def test_the_left_and_right_keys_turn_pages(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    view = reader.page_view

    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert reader.bar.page.text() == "1"
    qtbot.keyClick(view, Qt.Key.Key_Right)

    assert reader.bar.page.text() == "2"
    assert view.paper(2).top() == pytest.approx(16, abs=1)


def test_the_marks_stay_where_they_are_while_pages_go_by(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    view = reader.page_view
    place, before = window.parts.navigation.trail.current, view.place_rect()

    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 40)

    assert view.place_rect() == before.translated(0, -40)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert window.parts.navigation.trail.current == place


def test_pages_next_to_those_in_view_are_rendered_ahead(
    qtbot: QtBot, core: object, open_answer: Opener
) -> None:
    reader = open_answer()
    rendered = core.library("Struts").images[0].rendered  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: sorted(set(rendered)) == [1, 2, 3])

    qtbot.waitUntil(lambda: reader.page_view.next_wanted() is None)
    assert len(rendered) == 3


def test_a_zoomed_page_is_never_blank_until_it_is_sharp(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    view = reader.page_view
    qtbot.waitUntil(lambda: view.is_sharp)

    for _ in range(3):
        reader.views.zoom_by(1)
        assert not view.is_sharp
        assert dark_pixels(view) > 100
    qtbot.waitUntil(lambda: view.is_sharp)
    assert dark_pixels(view) > 100


def dark_pixels(view: PageView) -> int:
    """How much ink is to be seen on the cited page."""
    picture = view.viewport().grab().toImage()
    seen = view.place_rect() & view.viewport().rect()
    return sum(
        picture.pixelColor(x, y).lightness() < 100
        for x in range(seen.left(), seen.right())
        for y in range(seen.top(), seen.bottom())
    )


def test_the_wheel_zooms_at_the_pointer(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    view = reader.page_view
    at = view.place_rect().center()
    before, zoom = (at - view.paper(2).topLeft()) / view.zoom, view.zoom

    turn_wheel(view, at, 240, CONTROL)

    assert view.zoom == pytest.approx(zoom * 1.44, rel=1e-3)
    after = (at - view.paper(2).topLeft()) / view.zoom
    assert (after - before).manhattanLength() <= 3


def turn_wheel(view: PageView, at: QPoint, angle: int, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_a_page_that_cannot_be_rendered_says_so_in_its_place(
    qtbot: QtBot, core: object, open_answer: Opener
) -> None:
    core.library("Struts").unrenderable = {1, 2}  # type: ignore[attr-defined]
    reader = open_answer()
    view = reader.page_view

    qtbot.waitUntil(lambda: view.next_wanted() is None)

    assert view.isVisible()
    assert dark_pixels_of_page(view, 2) > 100
    assert reader.notice.isHidden()


def dark_pixels_of_page(view: PageView, page: int) -> int:
    picture = view.viewport().grab().toImage()
    seen = view.paper(page) & view.viewport().rect()
    return sum(
        picture.pixelColor(x, y).lightness() < 130
        for x in range(seen.left(), seen.right())
        for y in range(seen.top(), seen.bottom())
    )


def test_a_page_number_can_be_typed_and_the_way_back_leads_to_the_citation(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    reader.bar.page.selectAll()

    qtbot.keyClicks(reader.bar.page, "1")
    qtbot.keyClick(reader.bar.page, Qt.Key.Key_Return)

    assert reader.page == 1
    assert reader.bar.page.text() == "1"
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert reader.bar.page.text() == "2"
    assert not reader.page_view.place_rect().isEmpty()


def test_back_and_forward_go_between_places(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    table = window.parts.workspace.documents
    masses = next(record for record in table.values() if record.file == "masses.tsv")
    with qtbot.waitSignal(reader.shown_changed):
        window.parts.navigation.open_document(masses)

    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert reader.bar.title.full_text == "icd.pdf"
    assert reader.bar.page.text() == "2"

    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    assert reader.bar.title.full_text == "masses.tsv"


def test_pressing_the_zoom_shows_the_page_at_100_percent(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    assert reader.page_view.percent != 100

    qtbot.mouseClick(reader.bar.percent, Qt.MouseButton.LeftButton)

    assert reader.page_view.percent == 100
    assert reader.bar.percent.text().startswith("100")


def test_pressing_the_zoom_of_a_text_shows_letters_of_the_usual_size(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    deck = next(d for d in window.parts.workspace.documents.values() if d.format == "bdf")
    with qtbot.waitSignal(reader.shown_changed):
        window.parts.navigation.open_document(deck)
    reader.views.zoom_by(4)
    assert not reader.bar.percent.text().startswith("100")

    qtbot.mouseClick(reader.bar.percent, Qt.MouseButton.LeftButton)

    assert reader.bar.percent.text().startswith("100")


def test_enter_on_a_chip_opens_its_page(qtbot: QtBot, window: Window, open_answer: Opener) -> None:
    reader = open_answer()
    reader.escaped.emit()
    chip = window.parts.conversation.exchanges[-1].card.text.chips[0]  # type: ignore[union-attr]

    with qtbot.waitSignal(window.parts.conversation.citation_opened):
        qtbot.keyClick(chip, Qt.Key.Key_Return)


def test_zooming_renders_the_page_anew_and_sharp(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    before = reader.page_view.percent

    with qtbot.waitSignal(reader.sharpened):
        qtbot.keyClick(reader.page_view, Qt.Key.Key_Plus, CONTROL)

    assert reader.page_view.percent == pytest.approx(before * 1.2, abs=1)
    with qtbot.waitSignal(reader.sharpened):
        qtbot.keyClick(reader.page_view, Qt.Key.Key_0, CONTROL)
    assert reader.page_view.percent == before


def test_words_are_found_from_the_page_on_and_round_again(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    bar = reader.find_bar
    assert bar.field.hasFocus()

    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClicks(bar.field, "AFT  strut")
    assert bar.count.text() == "2 of 3"
    assert reader.bar.page.text() == "2"

    seen = []
    for _ in range(2):
        with qtbot.waitSignal(reader.shown_changed):
            qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        seen.append((bar.count.text(), reader.bar.page.text()))
    assert seen == [("3 of 3", "3"), ("1 of 3", "1")]

    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert reader.page_view.hasFocus()


def test_words_that_are_not_there_are_not_found(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    reader.open_find()

    qtbot.keyClicks(reader.find_bar.field, "fairing")

    qtbot.waitUntil(lambda: reader.find_bar.count.text() == "Not found")


def test_what_was_found_is_forgotten_with_the_document_and_sought_anew_on_enter(
    qtbot: QtBot, window: Window, open_answer: Opener
) -> None:
    reader = open_answer()
    bar = reader.find_bar
    reader.open_find()
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClicks(bar.field, "aft strut")
    documents = window.parts.workspace.documents.values()
    masses = next(record for record in documents if record.file == "masses.tsv")

    with qtbot.waitSignal(reader.shown_changed):
        window.parts.navigation.open_document(masses)
    assert bar.count.text() == ""
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)

    assert bar.count.text() == "1 of 1"
    assert reader.bar.title.full_text == "masses.tsv"
    (found,) = reader.views.document_view.extraSelections()
    assert found.cursor.selectedText() == "Aft strut"  # type: ignore[attr-defined]


def test_enter_right_after_typing_seeks_the_words_typed(qtbot: QtBot, open_answer: Opener) -> None:
    reader = open_answer()
    bar = reader.find_bar
    reader.open_find()
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClicks(bar.field, "strut")

    bar.field.setText("margin")
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)

    assert reader.bar.page.text() == "3"
    assert bar.count.text() == "1 of 3"


def test_escape_leaves_a_page_that_cannot_be_shown(
    qtbot: QtBot,
    window: Window,
    core: object,
    open_answer: Opener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_: object) -> None:
        raise UsageError("This document is not in the library any more.")

    reader = open_answer()
    qtbot.keyClick(reader.page_view, Qt.Key.Key_Escape)
    chip = QApplication.focusWidget()
    assert chip is not None
    monkeypatch.setattr(core.library("Struts"), "page", gone)  # type: ignore[attr-defined]
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert not chip.hasFocus()

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    assert chip.hasFocus()


def test_a_table_is_shown_in_columns_with_its_row_marked(core: object, open_answer: Opener) -> None:
    row = "Nozzle ring with flange\t8.25\tkg"
    library = core.library("Struts")  # type: ignore[attr-defined]
    library.answers["Mass?"] = lambda lib: lib.quoting("Mass?", "masses.tsv", 1, row)

    view = open_answer("Mass?").views.document_view

    assert view.isVisible()
    passage, quote = view.extraSelections()
    assert quote.cursor.selectedText() == row  # type: ignore[attr-defined]
    assert passage.cursor.selectedText().startswith("Item\tMass")  # type: ignore[attr-defined]
    cell = view.textCursor()
    lefts = set()
    for text in ("12.4", "8.25"):
        cell.setPosition(view.toPlainText().index(text))
        lefts.add(view.cursorRect(cell).left())
    assert len(lefts) == 1


def test_marks_keep_their_place_after_characters_beyond_the_basic_plane(
    qtbot: QtBot, window: Window, core: object, folder: Path, open_answer: Opener
) -> None:
    (folder / "notes.txt").write_text("𝛼 = 𝛽 in this note.\nTorque is 25 N·m.\n")
    library = core.library("Struts")  # type: ignore[attr-defined]
    library.index([folder], lambda _: None, CancelToken())
    library.answers["Torque?"] = lambda lib: lib.quoting(
        "Torque?", "notes.txt", 1, "Torque is 25 N·m."
    )
    with qtbot.waitSignal(window.parts.workspace.status_changed):
        window.parts.workspace.refresh()

    view = open_answer("Torque?").views.document_view

    assert view.extraSelections()[1].cursor.selectedText() == "Torque is 25 N·m."  # type: ignore[attr-defined]


def test_a_deck_is_shown_in_a_fixed_pitch(core: object, open_answer: Opener) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    card = "GRID           1        0.0     1.0"
    library.answers["Grid?"] = lambda lib: lib.quoting("Grid?", "decks/wing.bdf", 1, card)

    view = open_answer("Grid?").views.text_view

    assert view.isVisible()
    metrics = view.fontMetrics()
    assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")
    assert view.extraSelections()[1].cursor.selectedText() == card  # type: ignore[attr-defined]


def test_a_changed_file_is_shown_with_a_notice_and_nothing_marked(
    folder: Path, open_answer: Opener
) -> None:
    changed = (folder / "icd.pdf").read_bytes() + b"\n% changed\n"
    (folder / "icd.pdf").write_bytes(changed)

    reader = open_answer()

    assert reader.notice.isVisible()
    assert "has changed since it was indexed" in reader.notice_words.text()
    assert reader.views.document_view.isVisible()
    assert reader.views.document_view.extraSelections() == []


def test_a_file_that_is_gone_is_shown_as_the_text_that_was_indexed(
    folder: Path, open_answer: Opener
) -> None:
    (folder / "icd.pdf").unlink()

    reader = open_answer()

    assert "no longer there" in reader.notice_words.text()
    assert "41.3 kN" in reader.views.document_view.toPlainText()


def test_the_rendering_process_ends_with_the_window(
    qtbot: QtBot, window: Window, core: object, open_answer: Opener
) -> None:
    open_answer()

    window.close()

    images = core.library("Struts").images  # type: ignore[attr-defined]
    assert images
    assert all(image.is_closed for image in images)


@pytest.mark.parametrize("width", [MIN_WIDTH, 420, 470, 700])
def test_the_bar_shows_no_more_than_it_has_room_for(
    qtbot: QtBot, core: object, theme: Theme, width: int
) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    pane = QWidget(around)
    bar = ReaderBar(theme)
    column(pane).addWidget(bar)
    pane.resize(width, 80)
    around.show()

    bar.show_place(core.library("Struts").records["icd.pdf"], 2)  # type: ignore[attr-defined]
    bar.show_zoom(123)
    QApplication.processEvents()

    shown = [each for each in bar.findChildren(QWidget) if each.isVisible()]
    line = sorted((each for each in shown if each.y() >= bar.page.y()), key=lambda each: each.x())
    assert {bar.back, bar.page, bar.next, bar.outline, bar.zoom_in, bar.seek} <= set(line)
    for one, other in pairwise(line):
        assert one.geometry().right() < other.geometry().left()
    assert all(each.width() >= each.minimumSizeHint().width() for each in line)
    assert line[-1].geometry().right() <= width
    assert (bar.outline.text() == "Outline") == (width == 700)
