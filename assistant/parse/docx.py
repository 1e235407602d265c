"""Word documents (DOCX): headings, lists with their numbers, tables, text boxes, notes.

Reads the XML itself, which shows what libraries for writing documents pass over: text boxes,
tracked changes, the results of fields, and the numbers that Word only shows.
"""

import re
from typing import Any

from assistant.domain.document import BlockKind, Document, DocumentSkippedError, SkipReason
from assistant.parse.docx_numbering import Numbering
from assistant.parse.docx_styles import (
    ParagraphStyle,
    Styles,
    heading_level_of,
    integer_or_none,
    switch,
)
from assistant.parse.docx_table import DocxTable, lay_out
from assistant.parse.docx_text import (
    NoteReference,
    ParagraphReader,
    ParagraphText,
    alternative,
)
from assistant.parse.office_package import OfficePackage, damaged, zip_of
from assistant.parse.page_writer import PageWriter
from assistant.parse.safe_xml import attribute, child, children, local_name
from assistant.parse.table_rows import write_table

SUFFIXES = (".docx", ".docm", ".dotx")

_WRAPPERS = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent"})
_BOLD_HEADING_LEVEL = 10
_BOLD_HEADING_LENGTH = 80
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table)\s+[A-Z]?[\d.\-–]*\d[:.\s–—-]", re.IGNORECASE)
_CAPTION_LENGTH = 160
_CONTENTS = ("toc ", "table of figures", "index ")


def parse(content: bytes, name: str) -> Document:
    """Read a Word document.

    Raises:
        DocumentSkippedError: It is locked, damaged, too large, or shows no text.
    """
    package = OfficePackage(content)
    main = package.main_part()
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise damaged("it holds no Word document")
    writer = PageWriter()
    reading = _Body(package, main, writer)
    reading.write(body)
    if not writer.has_text and reading.picture_count:
        raise DocumentSkippedError(
            SkipReason.NO_TEXT,
            f"The file shows {reading.picture_count} pictures and no text.",
            hint="Its pages seem to be scanned; a version with recognised text can be indexed.",
        )
    return writer.document("docx", package.title() or reading.title or writer.opening())


