"""Embeds the chunks of many documents together, in batches of like length."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.index.prepared import PreparedDocument
from assistant.jobs import CancelToken
from assistant.ports import Embedder

_POOL_TOKENS = 8192  # sorted by length together
_BATCH_TOKENS = 4096  # embedded between two looks at the cancel token
_OVERHEAD_TOKENS = 16  # special tokens, and the title and section before the text
_LONGEST_TOKENS = 256  # the embedder cuts what is longer


@dataclass(slots=True)
class _Document:
    """A document on its way; `missing` of its chunks are still to be embedded."""

    document: PreparedDocument
    vectors: NDArray[np.float32]
    missing: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A chunk that waits for its vector."""

    owner: _Document
    number: int
    text: str
    token_count: int


class EmbedLane:
    """Collects documents and hands them on once all their chunks are embedded."""

    def __init__(
        self,
        embedder: Embedder,
        finished: Callable[[PreparedDocument, NDArray[np.float32]], None],
        advanced: Callable[[float], None],
        token: CancelToken,
    ) -> None:
        """Args: `advanced` is told, for each chunk, how many bytes of its file it stands for."""
        self._embedder = embedder
        self._finished = finished
        self._advanced = advanced
        self._token = token
        self._waiting: deque[_Waiting] = deque()
        self._waiting_tokens = 0

    @property
    def is_full(self) -> bool:
        """Whether enough chunks wait to make good batches."""
        return self._waiting_tokens >= _POOL_TOKENS

    @property
    def is_empty(self) -> bool:
        """Whether no chunk waits."""
        return not self._waiting

    def add(self, document: PreparedDocument) -> None:
        """Have the chunks of `document` embedded."""
        shape = (len(document.chunks), self._embedder.dimension)
        owner = _Document(document, np.empty(shape, dtype=np.float32), len(document.chunks))
        for number, entry in enumerate(document.chunks):
            count = min(entry.chunk.token_count + _OVERHEAD_TOKENS, _LONGEST_TOKENS)
            self._waiting.append(_Waiting(owner, number, entry.embedding_text, count))
            self._waiting_tokens += count

    def embed_pool(self) -> None:
        """Embed the chunks that have waited longest, about a second's work.

        Raises:
            JobCancelledError: The token says so; checked before each batch.
        """
        pool: list[_Waiting] = []
        tokens = 0
        while self._waiting and tokens < _POOL_TOKENS:
            pool.append(self._waiting.popleft())
            tokens += pool[-1].token_count
        self._waiting_tokens -= tokens
        pool.sort(key=lambda waiting: waiting.token_count)
        batch: list[_Waiting] = []
        for waiting in pool:
            if batch and (len(batch) + 1) * waiting.token_count > _BATCH_TOKENS:
                self._embed(batch)
                batch = []
            batch.append(waiting)
        self._embed(batch)

    def _embed(self, batch: list[_Waiting]) -> None:
        self._token.check()
        if not batch:
            return
        vectors = self._embedder.embed([waiting.text for waiting in batch])
        for waiting, vector in zip(batch, vectors, strict=True):
            owner = waiting.owner
            owner.vectors[waiting.number] = vector
            owner.missing -= 1
            self._advanced(owner.document.state.stat.size / len(owner.document.chunks))
            if not owner.missing:
                self._finished(owner.document, owner.vectors)
