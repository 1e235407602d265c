"""Facts in two columns, a name and a value each; values as they are, never as markup."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from assistant.desktop.parts import foreign, label


class Facts(QWidget):
    """A small table; the values wrap and can be marked with the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Iterable[tuple[str, str, str]]) -> None:
        """Show facts of a name, a value and the look of the value; without a value none."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = [fact for fact in facts if fact[1]]
        for line, (name, value, look) in enumerate(shown):
            self._grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_value(value, look), line, 1)


def _value(text: str, look: str) -> QLabel:
    made = foreign(text, look)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
