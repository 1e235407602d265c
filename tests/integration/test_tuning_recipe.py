"""The recipe of the embedder's tuning: what it learns from, and how it is measured."""

import pytest
from reader.examples import Example
from tuning.evaluate import passage_ranks, sentence_ranks
from tuning.pairs import Pair, pair_of

from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.paths import embedder_folder

PASSAGE = (
    "Strut › Loads\nThe limit load of the aft strut is 41 kN. It was measured at 20 degrees."
    " Ok. The strut is painted green to keep it from rusting."
)


def pair(question: str, answer: str) -> Pair:
    start = PASSAGE.index(answer)
    return pair_of(Example(question, PASSAGE, True, ((start, start + len(answer)),), "test"))


def test_a_pair_has_the_sentence_that_answers_and_those_that_do_not() -> None:
    made = pair("How much can the aft strut bear?", "41 kN")

    assert made.sentence == "The limit load of the aft strut is 41 kN."
    assert made.others == (
        "It was measured at 20 degrees.",
        "The strut is painted green to keep it from rusting.",
    )


def test_an_answer_over_two_sentences_has_no_sentence() -> None:
    assert pair("What was measured?", "41 kN. It was measured").sentence == ""


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder.open(embedder_folder())


def test_a_question_ranks_its_passage_and_its_sentence(embedder: OnnxEmbedder) -> None:
    pairs = [
        pair("What is the limit load of the aft strut?", "41 kN"),
        pair("Against corrosion, which colour is the strut given?", "green"),
    ]
    others = ["The pump delivers 14 litres a minute.", "Passwords have 12 characters or more."]

    assert passage_ranks(embedder, pairs, [*others, PASSAGE]) == [1, 1]
    assert sentence_ranks(embedder, pairs) == [1, 1]
    swapped = Pair("How much does the pump deliver?", others[1], others[1], (others[0],))
    assert passage_ranks(embedder, [swapped], others) == [2]
    assert sentence_ranks(embedder, [swapped]) == [2]
