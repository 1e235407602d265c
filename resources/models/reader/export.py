"""Make the shipped model of trained weights: `python -m reader.export WEIGHTS --shared FOLDER`.

Run from `resources/models`. Writes `model.onnx` in 8-bit integers, the tokenizer and the manifest
beside this file. Ranges are calibrated on our own questions and passages.
"""

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from bert_graph import IDS, GraphWriter, Shapes, Task
from designs import design_of
from distances import buckets
from encoder import Dense, Encoder, Layer, Norm
from int8_graph import Feeds, int8_model
from model_folder import write_model
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from weights import CLS

from assistant.engines.onnx_reader import MAX_QUESTION_TOKENS
from assistant.engines.tokenizer import marks
from assistant.paths import embedder_folder, reader_folder
from reader.examples import Example, engineering

SEGMENTS = "segment_ids"
_CALIBRATION_TEXTS = 300
MAX_TOKENS = 384
_ABOUT = {
    "name": "hangar-reader",
    "version": "1.0",
    "licence": "Apache-2.0",
    "source": "all-MiniLM-L6-v2, trained on by Hangar's own recipe; MODEL_CARD.md lists the data.",
    "recipe": "resources/models/reader: train, evaluate, export.",
}


def main() -> None:
    """Export the weights named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--folder", type=Path, default=reader_folder())
    arguments = parser.parse_args()
    tokenizer = (embedder_folder() / "tokenizer.json").read_bytes()
    model = export(arguments.weights, calibration(arguments.shared))
    files = {"model.onnx": model, "tokenizer.json": tokenizer}
    write_model(arguments.folder, _ABOUT, files, {"max_tokens": MAX_TOKENS})


def export(weights: Path, texts: Sequence[Feeds]) -> bytes:
    """Return the model in integers."""
    tensors = load_file(weights)
    model = int8_model(encoder_of(tensors), task(tensors), texts)
    return bytes(model.SerializeToString(deterministic=True))


def task(tensors: Mapping[str, NDArray[np.float32]]) -> Task:
    """Segments go in too where they are told apart; three logits for each token come out: start,
    end, relevance.
    """
    heads = np.concatenate([tensors["span.weight"], tensors["relevance.weight"]]).T
    bias = np.concatenate([tensors["span.bias"], tensors["relevance.bias"]])
    has_segments = design_of(tensors).segments > 0

    def write_words(graph: GraphWriter, words: str) -> str:
        if not has_segments:
            return words
        segments = tensors["segments.weight"]
        table = graph.constant("segments", segments - segments[0])
        return graph.node("Add", [words, graph.node("Gather", [table, SEGMENTS])])

    def write_head(graph: GraphWriter, encoded: str) -> Shapes:
        product = graph.node("MatMul", [encoded, graph.constant("heads.weight", heads)])
        graph.node("Add", [product, graph.constant("heads.bias", bias)], output="logits")
        return {"logits": ["batch", "length", 3]}

    inputs = (IDS, SEGMENTS) if has_segments else (IDS,)
    return Task("reader", inputs, write_words, write_head)


def calibration(shared: Path) -> list[Feeds]:
    """Some of our own questions with their passages, as the model is given them."""
    tokenizer = Tokenizer.from_file(str(embedder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    examples = engineering(shared, held_back=False)
    chosen = random.Random(0).sample(examples, _CALIBRATION_TEXTS)
    return list(feeds(chosen, tokenizer))


def feeds(examples: Sequence[Example], tokenizer: Tokenizer) -> Iterator[Feeds]:
    """The inputs of the model for each example, one after the other; no segments for MPNet."""
    first, end = marks(tokenizer)
    for example in examples:
        question = tokenizer.encode(example.question, add_special_tokens=False).ids
        question = question[:MAX_QUESTION_TOKENS]
        passage = tokenizer.encode(example.passage, add_special_tokens=False).ids
        ids = [first, *question, end, *passage[: MAX_TOKENS - len(question) - 3], end]
        segments = [0] * (len(question) + 2) + [1] * (len(ids) - len(question) - 2)
        told = {IDS: np.array([ids], np.int32)}
        if first == CLS:
            told[SEGMENTS] = np.array([segments], np.int32)
        yield told


def encoder_of(tensors: Mapping[str, NDArray[np.float32]]) -> Encoder:
    """The encoder in the recipe's own form; the question's segment is part of the positions."""

    def dense(name: str) -> Dense:
        return Dense(tensors[f"{name}.weight"].T, tensors[f"{name}.bias"])

    def norm(name: str) -> Norm:
        return Norm(tensors[f"{name}.weight"], tensors[f"{name}.bias"])

    design = design_of(tensors)
    layers = tuple(
        Layer(
            {part: dense(f"layers.{number}.{part}") for part in ("qkv", "out", "up", "down")},
            norm(f"layers.{number}.attention_norm"),
            norm(f"layers.{number}.output_norm"),
        )
        for number in range(design.layers)
    )
    positions = tensors["positions.weight"][design.first_position :]
    if design.segments:
        positions = positions + tensors["segments.weight"][0]
    distances = None
    if design.buckets:
        apart = buckets(np.arange(1 - len(positions), len(positions)))
        distances = tensors["distances.weight"][apart].T
    words, first = tensors["words.weight"], norm("embedding_norm")
    return Encoder(words, positions, first, layers, design.epsilon, distances)


if __name__ == "__main__":
    main()
