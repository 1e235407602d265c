"""Chroma as a vector index: embedded, with our own vectors, deaf to its surroundings."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.ports import VectorHit, VectorIndexError

_COLLECTION = "chunks"
_HNSW = {
    "space": "cosine",
    "ef_construction": 128,
    "ef_search": 200,
    "max_neighbors": 24,
    "batch_size": 1000,
    # Each sync rewrites all files; what is not synced is added again at the next opening.
    "sync_threshold": 4000,
}
_ADDED_AT_ONCE = 1000
_LETTING_GO_S = 5.0


class ChromaIndex:
    """Implements `ports.VectorIndex` in one folder; usable from any thread.

    Similarity is the cosine, from -1 to 1. Only one process may have the folder open.
    """

    def __init__(self, folder: Path, client: Any, collection: Any) -> None:
        self._folder = folder
        self._client = client
        self._collection = collection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`, creating it where there is none.

        Raises:
            VectorIndexError: The files cannot be used.
        """
        with _chroma_failures():
            client = _client(folder)
            try:
                collection = client.get_or_create_collection(
                    _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
                )
            except BaseException:
                client.close()
                raise
            return cls(folder, client, collection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, chunk_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add chunks; `vectors` has shape (len(chunk_ids), dimension)."""
        rows = np.asarray(vectors, dtype=np.float32)
        with _chroma_failures():
            for first in range(0, len(chunk_ids), _ADDED_AT_ONCE):
                after = first + _ADDED_AT_ONCE
                ids = [str(key) for key in chunk_ids[first:after]]
                self._collection.add(ids=ids, embeddings=rows[first:after])

    def count(self) -> int:
        """Number of chunks held."""
        with _chroma_failures():
            return int(self._collection.count())

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[VectorHit]:
        """Return up to `limit` chunks, the nearest first."""
        with _chroma_failures():
            if limit < 1 or not self._collection.count():
                return []
            found = self._collection.query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                n_results=limit,
                include=["distances"],
            )
        hits = zip(found["ids"][0], found["distances"][0], strict=True)
        return [VectorHit(int(key), 1.0 - float(distance)) for key, distance in hits]

    def vectors(self, chunk_ids: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of those of these chunks that are held, a row each, in any order."""
        with _chroma_failures():
            found = self._collection.get(
                ids=[str(key) for key in chunk_ids], include=["embeddings"]
            )
        return np.asarray(found["embeddings"], dtype=np.float32)

    def chunk_ids(self) -> list[int]:
        """The keys of all chunks held, in any order."""
        with _chroma_failures():
            return [int(key) for key in self._collection.get(include=[])["ids"]]

    def close(self) -> None:
        """Write everything out and let go of the files."""
        with _chroma_failures():
            self._client.close()
        _wait_until_let_go(self._folder)


@contextmanager
def _chroma_failures() -> Iterator[None]:
    try:
        yield
    except VectorIndexError:
        raise
    except Exception as error:  # native code's edge: Chroma raises anything on damaged files
        raise VectorIndexError(f"{type(error).__name__}: {error}") from error


def _client(folder: Path) -> Any:
    with _deaf_to_surroundings():
        import chromadb  # takes half a second: only for those who use it
        from chromadb.config import Settings

        settings: Any = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
            chroma_product_telemetry_impl="chromadb.telemetry.product.posthog.Posthog",
            is_persistent=True,
            persist_directory=str(folder),
            allow_reset=False,
            migrations="apply",
        )
        return chromadb.PersistentClient(str(folder), settings=settings)


@contextmanager
def _deaf_to_surroundings() -> Iterator[None]:
    """Keep Chroma from reading `.env` and environment variables.

    It reads both as soon as it is imported, and again for each of its settings; a hostile `.env`
    in the working folder could turn it into a client of a remote server.
    """
    from pydantic_settings import BaseSettings

    made, inherited = BaseSettings.__init__, BaseSettings.__dict__["settings_customise_sources"]

    def without_env_file(self: Any, **values: Any) -> None:
        made(self, **{**values, "_env_file": None})

    def only_arguments(cls: object, settings_cls: object, /, **sources: Any) -> tuple[Any]:
        return (sources["init_settings"],)

    BaseSettings.__init__ = without_env_file  # type: ignore
    BaseSettings.settings_customise_sources = classmethod(only_arguments)  # type: ignore
    try:
        yield
    finally:
        BaseSettings.__init__ = made  # type: ignore[method-assign]
        BaseSettings.settings_customise_sources = inherited  # type: ignore[method-assign]


def _wait_until_let_go(folder: Path) -> None:
    """Wait for Chroma's threads, which end a little after it was closed, to close its files."""
    descriptors = Path("/proc/self/fd")
    if sys.platform != "linux" or not descriptors.is_dir():
        return
    deadline = time.monotonic() + _LETTING_GO_S
    while any(_is_within(entry, folder) for entry in descriptors.iterdir()):
        if time.monotonic() > deadline:
            raise VectorIndexError("its files were not let go of")
        time.sleep(0.005)


def _is_within(descriptor: Path, folder: Path) -> bool:
    try:
        return descriptor.readlink().is_relative_to(folder)
    except OSError:  # closed meanwhile
        return False
