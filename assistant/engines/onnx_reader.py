"""The reading model on ONNX Runtime: question and passage in, relevance and answer out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from assistant.engines.cores import physical_cores
from assistant.engines.manifest import MODEL_FILE, Manifest, read_manifest
from assistant.engines.onnx import OnnxSession, equal_lengths
from assistant.engines.tokenizer import marks, open_tokenizer
from assistant.ports import Reader, Reading

MAX_QUESTION_TOKENS = 48
_MARKS = 3
"""Tokens that mark where question and passage begin and end."""
_START, _END, _RELEVANCE = 0, 1, 2


class OnnxReader(Reader):
    """Reads on ONNX Runtime; `read` may be called from several threads at once."""

    def __init__(self, manifest: Manifest, folder: Path, threads: int) -> None:
        self._manifest = manifest
        self._folder = folder
        self._threads = threads
        self._opening = Lock()
        self._opened: _Model | None = None

    @classmethod
    def open(cls, folder: Path, threads: int = 0) -> Self:
        """Open the model in `folder`; `threads` of 0 takes every physical core.

        Its files are compared with the manifest by name and size now, and loaded when first
        needed.

        Raises:
            ModelMissingError: The model is not there.
            ModelDamagedError: Its files are not those of its manifest.
        """
        return cls(read_manifest(folder), folder, threads or physical_cores())

    @property
    def name(self) -> str:
        """Model name, as in its manifest."""
        return self._manifest.name

    @property
    def sha256(self) -> str:
        """SHA-256 of the model file, in hex."""
        return self._manifest.sha256

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each of `passages`, in their order; the end of a very long one is left out.

        Raises:
            ModelDamagedError, ModelNotLoadedError: When first called, if it cannot be run.
        """
        model = self._model()
        encode = model.tokenizer.encode_batch
        asked = encode([question], add_special_tokens=False)[0].ids[:MAX_QUESTION_TOKENS]
        encodings = encode(list(passages), add_special_tokens=False)
        room = int(self._manifest.parameters["max_tokens"]) - len(asked) - _MARKS
        texts = [encoding.ids[:room] for encoding in encodings]
        logits: list[NDArray[np.float32]] = [_NOTHING] * len(texts)

        def run(batch: list[int]) -> None:
            read = model.run(asked, [texts[position] for position in batch])
            for position, row in zip(batch, read, strict=True):
                logits[position] = row

        batches = equal_lengths([len(asked) + len(text) + _MARKS for text in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(run, batches))
        return [
            _reading(row, len(asked) + 2, encoding.offsets[:room])
            for row, encoding in zip(logits, encodings, strict=True)
        ]

    def _model(self) -> "_Model":
        with self._opening:
            if self._opened is None:
                tokenizer = open_tokenizer(self._folder)
                session = OnnxSession.open(self._folder / MODEL_FILE)
                self._opened = _Model(session, tokenizer, *marks(tokenizer))
            return self._opened


_NOTHING = np.empty((0, 3), np.float32)


class _Model(NamedTuple):
    """The model in memory; `first` leads, `end` follows question and passage."""

    session: OnnxSession
    tokenizer: Any
    first: int
    end: int

    def run(self, question: list[int], passages: list[list[int]]) -> NDArray[np.float32]:
        """Logits of passages of one length, shape (passages, tokens, 3)."""
        rows = [[self.first, *question, self.end, *passage, self.end] for passage in passages]
        ids = np.array(rows, np.int32)
        feeds = {"input_ids": ids}
        if "segment_ids" in self.session.inputs:
            feeds["segment_ids"] = np.ones_like(ids)
            feeds["segment_ids"][:, : len(question) + 2] = 0
        return self.session.run(["logits"], feeds)[0]


def _reading(logits: NDArray[np.float32], before: int, offsets: list[tuple[int, int]]) -> Reading:
    """What the logits of all tokens say; the passage's begin after `before` others."""
    of_passage = logits[before:-1]
    return Reading(
        relevance=float(logits[0, _RELEVANCE]),
        no_answer=float(logits[0, _START] + logits[0, _END]),
        offsets=np.array(offsets, np.int32).reshape(-1, 2),
        starts=of_passage[:, _START],
        ends=of_passage[:, _END],
    )
