"""The page layout of the PDF samples: styles, running heads, numbered headings, ruled tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from product import MARKING
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

INK = colors.HexColor("#1d2733")
RULE = colors.HexColor("#8895a3")
SHADE = colors.HexColor("#e6ebf0")
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 30 * mm, 22 * mm

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13, textColor=INK)
BODY.spaceAfter = 6
ITEM = ParagraphStyle("item", BODY, leftIndent=14, bulletIndent=3, spaceAfter=3)
SHALL = ParagraphStyle("shall", BODY, leftIndent=10, spaceBefore=2, spaceAfter=7)
NOTE = ParagraphStyle("note", BODY, fontSize=8.5, leading=11, leftIndent=10)
CELL = ParagraphStyle("cell", BODY, fontSize=8.2, leading=10.2, spaceAfter=0)
DENSE_CELL = ParagraphStyle("dense_cell", CELL, fontSize=7.8, leading=9.2)
HEAD_CELL = ParagraphStyle("head_cell", CELL, fontName="Helvetica-Bold")
CAPTION = ParagraphStyle("caption", BODY, fontName="Helvetica-Bold", fontSize=8.8, spaceBefore=4)
FIGURE_CAPTION = ParagraphStyle("figure_caption", CAPTION, alignment=TA_CENTER, spaceAfter=10)
HEADINGS = tuple(
    ParagraphStyle(
        f"heading{level}",
        BODY,
        fontName="Helvetica-Bold",
        fontSize=size,
        leading=size + 4,
        spaceBefore=before,
        spaceAfter=5,
        keepWithNext=1,
    )
    for level, size, before in ((1, 14, 12), (2, 11.5, 9), (3, 10, 7))
)
CONTENTS = [
    ParagraphStyle("contents1", BODY, fontName="Helvetica-Bold", spaceBefore=4, spaceAfter=0),
    ParagraphStyle("contents2", BODY, leftIndent=14, leading=12, spaceAfter=0),
    ParagraphStyle("contents3", BODY, leftIndent=30, leading=12, spaceAfter=0),
]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document is called, for its title page, running heads and metadata."""

    number: str
    revision: str
    title: str
    date: str


def page_label(page: int, front_pages: int) -> str:
    """The printed number of page `page`: roman in the front matter, arabic after it."""
    if page <= front_pages:
        return ("i", "ii", "iii", "iv", "v", "vi")[page - 1]
    return str(page - front_pages)


class _Heading(Paragraph):  # type: ignore[misc]  # reportlab carries no types
    """A heading that enters itself into the outline and the contents."""

    def __init__(self, text: str, level: int, key: str) -> None:
        super().__init__(text, HEADINGS[level])
        self.level, self.key = level, key


