"""Marks in a text: from offsets in characters to what Qt's text widgets paint."""

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from assistant.desktop.palette import Palette
from assistant.desktop.places import Place, Span


def shown_text(text: str) -> str:
    """`text` as Qt may have it: a lone carriage return would end a line, and shift all offsets."""
    return text.replace("\r", " ")


def cursor_at(document: QTextDocument, text: str, span: Span) -> QTextCursor:
    """A cursor that selects the characters of `span`; Qt itself counts in UTF-16."""
    last = document.characterCount() - 1
    cursor = QTextCursor(document)
    cursor.setPosition(min(_utf16(text, span.start), last))
    cursor.setPosition(min(_utf16(text, span.end), last), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def selections(
    document: QTextDocument, text: str, place: Place, colours: Palette
) -> list[QTextEdit.ExtraSelection]:
    """The passage in a pale wash, the quote stronger and underlined."""
    made = []
    for span, colour in (
        (place.passage, colours.passage_text_bg),
        (place.quote, colours.span_text_bg),
    ):
        if span is None:
            continue
        look = QTextCharFormat()
        look.setBackground(QColor(colour))
        if span is place.quote:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            look.setUnderlineColor(QColor(colours.edge))
        selection = QTextEdit.ExtraSelection()
        selection.format = look
        selection.cursor = cursor_at(document, text, span)
        made.append(selection)
    return made


def marked_start(place: Place) -> Span:
    """Where to scroll to: an empty span at the quote, else at the passage, else at the top."""
    marked = place.quote or place.passage
    start = marked.start if marked else 0
    return Span(start, start)


def _utf16(text: str, offset: int) -> int:
    return offset + sum(character > "\uffff" for character in text[:offset])
