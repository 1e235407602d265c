"""What is cut from a long quotation is never what answers."""

from dataclasses import replace

from assistant.answer.select import Scored
from assistant.answer.shorten import shortened
from assistant.domain.document import Block, BlockKind, Page
from tests.factories import make_page
from tests.unit.answer.test_select import question_of, read

QUESTION = question_of("What is the proof load of the strut?")
FILLER = " ".join(f"word{n}" for n in range(90))


def with_answer(page: Page, answer: str) -> list[Scored]:
    """The units of a page, the answer found where `answer` stands in the first."""
    scored = sorted(read(QUESTION, page), key=lambda each: each.unit.start)
    start = scored[0].unit.reading.index(answer)
    return [replace(scored[0], score=9.0, span=(start, start + len(answer))), *scored[1:]]


def test_a_long_sentence_is_cut_around_the_answer_rather_than_the_words_asked_for():
    """The question's words may stand elsewhere in the sentence."""
    words = f"The strut and its proof load {FILLER} are 25.9 kN {FILLER}."
    run = with_answer(make_page((BlockKind.PARAGRAPH, words)), "25.9 kN")

    said = shortened(QUESTION, run, 20)

    assert "25.9 kN" in said
    assert len(said.split()) <= 22
    assert said.startswith("… ")
    assert said.endswith(" …")


def test_a_long_row_keeps_its_first_cell_and_the_one_that_answers():
    """The others go, as far as there is no room."""
    cells = [f"Column {n}: {FILLER[:60]}" for n in range(12)]
    reading = "; ".join(["Item: Strut 7", *cells, "Verdict: passed at 25.9 kN"])
    block = Block(0, 3, BlockKind.TABLE_ROW, (), reading)
    run = with_answer(Page(1, "row", (block,)), "passed at 25.9 kN")

    said = shortened(QUESTION, run, 30)

    assert said.startswith("Item: Strut 7; ")
    assert "Verdict: passed at 25.9 kN" in said


def test_a_long_first_cell_does_not_push_the_answer_out():
    """The cell that answers has its room first, and is itself cut around the answer."""
    reading = f"Requirement: {FILLER}; Verdict: {FILLER} passed at 25.9 kN {FILLER}"
    block = Block(0, 3, BlockKind.TABLE_ROW, (), reading)
    run = with_answer(Page(1, "row", (block,)), "passed at 25.9 kN")

    said = shortened(QUESTION, run, 40)

    assert "passed at 25.9 kN" in said
    assert len(said.split()) <= 44


def test_what_is_short_enough_stays_as_it_is():
    """Nothing is cut, nothing is added."""
    run = with_answer(make_page((BlockKind.PARAGRAPH, "It carries 25.9 kN.")), "25.9 kN")
    assert shortened(QUESTION, run, 20) == "It carries 25.9 kN."


def test_sentences_about_one_option_name_it_once():
    """And the answer in the later one is still found."""
    words = (
        f"The valve waits as long as this before it opens.  It is 40 ms for {'again ' * 90}valves."
    )
    page = make_page((BlockKind.CODE, f"VALVE_DELAY\n   {words}"))
    first, second = sorted(read(QUESTION, page), key=lambda each: each.unit.start)
    start = second.unit.reading.index("40 ms")
    run = [first, replace(second, score=9.0, span=(start, start + 5))]

    assert shortened(QUESTION, run, 500) == f"VALVE_DELAY: {words}".replace("  ", " ")
    assert "40 ms" in shortened(QUESTION, run, 12)
