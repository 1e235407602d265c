"""Retrieve: from a question to ranked passages and pages.

Three views of the library are fused: chunks by BM25, whole pages by BM25 (a chunk loses the context
its page has), and chunks by likeness of meaning. BM25 scores are divided by what the question's
terms weigh together: 1 says that all of it is there, and where only chance words match, meaning
decides. This finds more than reciprocal ranks, or than dividing by the best score, which makes the
best of bad matches look perfect. How much meaning weighs was chosen on our own questions over
engineering prose (`resources/models/reader`).
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.answer.names import Name, names
from assistant.answer.versions import agreement, is_named, superseded, versions_asked
from assistant.domain.answer import Passage, RetrievedPage
from assistant.domain.terms import content_terms, match_any, stem, terms
from assistant.ports import Embedder, PassageStore, ScopedSearch

_CHUNK_WEIGHT = 0.5
_PAGE_WEIGHT = 0.5
_MEANING_WEIGHT = 3.0
_VERSION_WEIGHT = 0.3
_SUPERSEDED_WEIGHT = 0.15
_NAMED_WEIGHT = 0.3
_ABBREVIATION_SHARE = 0.5
"""How much it says that a document does not know an abbreviation, beside another name."""
_FRONT_WEIGHT = 0.4
_FRONT_CHARACTERS = 600
_CANDIDATES = 300
_CANDIDATE_PAGES = 60

# A question with one of these may be about the document itself, which its first lines say.
_ASKS_ABOUT_DOCUMENT = frozenset(
    stem(word)
    for word in [
        *("author", "date", "edition", "issue", "issued", "latest", "newest", "published"),
        *("revision", "title"),
    ]
)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What the library holds on a question.

    Attributes:
        rarity: Weight of each of the question's content terms, the rarer in the library the
            greater: its inverse document frequency.
        vector: The question's embedding.
        passages: Best first, scored.
        pages: Each page once, by its best passage, best first.
        unknown_names: For each document of the passages the share of the question's weight that is
            in names that it does not know.
        unmentioned: The names that none of the documents knows, as asked.
    """

    rarity: dict[str, float]
    vector: NDArray[np.float32]
    passages: tuple[Passage, ...]
    pages: tuple[RetrievedPage, ...]
    unknown_names: dict[int, float]
    unmentioned: tuple[str, ...]


class Retriever:
    """Searches one library."""

    def __init__(self, store: PassageStore, vectors: ScopedSearch, embedder: Embedder) -> None:
        self._store = store
        self._vectors = vectors
        self._embedder = embedder

    def retrieve(
        self, question: str, limit: int, documents: Collection[int] | None = None
    ) -> Retrieval:
        """Return up to `limit` passages from `documents` (keys), from all when None."""
        vector = self._embedder.embed([question])[0]
        rarity = self._rarity(content_terms(question))
        whole = sum(rarity.values()) or 1.0
        query = match_any(rarity)
        chunks = self._store.keyword_chunks(query, _CANDIDATES, documents=documents)
        pages = self._store.keyword_pages(query, _CANDIDATES, documents=documents)
        near = (
            self._vectors.nearest(vector, _CANDIDATES)
            if documents is None
            else self._vectors.nearest_in(documents, vector, _CANDIDATES)
        )
        ids = dict.fromkeys(hit.id for hit in chunks) | dict.fromkeys(hit.chunk_id for hit in near)
        ids |= dict.fromkeys(
            self._store.chunks_of_pages([hit[:2] for hit in pages[:_CANDIDATE_PAGES]])
        )
        scores = _Scores(
            chunk={hit.id: hit.score / whole for hit in chunks},
            page={hit[:2]: hit.score / whole for hit in pages},
            meaning={hit.chunk_id: hit.similarity for hit in near},
            floor=near[-1].similarity if near else 0.0,
        )
        found = self._store.passages(list(ids))
        files = {passage.document_id: passage.file for passage in found}
        versions = versions_asked(question, files.values())
        outdated = {key for key in superseded(files) if not is_named(question, files[key])}
        called = names(question)
        documents_with = cache(self._store.documents_with)
        named = _share_named(called, files, documents_with)
        scored = [
            replace(
                passage,
                score=scores.of(passage)
                + _NAMED_WEIGHT * named[passage.document_id]
                + _front_bonus(passage, rarity)
                + _VERSION_WEIGHT * agreement(versions, passage.file, passage.title)
                - _SUPERSEDED_WEIGHT * (passage.document_id in outdated),
            )
            for passage in found
        ]
        scored.sort(key=lambda passage: (-passage.score, passage.chunk_id))
        places = {name: name.places(documents_with) for name in called if name.spellings}
        unmentioned = (
            name.text
            for name, known in places.items()
            if not (known if documents is None else known.intersection(documents))
        )
        return Retrieval(
            rarity,
            vector,
            passages=tuple(scored[:limit]),
            pages=_pages(scored),
            unknown_names=_share_unknown(places, files, rarity),
            unmentioned=tuple(dict.fromkeys(unmentioned)),
        )

    def _rarity(self, terms: Sequence[str]) -> dict[str, float]:
        counts, whole = self._store.term_counts(terms)
        return {term: _rareness(counts.get(term, 0), whole) for term in terms}


