"""How fast the reader is beside the embedder, in tokens per second of processor time on one core.

python -m benchmarks.reading

Both are given the same texts, the reader with a question before each; every token counts. The aim
is nine tenths of the embedder's speed. Then: how long twenty passages take on all cores.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant import paths
from assistant.engines.cores import physical_cores
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.engines.onnx_reader import OnnxReader

_SENTENCES = Path(__file__).parent.parent / "tests" / "integration" / "engineering_sentences.txt"
_QUESTION = "What is the maximum torque of the bolts of the forward flange?"
_TEXTS = 120
_READ_AT_ONCE = 20
_RUNS = 5


def main() -> None:
    """Print both speeds, their ratio, and the time for the passages of one question."""
    sentences = _SENTENCES.read_text(encoding="utf-8").splitlines()
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(sentences, count)) for count in random.integers(6, 15, _TEXTS)]
    embedder = OnnxEmbedder.open(paths.embedder_folder(), threads=1)
    reader = OnnxReader.open(paths.reader_folder(), threads=1)
    counts = embedder.count_tokens([_QUESTION, *texts])
    embedded = sum(counts[1:]) + 2 * len(texts)
    read = sum(counts[1:]) + (counts[0] + 3) * len(texts)
    seconds = [
        (_seconds(lambda: embedder.embed(texts)), _seconds(lambda: reader.read(_QUESTION, texts)))
        for _ in range(_RUNS)
    ]
    embedding_s, reading_s = np.min(seconds, axis=0)
    print(f"embedder: {embedded / embedding_s:8,.0f} tokens per processor second")
    print(f"reader:   {read / reading_s:8,.0f} tokens per processor second")
    ratios = [(read / two) / (embedded / one) for one, two in seconds]
    print(f"reader to embedder: {np.median(ratios):.2f}; the aim is 0.9")
    everywhere = OnnxReader.open(paths.reader_folder())
    passages = texts[:_READ_AT_ONCE]
    everywhere.read(_QUESTION, passages)
    times_ms = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        everywhere.read(_QUESTION, passages)
        times_ms.append((time.perf_counter() - started) * 1000)
    print(
        f"{_READ_AT_ONCE} passages of {np.mean(counts[1:]):.0f} tokens on {physical_cores()}"
        f" cores: {np.median(times_ms):.0f} ms"
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
