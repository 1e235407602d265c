"""The encoder in 8-bit integers: fixed scales, found without any text.

Scales are fixed when the model is built, never taken from the batch, so that a text's vector
does not depend on what it is embedded with. Three things keep the loss small:

- Channels are evened out (`_even_out`): what a dense layer reads is multiplied, channel by
  channel, by a factor that its weights undo, so that one loud channel does not set the scale.
- Loud channels between 'up' and 'down' are spread (`_spread`): 8-bit values saturate at the top
  of their range, so a copy of the channel with its bias lowered by that much carries the rest.
- Word embeddings have a scale each.

Ranges are calibrated on the texts given. For the embedder those are random words: they agree
with real text, because what makes a channel loud there is its place in the text and not the words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import onnx
from bert_graph import EMBEDDER, IDS, MICROSOFT, GraphWriter, Task, float_model, write_task
from encoder import Dense, Encoder, Matrix, Vector
from numpy.typing import NDArray
from onnx import TensorProto
from weights import CLS, SEP

from assistant.engines.onnx import OnnxSession

_FIRST_WORD = 1996
"""Ids below this are special tokens and single characters."""

_CALIBRATION_TEXTS = 200
_SATURATION = 6.0
"""Values above this, between 'up' and 'down', go to the copies of their channel."""

_HEADROOM = 1.2
"""Room left above what calibration saw of a loud channel."""

_TILE = 16
"""Widths that are multiples of this suit the processor's matrix kernels."""

_WEIGHT_LIMIT = 64
"""Weights run from minus this to this. Processors without VNNI add up two products of an input
and a weight in 16 bits; with 8-bit inputs those of 7-bit weights cannot overflow, so that every
processor computes the same vectors."""

_WORD_LIMIT = 127

