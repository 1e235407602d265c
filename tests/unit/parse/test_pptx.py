"""PowerPoint presentations."""

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.pptx import parse
from tests.unit.parse.office_files import saved
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts

TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6


@pytest.fixture
def deck():
    return pptx.Presentation()


def slide(deck, layout, title=""):
    added = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        added.shapes.title.text = title
    return added


def test_each_slide_is_a_section_with_its_text_and_notes(deck):
    first = slide(deck, TITLE_AND_BODY, "Thermal design")
    first.placeholders[1].text_frame.text = "Radiator area 0.6 m²"
    first.notes_slide.notes_text_frame.text = "Mention the coating."
    read = parse(saved(deck), "a.pptx")
    assert texts(read) == [
        "Slide 1: Thermal design",
        "• Radiator area 0.6 m²",
        "Speaker's note: Mention the coating.",
    ]
    assert block_with(read, "Radiator").section == ("Slide 1: Thermal design",)
    assert read.title == "Thermal design"
    assert offsets_hold(read)


def test_tables_read_row_by_row_with_merged_cells(deck):
    shape = slide(deck, TITLE_ONLY, "Budget").shapes.add_table(3, 3, 0, 0, Inches(5), Inches(2))
    rows = [["Item", "Mass (kg)", "Margin"], ["strut", "4.1", "5 %"], ["wheel", "2.0", ""]]
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            shape.table.cell(i, j).text = text
    shape.table.cell(1, 2).merge(shape.table.cell(2, 2))
    assert readings(parse(saved(deck), "a.pptx")) == [
        "Item: strut; Mass (kg): 4.1; Margin: 5 %",
        "Item: wheel; Mass (kg): 2.0; Margin: 5 %",
    ]


def test_charts_read_as_the_table_behind_them(deck):
    chart = CategoryChartData()
    chart.categories = ["PDR", "CDR"]
    chart.add_series("Mass", (10.1, 12.3))
    shapes = slide(deck, TITLE_ONLY, "Growth").shapes
    shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, Inches(3), Inches(3), chart)
    assert readings(parse(saved(deck), "a.pptx")) == ["PDR; Mass: 10.1", "CDR; Mass: 12.3"]


def test_text_in_groups_is_read(deck):
    group = slide(deck, TITLE_ONLY, "Layout").shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "hinge line"
    assert "hinge line" in texts(parse(saved(deck), "a.pptx"), BlockKind.PARAGRAPH)


def test_slides_without_text_are_named(deck):
    slide(deck, TITLE_ONLY, "First")
    slide(deck, BLANK)
    assert parse(saved(deck), "a.pptx").notes == ("Slides without text: 2.",)


def test_pictures_alone_are_no_text(deck):
    slide(deck, BLANK)
    with pytest.raises(DocumentSkippedError) as caught:
        parse(saved(deck), "a.pptx")
    assert caught.value.reason is SkipReason.NO_TEXT