def _share_named(
    called: Sequence[Name], documents: Collection[int], documents_with: Callable[[str], set[int]]
) -> dict[int, float]:
    """How much of what the question calls by name each of these documents knows, 0 to 1.

    A passage seldom repeats what its document is about. The fewer of the documents know a name, the
    more it counts; one that none knows says nothing, nor does a bare number.
    """
    terms = {term for name in called for term in name.terms if not term.isdigit()}
    known = {term: documents_with(term).intersection(documents) for term in terms}
    weights = {t: _rareness(len(k), len(documents)) for t, k in known.items() if k}
    whole = sum(weights.values()) or 1.0
    return {
        document: sum(w for t, w in weights.items() if document in known[t]) / whole
        for document in documents
    }


def _share_unknown(
    places: Mapping[Name, set[int]], documents: Collection[int], rarity: Mapping[str, float]
) -> dict[int, float]:
    """How much of the question is in names that a document does not know, for each of these."""
    unknown = dict.fromkeys(documents, 0.0)
    whole = sum(rarity.values()) or 1.0
    for name, known in places.items():
        weight = max((rarity.get(term, 0.0) for term in name.terms), default=0.0)
        weight *= _ABBREVIATION_SHARE if name.is_abbreviation else 1.0
        for document in unknown.keys() - known:
            unknown[document] += weight / whole
    return unknown


def _rareness(count: int, whole: int) -> float:
    """Inverse document frequency, as BM25 has it, of what `count` of `whole` hold."""
    return math.log(1 + (whole - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class _Scores:
    chunk: dict[int, float]
    page: dict[tuple[int, int], float]
    meaning: dict[int, float]
    floor: float
    """The likeness assumed of a chunk that is not among the nearest: that of the last which is."""

    def of(self, passage: Passage) -> float:
        return (
            _CHUNK_WEIGHT * self.chunk.get(passage.chunk_id, 0.0)
            + _PAGE_WEIGHT * self.page.get((passage.document_id, passage.page), 0.0)
            + _MEANING_WEIGHT * self.meaning.get(passage.chunk_id, self.floor)
        )


def _front_bonus(passage: Passage, rarity: Mapping[str, float]) -> float:
    """What speaks for the first lines of a document that the question names."""
    is_front = passage.page == 1 and passage.start < _FRONT_CHARACTERS
    if not is_front or _ASKS_ABOUT_DOCUMENT.isdisjoint(rarity):
        return 0.0
    named = set(terms(f"{passage.file.rsplit('/', 1)[-1]} {passage.title}"))
    return _FRONT_WEIGHT * covered(rarity, named)


def covered(rarity: Mapping[str, float], found: Collection[str]) -> float:
    """Share of a question's content, by the weight of its terms, that is among `found`."""
    whole = sum(rarity.values()) or 1.0
    return sum(weight for term, weight in rarity.items() if term in found) / whole


def _pages(passages: Sequence[Passage]) -> tuple[RetrievedPage, ...]:
    best: dict[tuple[int, int], RetrievedPage] = {}
    for passage in passages:
        key = (passage.document_id, passage.page)
        best.setdefault(key, RetrievedPage(passage.file, passage.page, passage.score))
    return tuple(best.values())
