"""Keeps the vector index in step with the catalogue; exact search answers while it is not."""

import logging
import threading
from collections.abc import Collection
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.domain.library import VectorState
from assistant.file_lock import FileLock
from assistant.index.catalogue import Catalogue, Generation
from assistant.index.exact import ExactSearch, nearest_in
from assistant.index.stamped_index import (
    OpenIndex,
    Probe,
    StampedIndex,
    newest_folder,
    remove_folder,
    vector_folders,
)
from assistant.index.vector_stamp import VectorStamp, read_stamp
from assistant.jobs import CancelToken
from assistant.ports import VectorHit, VectorIndexError

log = logging.getLogger(__name__)

_ADDED_AT_ONCE = 500  # between two looks at the cancel token


class VectorLane:
    """Implements `ports.ScopedSearch` by the vector index or, where that is not ready, exactly.

    The index is disposable: it is built again from the catalogue, into a fresh folder, whenever it
    is damaged, or chunks were removed (their vectors would stay in its files). One process at a
    time has it open; the others search exactly. Usable from any thread.
    """

    def __init__(
        self, catalogue: Catalogue, open_index: OpenIndex, probe: Probe, embedder_sha256: str
    ) -> None:
        """Opens nothing yet; `refresh` does.

        Args:
            open_index: Opens the index in a folder.
            probe: Says, from a process of its own, whether a folder opens and holds so many
                chunks.
            embedder_sha256: Of the model that makes the vectors of queries.
        """
        self._catalogue = catalogue
        self._open_index = open_index
        self._probe = probe
        self._embedder_sha256 = embedder_sha256
        self._exact = ExactSearch(catalogue)
        self._folder_lock = FileLock(catalogue.folder / "vectors.lock")
        self._is_owner = False
        self._refreshing = threading.Lock()
        self._using = threading.Lock()
        self._current: StampedIndex | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def state(self) -> VectorState:
        """Whether the index, open or closed, agrees with the catalogue."""
        current = self._current
        return vector_state(self._catalogue, current.stamp if current else None)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[VectorHit]:
        """Return up to `limit` chunks, the nearest first.

        Empty while the library's vectors are those of another model.
        """
        if self._catalogue.embedder_sha256() != self._embedder_sha256:
            return []
        generation = self._catalogue.generation()
        with self._using:
            current = self._current
            if current is not None and current.stamp.generation >= generation.added:
                try:
                    return self._existing(current, generation, vector, limit)
                except VectorIndexError as error:
                    log.warning("%s", error)
                    self._abandon()
        return self._exact.nearest(vector, limit)

    def nearest_in(
        self, documents: Collection[int], vector: NDArray[np.float32], limit: int
    ) -> list[VectorHit]:
        """Return up to `limit` chunks of these documents, the nearest first; exactly.

        Empty while the library's vectors are those of another model.
        """
        if self._catalogue.embedder_sha256() != self._embedder_sha256:
            return []
        return nearest_in(self._catalogue, documents, vector, limit)

    def refresh(self, token: CancelToken) -> None:
        """Bring the index in step with the catalogue; searching goes on meanwhile.

        Does nothing while another process has the index open, or no vectors can be searched.

        Raises:
            JobCancelledError: The token says so; exact search goes on answering.
        """
        with self._refreshing:
            self._is_owner = self._is_owner or self._folder_lock.acquire()
            if not self._is_owner:
                return
            try:
                self._bring_in_step(token)
            except (VectorIndexError, OSError) as error:
                log.warning("The vector index is not in step: %s", error)
                with self._using:
                    self._abandon()

    def close(self) -> None:
        """Close the index, and let other processes have it."""
        with self._refreshing:
            with self._using:
                current, self._current = self._current, None
            if current is not None:
                try:
                    if self._catalogue.is_replaced:
                        current.index.close()  # a folder of its name is not its own
                    else:
                        current.close()
                except (VectorIndexError, OSError) as error:
                    log.warning("The vector index was not closed well: %s", error)
            if self._is_owner:
                self._folder_lock.release()
                self._is_owner = False

    def _existing(
        self,
        current: StampedIndex,
        generation: Generation,
        vector: NDArray[np.float32],
        limit: int,
    ) -> list[VectorHit]:
        """Search the index; where chunks were removed since, leave them out."""
        if generation.removed <= current.stamp.generation:
            return current.index.nearest(vector, limit)
        wanted, count = limit, current.stamp.count
        while True:
            wanted = min(2 * wanted, count)
            hits = current.index.nearest(vector, wanted)
            exist = self._catalogue.existing([hit.chunk_id for hit in hits])
            hits = [hit for hit in hits if hit.chunk_id in exist]
            if len(hits) >= limit or wanted >= count:
                return hits[:limit]

    def _bring_in_step(self, token: CancelToken) -> None:
        generation = self._catalogue.generation()
        if self._current is None:
            reopened = StampedIndex.reopen(
                self._catalogue.folder, self._open_index, self._probe, self._embedder_sha256
            )
            with self._using:
                self._current = reopened
        current = self._current
        if current is not None and generation.removed <= current.stamp.generation:
            self._add_new(current, generation, token)
            now = self._catalogue.generation()
            if now.number != generation.number or current.stamp.count == now.chunks:
                self._remove_all_but(current)
                return
        self._build(token)

    def _add_new(self, current: StampedIndex, generation: Generation, token: CancelToken) -> None:
        if current.stamp.generation == generation.number:
            return
        for ids, rows in self._catalogue.vectors(after=current.stamp.last_chunk):
            for first in range(0, len(ids), _ADDED_AT_ONCE):
                token.check()
                after = first + _ADDED_AT_ONCE
                with self._using:
                    current.add(ids[first:after], rows[first:after])
        current.note(generation.number)

    def _build(self, token: CancelToken) -> None:
        """Build the index again in a fresh folder, and remove the old ones."""
        if self._catalogue.embedder_sha256() != self._embedder_sha256:
            return
        generation = self._catalogue.generation()
        fresh = StampedIndex.create(self._catalogue.folder, self._open_index, self._embedder_sha256)
        try:
            self._add_new(fresh, generation, token)
            fresh.note(generation.number)
        except BaseException:
            fresh.discard()
            raise
        with self._using:
            old, self._current = self._current, fresh
        if old is not None:
            old.discard()
        self._remove_all_but(fresh)

    def _remove_all_but(self, current: StampedIndex) -> None:
        for folder in vector_folders(self._catalogue.folder):
            if folder != current.folder:
                remove_folder(folder)

    def _abandon(self) -> None:
        """Give up the open index; the next refresh builds another."""
        current, self._current = self._current, None
        if current is not None:
            current.discard()


def vector_state(catalogue: Catalogue, stamp: VectorStamp | None = None) -> VectorState:
    """Whether the index agrees with the catalogue, by its `stamp`, or by that on disk."""
    if stamp is None:
        folder = newest_folder(catalogue.folder)
        stamp = read_stamp(folder) if folder else None
        if stamp is None or not stamp.is_clean:
            return VectorState.EXACT
    generation = catalogue.generation()
    agrees = (
        stamp.generation == generation.number
        and stamp.count == generation.chunks
        and stamp.embedder_sha256 == catalogue.embedder_sha256()
    )
    return VectorState.READY if agrees else VectorState.EXACT
