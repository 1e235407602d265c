"""Packs in the window: what is shown before anything is copied, refusals, keys, cancelling."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assistant.desktop.models_dialog import ModelsDialog
from assistant.desktop.window import Window
from assistant.models.record import MemoryNeed
from assistant.packs.keys import PublicKey
from assistant.packs.refusal import PackRefusedError
from assistant.policy import Policy
from tests.desktop.fake_models import make_key, make_pack

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
PACK = Path("/media/usb/granite-3b")

Opener = Callable[..., Window]


@pytest.fixture
def key() -> PublicKey:
    return make_key()


@pytest.fixture
def models(core: Any, key: PublicKey) -> Iterator[Any]:
    """The fake models, and a pack to install; nothing is held when the test ends."""
    core.models.packs[PACK] = make_pack(PACK, key)
    yield core.models
    core.models.may_go_on.set()


@pytest.fixture
def dialog(open_window: Opener, core: Any, models: Any) -> ModelsDialog:
    window = open_window(core)
    window.parts.models.open_list()
    return window.parts.models


def words(widget: QWidget) -> list[str]:
    return [w.text() for w in widget.findChildren(QLabel) if w.isVisible() and w.text()]


def choose(qtbot: QtBot, dialog: ModelsDialog, button: QWidget, path: Path) -> None:
    """Press a button that asks for a file or folder, and choose one."""
    qtbot.mouseClick(button, LEFT)
    asked = dialog.findChildren(QFileDialog)[-1]
    asked.fileSelected.emit(str(path))
    asked.reject()


def shows(dialog: ModelsDialog, page: QWidget) -> Callable[[], bool]:
    return lambda: dialog.stack.currentWidget() is page


def open_pack(qtbot: QtBot, dialog: ModelsDialog) -> None:
    choose(qtbot, dialog, dialog.list.install, PACK)
    qtbot.waitUntil(shows(dialog, dialog.pack))


def test_a_pack_is_shown_before_anything_is_copied(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, key: PublicKey
) -> None:
    open_pack(qtbot, dialog)
    qtbot.waitUntil(lambda: "2099-12-31" in words(dialog.pack))

    said = words(dialog.pack)
    assert dialog.pack.title.text() == "granite-3b 3.1"
    assert dialog.pack.sentence.text().startswith("An instruction model")
    assert "Signed by site-key" in said
    assert dialog.pack.fingerprint.text().replace("\n", " ").replace(" ", "") == key.fingerprint
    assert all(len(group) == 4 for group in dialog.pack.fingerprint.text().split())
    assert {"Apache-2.0", "2.0\u202fGiB in 5 files", str(PACK)} <= set(said)
    assert "about 3.0\u202fGiB; 11.0\u202fGiB is free: it fits" in said
    assert models.added == []


def test_installing_ends_in_the_list_with_the_new_model_at_work(
    qtbot: QtBot, dialog: ModelsDialog, core: Any
) -> None:
    open_pack(qtbot, dialog)

    qtbot.keyClick(dialog.pack.install, Qt.Key.Key_Return)
    qtbot.waitUntil(shows(dialog, dialog.list))

    assert [card.model.name for card in dialog.list.cards] == ["granite-3b", "all-MiniLM-L6-v2"]
    assert dialog.list.cards[0].purpose.text().endswith("· in use")
    assert dialog.list.notice.text().startswith("granite-3b is installed.")
    assert core.let_go == 1
    assert "granite-3b" in dialog.parent().parts.status.answering.full_text  # type: ignore[attr-defined]


def test_an_installation_that_is_cancelled_installs_nothing_and_can_begin_again(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    open_pack(qtbot, dialog)
    models.may_go_on.clear()
    qtbot.mouseClick(dialog.pack.install, LEFT)
    assert dialog.progress.isHidden()
    qtbot.waitUntil(dialog.progress.isVisible)
    assert dialog.progress.title.full_text == "Installing granite-3b"
    assert dialog.focusWidget() is dialog.progress.cancel

    qtbot.keyClick(dialog.progress.cancel, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.progress.isHidden)

    assert models.added == []
    assert dialog.pack.said.text() == "Cancelled. Nothing was left behind."
    assert dialog.focusWidget() is dialog.pack.install


def test_an_installation_goes_on_while_the_dialog_is_closed(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    open_pack(qtbot, dialog)
    models.may_go_on.clear()
    qtbot.mouseClick(dialog.pack.install, LEFT)
    dialog.close()

    models.may_go_on.set()
    qtbot.waitUntil(lambda: len(models.added) == 1)
    dialog.open_list()

    qtbot.waitUntil(shows(dialog, dialog.list))


def test_what_is_cancelled_when_all_is_in_place_is_told_as_it_is(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, core: Any
) -> None:
    keeper = dialog.parent().parts.keeper  # type: ignore[attr-defined]
    core.let_go_of_language_model = keeper.cancel
    open_pack(qtbot, dialog)

    qtbot.mouseClick(dialog.pack.install, LEFT)
    qtbot.waitUntil(shows(dialog, dialog.list))

    assert [model.name for model in models.added] == ["granite-3b"]
    assert dialog.list.notice.text().startswith("granite-3b is installed.")


def test_a_refused_pack_says_why_and_what_to_do(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    models.refusal = PackRefusedError("granite-3b", "LICENSE is missing")

    choose(qtbot, dialog, dialog.list.install, PACK)
    qtbot.waitUntil(shows(dialog, dialog.refused))

    qtbot.waitUntil(
        lambda: "The model pack granite-3b is refused: LICENSE is missing." in words(dialog)
    )
    assert "Do not use it. Bring the pack in anew from whoever signed it." in words(dialog)
    assert dialog.refused.trust.isHidden()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.stack.currentWidget() is dialog.list
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_a_pack_that_turns_out_altered_while_it_is_copied_is_refused(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    reason = "granite-3b.gguf is not the file that was signed"
    models.install_refusal = PackRefusedError("granite-3b", reason)
    open_pack(qtbot, dialog)

    qtbot.mouseClick(dialog.pack.install, LEFT)
    qtbot.waitUntil(shows(dialog, dialog.refused))

    qtbot.waitUntil(lambda: any(reason in text for text in words(dialog.refused)))
    assert models.added == []


def test_a_pack_that_has_expired_cannot_be_installed(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, key: PublicKey
) -> None:
    models.packs[PACK] = make_pack(PACK, key, valid_until="2024-03-31")

    open_pack(qtbot, dialog)

    qtbot.waitUntil(lambda: any("too late to install it" in text for text in words(dialog.pack)))
    assert not dialog.pack.install.isEnabled()
    assert dialog.focusWidget() is dialog.pack.back


def test_a_model_that_does_not_fit_is_told_before_it_is_installed(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    models.memory = MemoryNeed(40 * 2**30, 11 * 2**30)

    open_pack(qtbot, dialog)

    qtbot.waitUntil(lambda: any("it does not fit now" in text for text in words(dialog.pack)))
    assert dialog.pack.install.isEnabled()


def test_the_key_of_a_pack_can_be_trusted_once_its_fingerprint_was_shown(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, key: PublicKey, tmp_path: Path
) -> None:
    models.signed_with[PACK] = key
    file = tmp_path / "site-key.pem"
    file.write_bytes(key.pem)
    choose(qtbot, dialog, dialog.list.install, PACK)
    qtbot.waitUntil(shows(dialog, dialog.refused))
    assert dialog.refused.trust.isVisible()

    choose(qtbot, dialog, dialog.refused.trust, file)
    qtbot.waitUntil(shows(dialog, dialog.key))
    assert models.trusted == []
    assert "".join(dialog.key.fingerprint.text().split()) == key.fingerprint
    assert dialog.focusWidget() is dialog.key.back

    qtbot.mouseClick(dialog.key.trust, LEFT)
    qtbot.waitUntil(shows(dialog, dialog.pack))
    assert [each.fingerprint for each in models.trusted] == [key.fingerprint]


def test_another_key_than_the_one_of_the_pack_is_not_offered_to_be_trusted(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, key: PublicKey, tmp_path: Path
) -> None:
    models.signed_with[PACK] = key
    file = tmp_path / "other.pem"
    file.write_bytes(make_key().pem)
    choose(qtbot, dialog, dialog.list.install, PACK)
    qtbot.waitUntil(shows(dialog, dialog.refused))

    choose(qtbot, dialog, dialog.refused.trust, file)
    said = "other.pem is not the key that granite-3b was signed with."
    qtbot.waitUntil(lambda: said in words(dialog.refused))

    assert dialog.refused.trust.isVisible()
    assert models.trusted == []


def test_a_revoked_key_cannot_be_trusted(
    qtbot: QtBot, open_window: Opener, core: Any, models: Any, key: PublicKey, tmp_path: Path
) -> None:
    models.policy = Policy(True, revoked_keys=frozenset({key.fingerprint}))
    models.signed_with[PACK] = key
    file = tmp_path / "site-key.pem"
    file.write_bytes(key.pem)
    dialog = open_window(core).parts.models
    dialog.open_pack(PACK)
    qtbot.waitUntil(shows(dialog, dialog.refused))

    choose(qtbot, dialog, dialog.refused.trust, file)
    qtbot.waitUntil(shows(dialog, dialog.key))

    assert not dialog.key.trust.isEnabled()
    assert "revoked" in dialog.key.advice.text()


def test_where_the_policy_names_the_keys_none_can_be_chosen(
    qtbot: QtBot, open_window: Opener, core: Any, models: Any, key: PublicKey
) -> None:
    models.policy = Policy(False, source="/etc/hangar/policy.toml")
    models.signed_with[PACK] = key
    dialog = open_window(core).parts.models

    dialog.open_pack(PACK)
    qtbot.waitUntil(shows(dialog, dialog.refused))

    assert dialog.refused.trust.isHidden()


def test_a_pack_that_is_dropped_is_shown_and_not_indexed(
    qtbot: QtBot, window: Window, models: Any, key: PublicKey, tmp_path: Path
) -> None:
    folder = tmp_path / "granite-3b"
    folder.mkdir()
    (folder / "model.sig").write_text("{}")
    models.packs[folder] = make_pack(folder, key)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(folder))])
    action, nothing = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier

    window.dropEvent(QDropEvent(QPointF(9, 9), action, dropped, LEFT, nothing))
    dialog = window.parts.models
    qtbot.waitUntil(shows(dialog, dialog.pack))

    assert dialog.isVisible()
    assert not window.parts.indexing.is_running


def test_documents_that_are_dropped_with_a_pack_are_indexed(
    qtbot: QtBot, window: Window, core: Any, models: Any, key: PublicKey, tmp_path: Path
) -> None:
    pack, reports = tmp_path / "granite-3b", tmp_path / "reports"
    pack.mkdir()
    reports.mkdir()
    (pack / "model.sig").write_text("{}")
    models.packs[pack] = make_pack(pack, key)

    with qtbot.waitSignal(window.parts.indexing.finished):
        window.parts.intake.take([pack, reports])

    qtbot.waitUntil(shows(window.parts.models, window.parts.models.pack))
    roots = core.library("Struts").roots
    assert reports in roots
    assert pack not in roots


def test_a_pack_can_be_dropped_onto_the_list_of_models(
    qtbot: QtBot, dialog: ModelsDialog, models: Any
) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(PACK))])
    action, nothing = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier

    dialog.dropEvent(QDropEvent(QPointF(9, 9), action, dropped, LEFT, nothing))

    qtbot.waitUntil(shows(dialog, dialog.pack))


def test_text_of_a_pack_is_shown_as_it_is_and_widens_nothing(
    qtbot: QtBot, dialog: ModelsDialog, models: Any, key: PublicKey
) -> None:
    models.packs[PACK] = make_pack(PACK, key, summary="<b>bold</b> " + "x" * 400, licence="y" * 400)

    open_pack(qtbot, dialog)
    qtbot.waitUntil(lambda: "y" * 400 in words(dialog.pack))

    labels = [w for w in dialog.pack.findChildren(QLabel) if w.text()]
    assert all(w.textFormat() == Qt.TextFormat.PlainText for w in labels)
    assert dialog.pack.sentence.text().startswith("<b>bold</b>")
    assert all(w.mapTo(dialog, w.rect().topRight()).x() < dialog.width() for w in labels)
