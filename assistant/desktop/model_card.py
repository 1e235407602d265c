"""One model: what it is for, who signed it, what it takes, and whether it is intact."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from assistant.desktop import model_words
from assistant.desktop.core import ModelState
from assistant.desktop.facts import Facts
from assistant.desktop.model_list import WRITING
from assistant.desktop.parts import ElidedLabel, button, column, foreign, label, row, set_look
from assistant.desktop.theme import Theme

_ICONS = {
    "embedding": "find",
    "reading": "reading",
    "rereading": "reading",
    WRITING: "writing",
}


class ModelCard(QFrame):
    """A card in the list of models.

    Signals:
        remove_asked(str): Remove this model.
    """

    remove_asked = Signal(str)

    def __init__(self, theme: Theme, model: ModelState, *, writes_next: bool) -> None:
        super().__init__()
        self.model = model
        self.remove: QPushButton | None = None
        self._theme = theme
        signature = model_words.signature(model)
        set_look(self, "problem" if model.problem or signature.role == "bad" else "card")
        state = "cannot be used" if model.problem else "intact"
        self.setAccessibleName(
            f"{model.name}. {model_words.purpose(model)}. {signature.words}. {state}"
        )
        layout = column(self, margins=(16, 12, 16, 16), gap=8)
        layout.addLayout(self._head(model))
        self.purpose = label(model_words.purpose(model), "muted", wraps=True)
        if model.role == WRITING and not model.problem:
            use = "in use" if writes_next else "not in use"
            self.purpose.setText(f"{self.purpose.text()} · {use}")
        layout.addWidget(self.purpose)
        self.signature = foreign(signature.words, _look(signature.role))
        layout.addWidget(self._said(signature.icon, signature.role, self.signature))
        if signature.meaning:
            layout.addWidget(_inset(label(signature.meaning, wraps=True)))
        if model.problem:
            self.state = label("Cannot be used", "bad")
            layout.addWidget(self._said("warning", "bad", self.state))
            layout.addWidget(_inset(foreign(model.problem)))
        else:
            self.state = label("Files intact")
            layout.addWidget(self._said("good", "good", self.state))
        facts = Facts()
        needed = model.memory_bytes
        facts.show_facts(
            (
                ("Licence", model.licence, ""),
                ("Size", model_words.binary_size(model.size_bytes) if model.size_bytes else "", ""),
                ("Memory", f"about {model_words.binary_size(needed)}" if needed else "little", ""),
                ("Source", model.source, ""),
            )
        )
        layout.addWidget(facts)

    def allow_removal(self, is_allowed: bool) -> None:
        """Whether the model can be removed at the moment, where it ever can."""
        if self.remove is not None:
            self.remove.setEnabled(is_allowed)

    def _head(self, model: ModelState) -> QHBoxLayout:
        head = row(gap=8)
        mark = QLabel()
        self._theme.icon_on(mark, _ICONS.get(model.role, "pack"), "accent")
        head.addWidget(mark)
        self.name = ElidedLabel("strong")
        self.name.show_text(model.name)
        head.addWidget(self.name)
        if model.version:
            head.addWidget(label(model.version, "muted"))
        head.addStretch(1)
        if model.role == WRITING:
            self.remove = button("Remove…", "link", name=f"Remove {model.name}")
            self._theme.icon_on(self.remove, "trash")
            self.remove.clicked.connect(lambda: self.remove_asked.emit(model.name))
            head.addWidget(self.remove)
        return head

    def _said(self, icon: str, role: str, words: QLabel) -> QWidget:
        """A sentence with its mark, so that its colour alone never tells."""
        line = QWidget()
        inside = row(line, gap=8)
        mark = QLabel()
        self._theme.icon_on(mark, icon, role)
        inside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(words, 1)
        return line


def _look(role: str) -> str:
    return role if role in ("bad", "muted") else ""


def _inset(words: QLabel) -> QWidget:
    """Under the words of the line above, past its mark."""
    around = QWidget()
    row(around, margins=(words.fontMetrics().height() + 8, 0, 0, 0)).addWidget(words)
    return around
