"""XML, friendly and hostile."""

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse.xml import parse
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts


def test_values_are_read_with_their_names_and_units():
    document = parse(
        b"<gear><strut><limit_load unit='kN'>41.3</limit_load><a><b/></a></strut></gear>", "a.xml"
    )
    assert "limit_load: 41.3 (unit: kN)" in texts(document)


def test_a_short_record_is_one_line_under_its_name():
    content = b"<m><location name='AERORP' unit='IN'><x>625</x><y>0</y></location><p>t</p></m>"
    document = parse(content, "a.xml")
    assert "location AERORP (unit: IN): x: 625; y: 0" in texts(document)


def test_named_elements_are_sections():
    content = b"<fdm name='B737'><gear name='nose'><a>1</a><b><c>2</c></b></gear></fdm>"
    assert block_with(parse(content, "a.xml"), "a: 1").section == ("fdm B737", "gear nose")


MANUAL = b"""<book xmlns="http://docbook.org/ns/docbook"><title>Manual</title>
<chapter><title>Loads</title><para>The <b>limit</b> of H<sub>2</sub>O is 41.3 kN.</para>
<table><title>Cases</title><tgroup cols="2"><colspec colname="a"/><colspec colname="b"/>
<thead><row><entry>Case</entry><entry>F (N)</entry></row></thead><tbody>
<row><entry morerows="1">A</entry><entry>5</entry></row><row><entry>6</entry></row></tbody>
</tgroup></table></chapter></book>"""


def test_a_manual_reads_by_its_titles():
    document = parse(MANUAL, "a.xml")
    assert document.title == "Manual"
    assert block_with(document, "41.3").section == ("Manual", "Loads")
    assert "The limit of H2O is 41.3 kN." in texts(document)
    assert readings(document) == ["Case: A; F (N): 5", "Case: A; F (N): 6"]
    assert offsets_hold(document)


def exchange(specs: str, rows: str):
    """A table in the exchange model: a header of three columns above `rows`."""
    head = "".join(f"<entry>{name}</entry>" for name in ("Part", "Mass", "Len"))
    return parse(
        f"<t><tgroup cols='3'>{specs}<thead><row>{head}</row></thead>"
        f"<tbody>{rows}</tbody></tgroup></t>".encode(),
        "a.xml",
    )


@pytest.mark.parametrize(
    "specs",
    [
        "<colspec colwidth='1*'/>",
        "<colspec colwidth='1*'/>" * 3,
        "<colspec/><colspec colname='b'/><colspec/>",
    ],
)
def test_columns_without_a_name_keep_their_place(specs):
    row = "<row><entry>A</entry><entry>4.1</entry><entry>7</entry></row>"
    assert readings(exchange(specs, row)) == ["Part: A; Mass: 4.1; Len: 7"]


def test_an_entry_may_name_the_span_that_it_covers():
    specs = "<colspec colname='a'/><colspec colname='b'/><colspec colname='c'/>"
    specs += "<spanspec spanname='ab' namest='a' nameend='b'/>"
    row = "<row><entry spanname='ab'>A</entry><entry>7</entry></row>"
    assert readings(exchange(specs, row)) == ["Part: A; Len: 7"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<superscript>6</superscript> cycles", "10^6 cycles"),
        ("2.5×10<superScript>-3</superScript>", "2.5×10^-3"),
        ("<b>10</b><sup>6</sup> cycles", "10^6 cycles"),
        ("3<sup>1</sup>/<sub>2</sub> in", "3-1/2 in"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_powers_do_not_melt_into_their_base(markup, text):
    assert (
        parse(f"<m><p>It is {markup}.</p></m>".encode(), "a.xml")
        .pages[0]
        .text.endswith(f"It is {text}.")
    )


@pytest.mark.parametrize("around", ["<p>At {}.</p>", "<equation>{}</equation>"])
def test_a_formula_is_read_with_its_powers(around):
    formula = (
        "<x:math xmlns:x='http://www.w3.org/1998/Math/MathML'><x:mi>x</x:mi><x:mo>=</x:mo>"
        "<x:msup><x:mn>10</x:mn><x:mn>6</x:mn></x:msup></x:math>"
    )
    document = parse(f"<m>{around.format(formula)}</m>".encode(), "a.xml")
    assert "x = 10^6" in document.pages[0].text


def test_the_declared_encoding_is_heeded():
    content = "<?xml version='1.0' encoding='windows-1252'?><a>25 µm</a>".encode("cp1252")
    assert "25 µm" in parse(content, "a.xml").pages[0].text


def test_entities_of_the_file_itself_are_filled_in():
    content = b"<!DOCTYPE a [<!ENTITY prod 'nose gear'>]><a>The &prod; is tall.</a>"
    assert "The nose gear is tall." in parse(content, "a.xml").pages[0].text


def test_other_files_are_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("classified")
    content = f"<!DOCTYPE a [<!ENTITY f SYSTEM '{secret.as_uri()}'>]><a>seen &f; too</a>"
    text = parse(content.encode(), "a.xml").pages[0].text
    assert "classified" not in text
    assert "seen" in text
    assert "too" in text


def test_a_billion_laughs_are_no_laughing_matter():
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    content = f'<!DOCTYPE l [<!ENTITY a0 "lol">{entities}]><l>&a9;</l>'
    with pytest.raises(DocumentSkippedError) as caught:
        parse(content.encode(), "a.xml")
    assert caught.value.reason in (SkipReason.DAMAGED, SkipReason.NO_TEXT)


@pytest.mark.parametrize(
    "content",
    [b"<a><b>x", b"<a>" * 5000 + b"x" + b"</a>" * 5000, b"just text", b"<a b='1' b='2'/>"],
)
def test_what_is_no_xml_is_damaged(content):
    with pytest.raises(DocumentSkippedError, match="not well-formed") as caught:
        parse(content, "a.xml")
    assert caught.value.reason is SkipReason.DAMAGED


def test_an_element_with_very_many_attributes_is_read_without_them():
    attributes = " ".join(f'a{i}="1"' for i in range(5000))
    assert parse(f"<a {attributes}>text</a>".encode(), "a.xml").pages[0].text == "a: text"
