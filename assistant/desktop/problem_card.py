"""What went wrong, what to do about it, and the details folded away."""

import traceback

from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from assistant.desktop.parts import button, column, label, row, set_look
from assistant.desktop.theme import Theme
from assistant.errors import AssistantError


class ProblemCard(QFrame):
    """Shows one error."""

    def __init__(self, theme: Theme, error: AssistantError) -> None:
        super().__init__()
        set_look(self, "problem")
        self.setAccessibleName("Problem")
        self._theme = theme
        layout = column(self, margins=(16, 12, 16, 12), gap=8)
        head = row(gap=8)
        mark = QLabel()
        theme.icon_on(mark, "warning", "bad")
        head.addWidget(mark)
        self.message = label(error.message, "bad", wraps=True)
        head.addWidget(self.message, 1)
        layout.addLayout(head)
        if error.hint:
            layout.addWidget(label(error.hint, wraps=True))
        self.details = _details(error)
        self.fold = button("Details", "link")
        self.fold.setCheckable(True)
        theme.icon_on(self.fold, "folded")
        self.fold.toggled.connect(self._unfold)
        foot = row()
        foot.addWidget(self.fold)
        foot.addStretch()
        layout.addLayout(foot)
        layout.addWidget(self.details)
        self.details.hide()

    def _unfold(self, is_open: bool) -> None:
        self._theme.icon_on(self.fold, "unfolded" if is_open else "folded")
        self.details.setVisible(is_open)


def _details(error: AssistantError) -> QWidget:
    text = "".join(traceback.format_exception(error)).strip()
    shown = QPlainTextEdit(text)
    set_look(shown, "details")
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    shown.setAccessibleName("Details of the problem")
    shown.setFixedHeight(160)
    shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return shown
