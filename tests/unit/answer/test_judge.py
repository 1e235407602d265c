"""What was read ranks units and pages anew."""

from dataclasses import replace

import pytest

from assistant.answer.judge import Judge, in_order_of_pages, rank_pages
from assistant.answer.retrieve import Retrieval
from assistant.domain.answer import RetrievedPage
from assistant.domain.document import BlockKind, Page
from tests.factories import make_page
from tests.fakes import FakeEmbedder, FakeReader
from tests.unit.answer.test_select import passage_of

QUESTION = "What is the limit load?"


class PagesOnly:
    """The part of a catalogue that judging needs; remembers what it was asked for."""

    def __init__(self, *pages: Page) -> None:
        self._pages = dict(enumerate(pages, 1))

    def page(self, document_id: int, number: int) -> Page | None:
        return self._pages.get(document_id)


def judged(*pages: Page, gone: bool = False):
    """Judge passages that are whole pages, ranked in this order."""
    passages = [
        passage_of(page, document_id=number, score=2.0 - number / 10)
        for number, page in enumerate(pages, 1)
    ]
    embedder = FakeEmbedder()
    retrieval = Retrieval(
        {"limit": 1.0, "load": 1.0}, embedder.embed([QUESTION])[0], tuple(passages), (), {}, ()
    )
    store = PagesOnly() if gone else PagesOnly(*pages)
    return Judge(store, embedder, FakeReader(), FakeReader()).judge(QUESTION, retrieval)[1]


LOAD = make_page((BlockKind.PARAGRAPH, "In tension the limit load is 41.3 kN as tested."))
PRIMER = make_page((BlockKind.PARAGRAPH, "Apply two coats of primer to the housing."))


def test_the_unit_that_answers_comes_first_though_its_passage_was_ranked_below():
    """Reading outweighs the rank."""
    scored = judged(PRIMER, LOAD)
    assert "41.3" in scored[0].unit.reading
    assert scored[0].signs.relevance > scored[1].signs.relevance
    assert scored[0].signs.rank < 0 == scored[1].signs.rank


def test_of_two_units_as_good_the_one_on_the_page_that_ranks_higher_comes_first():
    """How far behind the other falls is by how much its page does, and its document."""
    first, second = judged(LOAD, LOAD)
    passage = replace(second.unit.passage, file="doc-1.pdf", page=2)
    same_document = replace(second, unit=replace(second.unit, passage=passage))
    for other, behind in ((second, (2 + 1) * 0.1), (same_document, 2 * 0.1)):
        level = [replace(other, score=5.0), replace(first, score=5.0)]

        ordered = in_order_of_pages(level)

        assert [each.unit for each in ordered] == [first.unit, other.unit]
        assert ordered[0].score == 5.0
        assert ordered[1].score == pytest.approx(5.0 - behind)
    assert in_order_of_pages([]) == []


def test_a_page_that_is_gone_is_passed_over():
    """The library may change while a question is answered."""
    assert judged(LOAD, gone=True) == []


def test_pages_that_were_read_go_before_those_that_were_not():
    """The others keep their order."""
    scored = judged(PRIMER, LOAD)
    pages = [RetrievedPage(f"doc-{n}.pdf", 1, 3.0 - n / 10) for n in (1, 2, 3, 4)]

    ranked = rank_pages(pages, scored)

    assert [page.file for page in ranked] == ["doc-2.pdf", "doc-1.pdf", "doc-3.pdf", "doc-4.pdf"]


def test_a_vector_of_units_is_made_only_for_the_most_promising():
    """Two hundred sentences are read; some of them are compared by meaning."""
    words = " ".join(f"Sentence {n} speaks of other matters." for n in range(200))
    scored = judged(make_page((BlockKind.PARAGRAPH, words)), LOAD)
    assert len(scored) == 32
    assert any("41.3" in each.unit.reading for each in scored)


def test_a_heading_is_judged_where_it_spells_out_the_abbreviation_asked_for():
    page = make_page(
        (BlockKind.HEADING, "Interface Control Document (ICD)"),
        (BlockKind.PARAGRAPH, "The ICD holds for all struts."),
    )
    asked = "What does ICD stand for?"
    embedder = FakeEmbedder()
    retrieval = Retrieval({"icd": 1.0}, embedder.embed([asked])[0], (passage_of(page),), (), {}, ())

    scored = Judge(PagesOnly(page), embedder, FakeReader(), FakeReader()).judge(asked, retrieval)[1]

    assert "Interface Control Document (ICD)" in {each.unit.reading for each in scored}
