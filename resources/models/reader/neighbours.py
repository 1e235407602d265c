"""What is found for a question beside the passage that answers it, as retrieval finds it."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.domain.terms import content_terms, terms
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.paths import embedder_folder
from reader.examples import Example

_FOUND = 12
_K1, _B = 1.2, 0.75


class Finder(Protocol):
    """Finds the passages that are likest to a question."""

    def best(self, question: str, count: int) -> list[str]:
        """The likest passages, the likest first."""
        ...


def neighbours(
    examples: Sequence[Example], finder: Finder, count: int, rng: random.Random
) -> Iterator[Example]:
    """Each answered question beside `count` of the likest passages that do not say its answer."""
    for example in examples:
        if not example.spans:
            continue
        answer = example.answer.lower()
        found = finder.best(example.question, _FOUND)
        others = [p for p in found if answer not in p.lower() and p != example.passage]
        for other in rng.sample(others, min(count, len(others))):
            yield Example(example.question, other, False, (), f"{example.source}_neighbours")


class SearchByMeaning:
    """By likeness of embeddings."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._passages = passages
        self._embedder = OnnxEmbedder.open(embedder_folder())
        self._vectors = self._embedder.embed(passages)

    def best(self, question: str, count: int) -> list[str]:
        """The likest passages, the likest first."""
        likeness = self._vectors @ self._embedder.embed([question])[0]
        return [self._passages[number] for number in (-likeness).argsort()[:count]]


class SearchByWords:
    """By BM25."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._passages = passages
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for number, passage in enumerate(passages):
            counts = Counter(terms(passage))
            lengths.append(counts.total())
            for term, times in counts.items():
                self._postings[term].append((number, times))
        mean = sum(lengths) / len(lengths)
        self._damping = [_K1 * (1 - _B + _B * length / mean) for length in lengths]

    def best(self, question: str, count: int) -> list[str]:
        """The likest passages, the likest first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for term in content_terms(question):
            postings = self._postings.get(term, [])
            rarity = math.log(
                1 + (len(self._passages) - len(postings) + 0.5) / (len(postings) + 0.5)
            )
            for number, times in postings:
                scores[number] += rarity * times * (_K1 + 1) / (times + self._damping[number])
        best = sorted(scores, key=lambda number: -scores[number])[:count]
        return [self._passages[number] for number in best]
