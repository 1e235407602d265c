"""The window over the real core: files in, a cited and highlighted answer out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from assistant.bootstrap import Assistant, build_assistant
from assistant.desktop.answer_card import AnswerCard
from assistant.desktop.palette import LIGHT
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.domain.library import VectorState
from assistant.guard.air_gap import AirGapState, AirGapStrength

QUESTION = "What is the limit load of the aft strut in tension?"


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Assistant]:
    with build_assistant(tmp_path / "home") as made:
        yield made


def test_from_a_folder_to_a_highlighted_page(
    qtbot: QtBot, theme: Theme, real: Assistant, folder: Path
) -> None:
    """Index a folder, ask, press the chip, see the words marked where PDFium finds them."""
    window = Window(real, theme, real.home, AirGapState(AirGapStrength.KERNEL), "")
    qtbot.addWidget(window, before_close_func=lambda w: w.close())
    window.resize(1440, 900)
    window.show()
    window.start([folder])
    with qtbot.waitSignal(window.parts.indexing.finished, timeout=120_000):
        pass
    qtbot.waitUntil(lambda: window.parts.workspace.is_settled)
    assert window.parts.libraries.documents.skipped.text() == "1 skipped"
    assert real.library("default").status().vectors is VectorState.READY

    qtbot.keyClicks(window.parts.conversation.field, QUESTION)
    qtbot.keyClick(window.parts.conversation.field, Qt.Key.Key_Return)
    exchange = window.parts.conversation.exchanges[-1]
    qtbot.waitUntil(lambda: exchange.card is not None, timeout=60_000)
    assert isinstance(exchange.card, AnswerCard)
    assert "41.3 kN" in exchange.card.plain_text()
    reader = window.parts.reader
    with qtbot.waitSignal(reader.shown_changed, timeout=60_000):
        exchange.card.text.chips[0].click()

    assert reader.shown is not None
    assert reader.shown.page.number == 2
    view = reader.page_view
    picture = view.viewport().grab().toImage()
    line = reader.shown.quote_rects[0]
    height = round(view.paper(2).top() + (line.top + line.bottom) / 2 * view.zoom)
    colours = {picture.pixelColor(x, height).name() for x in range(picture.width())}
    assert LIGHT.span in colours
