"""A composed answer in the window: the quoted one first, what is written, what became of it."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from assistant.desktop.exchange import Exchange
from assistant.desktop.window import Window
from assistant.domain.answer import Answer, Mode, Sentence, with_marks
from assistant.errors import AssistantError
from assistant.jobs import CancelToken
from tests.desktop.conftest import QUESTION

WRITTEN, MARKS = with_marks([("The aft strut carries 41.3 kN in tension.", [1])], " ")


class Writer:
    """A language model that writes two pieces and goes on when it is let."""

    def __init__(self, outcome: Callable[[Answer], Answer]) -> None:
        self.may_end = threading.Event()
        self.was_stopped = False
        self._outcome = outcome

    def __call__(self, quoted: Answer, told: Callable[[str], None], token: CancelToken) -> Answer:
        told("The aft strut ")
        told("carries 41.3 kN")
        while not self.may_end.wait(0.01):
            self.was_stopped = token.is_cancelled
            token.check()
        return self._outcome(quoted)


def composed(quoted: Answer) -> Answer:
    wrong = Sentence("It weighs 12 kg [1]", is_supported=False, reason="12 does not stand there")
    right = Sentence(WRITTEN, is_supported=True, reason="")
    return replace(quoted, text=WRITTEN, marks=MARKS, mode=Mode.COMPOSE, sentences=(right, wrong))


def fails(quoted: Answer) -> Answer:
    raise AssistantError("The language model babble did not answer: it ended.")


@pytest.fixture
def writing(qtbot: QtBot, window: Window, core: object) -> Callable[..., tuple[Exchange, Writer]]:
    """Asks the question and waits until something is being written."""

    def ask(outcome: Callable[[Answer], Answer]) -> tuple[Exchange, Writer]:
        writer = Writer(outcome)
        core.library("Struts").writes = writer  # type: ignore[attr-defined]
        conversation = window.parts.conversation
        qtbot.keyClicks(conversation.field, QUESTION)
        qtbot.keyClick(conversation.field, Qt.Key.Key_Return)
        exchange = conversation.exchanges[-1]
        qtbot.waitUntil(lambda: exchange.draft is not None and "kN" in exchange.draft.text.text())
        return exchange, writer

    return ask


def labels(widget: QWidget) -> str:
    return "\n".join(found.text() for found in widget.findChildren(QLabel))


def test_the_quoted_answer_is_there_while_another_is_written(writing) -> None:
    exchange, writer = writing(composed)

    assert "limit load of 41.3 kN" in exchange.card.text.toPlainText()
    assert exchange.draft.text.text() == "The aft strut carries 41.3 kN"
    assert "not checked yet" in labels(exchange.draft)
    writer.may_end.set()


def test_a_composed_answer_takes_its_place_with_what_does_not_hold_struck_through(
    qtbot: QtBot, window: Window, writing
) -> None:
    exchange, writer = writing(composed)
    writer.may_end.set()
    qtbot.waitUntil(lambda: exchange.is_done)

    assert exchange.draft is None
    assert "carries 41.3 kN in tension." in exchange.card.text.toPlainText()
    assert "Written from the cited page, and checked" in labels(exchange.card)
    assert "It weighs 12 kg [1]\n12 does not stand there." in labels(exchange.card)
    with qtbot.waitSignal(exchange.citation_opened):
        exchange.card.text.chips[0].click()


def test_the_keyboard_goes_on_from_the_quoted_chip_to_the_composed_one(
    qtbot: QtBot, writing
) -> None:
    exchange, writer = writing(composed)
    exchange.card.text.chips[0].setFocus()
    quoted = exchange.card

    writer.may_end.set()
    qtbot.waitUntil(lambda: exchange.is_done)

    assert exchange.card is not quoted
    assert exchange.card.text.chips[0].hasFocus()


def test_escape_leads_to_the_question_field_where_the_chip_is_gone(
    qtbot: QtBot, window: Window, writing
) -> None:
    exchange, writer = writing(composed)
    chip, reader = exchange.card.text.chips[0], window.parts.reader
    chip.setFocus()
    with qtbot.waitSignal(reader.shown_changed):
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    writer.may_end.set()
    qtbot.waitUntil(lambda: not isValid(chip))

    qtbot.keyClick(reader.page_view, Qt.Key.Key_Escape)

    assert window.parts.conversation.field.hasFocus()


def test_stopping_leaves_the_quoted_answer(qtbot: QtBot, writing) -> None:
    exchange, writer = writing(composed)
    stop = next(b for b in exchange.draft.findChildren(QPushButton) if b.text() == "Stop")
    stop.click()
    qtbot.waitUntil(lambda: exchange.is_done)

    assert exchange.draft is None
    assert writer.was_stopped
    assert "limit load of 41.3 kN" in exchange.card.text.toPlainText()
    assert "Cancelled." not in labels(exchange)


def test_a_model_that_fails_is_told_and_the_quoted_answer_stays(qtbot: QtBot, writing) -> None:
    exchange, writer = writing(fails)
    writer.may_end.set()
    qtbot.waitUntil(lambda: exchange.is_done)

    assert "limit load of 41.3 kN" in exchange.card.text.toPlainText()
    assert "The language model babble did not answer" in labels(exchange.card)


def test_the_next_question_does_not_wait_for_what_is_being_written(
    qtbot: QtBot, window: Window, writing
) -> None:
    first, writer = writing(composed)
    conversation = window.parts.conversation
    qtbot.keyClicks(conversation.field, "And in compression?")
    qtbot.keyClick(conversation.field, Qt.Key.Key_Return)
    second = conversation.exchanges[-1]
    qtbot.waitUntil(lambda: second.is_done)

    assert writer.was_stopped
    assert "limit load of 41.3 kN" in first.card.text.toPlainText()


def test_another_library_does_not_wait_for_what_is_being_written(
    qtbot: QtBot, window: Window, writing
) -> None:
    _, writer = writing(composed)

    window.parts.libraries.libraries.created.emit("Other")

    qtbot.waitUntil(lambda: window.parts.workspace.name == "Other")
    qtbot.waitUntil(lambda: writer.was_stopped)
    assert window.parts.conversation.exchanges == []


def test_a_question_cancelled_before_another_library_opens_is_cancelled_once(
    qtbot: QtBot, window: Window, core: object
) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    library.may_go_on.clear()
    window.ask(QUESTION)
    window.parts.conversation.exchanges[-1].cancel()

    window.parts.libraries.libraries.created.emit("Other")

    qtbot.waitUntil(lambda: window.parts.workspace.name == "Other")
    library.may_go_on.set()


def test_a_follow_up_is_shown_as_it_was_understood(qtbot: QtBot, window: Window, writing) -> None:
    first, writer = writing(composed)
    writer.may_end.set()
    qtbot.waitUntil(lambda: first.is_done)
    assert first.understood.isHidden()

    window.ask("And in compression?")
    second = window.parts.conversation.exchanges[-1]
    qtbot.waitUntil(lambda: second.is_done)

    assert second.understood.text() == f"Understood as: {QUESTION[:-1]}, in compression?"
    assert not second.understood.isHidden()
