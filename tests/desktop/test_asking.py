"""Questions and answers, as a person meets them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assistant.desktop.answer_card import AnswerCard
from assistant.desktop.exchange import Exchange
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.window import Window
from assistant.domain.answer import with_marks
from assistant.errors import AssistantError

QUESTION = "What is the limit load of the aft strut?"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Asker = Callable[[str], AnswerCard]


@pytest.fixture
def ask(qtbot: QtBot, window: Window) -> Asker:
    """Types a question, presses Enter, waits for the card."""

    def type_it(question: str) -> AnswerCard:
        conversation = window.parts.conversation
        qtbot.keyClicks(conversation.field, question)
        qtbot.keyClick(conversation.field, Qt.Key.Key_Return)
        exchange = conversation.exchanges[-1]
        qtbot.waitUntil(lambda: exchange.card is not None)
        return exchange.card  # type: ignore[return-value]

    return type_it


def labels(widget: AnswerCard | ProblemCard | Exchange) -> str:
    return "\n".join(found.text() for found in widget.findChildren(QLabel))


def test_enter_asks_and_the_answer_stands_with_its_proof(ask: Asker) -> None:
    card = ask(QUESTION)

    assert "limit load of 41.3 kN" in card.text.toPlainText()
    assert "[1]" not in card.text.toPlainText()
    assert [chip.text() for chip in card.text.chips] == ["1"]
    assert "Quoted word for word from the cited page." in labels(card)


def test_table_rows_stand_on_lines_of_their_own_and_are_not_called_word_for_word(
    core: object, ask: Asker
) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    answer = library.quoting("Masses?", "masses.tsv", 1, "Aft strut\t12.4\tkg")
    second = replace(answer.citations[0], n=2)
    text, marks = with_marks(
        [("Item: Aft strut; Mass (kg): 12.4", [1]), ("Item: Aft strut; Mass: 12.4 kg", [2])], " "
    )
    library.answers["Masses?"] = lambda _: replace(
        answer, text=text, marks=marks, citations=(answer.citations[0], second)
    )

    card = ask("Masses?")

    assert len(card.text.toPlainText().splitlines()) == 2
    assert "rows and options are read with the names they stand under" in labels(card)


def test_an_older_version_that_differs_is_shown_and_opens(
    qtbot: QtBot, core: object, ask: Asker
) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    answer = library.quoted(QUESTION)
    older = library.quoting(QUESTION, "masses.tsv", 1, "Aft strut\t12.4\tkg").citations[0]
    library.answers[QUESTION] = lambda _: replace(answer, older=(older,))

    card = ask(QUESTION)

    assert "An older version differs:" in labels(card)
    (source,) = [
        found for found in card.findChildren(QPushButton) if "older" in found.accessibleName()
    ]
    with qtbot.waitSignal(card.citation_opened) as opened:
        qtbot.mouseClick(source, Qt.MouseButton.LeftButton)
    assert opened.args == [older]
    assert "An older version differs: masses.tsv" in card.plain_text()


def test_how_strong_the_evidence_is_stands_in_words(ask: Asker) -> None:
    assert "Evidence: strong · quoted" in labels(ask(QUESTION))


def test_a_chip_stands_in_the_line_of_its_sentence(qtbot: QtBot, ask: Asker) -> None:
    card = ask(QUESTION)

    (chip,) = card.text.chips
    qtbot.waitUntil(lambda: card.text.rect().contains(chip.geometry()))
    end = card.text.document().characterCount() - 1
    cursor = card.text.textCursor()
    cursor.setPosition(end)
    assert chip.geometry().right() < card.text.cursorRect(cursor).right() + 2
    assert chip.accessibleName().startswith("Citation 1: icd.pdf")


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_pointer_on_a_chip_shows_the_quoted_words(qtbot: QtBot, ask: Asker) -> None:
    (chip,) = ask(QUESTION).text.chips

    chip.show_passage()

    assert "41.3 kN in tension" in chip.card.text
    assert chip.card.isVisible()
    qtbot.keyClick(chip, Qt.Key.Key_Shift)
    assert chip.card.isHidden()


def test_a_page_that_reads_otherwise_than_quoted_is_said_so(
    window: Window, core: object, ask: Asker
) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    answer = library.quoted(QUESTION)
    key = library.records["icd.pdf"].id
    library.pages[key][1] = library.pages[key][0]
    library.answers[QUESTION] = lambda _: answer

    card = ask(QUESTION)

    assert "no longer read" in labels(card)
    assert "word for word" not in labels(card)


def test_a_refusal_says_what_was_searched_and_what_came_closest(
    qtbot: QtBot, window: Window, ask: Asker
) -> None:
    card = ask("What colour is the fairing?")

    said = labels(card)
    assert "The documents do not say" in said
    assert "9 passages were read" in said
    assert "Ask differently" in said
    assert card.open_first()
    qtbot.waitUntil(lambda: window.parts.reader.shown is not None)
    assert window.parts.reader.shown.page.number == 3  # type: ignore[union-attr]


def test_a_failed_question_says_what_to_do_and_folds_the_details(
    qtbot: QtBot, window: Window, core: object
) -> None:
    def fail(_: object) -> None:
        raise AssistantError("The index is damaged.", hint="Index the folder again.")

    core.library("Struts").answers["Why?"] = fail  # type: ignore[attr-defined]
    window.ask("Why?")
    exchange = window.parts.conversation.exchanges[-1]
    qtbot.waitUntil(lambda: exchange.card is not None)
    card = exchange.card

    assert isinstance(card, ProblemCard)
    assert "The index is damaged." in labels(card)
    assert "Index the folder again." in labels(card)
    assert card.details.isHidden()
    qtbot.waitUntil(card.isVisible)
    card.fold.setFocus()
    qtbot.keyClick(card.fold, Qt.Key.Key_Space)
    assert card.details.isVisible()


def test_waiting_is_shown_only_when_it_lasts_and_can_be_ended(
    qtbot: QtBot, window: Window, core: object
) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    library.may_go_on.clear()
    window.ask(QUESTION)
    exchange = window.parts.conversation.exchanges[-1]
    assert exchange.waiting.isHidden()
    qtbot.waitUntil(exchange.waiting.isVisible)
    assert "Searching 3 documents…" in labels(exchange)

    exchange.cancel()
    library.may_go_on.set()

    assert "Cancelled." in labels(exchange)
    qtbot.waitUntil(lambda: exchange.is_done)
    assert exchange.card is None


def test_the_copied_answer_names_its_sources(qtbot: QtBot, ask: Asker) -> None:
    card = ask(QUESTION)
    card.text.setFocus()

    qtbot.keyClick(card.text, Qt.Key.Key_C, CONTROL)

    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(QUESTION)
    assert "41.3 kN in tension. [1]" in copied
    assert "[1] icd.pdf, p. 2 · 4.2 Loads" in copied


def test_selected_words_are_copied_alone(qtbot: QtBot, ask: Asker) -> None:
    card = ask(QUESTION)
    cursor = card.text.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(13, cursor.MoveMode.KeepAnchor)
    card.text.setTextCursor(cursor)

    qtbot.keyClick(card.text, Qt.Key.Key_C, CONTROL)

    assert QGuiApplication.clipboard().text() == "aft strut"
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_a_reference_within_the_quoted_words_is_no_chip(core: object, ask: Asker) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    answer = library.quoted(QUESTION)
    first = replace(answer.citations[0], quote="See [2] and report [1].")
    second = replace(answer.citations[0], n=2, quote="As shown in [1] it holds.")
    text, marks = with_marks([(first.quote, [1]), (second.quote, [2])], " ")
    library.answers[QUESTION] = lambda _: replace(
        answer, text=text, marks=marks, citations=(first, second)
    )

    card = ask(QUESTION)

    assert [chip.text() for chip in card.text.chips] == ["1", "2"]
    shown = card.text.toPlainText()
    assert shown.startswith("See [2] and report [1].")
    assert " As shown in [1] it holds." in shown
    assert shown.count("[") == 3


def test_copied_words_keep_their_citation_marks(qtbot: QtBot, core: object, ask: Asker) -> None:
    library = core.library("Struts")  # type: ignore[attr-defined]
    answer = library.quoted(QUESTION)
    second = replace(answer.citations[0], n=2, quote="It holds.")
    words = f"\U0001d70e: {answer.citations[0].quote}"
    text, marks = with_marks([(words, [1]), ("It holds.", [2])], " ")
    library.answers[QUESTION] = lambda _: replace(
        answer, text=text, marks=marks, citations=(answer.citations[0], second)
    )
    card = ask(QUESTION)

    qtbot.keyClick(card.text, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(card.text, Qt.Key.Key_C, CONTROL)

    assert QGuiApplication.clipboard().text().replace("\n", " ") == text


def test_shift_enter_breaks_the_line_and_asks_nothing(qtbot: QtBot, window: Window) -> None:
    field = window.parts.conversation.field
    height = field.height()
    qtbot.keyClicks(field, "first")

    qtbot.keyClick(field, Qt.Key.Key_Return, SHIFT)
    qtbot.keyClicks(field, "second")

    assert field.toPlainText() == "first\nsecond"
    assert field.height() > height
    assert not window.parts.conversation.exchanges


def test_up_and_down_walk_through_what_was_asked_and_keep_the_draft(
    qtbot: QtBot, window: Window, ask: Asker
) -> None:
    ask("First question?")
    ask("Second question?")
    field = window.parts.conversation.field
    qtbot.keyClicks(field, "a draft")

    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
        seen.append(field.toPlainText())

    assert seen == [
        "Second question?",
        "First question?",
        "First question?",
        "Second question?",
        "a draft",
    ]


def test_nothing_is_asked_for_blanks(qtbot: QtBot, window: Window) -> None:
    field = window.parts.conversation.field
    qtbot.keyClicks(field, "   ")

    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert not window.parts.conversation.exchanges


def test_the_strip_names_who_answers(window: Window) -> None:
    said = window.parts.status.answering.full_text

    assert said == "Answers quoted with all-MiniLM-L6-v2, on this computer"


def test_a_model_that_is_not_there_is_said_at_once(
    open_window: Callable[..., Window], core: object
) -> None:
    model = core.models.model  # type: ignore[attr-defined]
    core.models.model = replace(model, problem="model.onnx is missing; run 'make model'.")  # type: ignore[attr-defined]

    window = open_window(core)

    said = [found.text() for found in window.parts.conversation.findChildren(QLabel)]
    assert "The model 'all-MiniLM-L6-v2' cannot be used." in said
    assert "model.onnx is missing; run 'make model'." in said
    assert window.parts.status.answering.full_text == "No model to answer with"


def test_the_latest_answer_is_in_view_however_many_there_are(
    qtbot: QtBot, window: Window, ask: Asker
) -> None:
    for number in range(30):
        card = ask(QUESTION if number % 3 else "What colour is the bulkhead?")

    scroller = window.parts.conversation.stack.currentWidget()
    viewport = scroller.viewport()  # type: ignore[union-attr]

    def is_in_view() -> bool:
        top = card.mapTo(viewport, QPoint(0, 0)).y()
        return top >= 0 and top + card.height() <= viewport.height()

    qtbot.waitUntil(is_in_view)
    assert len(window.parts.conversation.exchanges) == 30


def test_of_a_question_that_was_pasted_the_beginning_is_shown(window: Window, ask: Asker) -> None:
    conversation = window.parts.conversation
    question = "What is the limit load of the strut in bay number seven?\n" * 800
    conversation.field.setPlainText(question)

    card = ask("")

    exchange = conversation.exchanges[-1]
    assert exchange.question.text().startswith("What is the limit load of the strut")
    assert exchange.question.text().endswith("…")
    assert card.y() < conversation.height() / 2
    assert exchange.understood.isHidden()


def test_a_word_that_does_not_fit_makes_the_cards_no_wider(window: Window, ask: Asker) -> None:
    window.resize(1200, 800)
    before = ask(QUESTION).width()

    card = ask("Where is " + "A" * 160 + "?")

    assert card.width() == before


def test_scrolling_back_is_not_undone(qtbot: QtBot, window: Window, ask: Asker) -> None:
    for _ in range(6):
        ask(QUESTION)
    bar = window.parts.conversation.stack.currentWidget().verticalScrollBar()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())

    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    window.resize(window.width(), window.height() - 60)
    qtbot.wait(50)

    assert bar.value() == 0


def test_a_chip_is_never_cut_off_at_the_end_of_a_line(
    qtbot: QtBot, window: Window, ask: Asker
) -> None:
    card = ask(QUESTION)
    for width in range(300, 520, 3):
        card.text.setFixedWidth(width)
        QApplication.processEvents()
        (chip,) = card.text.chips

        assert card.text.viewport().rect().contains(chip.geometry()), width
