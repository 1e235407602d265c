"""Shows decks, and texts too long to be laid out nicely: in a fixed pitch, line by line."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from assistant.desktop.page_source import LoadedPage
from assistant.desktop.parts import set_look
from assistant.desktop.text_marks import cursor_at, marked_start, selections, shown_text
from assistant.desktop.theme import Theme


class TextView(QPlainTextEdit):
    """The stored text as it stands; a text of two million characters is there in 0.2 s."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._loaded: LoadedPage | None = None
        self._steps = 0
        set_look(self, "document")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName("Document text")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(16)
        theme.changed.connect(self._mark)

    def show_page(self, loaded: LoadedPage) -> None:
        """Show a document's text, scrolled to its marks."""
        is_same = self._loaded is not None and self._loaded.page == loaded.page
        self._loaded = loaded
        if not is_same:
            self.setPlainText(shown_text(loaded.page.text))
            self._set_font()
        self._mark()
        self.setTextCursor(cursor_at(self.document(), loaded.page.text, marked_start(loaded.place)))
        self.centerCursor()

    def zoom_by(self, steps: float) -> None:
        """Make the letters larger by so many points; smaller when negative."""
        self._steps = min(max(self._steps + round(steps), -4), 16)
        self._set_font()

    def fit_width(self) -> None:
        """Letters of the usual size."""
        self._steps = 0
        self._set_font()

    @property
    def percent(self) -> int:
        """The size of the letters, 100 for the usual."""
        base = QApplication.font().pointSizeF()
        return round((base + self._steps) / base * 100)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space scrolls, like in every reader."""
        if event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
        else:
            super().keyPressEvent(event)

    def _set_font(self) -> None:
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        size = QApplication.font().pointSizeF() + self._steps
        # In the style sheet, because the application's would win over the font's own size.
        self.setStyleSheet(f'font-family: "{font.family()}"; font-size: {size:g}pt;')

    def _mark(self) -> None:
        if self._loaded is not None:
            marks = selections(
                self.document(),
                self._loaded.page.text,
                self._loaded.place,
                self._theme.palette,
            )
            self.setExtraSelections(marks)
