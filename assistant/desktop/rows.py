"""Paints list rows of two lines, a mark before them; fast for any number of rows."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assistant.desktop import icons
from assistant.desktop.hover_card import HoverCard
from assistant.desktop.theme import Theme

SUBTITLE = Qt.ItemDataRole.UserRole + 1
ICON = Qt.ItemDataRole.UserRole + 2
ICON_ROLE = Qt.ItemDataRole.UserRole + 3
DETAIL = Qt.ItemDataRole.UserRole + 4
RECORD = Qt.ItemDataRole.UserRole + 5

Index = QModelIndex | QPersistentModelIndex

_MARGIN = 8
_MARK = 18


class RowDelegate(QStyledItemDelegate):
    """Paints a row from the roles above: title, subtitle, icon; detail shows on hover."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = HoverCard(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as every other."""
        return QSize(120, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        colours = self._theme.palette
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.wash if is_selected else colours.hover))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        if is_selected:
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(
                QRect(rect.left() + 2, rect.top() + 8, 3, rect.height() - 16), 1, 1
            )
        mark = icons.icon(index.data(ICON), colours, index.data(ICON_ROLE))
        top = rect.top() + (rect.height() - _MARK) // 2
        mark.paint(painter, QRect(rect.left() + _MARGIN + 2, top, _MARK, _MARK))
        self._paint_text(painter, option.font, rect, index, is_selected)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, font: QFont, rect: QRect, index: Index, is_selected: bool
    ) -> None:
        title_font, subtitle_font = _fonts(font)
        left = rect.left() + _MARGIN + _MARK + 10
        width = rect.right() - _MARGIN - left
        metrics = QFontMetrics(title_font)
        small = QFontMetrics(subtitle_font)
        top = rect.top() + (rect.height() - metrics.height() - small.height()) // 2
        title_font.setWeight(QFont.Weight.DemiBold if is_selected else QFont.Weight.Normal)
        painter.setFont(title_font)
        metrics = QFontMetrics(title_font)
        painter.setPen(QColor(self._theme.palette.text))
        title = metrics.elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideMiddle, width
        )
        painter.drawText(left, top + metrics.ascent(), title)
        painter.setFont(subtitle_font)
        painter.setPen(QColor(self._theme.palette.muted))
        subtitle = small.elidedText(str(index.data(SUBTITLE)), Qt.TextElideMode.ElideRight, width)
        painter.drawText(left, top + metrics.height() + small.ascent(), subtitle)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show what the row has no room for, as plain text."""
        detail = str(index.data(DETAIL) or "") if index.isValid() else ""
        if event.type() == QEvent.Type.ToolTip and detail:
            self._card.show_at(event.globalPos(), detail)
        else:
            self._card.hide()
        return True


def row_height(font: QFont) -> int:
    """Height of a row in a list of this font, in pixels."""
    title, subtitle = _fonts(font)
    return QFontMetrics(title).height() + QFontMetrics(subtitle).height() + _MARGIN + 4


def _fonts(font: QFont) -> tuple[QFont, QFont]:
    title, subtitle = QFont(font), QFont(font)
    subtitle.setPointSizeF(font.pointSizeF() - 1)
    return title, subtitle
