"""Running heads, footers and page numbers, told over all pages of a document."""

import pytest

from assistant.domain.document import BlockKind
from assistant.parse.layout import lay_out
from assistant.parse.layout_furniture import part_furniture
from assistant.parse.layout_margins import SetPage
from tests.unit.parse.page_setter import set_line, set_lines, set_row

PARTS = ["valve", "pump", "strut", "motor", "brake", "sensor", "harness", "screw"]


def body(part, top=110.0):
    """A page's text, like that of no other page."""
    return set_lines(
        f"The {part} shall open within two seconds of the command.\nIt is tested with the {part}.",
        top=top,
    )


def furniture_of(pages, size=(612, 792)):
    """For every page the text of its furniture."""
    return [
        [" ".join(word.text for word in part) for part in (page.head, page.foot) if part]
        for page in part_furniture([SetPage(words, *size) for words in pages])
    ]


def test_heads_and_numbered_footers_are_furniture_on_every_page():
    pages = [
        [*set_line("Strut Spec", 72, 40), *body(part), *set_line(f"Page {n} of 4", 300, 770)]
        for n, part in enumerate(PARTS[:4], 1)
    ]

    assert furniture_of(pages) == [["Strut Spec", f"Page {n} of 4"] for n in range(1, 5)]


def test_left_and_right_pages_have_furniture_of_their_own():
    pages = [
        [*set_line(f"{n} Strut Spec" if n % 2 else f"Loads {n}", 72, 40), *body(part)]
        for n, part in enumerate(PARTS, 1)
    ]

    assert [page[0] for page in furniture_of(pages)][:2] == ["1 Strut Spec", "Loads 2"]


def test_a_head_with_the_title_of_a_chapter_is_known_by_the_page_number_in_it():
    pages = [
        [*set_line(f"CHAPTER ON THE {part.upper()} {n}", 72, 40), *body(part)]
        for n, part in enumerate(PARTS, 40)
    ]

    assert all(len(page) == 1 for page in furniture_of(pages))


def test_at_the_foot_of_a_page_its_number_tells_in_a_headings_looks_too():
    """At its top '2 Valve' on page 2 is a heading."""
    pages = [
        [
            *set_line(f"{n} The {part} is new", 72, 60, bold=True),
            *body(part),
            *set_line(f"{n} Chapter {n}. The {part}", 72, 770, bold=True),
        ]
        for n, part in enumerate(PARTS, 1)
    ]

    assert furniture_of(pages)[1] == ["2 Chapter 2. The pump"]


def test_a_heading_that_begins_with_its_pages_number_at_the_foot_of_one_page_stays():
    """Only where several pages have their number so is it furniture."""
    pages = [
        [
            *body(part, top=620),
            *(set_line("3 The strut is next", 72, 740, bold=True) if n == 3 else []),
            *set_line(f"Page {n} of 8", 300, 770),
        ]
        for n, part in enumerate(PARTS, 1)
    ]

    assert furniture_of(pages)[2] == ["Page 3 of 8"]


def test_a_first_page_without_running_head_keeps_all_its_words():
    pages = [
        set_line("A Title of Its Own", 72, 80, size=20),
        *([*set_line("Strut Spec", 72, 40), *body(part)] for part in PARTS),
    ]

    assert furniture_of(pages)[0] == []


@pytest.mark.parametrize("count", [1, 2])
def test_a_document_of_one_or_two_pages_has_no_furniture(count):
    pages = [[*set_line("Strut Spec", 72, 40), *body(part)] for part in PARTS[:count]]

    assert furniture_of(pages) == [[]] * count


def test_the_header_of_a_table_that_goes_on_is_no_furniture():
    header = set_row(["Item", "Mass"], [72, 300], 72, bold=True)
    pages = [
        [
            *set_line("Strut Spec", 72, 40),
            *header,
            *(
                word
                for row in range(30)
                for word in set_row([f"{part} {row}", "4.1"], [72, 300], 90 + 14 * row)
            ),
        ]
        for part in PARTS
    ]

    assert furniture_of(pages) == [["Strut Spec"]] * len(PARTS)


def test_a_line_that_recurs_in_the_body_is_no_furniture():
    pages = [[*body(part, top=200), *set_line("Procedure", 72, 300)] for part in PARTS]

    assert furniture_of(pages) == [[]] * len(PARTS)


def test_a_title_that_a_few_slides_share_is_no_furniture_and_their_footer_is():
    titles = ["Overview", "Ports", "Ports", "Ports", "Risks", "Outlook", "Status", "Plans"]
    pages = [
        [
            *set_line(title, 72, 40, size=24),
            *set_line(f"What the {part} says", 72, 150, size=18),
            *set_line(f"Flight Software {n}", 72, 525),
        ]
        for n, (title, part) in enumerate(zip(titles, PARTS, strict=True), 1)
    ]

    assert furniture_of(pages, (720, 540)) == [[f"Flight Software {n}"] for n in range(1, 9)]


def test_a_footer_is_known_by_its_larger_part_whatever_stands_outside_of_it():
    pages = [
        [
            *body(part),
            *set_line("Draft, for planning purposes only", 72, 740),
            *set_line(f"{n}" if n % 2 else f"example {part}", 500, 740),
            *(set_line(f"Issue {part}", 72, 760) if n == 3 else []),
        ]
        for n, part in enumerate(PARTS, 1)
    ]

    found = furniture_of(pages)

    assert found[0] == ["Draft, for planning purposes only 1"]
    assert found[1] == ["Draft, for planning purposes only example pump"]
    assert found[2] == ["Draft, for planning purposes only 3"]


def test_furniture_stands_around_the_text_in_blocks_of_its_own():
    head = set_line("Strut Spec", 72, 40)
    foot = set_line("Page 7", 300, 770)

    page = lay_out(body("valve"), 612, 792, head=head, foot=foot)

    first, *_, last = page.blocks
    assert (first.kind, page.text[first.start : first.end]) == (BlockKind.FURNITURE, "Strut Spec")
    assert (last.kind, page.text[last.start : last.end]) == (BlockKind.FURNITURE, "Page 7")
    assert [box[2:] for box in page.words][-2:] == [word[1:5] for word in foot]
