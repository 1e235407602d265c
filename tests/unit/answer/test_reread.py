"""The best passages are read again, and what a larger reader finds there decides."""

from collections.abc import Sequence

from assistant.answer.reread import reread
from assistant.answer.select import Scored
from assistant.answer.units import units_of
from assistant.domain.document import BlockKind
from assistant.ports import Reading
from tests.factories import make_page
from tests.fakes import FakeReader
from tests.unit.answer.test_select import passage_of, question_of, read

ASKED = "What is the limit load?"


class Certain(FakeReader):
    """Finds an answer wherever a word stands, and nothing elsewhere; notes what it was given."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.passages: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.passages += passages
        return super().read(self._word, passages)


def read_again(reader: FakeReader, *texts: str) -> list[Scored]:
    """The units of passages that hold these texts, the first ranked best."""
    pages = [make_page((BlockKind.PARAGRAPH, text)) for text in texts]
    scored = read(question_of(ASKED), *pages)
    scored.sort(key=lambda each: each.unit.passage.document_id)
    passages = [
        (passage, units_of(passage, page))
        for number, page in enumerate(pages, 1)
        for passage in [passage_of(page, document_id=number)]
    ]
    return reread(reader, ASKED, scored, passages)


def test_what_the_larger_reader_finds_goes_first():
    scored = read_again(Certain("carries"), "It is painted grey.", "It carries 41.3 kN.")

    assert scored[0].unit.reading == "It carries 41.3 kN."
    assert scored[0].reread is not None
    assert scored[1].reread is not None
    assert scored[0].reread.margin > 0 > scored[1].reread.margin
    assert scored[0].unit.reading[slice(*scored[0].span)] == "41.3"


def test_only_the_best_passages_are_read_again_and_the_others_come_after():
    """However well they were scored by themselves."""
    reader = Certain("nothing")
    texts = [f"Part {number} is described here." for number in range(6)]

    scored = read_again(reader, *texts)

    assert len(reader.passages) == 3
    assert [each.reread is None for each in scored] == [False] * 3 + [True] * 3
    assert [each.unit.reading for each in scored[3:]] == texts[3:]


def test_nothing_found_is_nothing_to_read_again():
    reader = Certain("load")

    assert reread(reader, ASKED, [], []) == []
    assert reader.passages == []


def test_of_a_long_passage_what_stands_around_its_best_unit_is_read_again():
    reader = Certain("carries")
    text = " ".join(f"Strut {number} carries a limit load of its own." for number in range(60))
    page = make_page((BlockKind.PARAGRAPH, text))
    scored = read(question_of(ASKED), page)
    scored.sort(key=lambda each: "Strut 30 " not in each.unit.reading)

    again = reread(reader, ASKED, scored, [(passage_of(page), units_of(passage_of(page), page))])

    (given,) = reader.passages
    assert [n for n in range(60) if f"Strut {n} " in given] == [*range(27, 35)]
    assert {each.reread is not None for each in again[:8]} == {True}
    assert len(again) == len(scored)
    assert again[-1].reread is None
