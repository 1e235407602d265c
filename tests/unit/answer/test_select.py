"""The units that answer are chosen, joined and shortened; weak evidence is refused."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer.choose import MAX_UNITS, MAX_WORDS, choose
from assistant.answer.evidence import likelihood
from assistant.answer.quote import quote
from assistant.answer.read import ReadUnit
from assistant.answer.select import WEIGHTS, Question, Scored, score_units
from assistant.answer.units import Unit, UnitKind, units_of
from assistant.domain.answer import Passage
from assistant.domain.document import Block, BlockKind, Page
from assistant.domain.terms import content_terms
from tests.factories import make_page


def passage_of(page: Page, *, document_id: int = 1, score: float = 1.0) -> Passage:
    """A passage that is a whole page."""
    return Passage(
        chunk_id=document_id * 100 + page.number,
        document_id=document_id,
        file=f"doc-{document_id}.pdf",
        title="",
        page=page.number,
        section=(),
        start=0,
        end=len(page.text),
        text=page.text,
        search_text=page.text,
        score=score,
    )


def question_of(text: str) -> Question:
    """A question whose terms weigh alike and whose vector points along the first axis."""
    return Question(text, np.array([1, 0], np.float32), dict.fromkeys(content_terms(text), 1.0))


def read(question: Question, *pages: Page) -> list[Scored]:
    """Score the units of pages, none of them likelier than another."""
    units = [
        unit
        for number, page in enumerate(pages, 1)
        for unit in units_of(passage_of(page, document_id=number), page)
    ]
    read_alike = [ReadUnit(unit, relevance=0.0, margin=0.0, span=(0, 0)) for unit in units]
    return score_units(question, read_alike, np.zeros((len(units), 2), np.float32))


def answer(question: Question, *pages: Page) -> str:
    """The text of the quoted answer."""
    return quote(question, choose(question, read(question, *pages)), lambda *_: ())[0]


def test_the_sentence_that_holds_what_was_asked_comes_first():
    """Of two sentences the one with the question's terms is quoted, with its number."""
    page = make_page(
        (BlockKind.PARAGRAPH, "The primer needs two coats. Tighten the M8 bolts to 25 N·m torque.")
    )

    assert answer(question_of("To what torque are the M8 bolts tightened?"), page).startswith(
        "Tighten the M8 bolts to 25 N·m torque."
    )


def test_a_row_is_quoted_with_its_headers_and_cited_as_it_stands():
    """The answer reads the row; the citation holds the page's own characters."""
    text = "Motor\tThrust\nD12\t29.73 N"
    row = Block(13, len(text), BlockKind.TABLE_ROW, (), "Motor: D12; Thrust: 29.73 N")
    page = Page(1, text, (row,))
    question = question_of("What is the thrust of the D12 motor?")

    said, _, citations = quote(question, choose(question, read(question, page)), lambda *_: ())

    assert said == "Motor: D12; Thrust: 29.73 N [1]"
    assert citations[0].quote == text[citations[0].start : citations[0].end] == "D12\t29.73 N"


def test_the_row_of_the_number_asked_for_is_quoted_alone():
    """Rows beside it hold the same words; what they say is of other motors."""
    rows = [f"Delay: {delay} s; Measured delay: {delay}.25" for delay in (3, 5, 7)]
    text = "\n".join(rows)
    blocks = tuple(
        Block(text.index(row), text.index(row) + len(row), BlockKind.TABLE_ROW, (), row)
        for row in rows
    )
    question = question_of("Which delay was measured where a delay of 5 s was set?")

    assert answer(question, Page(1, text, blocks)) == "Delay: 5 s; Measured delay: 5.25 [1]"


def test_a_row_under_the_heading_of_another_part_falls_back():
    """Pin 17 of P22 is not that of P20, which its table does not say again."""
    question = question_of("Which function does pin 17 of P20 have?")
    pages = [
        make_page((BlockKind.TABLE_ROW, "17\t" + name), section=section)
        for section, name in (("23.3 P22 I2S", "I2S0_MCLK"), ("23.2 P20 GPIO", "VBUSCTRL"))
    ]

    scores = {each.unit.reading: each.score for each in read(question, *pages)}

    assert scores["17 VBUSCTRL"] > scores["17 I2S0_MCLK"] + 1


