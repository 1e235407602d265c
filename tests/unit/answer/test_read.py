"""What the reader finds is told for each unit that can be quoted."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer.read import best_span, read_units
from assistant.answer.units import Unit, units_of
from assistant.domain.answer import Passage
from assistant.domain.document import BlockKind, Page
from tests.factories import make_page
from tests.fakes import FakeReader
from tests.unit.answer.test_select import passage_of


class NotingReader(FakeReader):
    """Keeps the passages it is given."""

    def __init__(self) -> None:
        self.passages: list[str] = []

    def read(self, question, passages):
        self.passages = list(passages)
        return super().read(question, passages)


def with_units(page: Page, **changes: object) -> tuple[Passage, list[Unit]]:
    """A passage that is the whole page, and its units."""
    passage = replace(passage_of(page), **changes)
    return passage, units_of(passage, page)


def test_the_answer_is_found_in_the_unit_that_holds_it():
    """Margin and span are those of the unit, the span counted from its beginning."""
    page = make_page(
        (BlockKind.PARAGRAPH, "Paint every strut twice. The limit load is 41.3 kN in tension.")
    )

    paint, load = read_units(FakeReader(), "What is the limit load?", [with_units(page)])

    assert load.margin > paint.margin
    assert load.unit.reading[slice(*load.span)] == "41.3"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is the default of the gain in pyOCD?", "pyocd Session options"),
        ("What is the gain in release 0.36.0?", "options-0.36.0 Session options"),
        ("What is the default of the session's gain?", "Session options"),
    ],
)
def test_what_is_asked_for_and_only_the_path_knows_is_said(question, line):
    """A manual seldom says of which version it is, and its folder may name the product."""
    page = make_page((BlockKind.PARAGRAPH, "The gain is 3."))
    reader = NotingReader()

    given = with_units(page, title="Session options", file="pyocd/options-0.36.0.md")
    read_units(reader, question, [given])

    assert reader.passages == [f"{line}\nThe gain is 3."]


def test_the_reader_is_given_title_section_and_headings():
    """A chunk alone would not say what it speaks of."""
    page = make_page(
        (BlockKind.HEADING, "4.2 Loads"),
        (BlockKind.PARAGRAPH, "It is 41.3 kN."),
        section="4 Structure",
    )
    reader = NotingReader()

    passage, units = with_units(page, title="Strut ICD", section=("4 Structure",))
    read_units(reader, "What is the limit load?", [(passage, units)])

    assert reader.passages == ["Strut ICD › 4 Structure\n4.2 Loads\nIt is 41.3 kN."]


def test_a_document_without_a_title_goes_by_its_file():
    """As it does for the embedder."""
    page = make_page((BlockKind.PARAGRAPH, "It is 41.3 kN."))
    reader = NotingReader()

    read_units(reader, "What?", [with_units(page, file="icds/ICD-204_rev_C.pdf")])

    assert reader.passages == ["ICD-204 rev C\nIt is 41.3 kN."]


def test_what_was_cut_off_is_no_answer():
    """A reader leaves out the end of a long passage; units there are kept, without a margin."""

    class ShortReader(FakeReader):
        def read(self, question, passages):
            return super().read(question, [passage[:30] for passage in passages])

    page = make_page((BlockKind.PARAGRAPH, "Paint every strut twice. The limit load is 41.3 kN."))

    paint, load = read_units(ShortReader(), "What is the limit load?", [with_units(page)])

    assert load.margin < paint.margin
    assert load.span == (0, 0)


def test_each_passage_has_its_own_relevance():
    """All units of a passage share it."""
    loads = make_page((BlockKind.PARAGRAPH, "The limit load is 41.3 kN. It acts in tension."))
    paint = make_page((BlockKind.PARAGRAPH, "Paint it twice."))

    read = read_units(FakeReader(), "limit load", [with_units(loads), with_units(paint)])

    assert read[0].relevance == read[1].relevance > read[2].relevance


def test_an_answer_that_may_begin_at_either_of_two_words_is_no_less_likely():
    """Its logit is that of there being any, of all places together."""
    one, two = (np.array(starts, np.float32) for starts in ([5, -40, -40], [5, -40, 5]))
    ends = np.array([-40, -40, 5], np.float32)

    assert best_span(one, ends) == (0, 2, pytest.approx(10.0, abs=1e-4))
    assert best_span(two, ends)[2] == pytest.approx(10.0 + np.log(2), abs=1e-4)


def test_an_answer_neither_ends_before_it_begins_nor_goes_on_for_ever():
    """What is likelier at each end alone may be no answer."""
    starts, ends = np.full(60, -9, np.float32), np.full(60, -9, np.float32)
    starts[20], starts[25], ends[10], ends[27], ends[55] = 5, 1, 9, 1, 9

    assert best_span(starts, ends)[:2] == (20, 27)
