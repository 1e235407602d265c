"""What the embedder's tuning learns from: questions, what answers them, and what only seems to."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reader import examples
from reader.examples import Example
from reader.neighbours import SearchByMeaning, SearchByWords

from assistant.domain.reading import sentences

_FOUND_AMONG = 60
"""A question whose passage is not among so many of the likest makes sense beside it only."""
_CONFUSED = 4
_PASSAGE_CHARACTERS = 1_400
_SENTENCE_CHARACTERS = 20


class Pair(NamedTuple):
    """A question and the passage that answers it.

    Attributes:
        sentence: The sentence of the passage that answers; empty where more than one does.
        others: The other sentences of the passage.
        confused: Passages that keyword search takes for it.
        is_paraphrase: Whether the question shares no word with the sentence, on purpose.
    """

    question: str
    passage: str
    sentence: str
    others: tuple[str, ...]
    confused: tuple[str, ...] = ()
    is_paraphrase: bool = False


def own_pairs(shared: Path) -> Iterator[Pair]:
    """Our own questions, those held back left out, as far as they make sense without a passage."""
    passages = examples.engineering_passages(shared)
    by_words, by_meaning = SearchByWords(passages), SearchByMeaning(passages)
    paraphrases = paraphrased(shared)
    for example in examples.engineering(shared, held_back=False):
        if example.answers and example.passage in by_meaning.best(example.question, _FOUND_AMONG):
            found = by_words.best(example.question, 2 * _CONFUSED)[1:]
            confused = [passage for passage in found if passage != example.passage][:_CONFUSED]
            yield pair_of(example)._replace(
                confused=tuple(confused), is_paraphrase=example.question in paraphrases
            )


def paraphrased(shared: Path) -> frozenset[str]:
    """Those of our own questions that are paraphrases."""
    questions = examples.own_questions(shared)[1]
    return frozenset(row["question"] for row in questions if row["kind"] == "paraphrase")


def general_pairs(shared: Path) -> Iterator[Pair]:
    """SQuAD 1.1 and Natural Questions."""
    for example in (*examples.squad11(shared), *examples.smaller_sets(shared)):
        is_short = len(example.passage) < _PASSAGE_CHARACTERS
        if example.source in ("squad11", "nq") and example.spans and is_short:
            yield pair_of(example)


def pair_of(example: Example) -> Pair:
    """The pair of an example whose answer is known."""
    head = example.passage.find("\n") + 1
    start, end = example.spans[0]
    answering, others = [], []
    for first, last in sentences(example.passage[head:]):
        sentence = example.passage[head + first : head + last]
        if head + first < end and head + last > start:
            answering.append(sentence)
        elif len(sentence) > _SENTENCE_CHARACTERS:
            others.append(sentence)
    only = answering[0] if len(answering) == 1 else ""
    return Pair(example.question, example.passage, only, tuple(others))
