"""The encoder written once more, as plainly as possible, to hold the graph against."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from weights import HEADS, HIDDEN, Dense, Layer, MiniLM, Norm

Array = NDArray[np.floating[Any]]


def embed(minilm: MiniLM, token_ids: list[int]) -> Array:
    """Return the unit vector of one text, in double precision."""
    pooled = encode(minilm, minilm.words[token_ids].astype(np.float64)).mean(axis=0)
    unit: Array = pooled / np.linalg.norm(pooled)
    return unit


def encode(minilm: MiniLM, words: Array) -> Array:
    """What the encoder makes of each token, whose embeddings without positions are `words`."""
    value = _norm(minilm.embedding_norm, words + minilm.positions[: len(words)])
    for layer in minilm.layers:
        value = _norm(layer.attention_norm, value + _attend(layer, value))
        hidden = _dense(layer.dense["up"], value)
        erf = np.vectorize(math.erf)(hidden / math.sqrt(2))
        down = _dense(layer.dense["down"], hidden * (1 + erf) / 2)
        value = _norm(layer.output_norm, value + down)
    return value


def _attend(layer: Layer, value: Array) -> Array:
    parts = np.split(_dense(layer.dense["qkv"], value), 3, axis=1)
    query, key, content = (
        part.reshape(len(value), HEADS, HIDDEN // HEADS).transpose(1, 0, 2) for part in parts
    )
    scores = query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN // HEADS)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    merged: Array = (weights @ content).transpose(1, 0, 2).reshape(len(value), HIDDEN)
    return _dense(layer.dense["out"], merged)


def _dense(dense: Dense, value: Array) -> Array:
    result: Array = value @ dense.weight.astype(np.float64) + dense.bias
    return result


def _norm(norm: Norm, value: Array) -> Array:
    centred = value - value.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + 1e-12)
    result: Array = centred / spread * norm.gain + norm.bias
    return result
