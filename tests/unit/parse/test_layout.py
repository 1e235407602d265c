"""Words at places → the text of a page."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.document import BlockKind
from assistant.parse.layout import lay_out
from assistant.parse.layout_lines import Segment
from assistant.parse.pdf_words import PdfWord
from tests.unit.parse.page_setter import set_line, set_lines, set_row

LOREM = """The valve shall open within two
seconds of the command and it
shall stay open until a close
command is received from the
flight computer. No other unit
shall be able to close it."""


def texts_of(words):
    page = lay_out(words, 612, 792)
    return [page.text[block.start : block.end] for block in page.blocks]


def kinds_of(words):
    page = lay_out(words, 612, 792)
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def test_an_empty_page_has_no_text():
    page = lay_out([], 612, 792)

    assert (page.text, page.words, page.blocks) == ("", (), ())


def test_lines_of_a_paragraph_are_lines_of_one_block():
    assert texts_of(set_lines(LOREM)) == [LOREM]


def test_words_come_in_reading_order_whatever_order_they_are_drawn_in():
    assert texts_of(set_lines(LOREM)[::-1]) == [LOREM]


def test_every_box_points_at_its_word():
    words = set_lines(LOREM)
    page = lay_out(words, 612, 792)

    assert [page.text[box.start : box.end] for box in page.words] == [w.text for w in words]
    assert [box[2:] for box in page.words] == [w[1:5] for w in words]


def test_two_columns_below_a_title_are_read_one_after_the_other():
    title = set_line("A Title That Goes Across Both of the Columns of the Page", 72, 80, size=14)
    left = set_lines(LOREM, left=72, top=120)
    right = set_lines(LOREM.replace("valve", "pump"), left=320, top=120)

    blocks = texts_of([*right, *title, *left])

    assert blocks[1:] == [LOREM, LOREM.replace("valve", "pump")]


def test_columns_whose_lines_are_not_level_are_columns_too():
    left = set_lines(LOREM, left=72, top=120)
    right = set_lines(LOREM, left=320, top=125)

    assert texts_of(left + right) == [LOREM, LOREM]


def test_three_columns_are_read_from_left_to_right():
    columns = [
        set_lines(LOREM.replace("valve", name), left=x, top=120, size=8.0, pitch=10)
        for name, x in (("one", 50), ("two", 230), ("six", 410))
    ]

    texts = texts_of([word for column in columns for word in column])

    assert [text.split()[1] for text in texts] == ["one", "two", "six"]


def test_a_table_of_long_cells_is_not_taken_for_columns():
    words = []
    for row in range(5):
        top = 100 + 50 * row
        words += set_lines(f"Requirement {row} asks for a thing\nthat is stated here", 72, top)
        words += set_lines(f"Rationale {row} says at length why\nit is asked for at all", 320, top)

    texts = texts_of(words)

    assert len(texts) == 5
    assert all("Requirement" in text and "Rationale" in text for text in texts)


def test_a_wider_step_and_an_item_begin_blocks_of_their_own():
    words = set_lines("First paragraph here\ngoes on.\n\nSecond one.\n• An item\n• Another item")

    assert kinds_of(words) == [
        (BlockKind.PARAGRAPH, "First paragraph here\ngoes on."),
        (BlockKind.PARAGRAPH, "Second one."),
        (BlockKind.LIST_ITEM, "• An item"),
        (BlockKind.LIST_ITEM, "• Another item"),
    ]


REQUIREMENTS = [
    "REQ-8 Accuracy. The position of the rod shall agree with the\ncommand within 0.25 mm.",
    "REQ-9 Resolution. The unit shall respond to a change of the\ncommand of 0.02 mm.",
    "REQ-10 Backlash. Backlash between the rod ends shall be not\nmore than 0.050 mm.",
]


def test_paragraphs_set_apart_stay_apart_below_a_table_with_wide_rows():
    words = [
        word
        for row in range(12)
        for word in set_row([f"Part {row}", f"{row} kg"], [72, 200], 80 + 20 * row)
    ]
    for number, requirement in enumerate(REQUIREMENTS):
        words += set_lines(requirement, top=350 + 32 * number)

    assert texts_of(words)[12:] == REQUIREMENTS


def test_a_bold_identifier_after_a_full_stop_begins_a_block():
    words = []
    for number, requirement in enumerate(REQUIREMENTS):
        first, *others = set_lines(requirement, top=100 + 24 * number)
        words += [first._replace(bold=True), *others]

    assert texts_of(words) == REQUIREMENTS


def test_a_bold_identifier_within_a_sentence_begins_no_block():
    first, *others = set_lines("REQ-8 shall hold for all.", top=112)
    words = [*set_lines("The position of the rod according to"), first._replace(bold=True), *others]

    assert texts_of(words) == ["The position of the rod according to\nREQ-8 shall hold for all."]


def test_a_number_at_the_start_of_a_broken_line_begins_no_item():
    text = "The limits are those of Table\n3. They hold for all parts of\nthe unit."

    assert texts_of(set_lines(text)) == [text]


def test_long_names_in_larger_type_do_not_part_a_paragraph():
    """They are a typewriter's letters, which many manuals set larger than what is around them."""
    text = "To start without one enable the\nALLOW_NO_DEVICE option, in the\nupsd.conf file."
    words = [
        word._replace(size_pt=10.0 if "_" in word.text or word.text == "upsd.conf" else 8.8)
        for word in set_lines(text, size=9)
    ]

    assert texts_of(words) == [text]


