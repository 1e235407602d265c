"""Says which documents are asked, and lets the user choose."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from assistant.desktop import wording
from assistant.desktop.parts import Button, set_look
from assistant.desktop.theme import Theme


class ScopeButton(Button):
    """'All 1,204 documents', or '3 of 1,204 documents'; a menu changes it.

    Signals:
        changed(): Other documents are asked from now on.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_look(self, "link")
        theme.icon_on(self, "find")
        self.scope: frozenset[int] | None = None
        self._selected: frozenset[int] = frozenset()
        self._indexed: frozenset[int] = frozenset()
        menu = QMenu(self)
        self.ask_all = menu.addAction("Ask all documents")
        self.ask_all.triggered.connect(lambda: self.ask_only(None))
        self.ask_selected = menu.addAction("Ask only the selected documents")
        self.ask_selected.triggered.connect(lambda: self.ask_only(self._selected & self._indexed))
        self.setMenu(menu)
        self._say()

    @property
    def asked_count(self) -> int:
        """How many documents a question goes to."""
        return len(self._indexed if self.scope is None else self.scope)

    def show_indexed(self, documents: frozenset[int]) -> None:
        """The documents that can be asked at all; others leave the scope, the last one ends it."""
        self._indexed = documents
        if self.scope is not None and not self.scope <= documents:
            self.ask_only(self.scope & documents or None)
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
        total = wording.count(len(self._indexed), "document")
        words = f"All {total}" if self.scope is None else f"{len(self.scope):,} of {total}"
        self.setText(words)
        self.setAccessibleName(f"Documents asked: {words}")
        set_look(self, "link" if self.scope is None else "scoped")
        selected = len(self._selected & self._indexed)
        self.ask_selected.setText(f"Ask only {wording.count(selected, 'selected document')}")
        self.ask_selected.setEnabled(selected > 0)
        self.ask_all.setEnabled(self.scope is not None)
        self.setVisible(bool(self._indexed))
