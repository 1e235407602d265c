"""The embedder as a network whose weights stay as they are, with an adapter that is trained."""

import math

import numpy as np
import torch
from adapter import Adapter
from encoder import Dense, Encoder, Norm
from numpy.typing import NDArray
from reader.network import Layer
from torch import Tensor, nn
from torch.nn import functional
from weights import HIDDEN

_EPSILON = 1e-12
_LOWEST = torch.finfo(torch.bfloat16).min / 2


class AdaptedDense(nn.Module):
    """A dense layer that is kept, and two thin matrices beside it; at first they add nothing."""

    def __init__(self, dense: Dense, rank: int) -> None:
        super().__init__()
        inputs, outputs = dense.weight.shape
        self.weight = _fixed(dense.weight.T)
        self.bias = _fixed(dense.bias)
        self.narrow = nn.Parameter(torch.randn(rank, inputs) / math.sqrt(inputs))
        self.widen = nn.Parameter(torch.zeros(outputs, rank))

    def forward(self, value: Tensor) -> Tensor:
        thin = functional.linear(value, self.narrow)
        return functional.linear(value, self.weight, self.bias) + functional.linear(
            thin, self.widen
        )


class AdaptedEmbedder(nn.Module):
    """Texts to unit vectors."""

    def __init__(self, encoder: Encoder, rank: int) -> None:
        super().__init__()
        self.words = _fixed(encoder.words)
        self.positions = _fixed(encoder.positions)
        self.embedding_norm = _fixed_norm(encoder.embedding_norm)
        self.layers = nn.ModuleList()
        for weights in encoder.layers:
            layer = Layer(dropout=0.0)
            for part, dense in weights.dense.items():
                setattr(layer, part, AdaptedDense(dense, rank))
            layer.attention_norm = _fixed_norm(weights.attention_norm)
            layer.output_norm = _fixed_norm(weights.output_norm)
            self.layers.append(layer)

    def forward(self, ids: Tensor, padding: Tensor) -> Tensor:
        """Embed; both have shape (batch, length), `padding` is true on padding."""
        words = functional.embedding(ids, self.words)
        value = self.embedding_norm(words + self.positions[: ids.shape[1]])
        mask = torch.zeros(padding.shape, dtype=torch.bfloat16).masked_fill(padding, _LOWEST)
        for layer in self.layers:
            value = layer(value, mask[:, None, None, :])
        counted = (~padding).float()[..., None]
        mean = (value.float() * counted).sum(1) / counted.sum(1)
        return functional.normalize(mean, dim=-1)

    def adapter(self) -> Adapter:
        """What was learnt, as `adapter.py` keeps it."""
        learnt: Adapter = {}
        for number, layer in enumerate(self.layers):
            for part in ("qkv", "out", "up", "down"):
                dense = getattr(layer, part)
                learnt[f"{number}.{part}.narrow"] = _half(dense.narrow)
                learnt[f"{number}.{part}.widen"] = _half(dense.widen)
        return learnt


def _half(parameter: Tensor) -> NDArray[np.float16]:
    half: NDArray[np.float16] = parameter.detach().numpy().T.astype(np.float16)
    return np.ascontiguousarray(half)


def _fixed(values: NDArray[np.float32]) -> Tensor:
    return nn.Parameter(torch.from_numpy(values.copy()), requires_grad=False)


def _fixed_norm(norm: Norm) -> nn.Module:
    layer = nn.LayerNorm(HIDDEN, _EPSILON)
    layer.weight, layer.bias = _fixed(norm.gain), _fixed(norm.bias)
    return layer
