"""The sections of a document as a list model that filters by what is typed, and its rows."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assistant.desktop.outline import Section
from assistant.desktop.rows import Index
from assistant.desktop.theme import Theme

SECTION = Qt.ItemDataRole.UserRole + 1
INDENT = Qt.ItemDataRole.UserRole + 2
_INDENT_PX = 16
_MAX_INDENT = 5
_MARGIN = 8


class SectionsModel(QAbstractListModel):
    """Every section, or those whose title holds all the words typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: Sequence[Section] = ()
        self._listed: Sequence[Section] = ()
        self._is_filtered = False

    def show_sections(self, sections: Sequence[Section]) -> None:
        """List other sections."""
        self._all = sections
        self.filter_by("")

    def filter_by(self, words: str) -> None:
        """List the sections with all of these words, upper and lower case alike."""
        wanted = words.casefold().split()
        self.beginResetModel()
        self._is_filtered = bool(wanted)
        self._listed = [
            section
            for section in self._all
            if all(word in section.title.casefold() for word in wanted)
        ]
        self.endResetModel()

    def row_at(self, page: int) -> int:
        """The row of the section that a page begins in, or holds first; -1 where there is none."""
        before = [row for row, section in enumerate(self._listed) if section.page < page]
        on_it = [row for row, section in enumerate(self._listed) if section.page == page]
        return on_it[0] if on_it else (before[-1] if before else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (as Qt has it)
        """Sections listed."""
        return 0 if parent.isValid() else len(self._listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A section's title, itself, or how far it stands in."""
        section = self._listed[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return section.title
        if role == SECTION:
            return section
        if role == INDENT:
            return 0 if self._is_filtered else min(section.depth, _MAX_INDENT)
        return None


class SectionDelegate(QStyledItemDelegate):
    """Paints a title, set in by its depth, and its page at the right."""

    def __init__(self, theme: Theme, parent: QObject, *, has_pages: bool) -> None:
        super().__init__(parent)
        self._theme = theme
        self.has_pages = has_pages

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(120, option.fontMetrics.height() + _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        colours, rect, metrics = self._theme.palette, option.rect, option.fontMetrics
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.wash if is_selected else colours.hover))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        inner: QRect = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(option.font)
        section: Section = index.data(SECTION)
        if self.has_pages:
            number = str(section.page)
            painter.setPen(QColor(colours.muted))
            painter.drawText(
                inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number
            )
            inner.setRight(inner.right() - metrics.horizontalAdvance(number) - 2 * _MARGIN)
        inner.setLeft(inner.left() + index.data(INDENT) * _INDENT_PX)
        title = metrics.elidedText(section.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(QColor(colours.text if index.data(INDENT) < 2 else colours.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()
