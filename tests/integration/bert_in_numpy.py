"""The encoder written once more, as plainly as possible, to hold the graph against."""

import math
from typing import Any

import numpy as np
from encoder import HEADS, Dense, Encoder, Layer, Norm
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def embed(encoder: Encoder, token_ids: list[int]) -> Array:
    """Return the unit vector of one text, in double precision."""
    pooled = encode(encoder, encoder.words[token_ids].astype(np.float64)).mean(axis=0)
    unit: Array = pooled / np.linalg.norm(pooled)
    return unit


def encode(encoder: Encoder, words: Array) -> Array:
    """What the encoder makes of each token, whose embeddings without positions are `words`."""
    length, epsilon = len(words), encoder.epsilon
    value = _norm(encoder.embedding_norm, words + encoder.positions[:length], epsilon)
    for layer in encoder.layers:
        attended = _attend(layer, value, _nearness(encoder, length))
        value = _norm(layer.attention_norm, value + attended, epsilon)
        hidden = _dense(layer.dense["up"], value)
        erf = np.vectorize(math.erf)(hidden / math.sqrt(2))
        down = _dense(layer.dense["down"], hidden * (1 + erf) / 2)
        value = _norm(layer.output_norm, value + down, epsilon)
    return value


def _nearness(encoder: Encoder, length: int) -> Array:
    """What each head adds for each two tokens, shape (HEADS, length, length)."""
    added = np.zeros((HEADS, length, length))
    if encoder.distances is not None:
        middle = encoder.distances.shape[1] // 2
        for one in range(length):
            for other in range(length):
                added[:, one, other] = encoder.distances[:, middle + other - one]
    return added


def _attend(layer: Layer, value: Array, nearness: Array) -> Array:
    length, width = value.shape
    parts = np.split(_dense(layer.dense["qkv"], value), 3, axis=1)
    query, key, content = (
        part.reshape(length, HEADS, width // HEADS).transpose(1, 0, 2) for part in parts
    )
    scores = query @ key.transpose(0, 2, 1) / math.sqrt(width // HEADS) + nearness
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    merged: Array = (weights @ content).transpose(1, 0, 2).reshape(length, width)
    return _dense(layer.dense["out"], merged)


def _dense(dense: Dense, value: Array) -> Array:
    result: Array = value @ dense.weight.astype(np.float64) + dense.bias
    return result


def _norm(norm: Norm, value: Array, epsilon: float) -> Array:
    centred = value - value.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + epsilon)
    result: Array = centred / spread * norm.gain + norm.bias
    return result