def test_a_line_has_the_size_of_most_of_it():
    words = set_line("you can enable the ALLOW_NO_DEVICE option in it", 72, 100, size=9)
    larger = [w._replace(size_pt=10.0 if "_" in w.text else 9.0) for w in words]

    assert Segment.of(larger, 0).size_pt == 9.0


def test_a_caption_is_told_from_a_sentence_about_the_table():
    caption = set_lines("Table 3 Mass properties")
    sentence = set_lines("Table 3 shows the mass properties of all units.", top=200)

    assert [kind for kind, _ in kinds_of(caption + sentence)] == [
        BlockKind.CAPTION,
        BlockKind.PARAGRAPH,
    ]


def test_a_listing_keeps_its_lines_and_indentation():
    code = "int f(void)\n{\n    # not a heading\n    return 1;\n}"

    assert kinds_of(set_lines(code, mono=True)) == [(BlockKind.CODE, code)]


def test_a_superscript_stays_in_its_line():
    words = [
        *set_line("The area is 5 m", 72, 100),
        *set_line("2", 138.5, 96, size=6),
        *set_line("in all", 145, 100),
    ]

    assert texts_of(words) == ["The area is 5 m 2 in all"]


def test_headings_at_the_side_lead_the_text_beside_them():
    words = [
        *set_lines("CERTIFIED\nVALUES", 72, 100, pitch=16, size=13, bold=True),
        *set_lines("Total impulse is seventeen and\ndelays are three; the mass is\nlow.", 220, 98),
        *set_lines("TEST DATA", 72, 200, size=13, bold=True),
        *set_lines("Date of the test is unknown but\nthrust was high and all was\nwell.", 220, 199),
    ]

    texts = texts_of(words)

    assert texts[0] == "CERTIFIED\nVALUES"
    assert texts[1].startswith("Total impulse")
    assert texts[2] == "TEST DATA"
    assert texts[3].startswith("Date of the test")


def turned(word: PdfWord, *, upwards: bool) -> PdfWord:
    """The word as it stands on a page whose text runs up or down."""
    left, top, right, bottom = word[1:5]
    box = (
        (top, 800 - right, bottom, 800 - left)
        if upwards
        else (600 - bottom, left, 600 - top, right)
    )
    return PdfWord(word.text, *box, word.size_pt, word.bold, word.mono, box[3], upright=False)


@pytest.mark.parametrize("upwards", [True, False])
def test_a_page_set_sideways_is_read_turned(upwards):
    words = [turned(word, upwards=upwards) for word in set_lines(LOREM)]

    page = lay_out(words, 612, 792)

    assert page.text == LOREM
    assert [box[2:] for box in page.words] == [word[1:5] for word in words]


def test_words_at_the_edge_that_run_upwards_follow_the_text():
    margin = [turned(word, upwards=True) for word in set_line("Not for release", 72, 100)]

    assert texts_of([*margin, *set_lines(LOREM)]) == [LOREM, "Not for release"]


NUMBERS = st.floats(allow_nan=True, allow_infinity=True, width=32) | st.sampled_from(
    [0.0, 50.0, 100.0, 112.0, 300.0]
)
WORDS = st.builds(
    PdfWord,
    text=st.text(alphabet="ab1.•-:\u00ad|", min_size=1, max_size=6),
    left=NUMBERS,
    top=NUMBERS,
    right=NUMBERS,
    bottom=NUMBERS,
    size_pt=NUMBERS,
    bold=st.booleans(),
    mono=st.booleans(),
    baseline=NUMBERS,
    upright=st.booleans(),
)


@given(st.lists(WORDS, max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_or_doubled_whatever_the_page_is_like(words):
    page = lay_out(words, 612, 792)

    assert sorted(page.text.split()) == sorted(word.text for word in words)
    end = 0
    for box, next_word in zip(page.words, page.text.split(), strict=True):
        assert page.text[box.start : box.end] == next_word
        assert box.start >= end
        assert all(math.isfinite(number) for number in box)
        end = box.end
    covered = [page.text[block.start : block.end] for block in page.blocks]
    assert "\n\n".join(covered) == page.text


@pytest.mark.parametrize("spread", [0.0, 1e-3, 3.0])
def test_a_page_of_absurdly_many_words_is_laid_out(spread):
    count = 20_000
    words = [
        PdfWord(
            "w", x := spread * (i % 141), 0, x + 5, 8, 10, False, False, spread * (i // 141), True
        )
        for i in range(count)
    ]

    assert len(lay_out(words, 612, 792).words) == count


def test_a_word_without_extent_keeps_its_place_in_the_line():
    first, second, third = set_row(["one", "two", "three"], [72, 90, 108], 100)
    flat = second._replace(right=second.left, top=100, bottom=100, size_pt=0)

    assert texts_of([third, flat, first]) == ["one two three"]
