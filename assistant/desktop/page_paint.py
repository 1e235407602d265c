"""Paints one page of a document: paper, picture, marks."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from assistant.desktop.page_pictures import Picture
from assistant.desktop.palette import LIGHT, Palette
from assistant.domain.document import Rect

_PAD_PT = 1.5
_BAR_PX = 3
_BAR_AWAY_PX = 8


def on_screen(rect: Rect, paper: QRect, zoom: float) -> QRectF:
    """Where a rectangle of a page is seen, when the page is seen at `paper`."""
    return QRectF(
        paper.left() + (rect.left - _PAD_PT) * zoom,
        paper.top() + rect.top * zoom,
        (rect.right - rect.left + 2 * _PAD_PT) * zoom,
        (rect.bottom - rect.top) * zoom,
    )


def around(rects: Sequence[Rect], paper: QRect, zoom: float) -> QRectF:
    """Around all of these; empty where there are none."""
    united = QRectF()
    for rect in rects:
        united = united.united(on_screen(rect, paper, zoom))
    return united


def paint_paper(
    painter: QPainter, paper: QRect, picture: Picture | None, ratio: float, border: str
) -> None:
    """The page; pixel by pixel where it was rendered for this zoom, scaled where not."""
    painter.setPen(QColor(border))
    painter.drawRect(paper.adjusted(-1, -1, 0, 0))
    painter.fillRect(paper, Qt.GlobalColor.white)
    if picture is None:
        return
    rendered = QSizeF(picture.image.size()) / ratio
    if abs(rendered.width() - paper.width()) <= 1.5:
        painter.drawImage(QRectF(QPointF(paper.topLeft()), rendered), picture.image)
    else:
        painter.drawImage(paper, picture.image)


def paint_problem(painter: QPainter, paper: QRect, words: str) -> None:
    """Say on the empty page why it is empty; paper is white in both themes."""
    painter.setPen(QColor(LIGHT.muted))
    room = paper.adjusted(32, 32, -32, -32)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def paint_marks(
    painter: QPainter,
    paper: QRect,
    zoom: float,
    passage: Sequence[Rect],
    quote: Sequence[Rect],
    colours: Palette,
) -> None:
    """The passage in a pale wash, the quote stronger.

    Both are multiplied onto the page, so that the ink below stays as dark as it is. The passage
    also has a bar in its margin and the quote a line below: meaning never by colour alone, and
    both survive a black-and-white print.
    """
    quoted, washed = _region(quote, paper, zoom), _region(passage, paper, zoom)
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for region, colour in ((washed - quoted, colours.passage), (quoted, colours.span)):
        painter.setClipRegion(region)
        painter.fillRect(region.boundingRect(), QColor(colour))
    painter.restore()
    painter.setPen(QPen(QColor(colours.edge), 1.0))
    for rect in quote:
        line = on_screen(rect, paper, zoom)
        painter.drawLine(line.bottomLeft(), line.bottomRight())
    whole = around(passage, paper, zoom)
    if not whole.isEmpty():
        bar = QRectF(whole.left() - _BAR_AWAY_PX, whole.top(), _BAR_PX, whole.height())
        painter.fillRect(bar, QColor(colours.edge))


def _region(rects: Sequence[Rect], paper: QRect, zoom: float) -> QRegion:
    region = QRegion()
    for rect in rects:
        region += on_screen(rect, paper, zoom).toAlignedRect()
    return region
