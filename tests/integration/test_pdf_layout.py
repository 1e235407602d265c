"""Typeset PDFs, through PDFium: their columns, ruled tables and listings come out as laid out."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Preformatted,
    Spacer,
    Table,
    TableStyle,
)

from assistant.domain.document import BlockKind, Document
from assistant.domain.reading import block_search_text, sentences
from assistant.parse.pdf import parse

STYLES = getSampleStyleSheet()
RULED = TableStyle(
    [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
)
SENTENCES = [
    f"Sentence {number} says that the strut shall carry load case {number} at 21.1 kN or more."
    for number in range(1, 31)
]


def typeset(story: list[Flowable], columns: int = 1) -> Document:
    """The story as a PDF of A4 pages, parsed."""
    file = io.BytesIO()
    width = 470 / columns
    frames = [Frame(60 + i * (width + 8), 60, width - 8, 700) for i in range(columns)]
    template = BaseDocTemplate(file, pagesize=A4)
    template.addPageTemplates(
        PageTemplate(
            frames=frames,
            onPage=lambda canvas, _: (
                canvas.drawString(60, 800, "Strut Specification, Revision C"),
                canvas.drawString(500, 30, f"Page {canvas.getPageNumber()}"),
            ),
        )
    )
    template.build(story)
    return parse(file.getvalue(), "strut.pdf")


def text(words: str) -> Paragraph:
    return Paragraph(words, STYLES["BodyText"])


def heading(words: str, level: int = 1) -> Paragraph:
    return Paragraph(words, STYLES[f"Heading{level}"])


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_in_order_and_every_sentence_is_found_whole(columns):
    document = typeset([text(sentence) for sentence in SENTENCES], columns)

    found = [
        " ".join(page.text[start:end].split())
        for page in document.pages
        for start, end in sentences(page.text)
    ]

    assert [sentence for sentence in found if sentence.startswith("Sentence")] == SENTENCES


def test_rows_of_a_ruled_table_read_with_their_headers_though_cells_are_broken():
    rows = [
        ["Item", "Mass (kg)", "Remarks"],
        ["Strut", "4.10", text("Machined from 7075-T6 and delivered with its bushings fitted")],
        ["Fork", "2.35", text("Forged")],
        ["Pin", "0.41", text("Shall be replaced after each of the drop tests, whatever it shows")],
    ]
    table = Table(rows, colWidths=[80, 80, 150], style=RULED)
    document = typeset([text("Table 3: Mass properties"), Spacer(1, 6), table])

    readings = [block.reading for block in document.pages[0].blocks if block.reading]

    assert readings == [
        "Table 3: Mass properties — Item: Strut; Mass (kg): 4.10;"
        " Remarks: Machined from 7075-T6 and delivered with its bushings fitted",
        "Table 3: Mass properties — Item: Fork; Mass (kg): 2.35; Remarks: Forged",
        "Table 3: Mass properties — Item: Pin; Mass (kg): 0.41;"
        " Remarks: Shall be replaced after each of the drop tests, whatever it shows",
    ]


def test_sections_run_on_over_pages_and_running_heads_stay_out_of_them():
    story = [
        heading("3 Requirements"),
        heading("3.1 Loads", 2),
        text(SENTENCES[0]),
        PageBreak(),
        text(SENTENCES[1]),
        heading("3.2 Shock", 2),
        text(SENTENCES[2]),
        PageBreak(),
        text(SENTENCES[3]),
    ]
    document = typeset(story)

    sections = {
        page.text[block.start : block.start + 11].strip(): block.section
        for page in document.pages
        for block in page.blocks
        if block.kind is BlockKind.PARAGRAPH
    }

    assert sections["Sentence 1"] == ("3 Requirements", "3.1 Loads")
    assert sections["Sentence 2"] == ("3 Requirements", "3.1 Loads")
    assert sections["Sentence 4"] == ("3 Requirements", "3.2 Shock")
    headings = [
        page.text[block.start : block.end]
        for page in document.pages
        for block in page.blocks
        if block.kind is BlockKind.HEADING
    ]
    assert headings == ["3 Requirements", "3.1 Loads", "3.2 Shock"]


def test_a_listing_is_code_with_its_indentation():
    code = "# Comment, no heading\nif armed:\n    fire(delay=4.25)\n    log('done')"
    document = typeset([text(SENTENCES[0]), Preformatted(code, STYLES["Code"]), text(SENTENCES[1])])
    page = document.pages[0]

    (block,) = [block for block in page.blocks if block.kind is BlockKind.CODE]

    assert page.text[block.start : block.end] == code
    assert block_search_text(page.text, block).startswith("# Comment, no heading if armed:")
