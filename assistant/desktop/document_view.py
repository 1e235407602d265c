"""Shows a document without pages as it reads: headings, paragraphs, tables in columns."""

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QTextEdit

from assistant.desktop.page_source import LoadedPage
from assistant.desktop.parts import set_look
from assistant.desktop.places import Span
from assistant.desktop.text_marks import cursor_at, marked_start, selections, shown_text
from assistant.desktop.theme import Theme
from assistant.domain.document import Block, BlockKind, Page

_MAX_CHARACTERS = 250_000
"""A longer text takes more than 0.2 s to lay out; `TextView` shows it at once."""
_MAX_COLUMN_CHARACTERS = 40
_COLUMN_GAP = 20
_GAP_PX = 8
_LINE_HEIGHT_PERCENT = 125.0
_VERBATIM = {BlockKind.CARD, BlockKind.CODE}


def reads_well(page: Page) -> bool:
    """Whether `DocumentView` is to show a page: it is short enough, and no deck."""
    verbatim = sum(block.kind in _VERBATIM for block in page.blocks)
    return len(page.text) <= _MAX_CHARACTERS and verbatim * 2 <= len(page.blocks)


class DocumentView(QTextEdit):
    """The stored text in the interface font; prose wraps, table rows keep their columns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._loaded: LoadedPage | None = None
        self._steps = 0
        set_look(self, "document")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
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
            self._lay_out(loaded.page)
        self._mark()
        cursor = cursor_at(self.document(), loaded.page.text, marked_start(loaded.place))
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        third = self.viewport().height() // 3
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - third)
        self.horizontalScrollBar().setValue(0)

    def zoom_by(self, steps: float) -> None:
        """Make the letters larger by so many points; smaller when negative."""
        self._steps = min(max(self._steps + round(steps), -4), 16)
        if self._loaded is not None:
            self._lay_out(self._loaded.page)

    def fit_width(self) -> None:
        """Letters of the usual size."""
        self.zoom_by(-self._steps)

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

    def _lay_out(self, page: Page) -> None:
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() + self._steps)
        # In the style sheet, because the application's would win over the font's own size.
        self.setStyleSheet(f"font-size: {font.pointSizeF():g}pt;")
        everything = QTextCursor(self.document())
        everything.beginEditBlock()
        everything.select(QTextCursor.SelectionType.Document)
        everything.setBlockFormat(_lines())
        everything.setCharFormat(QTextCharFormat())  # not that of the document shown before
        self._tighten()
        for block in page.blocks:
            if block.kind is BlockKind.HEADING:
                self._cursor(page, block.start, block.end).mergeCharFormat(_heading())
        for rows in _tables(page):
            table = _lines()
            table.setNonBreakableLines(True)
            table.setTabPositions(_columns(page, rows, QFontMetricsF(font)))
            self._cursor(page, rows[0].start, rows[-1].end).mergeBlockFormat(table)
        everything.endEditBlock()

    def _tighten(self) -> None:
        """Make the empty line between two paragraphs a gap and not a line."""
        gap = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        gap.setLineHeight(_GAP_PX, kind)
        line = self.document().begin()
        while line.isValid():
            if line.length() == 1:
                QTextCursor(line).mergeBlockFormat(gap)
            line = line.next()

    def _cursor(self, page: Page, start: int, end: int) -> QTextCursor:
        return cursor_at(self.document(), page.text, Span(start, end))

    def _mark(self) -> None:
        if self._loaded is not None:
            marks = selections(
                self.document(),
                self._loaded.page.text,
                self._loaded.place,
                self._theme.palette,
            )
            self.setExtraSelections(marks)


def _lines() -> QTextBlockFormat:
    made = QTextBlockFormat()
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    made.setLineHeight(_LINE_HEIGHT_PERCENT, kind)
    return made


def _heading() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.DemiBold)
    look.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1)  # one step of 1.2
    return look


def _tables(page: Page) -> Iterator[list[Block]]:
    """Rows that follow each other, table by table."""
    for is_table, blocks in groupby(page.blocks, lambda b: b.kind is BlockKind.TABLE_ROW):
        if is_table:
            yield list(blocks)


def _columns(page: Page, rows: list[Block], metrics: QFontMetricsF) -> list[QTextOption.Tab]:
    """Tab stops that line up the cells of a table, wide cells given up on."""
    widths: list[float] = []
    most = metrics.averageCharWidth() * _MAX_COLUMN_CHARACTERS
    for block in rows:
        for column, cell in enumerate(page.text[block.start : block.end].split("\t")):
            width = min(metrics.horizontalAdvance(cell.strip()), most)
            if column == len(widths):
                widths.append(width)
            widths[column] = max(widths[column], width)
    stops, position = [], 0.0
    for width in widths:
        position += width + _COLUMN_GAP
        stops.append(QTextOption.Tab(position, QTextOption.TabType.LeftTab))
    return stops
