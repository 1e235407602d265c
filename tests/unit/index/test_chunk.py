"""Chunks: every character once, sections and cards whole, headings never alone."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.document import Block, BlockKind, Document, Page
from assistant.index.chunk import chunk_document, embedding_text
from tests.factories import make_chunk, make_page


def count_words(texts):
    return [len(text.split()) for text in texts]


def chunks_of(*pages, max_tokens=20):
    return chunk_document(Document("text", "", pages), count_words, max_tokens)


HEADING, PARAGRAPH, ROW, CARD, FURNITURE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.TABLE_ROW,
    BlockKind.CARD,
    BlockKind.FURNITURE,
)

words = st.text(alphabet="ab.\n\t 9-é", max_size=60)
kinds = st.sampled_from(list(BlockKind))


@st.composite
def pages(draw):
    text, blocks = "", []
    for number in range(draw(st.integers(0, 8))):
        text += draw(st.sampled_from(["", " ", "\n\n", "loose ends "]))
        part = draw(words)
        if draw(st.booleans()):
            section = (f"s{draw(st.integers(0, 2))}",)
            reading = draw(st.sampled_from(["", f"reads as {number}"]))
            blocks.append(Block(len(text), len(text) + len(part), draw(kinds), section, reading))
        text += part
    return Page(draw(st.integers(1, 3)), text, tuple(blocks))


@given(pages(), st.integers(1, 12))
def test_every_character_that_shows_is_in_exactly_one_chunk_furniture_in_one_at_most(
    page, max_tokens
):
    covered = [0] * len(page.text)
    furniture = {
        position
        for block in page.blocks
        if block.kind is BlockKind.FURNITURE
        for position in range(block.start, block.end)
    }
    for chunk in chunks_of(page, max_tokens=max_tokens):
        assert chunk.text == page.text[chunk.start : chunk.end]
        assert chunk.page == page.number
        for position in range(chunk.start, chunk.end):
            covered[position] += 1
    for position, (character, times) in enumerate(zip(page.text, covered, strict=True)):
        may_be_left_out = character.isspace() or position in furniture
        assert times == 1 or (may_be_left_out and times == 0)


def test_running_heads_and_footers_are_part_of_no_chunk():
    page = make_page(
        (FURNITURE, "Strut Specification"), (PARAGRAPH, "It is 12 kg."), (FURNITURE, "Page 7")
    )
    (chunk,) = chunks_of(page)
    assert chunk.text == chunk.search_text == "It is 12 kg."
    assert chunk.token_count == 4


def test_furniture_between_paragraphs_adds_nothing_to_what_is_searched():
    page = make_page((PARAGRAPH, "It is"), (FURNITURE, "Page 7"), (PARAGRAPH, "12 kg."))
    (chunk,) = chunks_of(page)
    assert chunk.search_text == "It is\n12 kg."


def test_a_page_with_nothing_but_furniture_has_no_chunk():
    assert chunks_of(make_page((FURNITURE, "Strut Specification"), (FURNITURE, "Page 7"))) == []


def test_short_paragraphs_of_a_section_share_a_chunk():
    page = make_page((PARAGRAPH, "one two three"), (PARAGRAPH, "four five six"))
    (chunk,) = chunks_of(page)
    assert chunk.search_text == "one two three\nfour five six"
    assert chunk.token_count == 6


def test_a_section_that_fills_a_chunk_has_one_led_by_its_heading():
    page = make_page(
        (HEADING, "Mass"),
        (PARAGRAPH, "word " * 14 + "12 kg."),
        (HEADING, "Thrust"),
        (PARAGRAPH, "word " * 14 + "30 N."),
    )
    mass, thrust = chunks_of(page)
    assert mass.section == ("Mass",)
    assert mass.search_text.startswith("Mass\nword")
    assert thrust.section == ("Thrust",)
    assert thrust.search_text.startswith("Thrust\nword")


def test_short_sections_share_a_chunk():
    page = make_page(
        (HEADING, "Mass"), (PARAGRAPH, "It is 12 kg."), (HEADING, "Thrust"), (PARAGRAPH, "30 N.")
    )
    (chunk,) = chunks_of(page)
    assert chunk.search_text == "Mass\nIt is 12 kg.\nThrust\n30 N."


def test_headings_above_each_other_lead_together():
    page = make_page((HEADING, "Design"), (HEADING, "Mass"), (PARAGRAPH, "It is 12 kg."))
    (chunk,) = chunks_of(page)
    assert chunk.section == ("Mass",)


def test_a_heading_at_the_end_of_a_page_joins_what_is_above_it():
    page = make_page((PARAGRAPH, "It is 12 kg."), (HEADING, "Thrust"))
    (chunk,) = chunks_of(page)
    assert chunk.search_text.endswith("Thrust")


def test_a_page_with_nothing_but_a_heading_is_that_heading():
    (chunk,) = chunks_of(make_page((HEADING, "Annex A")))
    assert chunk.text == "Annex A"


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences():
    sentence = "The mass of part {} is 4.5 kg here."
    text = " ".join(sentence.format(n) for n in range(12))
    chunks = chunks_of(make_page((PARAGRAPH, text)))
    assert len(chunks) > 3
    assert all(chunk.text.endswith("here.") and chunk.token_count <= 20 for chunk in chunks)


def test_a_sentence_without_end_is_cut_between_words():
    chunks = chunks_of(make_page((PARAGRAPH, "word " * 100)))
    assert {chunk.text.split()[0] for chunk in chunks} == {"word"}
    assert all(chunk.text.split()[-1] == "word" for chunk in chunks)
    assert max(chunk.token_count for chunk in chunks) <= 20


def test_a_card_is_never_cut():
    card = " ".join(f"GRID {n}" for n in range(50))
    (chunk,) = chunks_of(make_page((CARD, card)))
    assert chunk.text == card


def test_rows_are_read_with_their_headers_and_never_cut():
    text = "D12 29.73\nE9 28.45"
    rows = tuple(
        Block(start, end, ROW, ("Motors",), f"Motor: {text[start:end].split()[0]}; Peak thrust: N")
        for start, end in ((0, 9), (10, 18))
    )
    (chunk,) = chunks_of(Page(1, text, rows))
    assert chunk.search_text == "Motor: D12; Peak thrust: N\nMotor: E9; Peak thrust: N"
    assert chunk.text == text


def test_the_embedder_is_given_title_and_section_once():
    chunk = make_chunk("12 kg.", section=("Motor spec", "Mass"))
    assert embedding_text(chunk, "Motor spec", "m.pdf") == "Motor spec › Mass\n12 kg."
    led = make_chunk("Mass\n12 kg.", section=("Mass",))
    assert embedding_text(led, "Motor spec", "m.pdf") == "Motor spec\nMass\n12 kg."


def test_a_document_without_title_goes_by_its_name():
    assert (
        embedding_text(make_chunk("12 kg."), "", "a/ICD-204_rev_C.pdf") == "ICD-204 rev C\n12 kg."
    )
