"""Indexing against the embedder alone, in one run on the same cores.

python -m benchmarks.indexing [FOLDER]

Indexes FOLDER (the evaluation corpus where it is at hand, else the samples), then embeds the same
texts with nothing else to do. Scans are left out: recognising text has no embedder to hide behind.
Seconds on the clock are what counts; processor seconds, parsers included, are less noisy.
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import paths
from assistant.domain.library import IndexReport
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.jobs import CancelToken
from assistant.parse.formats import SUFFIXES
from assistant.parse.pool import ParserPool
from assistant.ports import Embedder
from assistant.settings import Settings

_CHECKOUT = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("HANGAR_SHARED", _CHECKOUT.parent / "shared"))


class RecordingEmbedder:
    """Embeds with another, and keeps the texts."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.texts: list[str] = []
        self.name = embedder.name
        self.sha256 = embedder.sha256
        self.dimension = embedder.dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed, and remember what."""
        self.texts.extend(texts)
        return self._embedder.embed(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count as the other does."""
        return self._embedder.count_tokens(texts)


def main() -> None:
    """Print pages and tokens per second, and how close indexing comes to the embedder alone."""
    corpus = _SHARED / "eval" / "corpus"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else corpus
    folder = folder if folder.is_dir() else paths.samples()
    embedder = OnnxEmbedder.open(paths.embedder_folder())
    recording = RecordingEmbedder(embedder)
    embedder.embed(["The model is loaded before the clock starts."])
    with tempfile.TemporaryDirectory() as home:
        before = _seconds()
        report = _index(folder, Path(home), recording)
        indexing_s, indexing_cpu_s = _since(before)
    before = _seconds()
    embedder.embed(recording.texts)
    alone_s, alone_cpu_s = _since(before)
    tokens = sum(embedder.count_tokens(recording.texts))
    print(f"{folder.name}: {report.pages:,} pages, {report.chunks:,} chunks, {tokens:,} tokens")
    for name, seconds, cpu_s in (
        ("indexing", indexing_s, indexing_cpu_s),
        ("embedder alone", alone_s, alone_cpu_s),
    ):
        pages, speed = report.pages / seconds, tokens / seconds
        speeds = f"{pages:6.1f} pages/s, {speed:8,.0f} tokens/s"
        print(f"{name:>14}: {seconds:6.1f} s, {speeds}, {cpu_s:6.1f} processor s")
    print(
        f"indexing reaches {alone_s / indexing_s:.0%} of the embedder alone by the clock,"
        f" {alone_cpu_s / indexing_cpu_s:.0%} in processor time; the aim is 85 %"
    )


def _seconds() -> tuple[float, float]:
    """On the clock, and of the processor for this process and the children that have ended."""
    times = os.times()
    cpu_s = times.user + times.system + times.children_user + times.children_system
    return time.perf_counter(), cpu_s


def _since(before: tuple[float, float]) -> tuple[float, float]:
    clock_s, cpu_s = _seconds()
    return clock_s - before[0], cpu_s - before[1]


def _index(folder: Path, home: Path, embedder: Embedder) -> IndexReport:
    settings = Settings()
    limits = (settings.parser_processes, settings.parser_memory_mib, settings.parser_seconds)
    with Catalogue.open(home / "library") as catalogue, ParserPool(*limits) as parser:
        indexer = Indexer(
            catalogue,
            parser,
            embedder,
            suffixes=frozenset(" ".join(SUFFIXES.values()).split()),
            parser_processes=settings.parser_processes,
            max_file_bytes=settings.max_file_mib << 20,
        )
        return indexer.run([folder], lambda _: None, CancelToken())


if __name__ == "__main__":
    main()