_EVENNESS = 0.5
"""How much of the unevenness of its input a dense layer takes on: 0 nothing, 1 all."""


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest value of each channel that a dense layer reads."""

    low: Vector
    high: Vector


@dataclass(frozen=True, slots=True)
class Int8Dense:
    """A dense layer in integers.

    Attributes:
        weight: Shape (inputs, outputs).
        weight_scale: Per output.
        bias: In single precision.
        factors: What each input is multiplied by before it is rounded; None for no change.
        input_scale: Of the rounded inputs, which run from 0 to 255.
        input_zero: The rounded input that stands for 0.
    """

    weight: NDArray[np.int8]
    weight_scale: Vector
    bias: Vector
    factors: Vector | None
    input_scale: np.float32
    input_zero: np.uint8


Feeds = dict[str, NDArray[np.int32]]
"""The inputs of one run, by name."""


def int8_model(
    encoder: Encoder, task: Task = EMBEDDER, texts: Iterable[Feeds] | None = None
) -> onnx.ModelProto:
    """Return the model in 8-bit integers, calibrated on `texts`, on random words when None."""
    layers = _round_layers(encoder, _calibrate(encoder, task, texts or _random_texts(encoder)))
    graph = GraphWriter()

    def dense(graph: GraphWriter, name: str, value: str) -> str:
        return _write_dense(graph, layers[name], name, value)

    words = _write_words(graph, encoder.words)
    return graph.model(task, write_task(graph, encoder, task, dense, words))


def _random_texts(encoder: Encoder) -> Iterator[Feeds]:
    random = np.random.default_rng(0)
    for length in random.integers(6, 250, _CALIBRATION_TEXTS):
        ids = [CLS, *random.integers(_FIRST_WORD, len(encoder.words), length), SEP]
        yield {IDS: np.array([ids], np.int32)}


def _calibrate(encoder: Encoder, task: Task, texts: Iterable[Feeds]) -> dict[str, Range]:
    """Run the texts through the model and return what each dense layer reads."""
    model = float_model(encoder, task, with_dense_inputs=True)
    names = [output.name for output in model.graph.output if output.name.endswith(".input")]
    session = OnnxSession.open(model.SerializeToString())
    lows: list[list[Vector]] = []
    highs: list[list[Vector]] = []
    for feeds in texts:
        read = session.run(names, feeds)
        lows.append([values.min(axis=(0, 1)) for values in read])
        highs.append([values.max(axis=(0, 1)) for values in read])
    return {
        name.removesuffix(".input"): Range(np.min(low, axis=0), np.max(high, axis=0))
        for name, low, high in zip(
            names, zip(*lows, strict=True), zip(*highs, strict=True), strict=True
        )
    }


def _round_layers(encoder: Encoder, ranges: dict[str, Range]) -> dict[str, Int8Dense]:
    rounded = {}
    for number, layer in enumerate(encoder.layers):
        up, down, down_range = _spread(
            layer.dense["up"], layer.dense["down"], ranges[f"{number}.down"]
        )
        rounded[f"{number}.qkv"] = _even_out(layer.dense["qkv"], ranges[f"{number}.qkv"])
        rounded[f"{number}.out"] = _round(layer.dense["out"], ranges[f"{number}.out"])
        rounded[f"{number}.up"] = _even_out(up, ranges[f"{number}.up"])
        rounded[f"{number}.down"] = _round(down, down_range)
    return rounded


def _spread(up: Dense, down: Dense, reach: Range) -> tuple[Dense, Dense, Range]:
    """Spread the loud channels between 'up' and 'down' over copies that saturate in turn."""
    copies = np.ceil(reach.high * _HEADROOM / _SATURATION).astype(int) - 1
    counts = np.where(reach.high > _SATURATION, copies, 0)
    counts[reach.high.argmax()] += -(counts.size + counts.sum()) % _TILE
    weights, biases, rows = [up.weight], [up.bias], [down.weight]
    for channel in np.flatnonzero(counts):
        lowered = up.bias[channel] - _SATURATION * np.arange(1, counts[channel] + 1)
        weights.append(np.repeat(up.weight[:, [channel]], counts[channel], axis=1))
        biases.append(lowered.astype(np.float32))
        rows.append(np.repeat(down.weight[[channel]], counts[channel], axis=0))
    limited = Range(reach.low, np.minimum(reach.high, np.float32(_SATURATION)))
    spread_up = Dense(np.concatenate(weights, axis=1), np.concatenate(biases))
    return spread_up, Dense(np.concatenate(rows), down.bias), limited


def _even_out(dense: Dense, reach: Range) -> Int8Dense:
    """Round `dense` with its input channels evened out against its weights."""
    loudness = np.maximum(-reach.low, reach.high)
    weight = np.abs(dense.weight).max(axis=1)
    factors = weight ** (1 - _EVENNESS) / loudness**_EVENNESS
    factors = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    evened = Dense(dense.weight / factors[:, None], dense.bias)
    return _round(evened, Range(reach.low * factors, reach.high * factors), factors)


def _round(dense: Dense, reach: Range, factors: Vector | None = None) -> Int8Dense:
    low, high = min(0.0, float(reach.low.min())), float(reach.high.max())
    input_scale = np.float32((high - low) / 255)
    weight, weight_scale = _round_rows(dense.weight.T, _WEIGHT_LIMIT)
    return Int8Dense(
        weight=weight.T,
        weight_scale=weight_scale[:, 0],
        bias=dense.bias,
        factors=factors,
        input_scale=input_scale,
        input_zero=np.uint8(round(-low / float(input_scale))),
    )


def _round_rows(matrix: Matrix, limit: int) -> tuple[NDArray[np.int8], Matrix]:
    """Round `matrix` to integers up to `limit`.

    Returns:
        The integers, and the scale of each row, shape (rows, 1), that brings the row nearest to
        what it was: cutting the largest values a little can serve the many small ones.
    """
    largest = np.abs(matrix).max(axis=1, keepdims=True)
    scale, least = largest, np.full(largest.shape, np.inf)
    for share in np.linspace(0.8, 1.0, 9):
        tried = (largest * share / limit).astype(np.float32)
        loss = np.square(_rounded(matrix, tried, limit) * tried - matrix).sum(axis=1, keepdims=True)
        scale, least = np.where(loss < least, tried, scale), np.minimum(loss, least)
    return _rounded(matrix, scale, limit).astype(np.int8), scale


def _rounded(matrix: Matrix, scale: Matrix, limit: int) -> Matrix:
    rounded: Matrix = np.clip(np.rint(matrix / scale), -limit, limit)
    return rounded


def _write_words(graph: GraphWriter, words: Matrix) -> str:
    rounded, scale = _round_rows(words, _WORD_LIMIT)
    rows = graph.node("Gather", [graph.constant("words", rounded), IDS])
    scales = graph.node("Gather", [graph.constant("words.scale", scale), IDS])
    return graph.node("Mul", [graph.node("Cast", [rows], to=TensorProto.FLOAT), scales])


def _write_dense(graph: GraphWriter, dense: Int8Dense, name: str, value: str) -> str:
    if dense.factors is not None:
        value = graph.node("Mul", [value, graph.constant(f"{name}.factors", dense.factors)])
    input_scale = graph.constant(f"{name}.input_scale", np.array(dense.input_scale))
    input_zero = graph.constant(f"{name}.input_zero", np.array(dense.input_zero))
    rounded = graph.node("QuantizeLinear", [value, input_scale, input_zero])
    inputs = [
        rounded,
        graph.constant(f"{name}.weight", dense.weight),
        input_scale,
        graph.constant(f"{name}.weight_scale", dense.weight_scale),
        input_zero,
        graph.constant(f"{name}.weight_zero", np.zeros(dense.weight_scale.shape, np.int8)),
        graph.constant(f"{name}.bias", dense.bias),
    ]
    return graph.node("MatMulIntegerToFloat", inputs, domain=MICROSOFT)