class PagedDocument(BaseDocTemplate):  # type: ignore[misc]  # reportlab carries no types
    """A document with running heads, an outline, page labels and rotated pages."""

    def __init__(self, file: Path, identity: Identity, front_pages: int) -> None:
        super().__init__(
            str(file),
            pagesize=A4,
            invariant=1,
            title=f"{identity.number} Rev {identity.revision}: {identity.title}",
            author="AST design authority (fictional)",
            subject=MARKING,
        )
        self._identity = identity
        self._front_pages = front_pages
        frame = Frame(LEFT, BOTTOM, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM, **_NO_PADDING)
        half = (WIDTH - LEFT - RIGHT - 8 * mm) / 2
        columns = [
            Frame(x, BOTTOM, half, HEIGHT - TOP - BOTTOM, **_NO_PADDING)
            for x in (LEFT, LEFT + half + 8 * mm)
        ]
        turned = Frame(LEFT, BOTTOM, HEIGHT - LEFT - RIGHT, WIDTH - TOP - BOTTOM, **_NO_PADDING)
        landscape_page = PageTemplate(
            "turned", [turned], onPage=self._turned, pagesize=landscape(A4)
        )
        landscape_page.rotation = 90
        self.addPageTemplates(
            [
                PageTemplate("title", [frame], onPage=self._upright_plain),
                PageTemplate("page", [frame], onPage=self._upright),
                PageTemplate("columns", columns, onPage=self._upright),
                landscape_page,
            ]
        )

    def label(self, page: int) -> str:
        """The printed number of a page."""
        return page_label(page, self._front_pages)

    def beforeDocument(self) -> None:  # noqa: N802  # the framework's name
        """Label the pages in the file as they are printed."""
        self.canv.addPageLabel(0, "ROMAN_LOWER")
        self.canv.addPageLabel(self._front_pages, "ARABIC", start=1)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # likewise
        """Enter a heading into the outline and the contents."""
        if isinstance(flowable, _Heading):
            text = flowable.getPlainText()
            self.canv.bookmarkPage(flowable.key)
            self.canv.addOutlineEntry(text, flowable.key, flowable.level, flowable.level > 0)
            self.notify("TOCEntry", (flowable.level, text, self.page, flowable.key))

    def _upright_plain(self, canvas: Canvas, _document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(INK)
        canvas.drawCentredString(WIDTH / 2, 12 * mm, MARKING)

    def _upright(self, canvas: Canvas, _document: Any) -> None:
        self._running_heads(canvas, WIDTH, HEIGHT)

    def _turned(self, canvas: Canvas, _document: Any) -> None:
        """Draw a landscape page on upright paper and have viewers turn it."""
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        self._running_heads(canvas, HEIGHT, WIDTH)

    def _running_heads(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.saveState()
        canvas.setFillColor(INK)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.setFont("Helvetica", 8)
        head, foot = height - 18 * mm, 15 * mm
        canvas.drawString(LEFT, head, f"{self._identity.number}  Rev {self._identity.revision}")
        canvas.drawRightString(width - RIGHT, head, self._identity.title)
        canvas.line(LEFT, head - 4, width - RIGHT, head - 4)
        canvas.line(LEFT, foot + 9, width - RIGHT, foot + 9)
        canvas.drawString(LEFT, foot, MARKING)
        canvas.drawRightString(width - RIGHT, foot, f"Page {self.label(canvas.getPageNumber())}")
        canvas.restoreState()


_NO_PADDING = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}


class Story:
    """The flow of a document, written from top to bottom."""

    def __init__(self) -> None:
        self.flowables: list[Flowable] = []

    def heading(self, number: str, text: str) -> None:
        """A numbered heading; its level is the number of parts in `number` ('3.2' is 2)."""
        level = number.count(".") if number[0].isdigit() else 0
        if level == 0:
            self.flowables.append(CondPageBreak(25 * mm))
        title = f"{number}  {text}".strip()
        key = f"section-{number.replace(' ', '-')}"
        self.flowables.append(_Heading(title, level, key))

    def text(self, *paragraphs: str) -> None:
        """Paragraphs of body text."""
        self.flowables += [Paragraph(paragraph, BODY) for paragraph in paragraphs]

    def note(self, text: str) -> None:
        """A note in small type."""
        self.flowables.append(Paragraph(f"<b>Note:</b> {text}", NOTE))

    def bullets(self, *items: str) -> None:
        """A list."""
        self.flowables += [Paragraph(item, ITEM, bulletText="\N{BULLET}") for item in items]
        self.flowables.append(Spacer(1, 4))

    def table(
        self,
        caption: str,
        rows: Sequence[Sequence[str]],
        widths_mm: Sequence[float],
        *,
        is_dense: bool = False,
        marks: Sequence[tuple[Any, ...]] = (),
    ) -> None:
        """A ruled table; the first row is its header, repeated on every page it runs over.

        Args:
            caption: Set above the table; empty for none.
            rows: Texts, the header first.
            widths_mm: Of the columns.
            is_dense: Whether it is set small and tight, and may run over pages.
            marks: Further reportlab table commands, such as spans.
        """
        style = DENSE_CELL if is_dense else CELL
        cells = [
            [Paragraph(text, style if n else HEAD_CELL) for text in row]
            for n, row in enumerate(rows)
        ]
        table = Table(cells, [w * mm for w in widths_mm], repeatRows=1, hAlign="LEFT")
        table.setStyle(TableStyle([*_RULED, *(_TIGHT if is_dense else []), *marks]))
        parts: list[Flowable] = [Paragraph(caption, CAPTION)] if caption else []
        parts += [table, Spacer(1, 9)]
        self.flowables += parts if is_dense else [KeepTogether(parts)]

    def figure(self, drawing: Flowable, caption: str) -> None:
        """A drawing with its caption below."""
        self.flowables.append(KeepTogether([drawing, Paragraph(caption, FIGURE_CAPTION)]))

    def contents(self, front_pages: int) -> None:
        """The table of contents, with the page numbers as printed."""
        contents = TableOfContents(
            levelStyles=CONTENTS,
            dotsMinLevel=0,
            tableStyle=TableStyle(_CLOSE),
            formatter=lambda page: page_label(page, front_pages),
        )
        self.flowables += [Paragraph("Contents", HEADINGS[0]), contents]

    def turn_to(self, template: str) -> None:
        """Go on with a fresh page of another template."""
        self.flowables += [NextPageTemplate(template), PageBreak()]

    def space(self, height_mm: float) -> None:
        """Leave some height free."""
        self.flowables.append(Spacer(1, height_mm * mm))

    def add(self, flowable: Flowable) -> None:
        """Add any other flowable."""
        self.flowables.append(flowable)


_RULED: list[tuple[Any, ...]] = [
    ("GRID", (0, 0), (-1, -1), 0.5, RULE),
    ("BACKGROUND", (0, 0), (-1, 0), SHADE),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 2.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.4),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
]
_CLOSE: list[tuple[Any, ...]] = [
    ("TOPPADDING", (0, 0), (-1, -1), 0.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
]
_TIGHT: list[tuple[Any, ...]] = [
    ("TOPPADDING", (0, 1), (-1, -1), 0.8),
    ("BOTTOMPADDING", (0, 1), (-1, -1), 2.0),
]


def title_page(story: Story, identity: Identity, facts: Sequence[tuple[str, str]]) -> None:
    """Number, revision, title and the document's particulars."""
    large = ParagraphStyle("large", BODY, fontName="Helvetica-Bold", fontSize=24, leading=30)
    story.space(45)
    story.text(f"<b>{identity.number}</b> &nbsp; Revision {identity.revision}")
    story.add(Paragraph(identity.title, large))
    story.space(12)
    rows = [("Particular", "Value"), ("Date of issue", identity.date), *facts]
    story.table("", rows, (45, 110))


def write(file: Path, identity: Identity, story: Story, *, front_pages: int) -> None:
    """Lay out the story and write the PDF; the same story gives the same bytes."""
    PagedDocument(file, identity, front_pages).multiBuild(story.flowables)
