"""The embedding model on ONNX Runtime: texts to unit vectors, as fast as the cores allow."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from assistant.engines.cores import physical_cores
from assistant.engines.manifest import MODEL_FILE, Manifest, read_manifest
from assistant.engines.onnx import OnnxSession, equal_lengths
from assistant.engines.tokenizer import open_tokenizer
from assistant.ports import Embedder

_TOKENIZER_TEXTS = 64
"""Texts tokenized by one thread at a time."""


class OnnxEmbedder(Embedder):
    """Embeds on ONNX Runtime; `embed` may be called from several threads at once.

    A batch holds texts of exactly one length in tokens, so that nothing is padded and no mask
    is needed; batches run side by side, one to a thread. The model's scales are fixed, so that
    a text has the same vector whatever else is in its batch.
    """

    def __init__(
        self, manifest: Manifest, threads: int, *, tokenizer: Path, model: Path | bytes
    ) -> None:
        """Args: `tokenizer` is the folder it is in; `model` its file, or what is in one."""
        self._manifest = manifest
        self._tokenizer = tokenizer
        self._source = model
        self._threads = threads
        self._opening = Lock()
        self._opened: _Model | None = None

    @classmethod
    def open(cls, folder: Path, threads: int = 0) -> Self:
        """Open the model in `folder`; `threads` of 0 takes every physical core.

        Its files are compared with the manifest by name and size now, and loaded when first
        needed: a run over documents that have not changed needs no more than its hash.

        Raises:
            ModelMissingError: The model is not there.
            ModelDamagedError: Its files are not those of its manifest.
        """
        manifest = read_manifest(folder)
        threads = threads or physical_cores()
        return cls(manifest, threads, tokenizer=folder, model=folder / MODEL_FILE)

    @property
    def name(self) -> str:
        """Model name, as in its manifest."""
        return self._manifest.name

    @property
    def sha256(self) -> str:
        """SHA-256 of the model file, in hex."""
        return self._manifest.sha256

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._manifest.parameters["dimension"])

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that count; what follows them is left out of its vector."""
        return int(self._manifest.parameters["max_tokens"]) - 2

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), dimension), in the order of `texts`.

        Raises:
            ModelDamagedError, ModelNotLoadedError: When first called, if it cannot be run.
        """
        vectors = np.empty((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            run = pool.map if len(texts) > 1 else map
            tokens = [ids for part in run(self._token_ids, _slices(texts)) for ids in part]
            batches = equal_lengths([len(ids) for ids in tokens])
            token_ids = ([tokens[position] for position in batch] for batch in batches)
            for batch, embedded in zip(batches, run(self._run, token_ids), strict=True):
                vectors[batch] = embedded
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in tokens, special tokens left out, never cut."""
        return [len(encoding) for encoding in self._encode(texts)]

    def _encode(self, texts: Sequence[str]) -> list[Any]:
        encodings: list[Any] = self._model().tokenizer.encode_batch_fast(
            texts, add_special_tokens=False
        )
        return encodings

    def _token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        model = self._model()
        return [
            [model.first, *encoding.ids[: self.max_tokens], model.last]
            for encoding in self._encode(texts)
        ]

    def _run(self, token_ids: list[list[int]]) -> NDArray[np.float32]:
        feeds = {"input_ids": np.array(token_ids, np.int32)}
        return self._model().session.run(["embedding"], feeds)[0]

    def _model(self) -> "_Model":
        with self._opening:
            if self._opened is None:
                self._opened = _open_model(self._tokenizer, self._source)
            return self._opened


class _Model(NamedTuple):
    """The model in memory; `first` and `last` are the marks around every text."""

    session: OnnxSession
    tokenizer: Any
    first: int
    last: int


def _open_model(folder: Path, source: Path | bytes) -> _Model:
    tokenizer = open_tokenizer(folder)
    session = OnnxSession.open(source)
    first, last = (int(tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]"))
    return _Model(session, tokenizer, first, last)


def _slices(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _TOKENIZER_TEXTS):
        yield texts[start : start + _TOKENIZER_TEXTS]