def test_sentences_that_follow_each_other_are_one_quotation():
    """What belongs together is cited once, from its first character to its last."""
    page = make_page(
        (
            BlockKind.PARAGRAPH,
            "The load frame LF-2 was calibrated. Its compliance is 1.56 µm/kN.",
        )
    )
    question = question_of("Which compliance does the load frame LF-2 have?")

    said, _, citations = quote(question, choose(question, read(question, page)), lambda *_: ())

    assert said.count("[1]") == 1
    assert "[2]" not in said
    assert citations[0].quote == page.text


def test_a_sentence_chosen_last_joins_those_around_it():
    page = make_page(
        (BlockKind.PARAGRAPH, "The frame was set up. It was calibrated. Its play is 1.56 mm.")
    )
    question = question_of("What is the play of the frame?")
    first, second, third = sorted(read(question, page), key=lambda each: each.unit.start)

    said, _, (citation,) = quote(question, [first, third, second], lambda *_: ())

    assert said == f"{page.text} [1]"
    assert citation.quote == page.text


def test_a_run_in_title_is_not_quoted_without_its_sentence():
    """'AST-REQ-014 Yield strength.' alone would answer nothing."""
    page = make_page(
        (BlockKind.PARAGRAPH, "AST-REQ-014 Yield strength. The strut SHALL carry 25.9 kN.")
    )

    assert "25.9 kN" in answer(question_of("What does AST-REQ-014 require?"), page)


def test_headings_captions_and_bare_header_rows_do_not_answer_before_a_sentence():
    """They hold the question's words and not its answer."""
    page = make_page(
        (BlockKind.HEADING, "Axial stiffness"),
        (BlockKind.CAPTION, "Table 4-2: Axial stiffness at null length"),
        (BlockKind.TABLE_ROW, "Axial stiffness\tLimit"),
        (BlockKind.PARAGRAPH, "The axial stiffness is 49.7 kN/mm."),
    )

    assert answer(question_of("What is the axial stiffness?"), page).startswith(
        "The axial stiffness is 49.7 kN/mm."
    )


@pytest.mark.parametrize("sentences", [1, 4, 40])
def test_an_answer_stays_short(sentences):
    """At most three units and sixty words, however much matches."""
    text = " ".join(f"Torque value number {n} is {n} N·m for bolt {n}." for n in range(sentences))
    question = question_of("Which torque value has each bolt?")
    chosen = choose(question, read(question, make_page((BlockKind.PARAGRAPH, text))))

    said = quote(question, chosen, lambda *_: ())[0]

    assert len(chosen) <= MAX_UNITS
    assert len(said.replace("[1]", "").split()) <= MAX_WORDS


def test_a_long_sentence_is_shortened_around_what_was_asked():
    """Dots say what was left out."""
    filler = " ".join(f"word{n}" for n in range(90))
    page = make_page((BlockKind.PARAGRAPH, f"{filler} the proof load is 25.9 kN {filler}."))

    said = answer(question_of("What is the proof load?"), page)

    assert "the proof load is 25.9 kN" in said
    assert said.startswith("… ")
    assert said.endswith("… [1]")


def test_a_long_row_keeps_its_label_and_the_cell_asked_for():
    """Even a cell that is too long for the answer is not lost."""
    cells = "; ".join(f"Column {n}: {'x ' * 8}{n}" for n in range(12))
    reading = f"Item: Brake; {cells}; Holding torque: 3.4 N·m"
    page = Page(1, "row", (Block(0, 3, BlockKind.TABLE_ROW, (), reading),))

    said = answer(question_of("What is the holding torque of the brake?"), page)

    assert said.startswith("Item: Brake;")
    assert "Holding torque: 3.4 N·m" in said


def test_the_number_of_an_option_is_quoted_with_what_explains_the_option():
    """What a manual says first is what the option is for, in the question's own words."""
    text = (
        "VOTE_INTERVAL\n"
        "    The interval at which the controller checks whether another receiver is stronger.\n"
        "    Changes are taken over at once, and without a restart of what is running by then.\n"
        "    Default is 1000 milliseconds.\n"
        "VOTE_DELAY\n"
        "    The delay before a vote is taken. Default is 20 milliseconds.\n"
    )
    asked = "How often does the controller check whether another receiver is stronger?"

    said = answer(question_of(asked), make_page((BlockKind.CODE, text)))

    assert "VOTE_INTERVAL: The interval at which" in said
    assert "1000 milliseconds" in said
    assert "20 milliseconds" not in said


