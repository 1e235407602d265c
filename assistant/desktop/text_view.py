"""Shows a document without pages as text, its passage marked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from assistant.desktop.page_source import LoadedPage
from assistant.desktop.parts import set_look
from assistant.desktop.places import Span
from assistant.desktop.theme import Theme
from assistant.domain.document import BlockKind, Page

_MAX_COLUMN_CHARACTERS = 48
_VERBATIM = {BlockKind.CARD, BlockKind.CODE}


class TextView(QPlainTextEdit):
    """The stored text in the interface font; decks in a fixed pitch, tables in columns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._loaded: LoadedPage | None = None
        self._steps = 0
        set_look(self, "document")
        self.setReadOnly(True)
        self.setAccessibleName("Document text")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(16)
        theme.changed.connect(self._mark)

    def show_page(self, loaded: LoadedPage) -> None:
        """Show a document's text, scrolled to its marks."""
        is_same = self._loaded is not None and (
            self._loaded.record.id,
            self._loaded.record.sha256,
            self._loaded.page.number,
        ) == (loaded.record.id, loaded.record.sha256, loaded.page.number)
        self._loaded = loaded
        if not is_same or self._text != loaded.page.text:
            self._text = loaded.page.text
            # A lone carriage return would end a line too, and shift every offset after it.
            self.setPlainText(self._text.replace("\r", " "))
            self._lay_out()
        self._mark()
        self._scroll_to_mark()

    def zoom_by(self, steps: float) -> None:
        """Make the letters larger by so many points; smaller when negative."""
        self._steps = min(max(self._steps + round(steps), -4), 16)
        self._lay_out()

    def fit_width(self) -> None:
        """Letters of the usual size."""
        self._steps = 0
        self._lay_out()

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

    def _lay_out(self) -> None:
        if self._loaded is None:
            return
        page = self._loaded.page
        kinds = [block.kind for block in page.blocks]
        is_deck = sum(kind in _VERBATIM for kind in kinds) * 2 > len(kinds)
        is_table = sum(kind is BlockKind.TABLE_ROW for kind in kinds) * 2 > len(kinds)
        font = (
            QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            if is_deck
            else QFont(QApplication.font())
        )
        font.setPointSizeF(QApplication.font().pointSizeF() + self._steps)
        self.setStyleSheet(f"font-size: {font.pointSizeF():g}pt;")
        self.setFont(font)
        option = QTextOption()
        wraps = not (is_deck or is_table)
        option.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
            if wraps
            else QTextOption.WrapMode.NoWrap
        )
        option.setTabs(_columns(page, QFontMetricsF(font)))
        self.document().setDefaultTextOption(option)
        self._set_headings(page, font)

    def _set_headings(self, page: Page, font: QFont) -> None:
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setFontPointSize(font.pointSizeF() + 2)
        for block in page.blocks:
            if block.kind is BlockKind.HEADING:
                self._cursor(Span(block.start, block.end)).mergeCharFormat(look)

    def _mark(self) -> None:
        if self._loaded is None:
            return
        colours, place = self._theme.palette, self._loaded.place
        selections = []
        for span, colour, is_quote in (
            (place.passage, colours.passage_text_bg, False),
            (place.quote, colours.span_text_bg, True),
        ):
            if span is None:
                continue
            selection = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setBackground(QColor(colour))
            if is_quote:
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                look.setUnderlineColor(QColor(colours.edge))
            selection.format = look
            selection.cursor = self._cursor(span)
            selections.append(selection)
        self.setExtraSelections(selections)

    def _scroll_to_mark(self) -> None:
        assert self._loaded is not None
        span = self._loaded.place.quote or self._loaded.place.passage
        cursor = (
            self._cursor(Span(span.start, span.start)) if span else QTextCursor(self.document())
        )
        self.setTextCursor(cursor)
        self.centerCursor() if span else self.ensureCursorVisible()

    def _cursor(self, span: Span) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(_utf16(self._text, span.start), last))
        cursor.setPosition(min(_utf16(self._text, span.end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _utf16(text: str, offset: int) -> int:
    """Where Qt, which counts in UTF-16, finds the character at `offset`."""
    return offset + sum(character > "\uffff" for character in text[:offset])


def _columns(page: Page, metrics: QFontMetricsF) -> list[QTextOption.Tab]:
    """Tab stops that line up the cells of every table row on the page."""
    widths: list[float] = []
    most = metrics.averageCharWidth() * _MAX_COLUMN_CHARACTERS
    for block in page.blocks:
        if block.kind is not BlockKind.TABLE_ROW:
            continue
        for column, cell in enumerate(page.text[block.start : block.end].split("\t")):
            width = min(metrics.horizontalAdvance(cell.strip()), most)
            if column == len(widths):
                widths.append(width)
            widths[column] = max(widths[column], width)
    stops, position = [], 0.0
    for width in widths:
        position += width + 24
        stops.append(QTextOption.Tab(position, QTextOption.TabType.LeftTab))
    return stops
