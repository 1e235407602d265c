"""Everything about models in one dialog, which can stay open beside the conversation."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from assistant.desktop.dialogs import ConfirmDialog, choose_file, choose_folder
from assistant.desktop.key_page import KeyPage
from assistant.desktop.model_keeper import ModelKeeper
from assistant.desktop.models_page import ModelsPage
from assistant.desktop.pack_offer import KeyOffer, PackOffer, Refusal
from assistant.desktop.pack_page import PackPage
from assistant.desktop.parts import column
from assistant.desktop.refused_page import RefusedPage
from assistant.desktop.sheet import Sheet
from assistant.desktop.theme import Theme
from assistant.desktop.transfer_panel import TransferPanel

_SIZE = 720, 640


class ModelsDialog(QDialog):
    """The list of models, and the pages that lead to another model in it."""

    def __init__(self, theme: Theme, keeper: ModelKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Models")
        self.setAcceptDrops(True)
        self.resize(*_SIZE)
        self.setMinimumHeight(400)  # how narrow it can be, its buttons say
        self._keeper = keeper
        layout = column(self, gap=0)
        self.list = ModelsPage(theme, keeper.policy)
        self.pack = PackPage(theme)
        self.key = KeyPage(theme, keeper.policy.revoked_keys)
        self.refused = RefusedPage(theme)
        self._pages = (self.list, self.pack, self.key, self.refused)
        self.stack = QStackedWidget()
        for page in self._pages:
            self.stack.addWidget(page)
        layout.addWidget(self.stack, 1)
        self.progress = TransferPanel()
        layout.addWidget(self.progress)
        self._wire_pages()
        self._wire_keeper()

    def open_list(self) -> None:
        """Show the dialog, wherever it was left."""
        self.show()
        self.activateWindow()

    def open_pack(self, folder: Path) -> None:
        """Show what the pack in `folder` is."""
        self.open_list()
        self.list.clear_notice()
        self._keeper.open_pack(folder)

    def choose_pack(self) -> None:
        """Let the user choose the folder that a pack is."""
        self.open_list()
        choose_folder(self, "Choose the folder of a model pack", self.open_pack)

    def choose_model(self) -> None:
        """Let the user choose a model that nobody has signed, and ask whether that is meant."""
        choose_file(self, "Choose a language model", "Language models (*.gguf)", self._ask_add)

    def ask_remove(self, name: str) -> None:
        """Ask before a model is deleted."""
        dialog = ConfirmDialog(
            self,
            "Remove model",
            f"The copy of '{name}' on this computer will be deleted. It can be brought in again"
            " from where it came.",
            "Remove model",
        )
        dialog.accepted.connect(lambda: self._keeper.remove(name))
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc comes back to the list, and from there closes the dialog."""
        if event.key() == Qt.Key.Key_Escape and self.stack.currentWidget() is not self.list:
            self._come_back()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a folder of this computer."""
        if _dropped(event) and not self._keeper.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the pack that was dropped."""
        if folder := _dropped(event):
            event.acceptProposedAction()
            self.open_pack(folder)

    def _wire_pages(self) -> None:
        self.list.install.clicked.connect(self.choose_pack)
        self.list.add.clicked.connect(self.choose_model)
        self.list.check.clicked.connect(self._keeper.check)
        self.list.done.clicked.connect(self.close)
        self.list.remove_asked.connect(self.ask_remove)
        self.pack.install.clicked.connect(self._install)
        self.key.trust.clicked.connect(self._trust)
        self.refused.another.clicked.connect(self.choose_pack)
        self.refused.trust.clicked.connect(self._choose_key)
        for back in (self.pack.back, self.key.back, self.refused.back):
            back.clicked.connect(self._come_back)
        self.progress.cancel_asked.connect(self._keeper.cancel)

    def _wire_keeper(self) -> None:
        keeper = self._keeper
        keeper.listed.connect(self.list.show_models)
        keeper.started.connect(self._show_started)
        keeper.progressed.connect(self.progress.show_progress)
        keeper.pack_opened.connect(self._show_pack)
        keeper.key_read.connect(self._show_key)
        keeper.refused.connect(self._show_refusal)
        keeper.succeeded.connect(self._show_done)
        keeper.failed.connect(self.list.show_problem)
        keeper.cancelled.connect(self._show_cancelled)
        keeper.finished.connect(self._show_finished)

    def _ask_add(self, file: Path) -> None:
        dialog = ConfirmDialog(
            self,
            "Add an unsigned model",
            f"{file.name} is not signed: nobody vouches for it, and nothing but your own care says"
            " where it comes from. Every list and report of models will show it as not signed.",
            "Add without signature",
        )
        dialog.accepted.connect(lambda: self._keeper.add(file))
        dialog.open()

    def _choose_key(self) -> None:
        if refusal := self.refused.refusal:
            choose_file(
                self,
                "Choose the public key of whoever signed the pack",
                "Public keys (*.pem)",
                lambda file: self._keeper.read_key(file, refusal.folder),
            )

    def _install(self) -> None:
        if offer := self.pack.offer:
            self._keeper.install(offer.pack)

    def _trust(self) -> None:
        if offer := self.key.offer:
            self._keeper.open_pack(offer.folder, offer.key)

    def _come_back(self) -> None:
        if not self._keeper.is_busy:
            self.stack.setCurrentWidget(self.list)
            self.list.install.setFocus()

    def _show_started(self, title: str) -> None:
        self.list.clear_notice()
        self.pack.say_state("")
        self.progress.show_started(title)
        for page in self._pages:
            page.show_busy(True)

    def _show_finished(self) -> None:
        self.progress.end()
        for page in self._pages:
            page.show_busy(False)

    def _show_pack(self, offer: PackOffer) -> None:
        self.pack.show_offer(offer)
        self._turn_to(self.pack, self.pack.install if self.pack.install.isEnabled() else None)

    def _show_key(self, offer: KeyOffer) -> None:
        self.key.show_offer(offer)
        self._turn_to(self.key, self.key.back)

    def _show_refusal(self, refusal: Refusal) -> None:
        self.refused.show_refusal(refusal)
        self._turn_to(self.refused, self.refused.back)

    def _show_done(self, sentence: str) -> None:
        self.list.show_done(sentence)
        self._turn_to(self.list, self.list.install)

    def _show_cancelled(self) -> None:
        if self.stack.currentWidget() is self.pack:
            self.pack.say_state("Cancelled. Nothing was left behind.")
            self._turn_to(self.pack, self.pack.install)
        else:
            self.list.show_done("Cancelled. Nothing was left behind.", "nothing", "muted")

    def _turn_to(self, page: Sheet, focus: QWidget | None) -> None:
        self.stack.setCurrentWidget(page)
        page.show_busy(False)
        if focus is not None:
            focus.setFocus()


def _dropped(event: QDropEvent) -> Path | None:
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None
