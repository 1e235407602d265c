"""A document survives the way through a pipe; what a worker makes up does not get through."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from assistant.domain.document import Block, BlockKind, Document, Page, WordBox
from assistant.guard.frames import FrameError, read_frame, write_frame
from assistant.parse.bounds import bound
from assistant.parse.wire import MAX_CHARACTERS, decode_document, encode_document

TEXT = "4.2 Loads\n\nThe strut carries 41.3 kN – “in tension”."
PAGE = Page(
    number=1,
    text=TEXT,
    blocks=(
        Block(0, 9, BlockKind.HEADING, ("4 Structure", "4.2 Loads")),
        Block(11, len(TEXT), BlockKind.PARAGRAPH, ("4 Structure", "4.2 Loads"), "Load: 41.3 kN"),
    ),
    label="iv",
    width_pt=595.28,
    height_pt=841.89,
    words=(WordBox(0, 3, 72.0, 71.25, 90.5, 84.0), WordBox(4, 9, 94.0, 71.25, 130.0, 84.0)),
)
DOCUMENT = Document("pdf", "Strut ICD", (PAGE, Page(2, "")), ("Pages without text: 2.",))


def test_a_document_comes_back_as_it_was():
    assert decode_document(encode_document(DOCUMENT)) == DOCUMENT


def test_half_a_character_becomes_a_question_mark_and_moves_no_offset():
    broken = Document("text", "", (Page(1, "a\ud800b"),))
    assert decode_document(encode_document(broken)).pages[0].text == "a?b"


def change(path: list[str | int], value: Any) -> Callable[[Any], None]:
    def apply(table: Any) -> None:
        for step in path[:-1]:
            table = table[step]
        table[path[-1]] = value

    return apply


PAGES, NUMBER, PAGE_TEXT, LABEL, PAGE_WIDTH, BLOCKS, WORDS = "pages", 0, 1, 2, 3, 5, 6


@pytest.mark.parametrize(
    "tamper",
    [
        change(["pages"], {}),
        change(["pages"], None),
        change(["title"], 7),
        change(["title"], "x" * 3000),
        change(["notes"], ["n"] * 101),
        change(["sections", 0], ["a"] * 33),
        change([PAGES, 0], [1, "text"]),
        change([PAGES, 0, NUMBER], 2),
        change([PAGES, 0, NUMBER], True),
        change([PAGES, 0, PAGE_TEXT], None),
        change([PAGES, 0, LABEL], ["iv"]),
        change([PAGES, 0, PAGE_WIDTH], -1),
        change([PAGES, 0, PAGE_WIDTH], "595"),
        change([PAGES, 0, PAGE_WIDTH], 595.28),
        change([PAGES, 0, BLOCKS, 1, 1], len(TEXT) + 1),
        change([PAGES, 0, BLOCKS, 1, 0], -1),
        change([PAGES, 0, BLOCKS, 1, 0], 5),
        change([PAGES, 0, BLOCKS, 0, 1], 20),
        change([PAGES, 0, BLOCKS, 0, 2], "poem"),
        change([PAGES, 0, BLOCKS, 0, 3], 9),
        change([PAGES, 0, BLOCKS, 0, 3], -1),
        change([PAGES, 0, BLOCKS, 0, 4], None),
        change([PAGES, 0, WORDS], [1, 2, 3]),
        change([PAGES, 0, WORDS, 1], len(TEXT) + 1),
        change([PAGES, 0, WORDS, 0], -1),
        change([PAGES, 0, WORDS, 0], 8),
        change([PAGES, 0, WORDS, 7], 3),
        change([PAGES, 0, WORDS, 2], 7.5),
        change([PAGES, 0, WORDS, 2], None),
        change([PAGES, 0, WORDS, 2], 10**12),
    ],
)
def test_a_document_out_of_form_or_bounds_is_refused(tamper):
    table = json.loads(encode_document(DOCUMENT))
    tamper(table)
    with pytest.raises(FrameError):
        decode_document(json.dumps(table).encode())


@pytest.mark.parametrize("encoded", [b"", b"null", b"[", b"[" * 100_000, b'{"pages":NaN}', b"\xff"])
def test_what_is_no_json_is_refused(encoded):
    with pytest.raises(FrameError):
        decode_document(encoded)


def test_more_text_than_agreed_is_refused():
    page = Page(1, "x" * (MAX_CHARACTERS + 1))
    with pytest.raises(FrameError, match="longer"):
        decode_document(encode_document(Document("text", "", (page,))))


def test_a_long_document_is_cut_with_its_blocks_and_words_and_says_so():
    first = Page(1, "x" * (MAX_CHARACTERS - 8))
    cut = bound(Document("pdf", "", (first, replace(PAGE, number=2), Page(3, "lost"))))
    assert [len(page.text) for page in cut.pages] == [MAX_CHARACTERS - 8, 8, 0]
    assert [(block.start, block.end) for block in cut.pages[1].blocks] == [(0, 8)]
    assert [word.end for word in cut.pages[1].words] == [3]
    assert cut.notes == ("Cut after 2,000,000 characters.",)
    assert decode_document(encode_document(cut)).pages[1].text == "4.2 Load"


def test_a_document_within_bounds_is_left_alone():
    assert bound(DOCUMENT) == DOCUMENT


def test_readings_that_explode_are_dropped_and_the_text_kept():
    """A table may repeat a header of a megabyte in every row."""
    block = Block(0, 4, BlockKind.TABLE_ROW, (), "x" * 1_000_000)
    document = Document("xlsx", "", tuple(Page(n, "cell", (block,)) for n in range(1, 9)))
    kept = bound(document)
    assert sum(len(b.reading) for page in kept.pages for b in page.blocks) <= 4_000_000
    assert [page.text for page in kept.pages] == ["cell"] * 8
    assert "too large to repeat" in kept.notes[0]


def test_messages_follow_each_other_through_a_pipe():
    pipe = BytesIO()
    write_frame(pipe, {"kind": "parse"}, b"%PDF")
    write_frame(pipe, {"kind": "document"})
    pipe.seek(0)
    assert read_frame(pipe, 10) == ({"kind": "parse"}, b"%PDF")
    assert read_frame(pipe, 10) == ({"kind": "document"}, b"")
    assert read_frame(pipe, 10) is None


@pytest.mark.parametrize("length", [1, 11, 20, 30])
def test_a_message_cut_short_is_refused(length):
    pipe = BytesIO()
    write_frame(pipe, {"kind": "parse"}, b"%PDF")
    cut = BytesIO(pipe.getvalue()[:length])
    with pytest.raises(FrameError):
        read_frame(cut, 10)


def test_a_message_longer_than_agreed_is_refused_before_it_is_read():
    pipe = BytesIO()
    write_frame(pipe, {"kind": "parse"}, b"%PDF-1.7")
    pipe.seek(0)
    with pytest.raises(FrameError, match="longer"):
        read_frame(pipe, 7)
    assert pipe.tell() < 20
