"""The page of a format without pages: offsets, sections and bounds."""

import pytest

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.page_writer import PageWriter
from tests.unit.parse.reading import offsets_hold, texts


def test_every_block_stands_where_its_offsets_say():
    writer = PageWriter()
    writer.heading("1  Loads", 1)
    writer.add("  The strut carries 41.3 kN.  ")
    writer.add("• one", BlockKind.LIST_ITEM, indent="  ")
    document = writer.document("text", "")
    assert document.pages[0].text == "1 Loads\n\nThe strut carries 41.3 kN.\n\n  • one"
    assert texts(document) == ["1 Loads", "The strut carries 41.3 kN.", "• one"]
    assert offsets_hold(document)


def test_a_heading_closes_the_sections_at_its_level_and_below():
    writer = PageWriter()
    for text, level in (("A", 1), ("A.1", 2), ("B", 1), ("B.1.1", 3)):
        writer.heading(text, level)
    sections = [block.section for block in writer.document("text", "").pages[0].blocks]
    assert sections == [("A",), ("A", "A.1"), ("B",), ("B", "B.1.1")]


def test_what_does_not_fit_is_left_out_whole_and_said():
    writer = PageWriter(limit=20)
    writer.add("ten chars.")
    writer.add("too long for the rest")
    writer.add("small")
    document = writer.document("text", "")
    assert document.pages[0].text == "ten chars."
    assert document.notes == ("Cut after 2,000,000 characters.",)


def test_a_first_block_that_is_too_long_is_cut_rather_than_lost():
    writer = PageWriter(limit=5)
    writer.add("0123456789")
    assert writer.document("text", "").pages[0].text == "01234"


def test_readings_are_bounded_while_the_rows_stay():
    writer = PageWriter(limit=100)
    for _ in range(4):
        writer.add("row", BlockKind.TABLE_ROW, reading="r" * 90)
    document = writer.document("csv", "")
    assert [bool(block.reading) for block in document.pages[0].blocks] == [True, True, False, False]
    assert "too large to repeat their headers" in document.notes[0]


def test_a_file_without_text_says_so():
    with pytest.raises(DocumentSkippedError, match="holds no text") as caught:
        PageWriter().document("text", "")
    assert caught.value.reason is SkipReason.NO_TEXT


def test_the_contents_do_not_name_a_document():
    writer = PageWriter()
    writer.heading("Table of Contents", 1)
    writer.heading("Landing gear", 1)
    assert writer.document("text", "").title == "Landing gear"
