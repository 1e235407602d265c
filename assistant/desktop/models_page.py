"""The list of models, with what can be done about them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from assistant.desktop.model_card import ModelCard
from assistant.desktop.model_list import WRITING, ModelList
from assistant.desktop.parts import button, foreign, label, row, set_look
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.sheet import Sheet
from assistant.desktop.theme import Theme
from assistant.errors import AssistantError
from assistant.policy import Policy


class ModelsPage(Sheet):
    """Every model on this computer.

    Signals:
        remove_asked(str): Remove this model.
    """

    remove_asked = Signal(str)

    def __init__(self, theme: Theme, policy: Policy) -> None:
        super().__init__("Models", "What Hangar answers with. All of it runs on this computer.")
        self._theme = theme
        self._models: ModelList | None = None
        self._is_busy = False
        self.cards: list[ModelCard] = []
        self.notice = foreign()
        self._notice_mark = QLabel()
        self._notice_frame = self._make_notice()
        self.body.addWidget(self._notice_frame)
        self.problem: ProblemCard | None = None
        self.none = label(
            "There is no language model: answers are quoted from the documents, and not written."
            " A signed pack brings one.",
            "muted",
            wraps=True,
        )
        self.none.hide()
        self.body.addWidget(self.none)
        self.install = button("Install a pack…", "primary")
        self.add = button("Add an unsigned model…")
        self.add.setVisible(policy.allows_unsigned_models)
        self.check = button("Check files", name="Read and hash every file of every model")
        theme.icon_on(self.check, "check", "text")
        self.done = button("Close", name="Close the list of models")
        self.add_buttons([self.install, self.add], [self.check, self.done])
        if not policy.allows_unsigned_models:
            self.sentence.setText(
                f"{self.sentence.text()} Only signed models may be used here ({policy.source})."
            )

    def show_models(self, models: ModelList) -> None:
        """List the models; nothing is drawn anew where nothing has changed."""
        if models == self._models:
            return
        self._models = models
        for card in self.cards:
            card.hide()
            card.deleteLater()
        # Those that come and go stand first, so that a new one is in sight.
        in_order = sorted(models.models, key=lambda model: model.role != WRITING)
        self.cards = [
            ModelCard(self._theme, model, writes_next=model.name == models.writer)
            for model in in_order
        ]
        self.none.setVisible(not models.has_language_model)
        for card in self.cards:
            card.remove_asked.connect(self.remove_asked)
            self.body.addWidget(card)
        self.show_busy(self._is_busy)

    def show_busy(self, is_busy: bool) -> None:
        """Take no orders while one is carried out."""
        self._is_busy = is_busy
        super().show_busy(is_busy)
        self.done.setEnabled(True)
        for card in self.cards:
            card.allow_removal(not is_busy)

    def show_done(self, sentence: str, icon: str = "good", role: str = "good") -> None:
        """Say what was done, above the list."""
        self.clear_notice()
        self._theme.icon_on(self._notice_mark, icon, role)
        self.notice.setText(sentence)
        self._notice_frame.show()
        self.scroll_to_top()

    def show_problem(self, error: AssistantError) -> None:
        """Say what was not done and why, above the list."""
        self.clear_notice()
        self.problem = ProblemCard(self._theme, error)
        self.body.insertWidget(0, self.problem)
        self.scroll_to_top()

    def clear_notice(self) -> None:
        """Say nothing above the list any more."""
        self._notice_frame.hide()
        if self.problem is not None:
            self.problem.hide()
            self.problem.deleteLater()
            self.problem = None

    def _make_notice(self) -> QWidget:
        frame = QFrame()
        set_look(frame, "card")
        line = row(frame, margins=(16, 12, 16, 12))
        line.addWidget(self._notice_mark)
        line.addWidget(self.notice, 1)
        frame.hide()
        return frame
