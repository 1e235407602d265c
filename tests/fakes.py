"""Stand-ins for the engines: fast, predictable, and held to the contracts of the real ones."""

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.domain.document import (
    Block,
    BlockKind,
    Document,
    DocumentSkippedError,
    Page,
    SkipReason,
    WordBox,
)
from assistant.domain.number_lock import NumberLock
from assistant.domain.prompt import Finish, Generation, Prompt
from assistant.jobs import CancelToken
from assistant.ports import (
    DocumentParser,
    Embedder,
    Generator,
    Reader,
    Reading,
    VectorHit,
    VectorIndex,
    VectorIndexError,
)

_WORD = re.compile(r"\S+")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_LINE_HEIGHT_PT = 12.0
_LETTER_WIDTH_PT = 6.0


class FakeParser(DocumentParser):
    """Reads plain text: form feeds part pages, blank lines paragraphs, '# ' begins a heading."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.names: list[str] = []
        self._delay_s = delay_s

    def parse(self, content: bytes, name: str) -> Document:
        self.names.append(name)
        time.sleep(self._delay_s)
        if content.startswith(b"ENCRYPTED"):
            raise DocumentSkippedError(SkipReason.ENCRYPTED, "It is protected by a password.")
        if content.startswith(b"CRASH"):
            raise RuntimeError("the parser has a bug")
        text = content.decode("utf-8", "surrogateescape")
        if not text.strip():
            raise DocumentSkippedError(SkipReason.NO_TEXT, "It has no text.")
        pages: list[Page] = []
        section: tuple[str, ...] = ()
        for number, page_text in enumerate(text.split("\f"), 1):
            blocks, section = _blocks(page_text, section)
            words = tuple(_words(page_text))
            pages.append(Page(number, page_text, blocks, str(number), 595.0, 842.0, words))
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        return Document("text", heading[1] if heading else "", tuple(pages))


class FakeEmbedder(Embedder):
    """A vector is a bag of words, hashed; texts that share words are alike."""

    def __init__(self, dimension: int = 32, sha256: str = "fa" * 32, delay_s: float = 0.0) -> None:
        self._dimension = dimension
        self._sha256 = sha256
        self._delay_s = delay_s
        self.batches: list[int] = []
        self._words: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        return "fake"

    @property
    def sha256(self) -> str:
        return self._sha256

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(self._delay_s)
        self.batches.append(len(texts))
        rows = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in _WORD.findall(text.lower()) or [""]:
                if word not in self._words:
                    self._words[word] = self._word(word)
                row += self._words[word]
            row /= np.linalg.norm(row)
        return rows

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) for text in texts]

    def _word(self, word: str) -> NDArray[np.float32]:
        seed = hashlib.sha256(f"{self._sha256}{word}".encode("utf-8", "surrogatepass")).digest()
        generator = np.random.default_rng(list(seed[:8]))
        return generator.standard_normal(self._dimension).astype(np.float32)


class FakeReader(Reader):
    """Takes the words of the question for the answer's place: it is what stands right after them.

    A passage is the more relevant the more of the question's words it holds.
    """

    @property
    def name(self) -> str:
        return "fake-reader"

    @property
    def sha256(self) -> str:
        return "ea" * 32

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        asked = {word.lower().strip("?.,") for word in _WORD.findall(question)}
        return [self._reading(asked, passage) for passage in passages]

    def _reading(self, asked: set[str], passage: str) -> Reading:
        words = list(_WORD.finditer(passage))
        known = np.array([word[0].lower().strip("?.,") in asked for word in words], bool)
        after = np.concatenate([[False], known[:-1]]) & ~known
        logits = np.where(after, 2.0, -2.0).astype(np.float32)
        relevance = 8.0 * float(known.sum()) / max(len(asked), 1) - 4.0
        offsets = np.array([word.span() for word in words], np.int32).reshape(-1, 2)
        return Reading(relevance, 0.0, offsets, logits, logits.copy())


class FakeVectorIndex(VectorIndex):
    """Keeps vectors in one file, written when it is closed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._vectors: dict[int, NDArray[np.float32]] = {}
        if file.exists():
            try:
                with np.load(file) as stored:
                    self._vectors = dict(zip(stored["ids"].tolist(), stored["rows"], strict=True))
            except Exception as error:
                raise VectorIndexError(error) from error

    @classmethod
    def open(cls, folder: Path) -> Self:
        return cls(folder / "vectors.npz")

    def add(self, chunk_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        for key, row in zip(chunk_ids, vectors, strict=True):
            self._vectors[int(key)] = np.asarray(row, dtype=np.float32) / np.linalg.norm(row)

    def count(self) -> int:
        return len(self._vectors)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[VectorHit]:
        unit = np.asarray(vector, dtype=np.float32) / np.linalg.norm(vector)
        hits = [VectorHit(key, float(row @ unit)) for key, row in self._vectors.items()]
        return sorted(hits, key=lambda hit: -hit.similarity)[: max(limit, 0)]

    def close(self) -> None:
        rows = np.array(list(self._vectors.values()), dtype=np.float32)
        np.savez(self._file, ids=np.array(list(self._vectors), dtype=np.int64), rows=rows)


def _blocks(text: str, section: tuple[str, ...]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    blocks: list[Block] = []
    for match in _PARAGRAPH.finditer(text):
        is_heading = match[0].startswith("# ")
        if is_heading:
            section = (match[0][2:].strip(),)
        kind = BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH
        end = match.start() + len(match[0].rstrip())
        blocks.append(Block(match.start(), end, kind, section))
    return tuple(blocks), section


def _words(text: str) -> list[WordBox]:
    """Boxes as a typewriter would place the words."""
    boxes: list[WordBox] = []
    for match in _WORD.finditer(text):
        line = text.count("\n", 0, match.start())
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        left, top = column * _LETTER_WIDTH_PT, line * _LINE_HEIGHT_PT
        right = left + len(match[0]) * _LETTER_WIDTH_PT
        boxes.append(WordBox(match.start(), match.end(), left, top, right, top + 10.0))
    return boxes


class FakeGenerator(Generator):
    """Writes what it was given to write, as far as the number lock allows, word by word."""

    context_tokens = 1024

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.prompts: list[Prompt] = []

    @property
    def name(self) -> str:
        return "fake-writer"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.answer.encode()).hexdigest()

    def count_tokens(self, texts: Sequence[str], token: CancelToken) -> list[int]:
        token.check()
        return [len(text.split()) for text in texts]

    def generate(
        self, prompt: Prompt, told: Callable[[str], None], token: CancelToken
    ) -> Generation:
        self.prompts.append(prompt)
        written = NumberLock(prompt.sources, prompt.citations).start()
        text, pieces = "", re.findall(r"\S+\s*", self.answer)[: prompt.max_tokens]
        for piece in pieces:
            token.check()
            longer = written.then(piece)
            if longer is not None and longer.is_settled:
                written, text = longer, text + piece
                told(piece)
        return Generation(text, Finish.END, len(pieces), 0, 0, 0, 0.0, 0, 0.0, 0.0)