def test_a_sentence_that_points_back_is_quoted_with_the_one_before():
    """'If this condition holds' says nothing alone; after a heading it points at nothing."""
    before = "The moment corrects the flight only where the centre lies aft of the nose."
    after = "If this condition holds, the rocket is said to be statically stable."
    apart = make_page(
        (BlockKind.PARAGRAPH, before),
        (BlockKind.HEADING, "Stability"),
        (BlockKind.PARAGRAPH, after),
    )
    question = question_of("When is a rocket said to be statically stable?")

    assert answer(question, make_page((BlockKind.PARAGRAPH, f"{before} {after}"))) == (
        f"{before} {after} [1]"
    )
    assert answer(question, apart) == f"{after} [1]"


def test_the_default_of_another_option_is_not_quoted_beside_what_was_asked_for():
    text = (
        "ptp_mac\n"
        "    What other messages are sent to by default is the address 01:1B:19:00:00:00.\n"
        "p2p_mac\n"
        "    The address to which peer delay messages should be sent. It matters on links of\n"
        "    the second layer. Otherwise it is 01:80:C2:00:00:0E.\n"
    )
    asked = "To which address should peer delay messages be sent by default?"

    said = answer(question_of(asked), make_page((BlockKind.CODE, text)))

    assert "01:80:C2:00:00:0E" in said
    assert "01:1B:19:00:00:00" not in said


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        (
            "What serial receive timeout applies unless I change it?",
            "This sets the serial receive timeout.",
            "The default value is 0.1 seconds.",
        ),
        (
            "Address and length of the erased region are multiples of how many bytes?",
            "Address and length of the erased region are multiples of the sector size.",
            "This is 4096 bytes for all chips.",
        ),
    ],
)
def test_what_gives_the_value_is_quoted_with_what_says_of_what(asked, before, after):
    """However little it says alone of what was asked."""
    question = question_of(asked)
    page = make_page((BlockKind.PARAGRAPH, f"{before}\n      {after} The receiver was tested."))
    first, *others = sorted(read(question, page), key=lambda each: each.unit.start)
    scored = [first, *(replace(each, score=first.score - 9) for each in others)]

    assert [each.unit.reading for each in choose(question, scored)] == [before, after]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What is the default of the gain?", "The default is 3 dB."),
        ("What does ICD stand for?", "It is the interface control document (ICD)."),
    ],
)
def test_what_gives_a_default_or_spells_out_goes_before_its_like(asked, text):
    question = question_of(asked)
    (found,) = read(question, make_page((BlockKind.PARAGRAPH, text)))

    assert found.score > found.signs.weighed(WEIGHTS)


def test_what_speaks_of_another_thing_is_not_quoted_beside():
    """Though its words are the question's own."""
    rows = ["Layout: 4MB; OTA slots: 2; Space: 3072", "Layout: 4MB-c1; OTA slots: 2; Space: 2048"]
    page = make_page(*((BlockKind.TABLE_ROW, row) for row in rows))
    blocks = tuple(
        replace(block, reading=row) for block, row in zip(page.blocks, rows, strict=True)
    )
    question = question_of("How much space do the OTA slots of the layout 4MB-c1 leave?")

    assert answer(question, replace(page, blocks=blocks)) == f"{rows[1]} [1]"


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("Index", "proof load of the strut, 59, 60"),
        ("Contents", "3.2 Proof load of the strut 14"),
        ("Loads", "For the proof load of the strut, see Section 3.2."),
    ],
)
def test_what_says_where_to_look_falls_back(section, text):
    """Its words are those of the question, and it answers nothing."""
    question = question_of("What is the proof load of the strut?")
    pages = [
        make_page((BlockKind.PARAGRAPH, said), section=under)
        for said, under in ((text, section), ("The proof load is 25.9 kN.", "Strut"))
    ]

    assert answer(question, *pages).startswith("The proof load is 25.9 kN.")


@pytest.mark.parametrize(
    "text",
    [
        "To let the operator see the limit of the load, open the lid.",
        "To check the limit of the load, see that the lamp is lit.",
    ],
)
def test_what_is_to_be_seen_is_told_from_where_to_look(text):
    question = question_of("What is the limit of the load?")

    (found,) = read(question, make_page((BlockKind.PARAGRAPH, text)))

    assert not found.is_another


