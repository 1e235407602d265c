"""What of a page can be quoted."""

from assistant.answer.units import Unit, units_of
from assistant.domain.answer import Passage
from assistant.domain.document import BlockKind
from assistant.domain.terms import terms
from tests.factories import make_page


def units(*blocks: tuple[BlockKind, str], begins: str = "") -> list[Unit]:
    """The units of a passage over a page of these blocks, from where it says `begins`."""
    page = make_page(*blocks)
    start = page.text.index(begins)
    passage = Passage(
        chunk_id=1,
        document_id=1,
        file="strut.pdf",
        title="",
        page=page.number,
        section=(),
        start=start,
        end=len(page.text),
        text=page.text[start:],
        search_text=page.text[start:],
        score=1.0,
    )
    found = units_of(passage, page)
    assert all(page.text[unit.start : unit.end].strip() for unit in found)
    return found


def test_running_heads_and_footers_are_never_quoted() -> None:
    """A passage around a footer has the units of its text alone."""
    found = units(
        (BlockKind.FURNITURE, "Strut Specification"),
        (BlockKind.PARAGRAPH, "It is 12 kg."),
        (BlockKind.FURNITURE, "Page 7"),
    )

    assert [unit.reading for unit in found] == ["It is 12 kg."]


def test_a_sentence_that_ends_in_a_colon_is_quoted_with_what_it_introduces() -> None:
    found = units(
        (BlockKind.PARAGRAPH, "Add this line to the configuration:\nvalve_delay = 40"),
        (BlockKind.PARAGRAPH, "Start it again."),
    )

    assert [unit.reading for unit in found] == [
        "Add this line to the configuration: valve_delay = 40",
        "Start it again.",
    ]


def test_what_is_introduced_by_a_heading_of_its_own_stays_alone() -> None:
    found = units(
        (BlockKind.PARAGRAPH, "It is made of these parts:"),
        (BlockKind.HEADING, "Valve"),
        (BlockKind.PARAGRAPH, "The valve is of steel."),
    )

    assert [unit.reading for unit in found] == [
        "It is made of these parts:",
        "The valve is of steel.",
    ]


def test_nothing_is_joined_across_a_running_foot() -> None:
    found = units(
        (BlockKind.PARAGRAPH, "It is made of these parts:"),
        (BlockKind.FURNITURE, "Page 7"),
        (BlockKind.PARAGRAPH, "The valve is of steel."),
    )

    assert [unit.reading for unit in found] == [
        "It is made of these parts:",
        "The valve is of steel.",
    ]


def test_sentences_of_a_typed_manual_say_which_option_they_are_about() -> None:
    """Lines are no units there; the second sentence gets the name that stands above the first."""
    text = (
        "VALVE_DELAY\n"
        "       The time that the controller waits before it opens\n"
        "       the valve.  The default is 40 ms."
    )

    first, second = units((BlockKind.CODE, text))

    assert first.reading == (
        "VALVE_DELAY: The time that the controller waits before it opens the valve."
    )
    assert second.reading == "VALVE_DELAY: The default is 40 ms."
    assert second.terms >= frozenset(terms("VALVE_DELAY"))


def test_a_passage_that_begins_within_an_entry_knows_which_option_it_is_about() -> None:
    text = (
        "VALVE_DELAY\n"
        "       The time that the controller waits before it opens the valve.\n"
        "       The default is 40 ms.\n"
        "VALVE_STROKE\n"
        "       How far the valve is opened by the controller."
    )

    first, second = units((BlockKind.CODE, text), begins="The default")

    assert first.reading == "VALVE_DELAY: The default is 40 ms."
    assert second.reading == "VALVE_STROKE: How far the valve is opened by the controller."


def test_a_name_with_a_number_is_not_repeated_where_it_is_not_cited() -> None:
    text = (
        "VALVE_2\n"
        "    The time that the controller waits before it opens the valve.  The default is 40 ms."
    )

    _, second = units((BlockKind.CODE, text))

    assert second.reading == "The default is 40 ms."


def test_the_steps_of_a_list_are_quoted_one_by_one() -> None:
    """A short first step is no title of the second."""
    found = units(
        (
            BlockKind.PARAGRAPH,
            "1. Remove the four bolts.\n2. Lift the cover off.\n3. Drain it.",
        ),
    )

    assert [unit.reading for unit in found] == [
        "1. Remove the four bolts.",
        "2. Lift the cover off.",
        "3. Drain it.",
    ]
