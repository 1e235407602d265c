"""What the interface document needs of Word: headings, ruled tables, merged headers, footnotes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from archive import fix_times
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class WordDocument:
    """A Word document, written from top to bottom."""

    def __init__(self, title: str, subject: str, heads: str) -> None:
        self._document = Document()
        self._footnotes: list[str] = []
        core = self._document.core_properties
        core.title, core.subject, core.author = title, subject, "AST design authority (fictional)"
        core.created = core.modified = datetime(2026, 4, 20, tzinfo=UTC)
        core.last_modified_by, core.comments = "", ""
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin = section.bottom_margin = Mm(24)
        section.header.paragraphs[0].text = heads
        section.footer.paragraphs[0].text = subject
        self._set_fonts()

    def _set_fonts(self) -> None:
        styles = self._document.styles
        styles["Normal"].font.name = "Arial"
        styles["Normal"].font.size = Pt(10)
        for level, size in ((1, 15), (2, 12), (3, 10.5)):
            style = styles[f"Heading {level}"]
            style.font.name, style.font.size = "Arial", Pt(size)
            style.font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
            style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]
        styles["Caption"].font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
        styles["Caption"].font.size = Pt(9)

    def title(self, text: str) -> None:
        """The document's title."""
        paragraph = self._document.add_paragraph(text, style="Title")
        paragraph.runs[0].font.name = "Arial"
        paragraph.runs[0].font.color.rgb = RGBColor(0x1D, 0x27, 0x33)

    def heading(self, text: str, level: int) -> None:
        """A heading; its number is part of the text."""
        self._document.add_heading(text, level)

    def text(self, text: str, *, footnote: str = "") -> None:
        """A paragraph, with a footnote at its end where one is given."""
        paragraph = self._document.add_paragraph(text)
        if footnote:
            self._refer(paragraph, footnote)

    def bullets(self, *items: str) -> None:
        """A list."""
        for item in items:
            self._document.add_paragraph(item, style="List Bullet")

    def table(
        self,
        caption: str,
        rows: Sequence[Sequence[str]],
        widths_mm: Sequence[float],
        *,
        header_rows: int = 1,
        merges: Sequence[tuple[int, int, int, int]] = (),
    ) -> None:
        """A ruled table.

        Args:
            caption: Set above it.
            rows: Texts, the header rows first; a merged cell has its text in its first cell.
            widths_mm: Of the columns.
            header_rows: How many of the rows are its header.
            merges: (first row, first column, last row, last column) of each merged cell.
        """
        self._document.add_paragraph(
            caption, style="Caption"
        ).paragraph_format.keep_with_next = True
        table = self._document.add_table(len(rows), len(widths_mm), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        for column, width_mm in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width_mm)
        for n, row in enumerate(rows):
            for m, text in enumerate(row):
                cell = table.cell(n, m)
                cell.width = Mm(widths_mm[m])
                lines = cell.paragraphs[0].paragraph_format
                lines.space_before = lines.space_after = Pt(1.5)
                run = cell.paragraphs[0].add_run(text)
                run.font.size, run.font.bold = Pt(8.5), n < header_rows
        for top, left, bottom, right in merges:
            table.cell(top, left).merge(table.cell(bottom, right))
            for paragraph in table.cell(top, left).paragraphs[1:]:
                paragraph._element.getparent().remove(paragraph._element)
        for row in table.rows[:header_rows]:
            self._mark_header(row._tr)
        self._document.add_paragraph()

    def save(self, file: Path) -> None:
        """Write the document; the same content gives the same bytes."""
        if self._footnotes:
            self._attach_footnotes()
        self._document.save(str(file))
        fix_times(file)

    def _mark_header(self, row: CT_Row) -> None:
        mark = OxmlElement("w:tblHeader")
        row.get_or_add_trPr().append(mark)
        for cell in row.tc_lst:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "E6EBF0")
            cell.get_or_add_tcPr().append(shade)

    def _refer(self, paragraph: Paragraph, footnote: str) -> None:
        self._footnotes.append(footnote)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._footnotes)))
        run._element.append(reference)

    def _attach_footnotes(self) -> None:
        """Add the part that holds the footnotes; ids -1 and 0 are the ruled separators."""
        marks = "".join(
            f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
            for kind, n, mark in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        notes = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p>'
            "</w:footnote>"
            for n, text in enumerate(self._footnotes, start=1)
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:footnotes xmlns:w="{_NAMESPACE}">{marks}{notes}</w:footnotes>'
        )
        main = self._document.part
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
