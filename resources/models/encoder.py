"""A transformer encoder's weights, laid out for the graph."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HEADS = 12

Matrix = NDArray[np.float32]
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Dense:
    """A dense layer, `y = x @ weight + bias`; `weight` has shape (inputs, outputs)."""

    weight: Matrix
    bias: Vector


@dataclass(frozen=True, slots=True)
class Norm:
    """A layer normalisation."""

    gain: Vector
    bias: Vector


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer.

    Attributes:
        dense: By name: 'qkv' (query, key and value side by side), 'out' (after attention),
            'up' and 'down' (the feed-forward part, GELU between them).
        attention_norm: After attention.
        output_norm: After the feed-forward part.
    """

    dense: dict[str, Dense]
    attention_norm: Norm
    output_norm: Norm


@dataclass(frozen=True, slots=True)
class Encoder:
    """The whole model.

    Attributes:
        words: Shape (words, width).
        positions: Shape (longest text, width), from the first token of a text on; the embedding of
            segment 0, where there are any, is added in.
        embedding_norm: After words and positions are added up.
        layers: First to last.
        epsilon: Added to the variance in each normalisation.
        distances: What each head adds to a token's attention to another, by how far after it that
            one stands; shape (HEADS, 2 * longest - 1), the farthest before it first. None where
            attention knows no distance.
    """

    words: Matrix
    positions: Matrix
    embedding_norm: Norm
    layers: tuple[Layer, ...]
    epsilon: float = 1e-12
    distances: Matrix | None = None
