"""Word documents."""

import docx
import pytest
from docx.oxml import parse_xml

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.docx import parse
from tests.unit.parse.office_files import saved, with_part
from tests.unit.parse.reading import block_with, offsets_hold, readings, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def with_body(*markup: str) -> bytes:
    """A document whose body begins with these elements."""
    document = docx.Document()
    for i, element in enumerate(markup):
        document.element.body.insert(i, parse_xml(element.replace(">", f" {W} {M}>", 1)))
    return saved(document)


def test_headings_make_sections_and_the_properties_name_the_document():
    document = docx.Document()
    document.core_properties.title = "Nose gear"
    document.add_heading("Loads", 1)
    document.add_heading("Limit", 2)
    document.add_paragraph("The strut carries 41.3 kN.")
    document.add_heading("Mass", 1)
    read = parse(saved(document), "a.docx")
    assert read.title == "Nose gear"
    assert block_with(read, "41.3").section == ("Loads", "Limit")
    assert offsets_hold(read)


def test_without_properties_the_first_lines_name_the_document():
    document = docx.Document()
    document.add_paragraph("Interface control document")
    document.add_heading("Scope", 1)
    assert parse(saved(document), "a.docx").title == "Interface control document"


def test_list_items_show_their_bullets():
    document = docx.Document()
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("second", style="List Bullet")
    read = parse(saved(document), "a.docx")
    assert texts(read, BlockKind.LIST_ITEM) == ["• first", "• second"]


def test_numbers_are_counted_as_word_counts_them():
    document = docx.Document()
    for style in ("List Number", "List Number", "List Number 2"):
        document.add_paragraph("item", style=style)
    assert texts(parse(saved(document), "a.docx")) == ["1. item", "2. item", "1. item"]


