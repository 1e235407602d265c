"""Exact vector search over the catalogue: the fallback of the vector index, and its oracle."""

import threading
from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from assistant.index.catalogue import Catalogue, Generation
from assistant.ports import VectorHit

_SPARE_ROWS = 1024


class ExactSearch:
    """Implements `ports.ScopedSearch`: compares with every vector, and is always up to date.

    The vectors are kept in memory, 4 bytes a number; the first search reads them, later ones read
    what was added since. Usable from any thread.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._generation = 0
        self._count = 0
        self._ids = np.empty(0, dtype=np.int64)
        self._rows = np.empty((0, 0), dtype=np.float32)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[VectorHit]:
        """Return up to `limit` chunks, the nearest first; equals in the order of their keys."""
        with self._lock:
            self._refresh(self._catalogue.generation())
            count = min(limit, self._count)
            if count < 1:
                return []
            similarities = self._rows[: self._count] @ np.asarray(vector, dtype=np.float32)
            return _best(self._ids[: self._count], similarities, count)

    def nearest_in(
        self, documents: Collection[int], vector: NDArray[np.float32], limit: int
    ) -> list[VectorHit]:
        """Return up to `limit` chunks of these documents (keys), the nearest first."""
        return nearest_in(self._catalogue, documents, vector, limit)

    def _refresh(self, generation: Generation) -> None:
        if generation.number == self._generation:
            return
        if generation.removed > self._generation:
            self._drop_all_but(self._catalogue.chunk_ids())
        last = int(self._ids[self._count - 1]) if self._count else 0
        self._append(self._catalogue.vectors(after=last), generation.chunks)
        self._generation = generation.number

    def _drop_all_but(self, chunk_ids: NDArray[np.int64]) -> None:
        keeps = np.isin(self._ids[: self._count], chunk_ids, assume_unique=True)
        self._ids = self._ids[: self._count][keeps]
        self._rows = self._rows[: self._count][keeps]
        self._count = len(self._ids)

    def _append(
        self, batches: Iterable[tuple[list[int], NDArray[np.float32]]], expected: int
    ) -> None:
        for ids, rows in batches:
            end = self._count + len(ids)
            if end > len(self._ids):
                self._make_room(max(end, expected) + _SPARE_ROWS, rows.shape[1])
            self._ids[self._count : end] = ids
            self._rows[self._count : end] = rows
            self._count = end

    def _make_room(self, capacity: int, dimension: int) -> None:
        ids = np.empty(capacity, dtype=np.int64)
        rows = np.empty((capacity, dimension), dtype=np.float32)
        ids[: self._count] = self._ids[: self._count]
        if self._count:
            rows[: self._count] = self._rows[: self._count]
        self._ids, self._rows = ids, rows


def nearest_in(
    catalogue: Catalogue, documents: Collection[int], vector: NDArray[np.float32], limit: int
) -> list[VectorHit]:
    """Compare with every vector of these documents, read from the catalogue.

    Of an index over the whole library any number of the nearest may lie in other documents.
    """
    query = np.asarray(vector, dtype=np.float32)
    parts = [(ids, rows @ query) for ids, rows in catalogue.vectors_of(sorted(documents))]
    if not parts or limit < 1:
        return []
    ids = np.concatenate([np.array(keys, np.int64) for keys, _ in parts])
    return _best(ids, np.concatenate([near for _, near in parts]), min(limit, len(ids)))


def _best(ids: NDArray[np.int64], similarities: NDArray[np.float32], count: int) -> list[VectorHit]:
    """The `count` most similar, at least one; equals in the order of their keys."""
    best = np.argpartition(-similarities, count - 1)[:count]
    order = best[np.lexsort((ids[best], -similarities[best]))]
    return [VectorHit(int(ids[at]), float(similarities[at])) for at in order]
