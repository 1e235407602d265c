"""Headings and section paths across the pages of a document."""

import pytest

from assistant.domain.document import BlockKind
from assistant.parse.layout import lay_out
from assistant.parse.layout_furniture import part_furniture
from assistant.parse.layout_margins import SetPage
from assistant.parse.layout_sections import assign_sections
from assistant.parse.pdf_outline import OutlineEntry
from tests.unit.parse.page_setter import set_line, set_lines

BODY = (
    "The valve shall open within two seconds of the command and\n"
    "it shall stay open until a close command is received."
)


def sections_of(pages, outline=(), size=(612, 792)):
    """For every block: its kind, its text and its section path joined by ' › '."""
    parted = part_furniture([SetPage(words, *size) for words in pages])
    layouts = [lay_out(page.body, *size, head=page.head, foot=page.foot) for page in parted]
    return [
        (block.kind, layout.text[block.start : block.end], " › ".join(block.section))
        for layout, blocks in zip(layouts, assign_sections(layouts, outline), strict=True)
        for block in blocks
    ]


def headings_of(pages, outline=(), size=(612, 792)):
    return [
        path for kind, _, path in sections_of(pages, outline, size) if kind is BlockKind.HEADING
    ]


def test_numbered_headings_make_a_path_that_runs_on_over_pages():
    first = [
        *set_line("4 Design", 72, 100, size=14, bold=True),
        *set_line("4.2 Loads", 72, 130, bold=True),
        *set_lines(BODY, top=150),
    ]
    second = set_lines(BODY)

    assert headings_of([first, second]) == ["4 Design", "4 Design › 4.2 Loads"]
    assert sections_of([first, second])[-1] == (BlockKind.PARAGRAPH, BODY, "4 Design › 4.2 Loads")


def test_a_numbered_paragraph_opens_its_section_without_a_heading():
    page = set_lines(
        "3.2.1 Loads. The unit shall withstand all of the loads that are\n"
        "listed in the table of loads.\n\n"
        "3.2.2 Shock. The unit shall withstand each of the shocks that are\n"
        "listed in the table of shocks."
    )

    assert [path for _, _, path in sections_of([page])] == ["3.2.1 Loads", "3.2.2 Shock"]


def test_larger_type_stands_above_smaller_and_bold_above_plain():
    page = [
        *set_line("Overview", 72, 100, size=18),
        *set_lines(BODY, top=130),
        *set_line("Details", 72, 180, size=14),
        *set_lines(BODY, top=210),
        *set_line("Summary", 72, 260, size=18),
    ]

    assert headings_of([page]) == ["Overview", "Overview › Details", "Summary"]


def test_the_name_of_a_part_is_a_heading_where_it_has_a_number():
    """Alone it is what the part is called in a drawing."""
    page = [
        *set_line("23.3 P22 I2S", 72, 100, bold=True),
        *set_lines(BODY, top=130),
        *set_line("P22", 72, 180, size=18),
        *set_lines(BODY, top=210),
    ]

    assert headings_of([page]) == ["23.3 P22 I2S"]


def test_comments_in_code_and_items_and_labels_are_no_headings():
    page = [
        *set_lines("# Set up the unit\nx = 1", top=100, mono=True, bold=True),
        *set_line("• Bold item", 72, 150, bold=True),
        *set_line("Note:", 72, 180, bold=True),
        *set_lines(BODY, top=210),
    ]

    assert headings_of([page]) == []


def test_running_heads_and_page_numbers_are_furniture_and_open_no_section():
    titles = ["1 Scope", "2 Loads of the unit", "3 Shock", "4 Heat and cold"]
    parts = ["valve", "pump", "motor", "sensor"]
    pages = [
        [
            *set_line("Interface Specification", 72, 40, bold=True),
            *set_line(title, 72, 60, bold=True, size=12),
            *set_lines(BODY.replace("valve", part), top=78),
            *set_line(f"Page {n} of 4", 300, 770),
        ]
        for n, (title, part) in enumerate(zip(titles, parts, strict=True), start=1)
    ]

    blocks = sections_of(pages)

    assert [text for kind, text, _ in blocks if kind is BlockKind.HEADING] == titles
    assert (BlockKind.FURNITURE, "Interface Specification", "1 Scope") in blocks
    assert (BlockKind.FURNITURE, "Page 2 of 4", "2 Loads of the unit") in blocks


def test_the_title_of_a_slide_is_its_section_even_when_slides_share_it():
    titles = ["Overview", "Ports", "Ports", "Ports", "Components", "Outlook", "Risks", "Status"]
    titles += ["Schedule", "Summary"]
    slides = [
        [
            *set_line(title, 300, 60, size=28),
            *set_line(f"• The first point of slide {title}", 72, 200, size=20),
            *set_line("• The second point has a drawing", 72, 240, size=20),
            *set_line("Drawing", 600, 400, size=24),
        ]
        for title in titles
    ]

    assert headings_of(slides, size=(960, 540)) == titles


def test_outline_titles_are_found_on_their_pages_and_numbers_kept():
    page = [
        *set_line("2.1 CSR Listing", 72, 100),
        *set_lines(BODY, top=112),
        *set_lines(BODY, top=180),
    ]
    outline = [
        OutlineEntry("Control Registers", 1, 1, 90.0),
        OutlineEntry("CSR Listing", 2, 1, 90.0),
    ]

    blocks = sections_of([page], outline)

    assert blocks[0] == (
        BlockKind.HEADING,
        "2.1 CSR Listing",
        "Control Registers › 2.1 CSR Listing",
    )
    assert blocks[1] == (BlockKind.PARAGRAPH, BODY, "Control Registers › 2.1 CSR Listing")


def test_an_outline_title_over_two_lines_is_one_heading():
    page = [
        *set_line("Chapter 2", 72, 100, size=18, bold=True),
        *set_line("Control and Status Registers", 72, 160, size=22, bold=True),
        *set_lines(BODY, top=220),
    ]
    outline = [OutlineEntry("Control and Status Registers", 1, 1, 60.0)]

    paths = {path for _, _, path in sections_of([page], outline)}

    assert paths == {"Chapter 2 Control and Status Registers"}


@pytest.mark.parametrize(("top", "expected"), [(None, ["A", "A"]), (170.0, ["", "A"])])
def test_a_bookmark_whose_title_stands_nowhere_begins_where_it_points(top, expected):
    page = [*set_lines(BODY, top=100), *set_lines(BODY.replace("valve", "pump"), top=180)]

    blocks = sections_of([page], [OutlineEntry("A", 1, 1, top)])

    assert [path for _, _, path in blocks] == expected


def test_bookmarks_beyond_the_document_are_passed_over():
    outline = [OutlineEntry("Nowhere", 1, 9, 10.0), OutlineEntry("", 1, 1, None)]

    assert sections_of([set_lines(BODY)], outline)[0][2] == ""


def test_documents_without_words_have_no_sections():
    assert assign_sections([], []) == []
    assert assign_sections([lay_out([], 612, 792)], [OutlineEntry("A", 1, 1, 5.0)]) == [()]


def test_cutting_out_headings_loses_no_text():
    page = [*set_lines(BODY + "\nCSR Listing\n" + BODY, top=100)]
    layout = lay_out(page, 612, 792)

    (blocks,) = assign_sections([layout], [OutlineEntry("CSR Listing", 1, 1, 120.0)])

    assert [layout.text[b.start : b.end] for b in blocks] == [BODY, "CSR Listing", BODY]
