"""Three panes side by side; where there is no room for three, the reader is a tab."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

NARROW_PX = 1100


class Panes(QWidget):
    """Libraries, conversation, reader; each can be folded away, the reader grows."""

    def __init__(self, libraries: QWidget, conversation: QWidget, reader: QWidget) -> None:
        super().__init__()
        self._libraries, self._conversation, self._reader = libraries, conversation, reader
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # until there are tabs to choose from
        self.tabs.tabBar().setAccessibleName("Answers or document")
        self.tabs.addTab(conversation, "Answers")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for pane in (libraries, self.tabs, reader):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(2, 1)
        self.splitter.setSizes([256, 520, 640])
        self._wide_sizes = self.splitter.saveState()
        self.is_narrow = False
        self._is_reader_folded = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def fold_libraries(self) -> None:
        """Fold the left pane away, or back."""
        self._libraries.setHidden(not self._libraries.isHidden())

    def fold_reader(self) -> None:
        """Fold the reader away, or back; in a narrow window, go to its tab or leave it."""
        if self.is_narrow:
            self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())
        else:
            self._is_reader_folded = not self._is_reader_folded
            self._reader.setHidden(self._is_reader_folded)

    def reveal_reader(self) -> None:
        """Make sure that the reader is to be seen."""
        if self.is_narrow:
            self.tabs.setCurrentWidget(self._reader)
        elif self._is_reader_folded:
            self.fold_reader()

    def reveal(self, pane: QWidget) -> None:
        """Make sure that one of the `visible_panes` is to be seen, also from behind a tab."""
        if pane is self._reader:
            self.reveal_reader()
        elif pane is self._conversation:
            self.reveal_conversation()

    def reveal_conversation(self) -> None:
        """Make sure that the conversation is to be seen."""
        self.tabs.setCurrentWidget(self._conversation)

    def visible_panes(self) -> list[QWidget]:
        """The panes that the keyboard can walk through, from left to right."""
        panes = [self._libraries, self._conversation, self._reader]
        return [
            pane
            for pane in panes
            if (pane is not self._libraries or not pane.isHidden())
            and (pane is not self._reader or self.is_narrow or not self._is_reader_folded)
        ]

    def save_state(self) -> QByteArray:
        """The sizes of the panes, side by side."""
        return self._wide_sizes if self.is_narrow else self.splitter.saveState()

    def restore_state(self, state: QByteArray) -> None:
        """Take sizes that were saved."""
        if self.splitter.restoreState(state):
            self._wide_sizes = state

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the reader where there is room for it."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW_PX
        if is_narrow and not self.is_narrow:
            self._wide_sizes = self.splitter.saveState()
            self.is_narrow = True
            self.tabs.addTab(self._reader, "Document")
            self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._reader.show()
            self.splitter.setSizes([self._libraries.minimumWidth() + 24, event.size().width()])
        elif self.is_narrow and not is_narrow:
            self.is_narrow = False
            self.tabs.removeTab(1)
            self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.splitter.addWidget(self._reader)
            self._reader.setHidden(self._is_reader_folded)
            self.splitter.setStretchFactor(2, 1)
            self.splitter.restoreState(self._wide_sizes)
