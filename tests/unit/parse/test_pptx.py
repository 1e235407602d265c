"""PowerPoint presentations."""

from datetime import date

import pptx
import pytest
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.pptx import parse
from tests.unit.parse.office_files import saved, with_part
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
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


def test_series_with_x_values_of_their_own_read_with_these(deck):
    chart = XyChartData()
    points = {"A": [(1, 10), (2, 20)], "B": [(5, 50), (6, 60)], "C": [(1, 7), (2, 8)]}
    for name, of_series in points.items():
        series = chart.add_series(name)
        for x, y in of_series:
            series.add_data_point(x, y)
    shapes = slide(deck, TITLE_ONLY, "Growth").shapes
    shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, 0, 0, Inches(3), Inches(3), chart)
    assert readings(parse(saved(deck), "a.pptx")) == [
        "1; A: 10; C: 7",
        "2; A: 20; C: 8",
        "5; B: 50",
        "6; B: 60",
    ]


def test_numbers_of_a_chart_have_their_format(deck):
    chart = CategoryChartData(number_format="0%")
    chart.categories = [date(2024, 1, 1), date(2024, 2, 1)]
    chart.add_series("Yield", (0.35, 0.4))
    shapes = slide(deck, TITLE_ONLY, "Growth").shapes
    shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, Inches(3), Inches(3), chart)
    content = saved(deck)
    assert readings(parse(content, "a.pptx")) == [
        "2024-01-01; Yield: 35%",
        "2024-02-01; Yield: 40%",
    ]
    name = deck.slides[0].shapes[1].chart.part.partname.lstrip("/")
    since_1904 = with_part(content, name, 'date1904 val="0"', 'date1904 val="1"')
    assert readings(parse(since_1904, "a.pptx"))[0] == "2028-01-02; Yield: 35%"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([("10", 0), ("1", 30000), ("2", 30000)], "10^12"),
        ([("3", 0), ("1", 30000), ("/", 0), ("2", -25000), (" in", 0)], "3-1/2 in"),
        ([("CO", 0), ("2", -25000)], "CO2"),
    ],
)
def test_raised_text_has_a_mark_however_it_is_cut_into_runs(deck, runs, shown):
    paragraph = slide(deck, TITLE_AND_BODY, "Life").placeholders[1].text_frame.paragraphs[0]
    for text, baseline in runs:
        run = paragraph.add_run()
        run.text = text
        run.font._element.set("baseline", str(baseline))
    assert texts(parse(saved(deck), "a.pptx"))[1] == f"• {shown}"


def test_struck_text_is_left_out(deck):
    paragraph = slide(deck, TITLE_AND_BODY, "Load").placeholders[1].text_frame.paragraphs[0]
    for text, strike in [("41 ", "sngStrike"), ("42 ", "dblStrike"), ("43 kN", "noStrike")]:
        run = paragraph.add_run()
        run.text = text
        run.font._element.set("strike", strike)
    assert texts(parse(saved(deck), "a.pptx"))[1] == "• 43 kN"


def test_numbered_steps_show_their_numbers(deck):
    frame = slide(deck, TITLE_AND_BODY, "Procedure").placeholders[1].text_frame
    items = [
        ("Vent", 0, "arabicPeriod", ""),
        ("left", 1, "alphaLcParenR", ""),
        ("", 0, "arabicPeriod", ""),
        ("right", 1, "alphaLcParenR", ""),
        ("Fill", 0, "arabicPeriod", ""),
        ("again", 1, "alphaLcParenR", ""),
        ("Note", 0, "", ""),
        ("Close", 0, "arabicPeriod", ""),
        ("Lock", 0, "romanUcParenBoth", "4"),
        ("Tag", 0, "romanUcParenBoth", "4"),
    ]
    for i, (text, level, kind, start) in enumerate(items):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
        if kind:
            numbers = paragraph._p.get_or_add_pPr().makeelement(f"{DRAWING}buAutoNum")
            numbers.set("type", kind)
            if start:
                numbers.set("startAt", start)
            paragraph._p.pPr.append(numbers)
    assert texts(parse(saved(deck), "a.pptx"), BlockKind.LIST_ITEM) == [
        "1. Vent",
        "a) left",
        "b) right",
        "2. Fill",
        "a) again",
        "• Note",
        "1. Close",
        "(IV) Lock",
        "(V) Tag",
    ]


def test_text_in_groups_is_read(deck):
    group = slide(deck, TITLE_ONLY, "Layout").shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "hinge line"
    assert "hinge line" in texts(parse(saved(deck), "a.pptx"), BlockKind.PARAGRAPH)


def test_slides_without_text_are_named(deck):
    slide(deck, TITLE_ONLY, "First")
    slide(deck, BLANK)
    assert parse(saved(deck), "a.pptx").notes == ("Slides without text: 2.",)


def test_hidden_slides_are_left_out_with_a_note(deck):
    slide(deck, TITLE_ONLY, "Old loads")._element.set("show", "0")
    slide(deck, TITLE_ONLY, "Loads")
    read = parse(saved(deck), "a.pptx")
    assert texts(read) == ["Slide 2: Loads"]
    assert read.title == "Loads"
    assert read.notes == ("Hidden slides left out: 1.",)


def test_hidden_slides_alone_are_no_text(deck):
    slide(deck, TITLE_ONLY, "Old loads")._element.set("show", "0")
    with pytest.raises(DocumentSkippedError, match="No slide that is shown holds text"):
        parse(saved(deck), "a.pptx")


def test_pictures_alone_are_no_text(deck):
    slide(deck, BLANK)
    with pytest.raises(DocumentSkippedError) as caught:
        parse(saved(deck), "a.pptx")
    assert caught.value.reason is SkipReason.NO_TEXT
