"""A real pack, signed with a key made for the test, installed by the window over the real core."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from assistant import paths
from assistant.bootstrap import Assistant
from assistant.desktop.dialogs import ConfirmDialog
from assistant.desktop.models_dialog import ModelsDialog
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.errors import JobCancelledError
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.jobs import CancelToken
from assistant.packs.keys import read_private_key
from assistant.packs.write import PackOrder
from assistant.policy import Policy
from assistant.settings import Settings
from tests.gguf_files import write_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
LONG_MS = 60_000
SHIPPED = ["embedding", "reading", "rereading"]
PRIVATE = serialization.PrivateFormat.PKCS8
PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo
PEM = serialization.Encoding.PEM


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Assistant]:
    home = paths.data_folder(tmp_path / "home")
    with Assistant(home, Settings(), Policy(True, source="the test")) as made:
        yield made


@pytest.fixture
def public_key(tmp_path: Path) -> Path:
    """The file of a public key; the private one lies beside it."""
    private = ec.generate_private_key(ec.SECP256R1())
    secret = private.private_bytes(PEM, PRIVATE, serialization.NoEncryption())
    (tmp_path / "secret.pem").write_bytes(secret)
    file = tmp_path / "site-key.pem"
    file.write_bytes(private.public_key().public_bytes(PEM, PUBLIC))
    return file


@pytest.fixture
def pack(real: Assistant, public_key: Path, tmp_path: Path) -> Path:
    """A signed pack of a model with random weights."""
    folder = tmp_path / "babble-pack"
    folder.mkdir()
    write_model(folder / "babble.gguf")
    (folder / "LICENSE").write_text("Do as you like.\n")
    key = read_private_key(public_key.with_name("secret.pem"), bytes)
    real.models.pack(folder, PackOrder("babble", "1.0", 1, "", "Random words."), key)
    return folder


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, real: Assistant) -> ModelsDialog:
    window = Window(real, theme, real.home, AirGapState(AirGapStrength.KERNEL), "")
    qtbot.addWidget(window, before_close_func=lambda w: w.close())
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.parts.workspace.is_settled, timeout=LONG_MS)
    window.parts.models.open_list()
    return window.parts.models


def choose(qtbot: QtBot, dialog: ModelsDialog, button: QWidget, path: Path) -> None:
    qtbot.mouseClick(button, LEFT)
    asked = dialog.findChildren(QFileDialog)[-1]
    asked.fileSelected.emit(str(path))
    asked.reject()


def wait_for(qtbot: QtBot, dialog: ModelsDialog, page: QWidget) -> None:
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is page, timeout=LONG_MS)


def open_trusted(qtbot: QtBot, dialog: ModelsDialog, pack: Path, public_key: Path) -> None:
    """Choose the pack, then the key that it is refused for, and trust that."""
    choose(qtbot, dialog, dialog.list.install, pack)
    wait_for(qtbot, dialog, dialog.refused)
    choose(qtbot, dialog, dialog.refused.trust, public_key)
    wait_for(qtbot, dialog, dialog.key)
    qtbot.mouseClick(dialog.key.trust, LEFT)
    wait_for(qtbot, dialog, dialog.pack)


def test_a_real_pack_is_trusted_installed_used_and_removed(
    qtbot: QtBot, dialog: ModelsDialog, real: Assistant, pack: Path, public_key: Path
) -> None:
    library = real.library("Struts", create=True)
    assert not library.can_compose()
    open_trusted(qtbot, dialog, pack, public_key)
    assert dialog.pack.title.text() == "babble 1.0"
    assert dialog.pack.sentence.text() == "Random words."

    qtbot.mouseClick(dialog.pack.install, LEFT)
    wait_for(qtbot, dialog, dialog.list)
    card = dialog.list.cards[0]
    assert card.model.name == "babble"
    assert card.model.licence == "apache-2.0"
    assert card.signature.text().startswith("Signed by site-key · ")
    assert card.state.text() == "Files intact"
    assert library.can_compose()

    assert card.remove is not None
    qtbot.mouseClick(card.remove, LEFT)
    qtbot.mouseClick(dialog.findChildren(ConfirmDialog)[-1].confirm, LEFT)
    qtbot.waitUntil(lambda: len(dialog.list.cards) == len(SHIPPED), timeout=LONG_MS)
    assert not library.can_compose()


def test_a_cancelled_installation_leaves_nothing(
    qtbot: QtBot,
    dialog: ModelsDialog,
    real: Assistant,
    pack: Path,
    public_key: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install = real.models.install
    is_held = threading.Event()

    def held(pack: Any, progressed: Any, token: Any) -> Any:
        """Install until the first bytes are copied, and there wait to be cancelled."""

        def hold(done: int, total: int) -> None:
            progressed(done, total)
            while done and not token.is_cancelled:
                is_held.set()
                time.sleep(0.01)

        return install(pack, hold, token)

    monkeypatch.setattr(real.models, "install", held)
    folder = paths.models_folder(real.home)
    open_trusted(qtbot, dialog, pack, public_key)
    before = sorted(path.name for path in folder.iterdir())
    qtbot.mouseClick(dialog.pack.install, LEFT)
    qtbot.waitUntil(lambda: is_held.is_set() and dialog.progress.isVisible(), timeout=LONG_MS)
    assert (folder / ".babble.part").is_dir()

    qtbot.mouseClick(dialog.progress.cancel, LEFT)
    qtbot.waitUntil(dialog.progress.isHidden, timeout=LONG_MS)

    assert sorted({path.name for path in folder.iterdir()} - {".lock"}) == before
    assert [model.role for model in real.models.records(thorough=False)] == SHIPPED
    assert dialog.pack.said.text() == "Cancelled. Nothing was left behind."


def test_an_altered_pack_is_refused_and_leaves_nothing(
    qtbot: QtBot, dialog: ModelsDialog, real: Assistant, pack: Path, public_key: Path
) -> None:
    file = pack / "babble.gguf"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    open_trusted(qtbot, dialog, pack, public_key)

    qtbot.mouseClick(dialog.pack.install, LEFT)
    wait_for(qtbot, dialog, dialog.refused)

    refusal = dialog.refused.refusal
    assert refusal is not None
    assert "babble.gguf is not the file that was signed" in refusal.error.message
    assert not refusal.may_trust
    assert [model.role for model in real.models.records(thorough=False)] == SHIPPED


def test_damage_is_found_by_hashing_and_its_signer_is_still_named(
    qtbot: QtBot, dialog: ModelsDialog, real: Assistant, pack: Path, public_key: Path
) -> None:
    open_trusted(qtbot, dialog, pack, public_key)
    qtbot.mouseClick(dialog.pack.install, LEFT)
    wait_for(qtbot, dialog, dialog.list)
    file = paths.models_folder(real.home) / "babble" / "pack" / "LICENSE"
    file.write_text("Do as she likes\n")

    qtbot.mouseClick(dialog.list.check, LEFT)
    qtbot.waitUntil(lambda: dialog.list.problem is not None, timeout=LONG_MS)

    card = dialog.list.cards[0]
    assert card.state.text() == "Cannot be used"
    assert "has another SHA-256" in card.model.problem
    assert card.signature.text().startswith("Signed by site-key · ")


def test_hashing_says_how_far_it_is_and_stops_when_asked_to(real: Assistant) -> None:
    told: list[tuple[int, int]] = []
    records = real.models.records(progressed=lambda done, total: told.append((done, total)))
    assert told[-1] == (sum(model.size_bytes for model in records),) * 2

    token = CancelToken()
    token.cancel()
    with pytest.raises(JobCancelledError):
        real.models.records(token=token)