def level(index, number_format="decimal", text="%1.", more=""):
    """The 'w:lvl' of a list."""
    return (
        f"<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='{number_format}'/>{more}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def numbered(items, *numbering) -> list[str]:
    """How the items of a document read whose 'numbering.xml' holds these elements.

    An item is its list's id, its level from 0 and its text, or markup for its mark.
    """
    document = docx.Document()
    for element in numbering:
        document.part.numbering_part.element.append(parse_xml(element.replace(">", f" {W}>", 1)))
    for num_id, index, text, mark in items:
        numbers = f"<w:numPr><w:ilvl w:val='{index}'/><w:numId w:val='{num_id}'/></w:numPr>"
        run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
        markup = f"<w:p {W}><w:pPr>{numbers}<w:rPr>{mark}</w:rPr></w:pPr>{run}</w:p>"
        document.element.body.insert(-1, parse_xml(markup))
    return texts(parse(saved(document), "a.docx"))


def abstract(*levels, more=""):
    return f"<w:abstractNum w:abstractNumId='90'>{more}{''.join(levels)}</w:abstractNum>"


NUM = "<w:num w:numId='91'><w:abstractNumId w:val='90'/></w:num>"


@pytest.mark.parametrize(
    ("mark", "number"),
    [
        ("", "III."),
        ("<w:b/>", "III."),
        ("<w:vanish/>", "II."),
        ("<w:del w:id='1' w:author='a'/>", "II."),
        ("<w:moveFrom w:id='1' w:author='a'/>", "II."),
    ],
)
def test_an_empty_numbered_paragraph_counts_unless_it_is_not_shown(mark, number):
    items = [(91, 0, "Scope", ""), (91, 0, "", mark), (91, 0, "After", "")]
    read = numbered(items, abstract(level(0, "upperRoman")), NUM)
    assert read == ["I. Scope", f"{number} After"]


def test_a_legal_level_shows_every_number_in_digits():
    levels = [level(0, "upperRoman"), level(1, text="%1.%2", more="<w:isLgl/>")]
    items = [(91, 0, "Article", ""), (91, 1, "Section", "")]
    assert numbered(items, abstract(*levels), NUM) == ["I. Article", "1.1 Section"]


def test_a_list_may_have_a_level_of_its_own_and_count_on():
    own = (
        "<w:num w:numId='92'><w:abstractNumId w:val='90'/><w:lvlOverride w:ilvl='0'>"
        f"{level(0, 'lowerLetter', '%1)')}</w:lvlOverride></w:num>"
    )
    items = [(91, 0, "one", ""), (92, 0, "two", ""), (91, 0, "three", "")]
    read = numbered(items, abstract(level(0, text="Step %1")), NUM, own)
    assert read == ["Step 1 one", "b) two", "Step 3 three"]


def test_a_list_that_begins_anew_counts_from_its_own_start():
    anew = (
        "<w:num w:numId='92'><w:abstractNumId w:val='90'/><w:lvlOverride w:ilvl='0'>"
        "<w:startOverride w:val='5'/></w:lvlOverride></w:num>"
    )
    items = [(91, 0, "a", ""), (92, 0, "b", ""), (92, 0, "c", "")]
    assert numbered(items, abstract(level(0)), NUM, anew) == ["1. a", "5. b", "6. c"]


def test_a_list_takes_its_levels_from_the_style_it_names():
    style = abstract(level(0, text="(%1)"), more="<w:styleLink w:val='Steps'/>")
    linked = (
        "<w:abstractNum w:abstractNumId='94'><w:numStyleLink w:val='Steps'/></w:abstractNum>",
        "<w:num w:numId='95'><w:abstractNumId w:val='94'/></w:num>",
    )
    items = [(95, 0, "open", ""), (95, 0, "close", "")]
    assert numbered(items, style, NUM, *linked) == ["(1) open", "(2) close"]


def test_merged_cells_read_in_every_row():
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    cells = [["Gear", "Part", "Mass (kg)"], ["nose", "strut", "4.1"], ["", "wheel", "2.0"]]
    for row, texts_of in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts_of, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    read = parse(saved(document), "a.docx")
    assert readings(read)[1] == "Gear: nose; Part: wheel; Mass (kg): 2.0"
    assert texts(read)[2] == "\twheel\t2.0"


def test_a_table_of_names_and_values_reads_as_pairs():
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, (name, value) in zip(table.rows, [("Issue", "B2"), ("Mass", "4.1 kg")], strict=True):
        row.cells[0].text, row.cells[1].text = name, value
    assert readings(parse(saved(document), "a.docx")) == ["Issue: B2", "Mass: 4.1 kg"]


def test_a_frame_around_text_is_no_table():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Warning: depressurise first."
    assert texts(parse(saved(document), "a.docx"), BlockKind.PARAGRAPH) == [
        "Warning: depressurise first."
    ]


def test_a_table_in_a_cell_is_read_with_its_row():
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for row, texts_of in zip(table.rows, ["ab", "cd", "ef"], strict=True):
        for cell, text in zip(row.cells, texts_of, strict=True):
            cell.text = text
    inner = table.cell(2, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "ner"
    assert texts(parse(saved(document), "a.docx"))[2] == "e\tf in | ner;"


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_read():
    content = with_body(
        "<w:p><w:r><w:t>The load is </w:t></w:r>"
        "<w:del w:id='1'><w:r><w:delText>40</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>41.3</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secretly</w:t></w:r>"
        "<w:r><w:tab/><w:t>kN</w:t></w:r></w:p>"
    )
    assert parse(content, "a.docx").pages[0].text == "The load is 41.3 kN"


def test_the_result_of_a_field_is_read_and_its_instruction_is_not():
    content = with_body(
        "<w:p><w:r><w:t>See Table </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>REF x</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )
    assert parse(content, "a.docx").pages[0].text == "See Table 7"


def test_text_boxes_are_read_once_behind_their_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    content = with_body(
        f"<w:p><w:r><w:t>anchor</w:t></w:r><w:r><a:AlternateContent xmlns:a='{mc}'>"
        f"<a:Choice Requires='wps'><w:drawing>{box}</w:drawing></a:Choice>"
        f"<a:Fallback><w:pict>{box}</w:pict></a:Fallback></a:AlternateContent></w:r></w:p>"
    )
    assert texts(parse(content, "a.docx")) == ["anchor", "in the box"]


def test_formulas_and_powers_and_symbols_read_as_written():
    content = with_body(
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>F</m:t></m:r></m:num><m:den><m:sSup><m:e><m:r>"
        "<m:t>a</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:den></m:f>"
        "</m:oMath><w:r><w:t> = 10</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:t>-3</w:t></w:r><w:r><w:sym w:font='Symbol' w:char='F0B0'/></w:r></w:p>"
    )
    assert parse(content, "a.docx").pages[0].text == "F/(a^2) = 10^-3°"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (["10", "^1", "^2", " cycles"], "10^12 cycles"),
        (["6.02·10", "^2", "^", "^3"], "6.02·10^23"),
        (["10", "^-", "^6", " m"], "10^-6 m"),
        (["3", "^1", "/2 in"], "3-1/2 in"),
        (["3", "^1", "^1", "/", "16 in"], "3-11/16 in"),
        (["10", "^6", "/s"], "10^6/s"),
        (["the 2", "^nd", " stage"], "the 2nd stage"),
    ],
)
def test_raised_text_has_a_mark_however_it_is_cut_into_runs(runs, shown):
    raised = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
    content = with_body(
        "<w:p>"
        + "".join(
            f"<w:r>{raised if run[0] == '^' else ''}"
            f"<w:t xml:space='preserve'>{run.removeprefix('^')}</w:t></w:r>"
            for run in runs
        )
        + "</w:p>"
    )
    assert parse(content, "a.docx").pages[0].text == shown


def test_a_raised_hyphen_that_does_not_break_is_part_of_the_power():
    content = with_body(
        "<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:noBreakHyphen/><w:t>6</w:t></w:r></w:p>"
    )
    assert parse(content, "a.docx").pages[0].text == "10^-6"


@pytest.mark.parametrize("mark", ["w:strike", "w:dstrike", "w:vanish"])
def test_struck_and_hidden_text_is_left_out_and_a_field_that_begins_in_it_closed(mark):
    content = with_body(
        f"<w:p><w:r><w:rPr><{mark}/></w:rPr><w:t>41 </w:t><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        f"<w:r><w:rPr><{mark} w:val='0'/></w:rPr><w:t>43 kN</w:t></w:r></w:p>"
    )
    assert parse(content, "a.docx").pages[0].text == "43 kN"


def test_a_struck_note_counts_and_a_box_anchored_in_struck_text_is_read():
    content = with_body(
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>41</w:t><w:footnoteReference w:id='1'/>"
        "<w:pict><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r><w:r><w:t>43 kN</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    assert texts(parse(content, "a.docx")) == ["43 kN [note 2]", "in the box"]


def test_a_table_of_contents_is_left_out():
    document = docx.Document()
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("1 Loads 7", style=style)
    document.add_paragraph("The load.")
    assert texts(parse(saved(document), "a.docx")) == ["The load."]


def test_a_short_bold_line_is_a_heading_and_a_figure_line_a_caption():
    document = docx.Document()
    document.add_paragraph().add_run("Ground test").bold = True
    document.add_paragraph("It passed.")
    document.add_paragraph().add_run("Figure 2-1: Test set-up").bold = True
    read = parse(saved(document), "a.docx")
    assert texts(read, BlockKind.HEADING) == ["Ground test"]
    assert texts(read, BlockKind.CAPTION) == ["Figure 2-1: Test set-up"]


def test_pictures_alone_are_no_text():
    blip = "<a:blip xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'/>"
    content = with_body(f"<w:p><w:r><w:drawing>{blip}</w:drawing></w:r></w:p>")
    with pytest.raises(DocumentSkippedError, match="1 pictures and no text") as caught:
        parse(content, "a.docx")
    assert caught.value.reason is SkipReason.NO_TEXT


def test_the_strict_variant_of_the_format_is_read_too():
    document = docx.Document()
    document.add_paragraph("Strict text.")
    content = saved(document)
    old = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    new = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert parse(with_part(content, "word/document.xml", old, new), "a.docx").pages[0].text == (
        "Strict text."
    )


def test_a_formula_nested_as_deeply_as_xml_allows_is_read():
    nested = "<m:box>" * 245 + "<m:r><m:t>x</m:t></m:r>" + "</m:box>" * 245
    content = with_body("<w:p><w:r><w:t>here</w:t></w:r></w:p>")
    old, new = "<w:t>here</w:t></w:r>", f"<w:t>here</w:t></w:r><m:oMath {M}>{nested}</m:oMath>"
    assert parse(with_part(content, "word/document.xml", old, new), "a.docx").pages[0].text == (
        "herex"
    )
