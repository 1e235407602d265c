"""The models: what the window says of them, and how they are checked, added and removed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assistant.desktop.dialogs import ConfirmDialog
from assistant.desktop.models_dialog import ModelsDialog
from assistant.desktop.window import Window
from assistant.errors import AssistantError
from assistant.policy import Policy
from tests.desktop.fake_models import FakeModel, make_key

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

Opener = Callable[..., Window]


@pytest.fixture
def models(core: Any) -> Iterator[Any]:
    """The fake models; nothing is held when the test ends."""
    yield core.models
    core.models.may_go_on.set()


@pytest.fixture
def dialog(qtbot: QtBot, open_window: Opener, core: Any, models: Any) -> ModelsDialog:
    """The list of models: a shipped one, and an unsigned language model."""
    models.added = [FakeModel("babble", role="writing", memory_bytes=3 * 2**29)]
    window = open_window(core)
    qtbot.keyClick(window, Qt.Key.Key_M, CONTROL_SHIFT)
    return window.parts.models


def words(widget: QWidget) -> list[str]:
    """What is written on it and can be seen."""
    return [w.text() for w in widget.findChildren(QLabel) if w.isVisible() and w.text()]


def confirmed(qtbot: QtBot, dialog: ModelsDialog) -> str:
    """Press the button of the question that is asked last; returns the question."""
    asked = dialog.findChildren(ConfirmDialog)[-1]
    said = " ".join(words(asked))
    qtbot.mouseClick(asked.confirm, LEFT)
    return said


def test_the_strip_leads_to_the_models(qtbot: QtBot, window: Window) -> None:
    assert window.parts.models.isHidden()

    qtbot.mouseClick(window.parts.status.answering, LEFT)

    assert window.parts.models.isVisible()
    assert "all-MiniLM-L6-v2" in words(window.parts.models)


def test_the_menu_of_all_commands_has_them(window: Window) -> None:
    actions = {a.text(): a for a in window.parts.conversation.menu_button.menu().actions()}

    actions["Models"].trigger()

    assert window.parts.models.isVisible()


def test_a_card_says_what_a_model_is(dialog: ModelsDialog) -> None:
    written, shipped = dialog.list.cards

    assert shipped.purpose.text() == "Finds passages, by likeness of meaning"
    assert shipped.signature.text() == "Part of this checkout"
    assert {"Apache-2.0", "24\u202fMiB", "little"} <= set(words(shipped))
    assert written.purpose.text().endswith("· in use")
    assert "about 1.5\u202fGiB" in words(written)
    assert shipped.state.text() == written.state.text() == "Files intact"


def test_a_model_that_nobody_signed_says_so_in_words_and_by_its_shape(
    dialog: ModelsDialog,
) -> None:
    unsigned = dialog.list.cards[0]

    assert unsigned.signature.text() == "Not signed"
    assert unsigned.signature.property("look") == "bad"
    assert any(text.startswith("Nobody vouches for it") for text in words(unsigned))
    marks = {w.property("hangarIcon"): w.property("hangarIconRole") for w in _marks(unsigned)}
    assert marks["unsigned"] == "bad"
    assert "Not signed" in unsigned.accessibleName()


def test_a_signed_model_names_its_key_and_the_beginning_of_its_fingerprint(
    qtbot: QtBot, open_window: Opener, core: Any, models: Any
) -> None:
    key = make_key()
    models.added = [FakeModel("babble", role="writing", key=key, signer=key.named)]
    window = open_window(core)
    window.parts.models.open_list()

    said = window.parts.models.list.cards[0].signature.text()

    first = key.fingerprint
    assert said == f"Signed by site-key · {first[:4]} {first[4:8]} {first[8:12]} {first[12:16]} …"


def test_a_problem_is_said_in_full(
    qtbot: QtBot, open_window: Opener, core: Any, models: Any
) -> None:
    problem = "The language model babble has changed. Remove it, and bring it in anew."
    models.added = [FakeModel("babble", role="writing", problem=problem)]
    window = open_window(core)
    window.parts.models.open_list()

    card = window.parts.models.list.cards[0]

    assert card.state.text() == "Cannot be used"
    assert problem in words(card)
    assert "babble" not in window.parts.status.answering.full_text


def test_without_a_language_model_the_list_says_what_that_means(window: Window, core: Any) -> None:
    window.parts.models.open_list()

    assert window.parts.models.list.none.isVisible()
    assert "answers are quoted" in window.parts.models.list.none.text()


def test_where_the_policy_wants_signatures_no_unsigned_model_is_offered(
    open_window: Opener, core: Any, models: Any
) -> None:
    models.policy = Policy(False, source="/etc/hangar/policy.toml")
    window = open_window(core)
    window.parts.models.open_list()

    page = window.parts.models.list

    assert page.add.isHidden()
    assert "Only signed models may be used here (/etc/hangar/policy.toml)" in page.sentence.text()


def test_adding_an_unsigned_model_takes_a_plain_word_and_a_confirmation(
    qtbot: QtBot, dialog: ModelsDialog, core: Any
) -> None:
    qtbot.mouseClick(dialog.list.add, LEFT)
    dialog.findChild(QFileDialog).fileSelected.emit("/media/usb/granite.gguf")  # type: ignore[union-attr]
    assert len(core.models.added) == 1

    asked = confirmed(qtbot, dialog)
    qtbot.waitUntil(lambda: len(dialog.list.cards) == 3)

    assert "granite.gguf is not signed: nobody vouches for it" in asked
    assert dialog.list.cards[1].signature.text() == "Not signed"
    assert core.let_go == 1
    assert dialog.list.notice.text().startswith("granite is installed.")


def test_removing_a_model_takes_a_confirmation_and_lets_go_of_it(
    qtbot: QtBot, dialog: ModelsDialog, core: Any
) -> None:
    remove = dialog.list.cards[0].remove
    assert remove is not None
    qtbot.mouseClick(remove, LEFT)
    dialog.findChild(ConfirmDialog).reject()  # type: ignore[union-attr]
    assert [model.name for model in core.models.added] == ["babble"]

    qtbot.mouseClick(remove, LEFT)
    confirmed(qtbot, dialog)
    qtbot.waitUntil(lambda: len(dialog.list.cards) == 1)

    assert core.models.added == []
    assert core.let_go == 1
    assert dialog.list.none.isVisible()
    assert dialog.list.cards[0].remove is None


def test_checking_shows_how_far_it_is_and_can_be_cancelled(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    models.may_go_on.clear()
    qtbot.mouseClick(dialog.list.check, LEFT)
    assert dialog.progress.isHidden()
    assert not dialog.list.install.isEnabled()
    qtbot.waitUntil(dialog.progress.isVisible)
    assert dialog.progress.words.text().startswith("40\u202f% · 861 of 2,101\u202fMiB")

    qtbot.mouseClick(dialog.progress.cancel, LEFT)
    qtbot.waitUntil(dialog.progress.isHidden)

    assert models.checks == 0
    assert dialog.list.notice.text().startswith("Cancelled.")
    assert dialog.list.install.isEnabled()


def test_a_check_that_finds_damage_says_so_in_the_list(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    models.damage = {"babble": "babble.gguf has another SHA-256."}

    qtbot.mouseClick(dialog.list.check, LEFT)
    qtbot.waitUntil(lambda: dialog.list.problem is not None)

    qtbot.waitUntil(lambda: "babble.gguf has another SHA-256." in words(dialog.list.cards[0]))
    assert "Not every model is as it should be." in words(dialog.list)


def test_what_fails_is_said_in_the_list_and_beside_the_answers_when_that_is_closed(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, open_window: Opener
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssistantError("The disk is full.", hint="Make room.")

    models.add = fail
    keeper = dialog.parent().parts.keeper  # type: ignore[attr-defined]
    with qtbot.waitSignal(keeper.finished):
        keeper.add(Path("granite.gguf"))
    qtbot.waitUntil(lambda: "The disk is full." in words(dialog.list))

    dialog.close()
    with qtbot.waitSignal(keeper.finished):
        keeper.add(Path("granite.gguf"))

    conversation = dialog.parent().parts.conversation  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "Make room." in words(conversation))


def test_all_files_are_hashed_once_in_the_background_and_damage_is_told(
    qtbot: QtBot, window: Window, core: Any, models: Any
) -> None:
    models.added = [FakeModel("babble", role="writing")]
    models.damage = {"babble": "babble.gguf has another SHA-256."}
    background = window.parts.keeper.background
    background.quiet.setInterval(0)

    with qtbot.waitSignal(background.checked):
        background.wait_for_quiet()

    told = "The model 'babble' cannot be used."
    qtbot.waitUntil(lambda: told in words(window.parts.conversation))
    assert "babble.gguf has another SHA-256." in words(window.parts.conversation)
    background.wait_for_quiet()
    assert not background.quiet.isActive()
    assert models.checks == 1


def test_a_question_ends_the_check_in_the_background_which_begins_again(
    qtbot: QtBot, window: Window, core: Any, models: Any
) -> None:
    models.may_go_on.clear()
    background = window.parts.keeper.background
    background.quiet.setInterval(0)
    background.wait_for_quiet()
    qtbot.waitUntil(lambda: background.is_running)
    background.quiet.setInterval(50)

    field = window.parts.conversation.field
    qtbot.keyClicks(field, "Anything?")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not background.is_running)
    assert models.checks == 0

    models.may_go_on.set()
    qtbot.waitUntil(lambda: models.checks == 1)


def test_a_window_closes_while_models_are_hashed(
    qtbot: QtBot, window: Window, core: Any, models: Any
) -> None:
    models.may_go_on.clear()
    background = window.parts.keeper.background
    background.quiet.setInterval(0)
    background.wait_for_quiet()
    qtbot.waitUntil(lambda: background.is_running)

    window.close()

    assert models.checks == 0


def test_the_list_is_not_drawn_anew_where_nothing_has_changed(dialog: ModelsDialog) -> None:
    cards = dialog.list.cards
    keeper = dialog.parent().parts.keeper  # type: ignore[attr-defined]

    keeper.show(replace(keeper.list))

    assert dialog.list.cards is cards


def _marks(card: QWidget) -> list[QLabel]:
    return [w for w in card.findChildren(QLabel) if w.property("hangarIcon")]