class _Body:
    """Writes the blocks of a document, in order."""

    def __init__(self, package: OfficePackage, main: str, writer: PageWriter) -> None:
        self._writer = writer
        self._styles = Styles(package.xml(package.first_related(main, "styles")))
        self._numbering = Numbering(package.xml(package.first_related(main, "numbering")))
        self._paragraphs = ParagraphReader()
        self._notes: dict[tuple[str, str], Any] = {}
        for kind in ("footnote", "endnote"):
            notes = package.xml(package.first_related(main, f"{kind}s"))
            for note in [] if notes is None else children(notes, kind):
                self._notes[kind, attribute(note, "id")] = note
        self._waiting_notes: list[NoteReference] = []
        self._waiting_boxes: list[Any] = []
        self._box_depth = 0
        self.title = ""
        self.picture_count = 0

    def write(self, container: Any) -> None:
        """Write what stands in `container`, block by block."""
        for element in container:
            name = local_name(element)
            if self._writer.is_full:
                return
            if name == "p":
                self._write_paragraph(element)
            elif name == "tbl":
                self._write_table(element)
            elif name == "sdt" and not _is_contents(element):
                self.write(_content(element))
            elif name in _WRAPPERS:
                self.write(element)
            elif name == "AlternateContent":
                self.write(alternative(element))

    def _write_paragraph(self, paragraph: Any) -> None:
        properties = child(paragraph, "pPr")
        style = self._styles.of(properties)
        found = self._read(paragraph)
        if text := found.text:
            self._write_text(text, found, properties, style)
        elif not _is_gone(properties):
            self._label(properties, style)  # Word shows a number before nothing, too.
        self._write_leftovers()

    def _write_text(
        self, text: str, found: ParagraphText, properties: Any, style: ParagraphStyle
    ) -> None:
        if style.name.startswith(_CONTENTS):
            return
        label, depth = self._label(properties, style)
        outline = integer_or_none(attribute(child(properties, "outlineLvl"), "val"))
        level = style.heading_level if outline is None else heading_level_of(outline)
        if style.name == "title":
            self.title = self.title or text
            self._writer.heading(text, 1)
        elif level:
            self._writer.heading(f"{label} {text}", level)
        elif style.name == "caption" or (_CAPTION.match(text) and len(text) <= _CAPTION_LENGTH):
            self._writer.add(f"{label} {text}".strip(), BlockKind.CAPTION)
        elif label:
            self._writer.add(f"{label} {text}", BlockKind.LIST_ITEM, indent="  " * depth)
        elif not self._box_depth and _is_bold_heading(text, found, style):
            self._writer.heading(text, _BOLD_HEADING_LEVEL)
        else:
            self._writer.add(text)

    def _label(self, properties: Any, style: ParagraphStyle) -> tuple[str, int]:
        """The number or bullet of a paragraph, and the level of its list from 0."""
        numbers = child(properties, "numPr")
        own = attribute(child(numbers, "numId"), "val")
        num_id = own or style.num_id
        if num_id in ("", "0"):
            return "", 0
        level = integer_or_none(attribute(child(numbers, "ilvl"), "val"))
        if level is None:
            style_id = attribute(child(properties, "pStyle"), "val")
            of_list = self._numbering.level_of_style(num_id, style_id)
            level = of_list if style.list_level is None else style.list_level
        return self._numbering.label(num_id, level), min(level, 8)

    def _read(self, paragraph: Any) -> ParagraphText:
        """Read a paragraph; what hangs on it waits for `_write_leftovers`."""
        found = self._paragraphs.read(paragraph)
        self.picture_count += found.has_picture
        self._waiting_notes += found.notes
        self._waiting_boxes += found.boxes
        return found

    def _write_leftovers(self) -> None:
        """Write the notes and text boxes that hang on the block before."""
        notes, self._waiting_notes = self._waiting_notes, []
        boxes, self._waiting_boxes = self._waiting_boxes, []
        for reference in notes:
            note = self._notes.get((reference.kind, reference.id))
            texts = [] if note is None else [self._read(p).text for p in note.iter("{*}p")]
            if text := " ".join(filter(None, texts)):
                self._writer.add(f"Note {reference.number}: {text}")
        for box in boxes:
            self._box_depth += 1
            self.write(box)
            self._box_depth -= 1

    def _write_table(self, element: Any) -> None:
        table = lay_out(element)
        if table.is_layout:
            for cell in table.cells:
                self.write(cell)
            return
        shown, filled = self._texts(table)
        write_table(self._writer, shown, filled, table.header_rows)
        self._write_leftovers()

    def _texts(self, table: DocxTable) -> tuple[list[list[str]], list[list[str]]]:
        """The rows of a table, with a merged cell once, and with it in all its places."""
        # lxml keeps the identity of an element while it is referred to, as `table` does.
        texts = {id(cell): self._cell_text(cell) for cell in table.cells}
        filled = [[texts.get(id(cell), "") for cell, _ in row] for row in table.rows]
        shown = [
            [text if begins else "" for text, (_, begins) in zip(texts_of, row, strict=True)]
            for texts_of, row in zip(filled, table.rows, strict=True)
        ]
        return shown, filled

    def _cell_text(self, cell: Any) -> str:
        """The text of a cell on one line; a table within it with its cells apart by ' | '."""
        parts = []
        for element in cell:
            name = local_name(element)
            if name == "p":
                properties = child(element, "pPr")
                text = self._read(element).text
                if text or not _is_gone(properties):
                    label = self._label(properties, self._styles.of(properties))[0]
                    parts.append(f"{label} {text}" if label and text else text)
            elif name == "tbl":
                rows, _ = self._texts(lay_out(element))
                parts += [" | ".join(filter(None, row)) + ";" for row in rows if any(row)]
            elif name == "sdt":
                parts.append(self._cell_text(_content(element)))
            elif name in _WRAPPERS:
                parts.append(self._cell_text(element))
        return " ".join(part for part in parts if part)


def _content(control: Any) -> Any:
    """What a content control 'w:sdt' holds."""
    content = child(control, "sdtContent")
    return () if content is None else content


def _is_contents(control: Any) -> bool:
    """Whether a content control holds the table of contents, which repeats the headings."""
    gallery = attribute(child(control, "sdtPr", "docPartObj", "docPartGallery"), "val")
    return gallery == "Table of Contents"


def _is_gone(properties: Any) -> bool:
    """Whether an empty paragraph is not shown either: deleted, moved elsewhere or hidden."""
    mark = child(properties, "rPr")
    if mark is None:
        return False
    return bool(children(mark, "del", "moveFrom")) or switch(child(mark, "vanish")) is True


def _is_bold_heading(text: str, found: ParagraphText, style: ParagraphStyle) -> bool:
    """Whether a paragraph is a heading in all but its style: short, alone and bold throughout."""
    if (
        len(text) > _BOLD_HEADING_LENGTH
        or "\n" in text
        or text[-1] in ".,;"
        or not text[0].isalnum()
    ):
        return False
    length = sum(len(part.text.strip()) for part in found.parts)
    bold = length - found.plain_length if style.is_bold else found.bold_length
    return any(map(str.isalpha, text)) and bold >= length > 2


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sample() -> bytes:
    """A tiny file of this format."""
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zip_of(
        {
            "_rels/.rels": f'<Relationships xmlns="{relationships}"><Relationship Id="r1"'
            f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>Strut'
            "</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Mass</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:p><w:r><w:t>4.1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
        }
    )
