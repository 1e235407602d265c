"""Says which documents are asked, and lets the user choose."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from assistant.desktop import wording
from assistant.desktop.parts import set_look
from assistant.desktop.theme import Theme


class ScopeButton(QPushButton):
    """'All 1,204 documents', or '3 of 1,204 documents'; a menu changes it.

    Signals:
        changed(): Other documents are asked from now on.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "link")
        theme.icon_on(self, "find")
        self.setAutoDefault(False)
        self.scope: frozenset[int] | None = None
        self._selected: frozenset[int] = frozenset()
        self._total = 0
        menu = QMenu(self)
        self.ask_all = menu.addAction("Ask all documents")
        self.ask_all.triggered.connect(lambda: self.ask_only(None))
        self.ask_selected = menu.addAction("Ask only the selected documents")
        self.ask_selected.triggered.connect(lambda: self.ask_only(self._selected))
        self.setMenu(menu)
        self.show_total(0)

    @property
    def asked_count(self) -> int:
        """How many documents a question goes to."""
        return self._total if self.scope is None else len(self.scope)

    def show_total(self, total: int) -> None:
        """How many documents can be asked at all."""
        self._total = total
        self._say()

    def offer(self, selected: frozenset[int]) -> None:
        """The documents that are selected in the list."""
        self._selected = selected
        self._say()

    def ask_only(self, scope: frozenset[int] | None) -> None:
        """Ask these documents from now on; all of them when None."""
        self.scope = scope
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if self.scope is None:
            words = f"All {wording.count(self._total, 'document')}"
        else:
            words = f"{len(self.scope):,} of {wording.count(self._total, 'document')}"
        self.setText(words)
        self.setAccessibleName(f"Documents asked: {words}")
        set_look(self, "link" if self.scope is None else "scoped")
        selected = wording.count(len(self._selected), "selected document")
        self.ask_selected.setText(f"Ask only {selected}")
        self.ask_selected.setEnabled(bool(self._selected))
        self.ask_all.setEnabled(self.scope is not None)
        self.setVisible(self._total > 0)
