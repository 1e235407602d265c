"""HTML."""

import pytest

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.html import parse
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts


def body(markup: str):
    return parse(
        f"<html><head><title>T</title></head><body>{markup}</body></html>".encode(), "a.html"
    )


def test_headings_make_sections_and_the_title_names_the_document():
    document = body("<h1>Gear</h1><h2>Loads</h2><p>The limit load is 41.3 kN.</p><h1>Mass</h1>")
    assert document.title == "T"
    assert block_with(document, "41.3").section == ("Gear", "Loads")
    assert offsets_hold(document)


def test_a_bold_line_alone_is_a_heading_and_a_bold_link_is_not():
    document = body("<p><b>WHY CGNS?</b></p><p>Text.</p><p><b><a href='#top'>Top</a></b></p>")
    assert texts(document, BlockKind.HEADING) == ["WHY CGNS?"]


def test_scripts_styles_menus_and_hidden_text_are_left_out():
    document = body(
        "<script>a</script><style>b</style><nav>c</nav><p hidden>d</p>"
        "<p style='display: none'>e</p><!-- f --><p>shown</p>"
    )
    assert document.pages[0].text == "shown"


def test_text_outside_of_paragraphs_is_kept_in_order():
    document = body("before<p>in</p>after<div>box<br>second line</div>tail")
    assert texts(document) == ["before", "in", "after", "box\nsecond line", "tail"]


def test_lists_show_their_numbers_and_bullets():
    document = body("<ol start=3><li>three<li><p>four</p><ul><li>deep</ul></ol>")
    assert texts(document, BlockKind.LIST_ITEM) == ["3. three", "4. four", "• deep"]


def test_powers_do_not_melt_into_their_base():
    document = body("<p>10<sup>-3</sup> m<sup>2</sup>, H<sub>2</sub>O</p>")
    assert document.pages[0].text == "10^-3 m^2, H2O"


def test_tables_with_spans_read_row_by_row():
    document = body(
        "<table><caption>Loads</caption><tr><th rowspan=2>Case<th colspan=2>Load</tr>"
        "<tr><th>Fx (N)<th>Fy (N)</tr><tr><td rowspan=2>A<td>1<td>2</tr><tr><td>3<td>4</tr></table>"
    )
    assert texts(document, BlockKind.CAPTION) == ["Loads"]
    assert readings(document) == [
        "Case: A; Load Fx (N): 1; Load Fy (N): 2",
        "Case: A; Load Fx (N): 3; Load Fy (N): 4",
    ]


def test_a_column_of_header_cells_reads_as_names():
    assert readings(body("<table><tr><th>Mass<td>4.1 kg</tr><tr><th>Issue<td>B</tr></table>")) == [
        "Mass: 4.1 kg",
        "Issue: B",
    ]


def test_a_table_that_arranges_the_page_is_no_table():
    document = body("<table><tr><td>menu<td><h2>Loads</h2><p>41.3 kN</table>")
    assert block_with(document, "41.3").section == ("Loads",)


def test_terms_are_read_with_what_they_mean():
    assert readings(body("<dl><dt>VUMAT<dd>a user material</dl>")) == ["VUMAT: a user material"]


def test_listings_keep_their_lines():
    document = body("<pre>a = 1\n  b = 2</pre>")
    assert texts(document, BlockKind.CODE) == ["a = 1\n  b = 2"]


def test_the_declared_encoding_is_heeded():
    content = "<meta charset='windows-1251'><p>Нагрузка</p>".encode("cp1251")
    assert parse(content, "a.html").pages[0].text == "Нагрузка"


def test_markup_nested_without_end_does_not_break_anything():
    with pytest.raises(DocumentSkippedError) as caught:
        parse(b"<div>" * 100_000 + b"deep", "a.html")
    assert caught.value.reason is SkipReason.DAMAGED


@pytest.mark.parametrize("content", [b"", b"   ", b"<html></html>", b"<!-- only -->"])
def test_a_page_that_shows_nothing_has_no_text(content):
    with pytest.raises(DocumentSkippedError) as caught:
        parse(content, "a.html")
    assert caught.value.reason is SkipReason.NO_TEXT
