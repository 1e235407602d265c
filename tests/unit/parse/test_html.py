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


@pytest.mark.parametrize(
    ("markup", "items"),
    [
        ("<ol type=a><li>x<li value=5>y<li>z</ol>", ["a. x", "e. y", "f. z"]),
        ("<ol type=A start=26><li>x<li>y</ol>", ["Z. x", "AA. y"]),
        ("<ol type=i start=3><li>x<li>y</ol>", ["iii. x", "iv. y"]),
        ("<ol><li>x<li type=I>y</ol>", ["1. x", "II. y"]),
        ("<ol><li value=many>x</ol>", ["1. x"]),
        ("<ol type=a><li>x<ul type=disc><li>y</ul><li>z</ol>", ["a. x", "• y", "b. z"]),
    ],
)
def test_items_are_numbered_as_they_are_shown(markup, items):
    assert texts(body(markup), BlockKind.LIST_ITEM) == items


@pytest.mark.parametrize("item", ["", "<pre>code</pre>", "<p></p>"])
def test_an_item_without_text_leaves_its_number_to_no_other(item):
    document = body(f"<ol><li>{item}</li></ol><p>Next paragraph.")
    assert texts(document, BlockKind.PARAGRAPH) == ["Next paragraph."]
    assert not texts(document, BlockKind.LIST_ITEM)


def test_powers_do_not_melt_into_their_base():
    document = body("<p>10<sup>-3</sup> m<sup>2</sup>, H<sub>2</sub>O</p>")
    assert document.pages[0].text == "10^-3 m^2, H2O"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup><b>6</b></sup>", "10^6"),
        ("10<sup><i>-3</i></sup> m", "10^-3 m"),
        ("10<sup>1</sup><sup>2</sup> Hz", "10^12 Hz"),
        ("10<sup>6</sup>/s", "10^6/s"),
        ("3<sup>1</sup>/<sub>2</sub> in", "3-1/2 in"),
        ("3<sup>1</sup>&frasl;<sub>2</sub> in", "3-1⁄2 in"),
        ("the 2<sup>nd</sup> load", "the 2nd load"),
    ],
)
def test_what_is_raised_is_marked_in_text_and_in_cells(markup, text):
    assert body(f"<p>{markup}</p>").pages[0].text == text
    table = body(f"<table><tr><th>Case<th>Value<tr><td>A<td>{markup}</table>")
    assert readings(table) == [f"Case: A; Value: {text}"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<mi>x</mi><mo>=</mo><mn>41</mn>", "x = 41"),
        ("<msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup>", "10^-3"),
        ("<mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "3 1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msubsup><mi>σ</mi><mi>y</mi><mn>2</mn></msubsup>", "σ_y^2"),
        ("<msqrt><mi>a</mi></msqrt><mroot><mi>b</mi><mn>3</mn></mroot>", "sqrt(a)root3(b)"),
        ("<mtable><mtr><mn>1</mn><mn>2</mn></mtr><mtr><mn>3</mn></mtr></mtable>", "1, 2; 3"),
        ("<msup><mn>10</mn><mn>6</mn></msup><mi>s</mi>", "10^6 s"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mn>5</mn><mspace/><mtext>kN</mtext><mphantom><mi>z</mi></mphantom>", "5 kN"),
        ("<semantics><mi>x</mi><annotation>\\x</annotation></semantics>", "x"),
    ],
)
def test_formulas_are_read_in_text_and_in_cells(markup, text):
    assert body(f"<p>At <math>{markup}</math>.</p>").pages[0].text == f"At {text}."
    table = body(f"<table><tr><th>Case<th>F<tr><td>A<td><math>{markup}</math></table>")
    assert readings(table) == [f"Case: A; F: {text}"]


@pytest.mark.parametrize(
    "drawn", ["<span class=katex-html>x=1</span>", "<nobr aria-hidden=true>x=1</nobr>"]
)
def test_a_formula_that_is_drawn_too_is_read_once(drawn):
    markup = f"<p><math><mi>x</mi><mo>=</mo><mn>1</mn></math>{drawn} m</p>"
    assert body(markup).pages[0].text == "x = 1 m"


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_struck_text_is_left_out(tag):
    struck = f"<{tag}>41</{tag}> <ins>43</ins> kN"
    assert body(f"<p>Load {struck}</p>").pages[0].text == "Load 43 kN"
    table = body(f"<table><tr><th>Case<th>F<tr><td>A<td>{struck}</table>")
    assert readings(table) == ["Case: A; F: 43 kN"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<tr style='display:none'><td>A<td>1</tr>",
        "<tr hidden><td>A<td>1</tr>",
        "<tbody style='display: none'><tr><td>A<td>1</tr></tbody>",
    ],
)
def test_hidden_rows_are_left_out(hidden):
    table = body(f"<table><tr><th>Case<th>F</tr>{hidden}<tr><td>B<td>2</tr></table>")
    assert readings(table) == ["Case: B; F: 2"]


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


def test_a_short_listing_in_a_table_of_data_is_a_value():
    document = body("<table><tr><th>Part<th>Mass<tr><td>A<td><pre>4.1</pre></table>")
    assert readings(document) == ["Part: A; Mass: 4.1"]


def test_a_long_listing_in_a_table_keeps_its_lines():
    listing = "x\n" * 9 + "x"
    document = body(f"<table><tr><th colspan=2>a.py<tr><td>A<td><pre>{listing}</pre></table>")
    assert texts(document, BlockKind.CODE) == [listing]


def test_terms_are_read_with_what_they_mean():
    assert readings(body("<dl><dt>VUMAT<dd>a user material</dl>")) == ["VUMAT: a user material"]


def test_listings_keep_their_lines():
    document = body("<pre>a = 1\n  b = 2</pre>")
    assert texts(document, BlockKind.CODE) == ["a = 1\n  b = 2"]


def test_the_declared_encoding_is_heeded():
    content = "<meta charset='windows-1251'><p>Нагрузка</p>".encode("cp1251")
    assert parse(content, "a.html").pages[0].text == "Нагрузка"


@pytest.mark.parametrize("declared", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii"])
def test_a_dash_of_windows_is_no_control_character(declared):
    content = f"<meta charset={declared}><p>Range –40 to +85 °C, “5–10 mm”</p>".encode("cp1252")
    assert parse(content, "a.html").pages[0].text == "Range –40 to +85 °C, “5–10 mm”"


def test_markup_nested_without_end_does_not_break_anything():
    with pytest.raises(DocumentSkippedError) as caught:
        parse(b"<div>" * 100_000 + b"deep", "a.html")
    assert caught.value.reason is SkipReason.DAMAGED


@pytest.mark.parametrize("content", [b"", b"   ", b"<html></html>", b"<!-- only -->"])
def test_a_page_that_shows_nothing_has_no_text(content):
    with pytest.raises(DocumentSkippedError) as caught:
        parse(content, "a.html")
    assert caught.value.reason is SkipReason.NO_TEXT