def test_a_heading_may_spell_out_an_abbreviation():
    """It is no unit for any other question."""
    page = make_page(
        (BlockKind.HEADING, "Writes Ignored, Reads Ignore Values (WIRI)"),
        (BlockKind.PARAGRAPH, "Fields that are WIRI are kept for later."),
    )
    question = question_of("What does WIRI stand for?")
    units = units_of(passage_of(page), page, "WIRI")
    alike = [ReadUnit(unit, relevance=0.0, margin=0.0, span=(0, 0)) for unit in units]
    scored = score_units(question, alike, np.zeros((len(units), 2), np.float32))

    said, _, (citation,) = quote(question, choose(question, scored)[:1], lambda *_: ())

    assert said == "Writes Ignored, Reads Ignore Values (WIRI) [1]"
    assert citation.quote == "Writes Ignored, Reads Ignore Values (WIRI)"
    assert [unit.reading for unit in units_of(passage_of(page), page)] == [
        page.text[page.blocks[1].start :]
    ]


def test_another_page_is_cited_only_for_what_is_new():
    """The same statement on two pages is quoted from one."""
    first = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN."))
    second = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN."))
    question = question_of("What is the proof load?")

    assert len(choose(question, read(question, first, second))) == 1


def test_in_doubt_more_of_the_page_is_quoted():
    """The page is right more often than the sentence; another page adds nothing to that."""
    question = question_of("What is the proof load?")
    pages = [
        make_page((BlockKind.PARAGRAPH, f"The strut carries {load} kN. The paint is {paint}."))
        for load, paint in (("25.9", "grey"), ("17.3", "black"))
    ]
    read_alike = read(question, *pages)
    first = read_alike[0]
    places = {unit: n for n, unit in enumerate(each.unit.reading for each in read_alike)}
    scored = [replace(e, score=-2.0 * (places[e.unit.reading] > 0)) for e in read_alike]

    assert [e.unit for e in choose(question, scored)] == [first.unit]
    assert {e.unit.reading for e in choose(question, scored, in_doubt=True)} == {
        "The strut carries 25.9 kN.",
        "The paint is grey.",
    }


def test_even_in_doubt_nothing_far_worse_is_quoted():
    question = question_of("What is the proof load?")
    page = make_page((BlockKind.PARAGRAPH, "The proof load is 25.9 kN. The paint is grey."))
    first, second = read(question, page)
    scored = [first, replace(second, score=first.score - 9)]

    assert choose(question, scored, in_doubt=True) == [first]


def test_a_question_in_two_parts_is_answered_from_two_pages():
    """What the first page does not say is added from the second."""
    first = make_page((BlockKind.PARAGRAPH, "The certified total impulse is 17.00 Ns."))
    second = make_page((BlockKind.PARAGRAPH, "The static test measured a burn time of 1.65 s."))
    question = question_of("What is the certified total impulse and the static test burn time?")

    said = answer(question, first, second)

    assert "17.00" in said
    assert "1.65" in said


def test_a_name_that_stands_nowhere_lowers_the_evidence():
    """An answer about another processor is no answer."""
    page = make_page((BlockKind.PARAGRAPH, "The execution time on the LEON3 is 4 ms."))
    known = question_of("What is the execution time on the LEON3?")
    foreign = question_of("What is the execution time on the RAD750?")

    evidence = [
        likelihood(q, choose(q, scored), scored)
        for q in (known, foreign)
        for scored in [read(q, page)]
    ]

    assert evidence[0].covered > evidence[1].covered + 0.1
    assert evidence[0].right > 1.5 * evidence[1].right


def test_nothing_chosen_is_no_evidence():
    """An empty library answers nothing."""
    assert likelihood(question_of("Anything?"), [], []) == (0.0, 0.0)
    assert choose(question_of("Anything?"), []) == []


def test_units_point_into_the_page():
    """Every unit's offsets are exact, and code is read line by line."""
    page = make_page(
        (BlockKind.PARAGRAPH, "One value. Another value."), (BlockKind.CODE, "a = 1\nb = 2")
    )

    units = units_of(passage_of(page), page)

    assert [page.text[unit.start : unit.end] for unit in units] == [
        "One value. Another value.",
        "a = 1",
        "b = 2",
    ]
    assert all(isinstance(unit, Unit) and unit.kind is UnitKind.SENTENCE for unit in units)


def test_a_title_page_answers_with_its_headings():
    """Where there is nothing else, headings are what the page says."""
    page = make_page(
        (BlockKind.HEADING, "Strut User's Guide"), (BlockKind.HEADING, "Revision C, March 2026")
    )

    assert "March 2026" in answer(question_of("What is the date of the strut user's guide?"), page)
