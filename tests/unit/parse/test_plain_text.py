"""Plain text, source and settings files."""

import pytest

from assistant.domain.document import BlockKind, DocumentSkippedError, SkipReason
from assistant.parse.plain_text import parse
from tests.unit.parse.reading import block_with, offsets_hold, texts

SPECIFICATION = b"""\
LANDING GEAR SPECIFICATION
==========================

1 Scope

This covers the nose gear. See 3.2
for its limits.

3.2 Static strength

  - The strut shall carry 41.3 kN.
  - The wheel shall carry
    20 kN.

Node      Tmin   Tmax
N1        -20    40
N2        -10    60

1 Scope ........... 3
"""


def test_headings_make_sections():
    document = parse(SPECIFICATION, "a.txt")
    assert texts(document, BlockKind.HEADING) == [
        "LANDING GEAR SPECIFICATION",
        "1 Scope",
        "3.2 Static strength",
    ]
    assert block_with(document, "41.3 kN").section == ("1 Scope", "3.2 Static strength")
    assert document.title == "LANDING GEAR SPECIFICATION"


def test_the_page_is_the_file_as_it_stands():
    document = parse(SPECIFICATION, "a.txt")
    assert document.pages[0].text == SPECIFICATION.decode()
    assert offsets_hold(document)


def test_list_items_stand_alone_with_the_lines_they_go_on_in():
    items = texts(parse(SPECIFICATION, "a.txt"), BlockKind.LIST_ITEM)
    assert items == ["- The strut shall carry 41.3 kN.", "- The wheel shall carry\n    20 kN."]


def test_columns_set_with_blanks_keep_their_lines():
    document = parse(SPECIFICATION, "a.txt")
    assert block_with(document, "Tmin").kind is BlockKind.CODE


@pytest.mark.parametrize(
    "line", ["1 Scope ....... 3", "The end.", "A b", "3 bolts", "NO", "Warning: hot"]
)
def test_lines_that_are_no_headings(line):
    assert texts(parse(line.encode() + b"\n\nText.\n", "a.txt"), BlockKind.HEADING) == []


def test_source_keeps_its_functions_in_bounded_pieces():
    lines = "\n".join(f"x{i} = {i}" for i in range(100))
    document = parse(f"def f():\n    pass\n\n{lines}\n".encode(), "a.py")
    assert {block.kind for block in document.pages[0].blocks} == {BlockKind.CODE}
    assert max(text.count("\n") for text in texts(document)) < 50
    assert offsets_hold(document)


def test_sections_of_a_settings_file_are_sections():
    document = parse(b"[mass]\nunit = kg\n\n[geometry]\nspan = 12.5\n", "a.ini")
    assert block_with(document, "span").section == ("geometry",)


def test_chapters_of_a_latex_file_are_sections():
    document = parse(b"\\section{Loads}\n\n\\subsection{Limit}\n\nThe load is 41.3 kN.\n", "a.tex")
    assert block_with(document, "41.3").section == ("Loads", "Limit")


def test_one_endless_line_is_cut_into_pieces():
    document = parse(b'{"a":' + b"1234567890" * 5_000 + b"}", "a.json")
    assert max(map(len, texts(document))) < 10_000
    assert "".join(texts(document)) == document.pages[0].text


def test_blanks_alone_are_no_text():
    with pytest.raises(DocumentSkippedError) as caught:
        parse(b" \n\t\n", "a.txt")
    assert caught.value.reason is SkipReason.NO_TEXT


def test_what_explains_a_name_set_out_before_it_keeps_its_lines():
    """As in a manual page: joined to a paragraph, the name would be its first word."""
    text = b"""\
OPTIONS

       ptp_dst_mac
              The MAC address to which messages are sent.
              The default is 01:1B:19.

       A sentence that goes on
       over two lines, and is none.
"""
    document = parse(text, "tool.8.txt")

    assert block_with(document, "01:1B:19").kind is BlockKind.CODE
    assert block_with(document, "goes on").kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    ("first", "title"),
    [
        (
            "XFOIL 6.9  User Primer                   last update   30 Nov 2001",
            "XFOIL 6.9 User Primer",
        ),
        ("PTP4L(8)            System Manager's Manual            PTP4L(8)", "PTP4L(8)"),
        ("This file says how the strut was tested.", "Scope"),
        ("limit = 41.3", "Scope"),
        ("Time     Altitude     Speed\n0.0      120          41.3", "Scope"),
    ],
)
def test_the_first_line_may_be_the_title(first, title):
    """Where it is a sentence or a setting, the first heading names the document."""
    text = f"{first}\n\nScope\n=====\n\nThe strut carries 41.3 kN.\n"

    assert parse(text.encode(), "a.txt").title == title
