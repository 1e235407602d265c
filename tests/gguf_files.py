"""GGUF files with random weights: real layout, real tokenizer, nothing learnt."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_ALIGNMENT = 32
_F32, _F16, _Q4_K, _Q6_K = 0, 1, 12, 14
_UINT16, _UINT32, _INT32, _FLOAT, _BOOL, _STRING, _ARRAY = 2, 4, 5, 6, 7, 8, 9
_NORMAL, _CONTROL = 1, 3


class _U16(int):
    """Written in 16 bits."""


class _I32(int):
    """Written with a sign."""


_MARKS = ("<|im_start|>", "<|im_end|>", "<|endoftext|>")
_WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "at",
    "for",
    "with",
    "that",
    "was",
    "on",
    "are",
    "by",
    "be",
    "from",
    "or",
    "as",
    "not",
    "shall",
    "load",
    "limit",
    "test",
    "tension",
    "temperature",
    "value",
    "table",
    "section",
    "1",
    "2",
    "10",
    "41",
    "41.3",
    "4.2",
    "204",
    "[1]",
    "[2]",
    "[3]",
    "[4]",
    "[",
    "]",
    "²",
    "٤",
    "٥",
    "５",
    "½",
    "Ⅳ",
    "①",
    "kN",
    "°C",
    "mm",
    "%",
    ".",
    ",",
    ":",
    ";",
    "(",
    ")",
    "-",
    "−",
]


@dataclass(frozen=True)
class Shape:
    """The size of a model; the default is the smallest that llama.cpp takes."""

    width: int = 64
    layers: int = 2
    heads: int = 4
    key_heads: int = 2
    inner: int = 128
    vocabulary: int = 0
    context: int = 2048
    quantized: bool = False


def write_model(file: Path, shape: Shape = Shape(), seed: int = 0, **changed: Any) -> Path:
    """Write a model of the llama architecture; `changed` replaces entries, '.' written as '__'."""
    rng = np.random.default_rng(seed)
    entries = _entries(shape)
    entries |= {key.replace("__", "."): value for key, value in changed.items()}
    tokens = entries["tokenizer.ggml.tokens"]
    with file.open("wb") as out:
        _write(out, entries, list(_tensors(shape, len(tokens))), rng)
    return file


def _entries(shape: Shape) -> dict[str, Any]:
    tokens, merges = _vocabulary(shape.vocabulary)
    return {
        "general.architecture": "llama",
        "general.name": "Babble",
        "general.license": "apache-2.0",
        "llama.block_count": shape.layers,
        "llama.context_length": shape.context,
        "llama.embedding_length": shape.width,
        "llama.feed_forward_length": shape.inner,
        "llama.attention.head_count": shape.heads,
        "llama.attention.head_count_kv": shape.key_heads,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": shape.width // shape.heads,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "llama-bpe",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [_CONTROL if token in _MARKS else _NORMAL for token in tokens],
        "tokenizer.ggml.merges": merges,
        "tokenizer.ggml.eos_token_id": tokens.index("<|im_end|>"),
        "tokenizer.ggml.add_bos_token": False,
    }


def write_split_model(folder: Path, parts: int, shape: Shape = Shape()) -> list[Path]:
    """The same model in several files, named and laid out as llama.cpp splits them."""
    rng, entries = np.random.default_rng(0), _entries(shape)
    tensors = list(_tensors(shape, len(entries["tokenizer.ggml.tokens"])))
    files, each = [], -(-len(tensors) // parts)
    for number in range(parts):
        file = folder / f"babble-{number + 1:05d}-of-{parts:05d}.gguf"
        mine = tensors[number * each : (number + 1) * each]
        split = {
            "split.no": _U16(number),
            "split.count": _U16(parts),
            "split.tensors.count": _I32(len(tensors)),
        }
        with file.open("wb") as out:
            _write(out, split if number else entries | split, mine, rng)
        files.append(file)
    return files


def _vocabulary(at_least: int) -> tuple[list[str], list[str]]:
    """Byte-level tokens, some words and the merges that make them, then fillers."""
    letters = _byte_letters()
    tokens = list(letters.values())
    known, merges = set(tokens), []
    for word in [*_WORDS, *(f" {word}" for word in _WORDS)]:
        made = ""
        for byte in word.encode():
            letter = letters[byte]
            if made and made + letter not in known:
                known.add(made + letter)
                tokens.append(made + letter)
                merges.append(f"{made} {letter}")
            made += letter
    tokens += [f"w{number:x}q" for number in range(at_least - len(tokens) - len(_MARKS))]
    return [*tokens, *_MARKS], merges


def _byte_letters() -> dict[int, str]:
    """The printable letter that stands for each byte in a byte-level vocabulary."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {b: chr(b) for b in plain} | {b: chr(256 + n) for n, b in enumerate(others)}


def _tensors(shape: Shape, vocabulary: int) -> Sequence[tuple[str, tuple[int, ...], int]]:
    width, inner = shape.width, shape.inner
    keys = width // shape.heads * shape.key_heads
    matrix, better = (_Q4_K, _Q6_K) if shape.quantized else (_F16, _F16)
    found: list[tuple[str, tuple[int, ...], int]] = [
        ("token_embd.weight", (width, vocabulary), matrix)
    ]
    for n in range(shape.layers):
        found += [
            (f"blk.{n}.attn_norm.weight", (width,), _F32),
            (f"blk.{n}.attn_q.weight", (width, width), matrix),
            (f"blk.{n}.attn_k.weight", (width, keys), matrix),
            (f"blk.{n}.attn_v.weight", (width, keys), better),
            (f"blk.{n}.attn_output.weight", (width, width), matrix),
            (f"blk.{n}.ffn_norm.weight", (width,), _F32),
            (f"blk.{n}.ffn_gate.weight", (width, inner), matrix),
            (f"blk.{n}.ffn_up.weight", (width, inner), matrix),
            (f"blk.{n}.ffn_down.weight", (inner, width), better),
        ]
    found += [("output_norm.weight", (width,), _F32)]
    return [*found, ("output.weight", (width, vocabulary), better)]


def _write(
    out: BinaryIO,
    entries: Mapping[str, Any],
    tensors: Sequence[tuple[str, tuple[int, ...], int]],
    rng: np.random.Generator,
) -> None:
    out.write(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(entries)))
    for key, value in entries.items():
        out.write(_text(key) + _value(value))
    offset = 0
    for name, dimensions, kind in tensors:
        out.write(_text(name) + struct.pack("<I", len(dimensions)))
        out.write(struct.pack(f"<{len(dimensions)}Q", *dimensions))
        out.write(struct.pack("<IQ", kind, offset))
        offset += _padded(_size(dimensions, kind))
    out.write(bytes(-out.tell() % _ALIGNMENT))
    for name, dimensions, kind in tensors:
        weights = _weights(name, dimensions, kind, rng)
        out.write(weights + bytes(-len(weights) % _ALIGNMENT))


def _size(dimensions: tuple[int, ...], kind: int) -> int:
    block, size = {_F32: (1, 4), _F16: (1, 2), _Q4_K: (256, 144), _Q6_K: (256, 210)}[kind]
    return int(np.prod(dimensions)) // block * size


def _padded(size: int) -> int:
    return size + -size % _ALIGNMENT


def _weights(name: str, dimensions: tuple[int, ...], kind: int, rng: np.random.Generator) -> bytes:
    count = int(np.prod(dimensions))
    if name.endswith("norm.weight"):
        return np.ones(count, np.float32).tobytes()
    if kind == _F16:
        spread = 1.0 if "embd" in name or name == "output.weight" else dimensions[0] ** -0.5
        return (rng.standard_normal(count) * spread).astype(np.float16).tobytes()
    blocks = rng.integers(0, 256, (count // 256, _size((256,), kind)), np.uint8)
    scale = np.float16(0.02 * dimensions[0] ** -0.5).tobytes()
    at: NDArray[np.uint8] = np.frombuffer(scale, np.uint8)
    if kind == _Q4_K:
        blocks[:, 0:2] = at
        blocks[:, 2:4] = at
    else:
        blocks[:, -2:] = at
    return blocks.tobytes()


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def _value(value: Any) -> bytes:
    kind, content = _typed(value)
    return struct.pack("<I", kind) + content


def _typed(value: Any) -> tuple[int, bytes]:
    match value:
        case bool():
            return _BOOL, struct.pack("<?", value)
        case _U16():
            return _UINT16, struct.pack("<H", value)
        case _I32():
            return _INT32, struct.pack("<i", value)
        case int():
            return _UINT32, struct.pack("<I", value)
        case float():
            return _FLOAT, struct.pack("<f", value)
        case str():
            return _STRING, _text(value)
        case _ if value and isinstance(value[0], str):
            texts = b"".join(_text(each) for each in value)
            return _ARRAY, struct.pack("<IQ", _STRING, len(value)) + texts
        case _:
            numbers = np.array(value, np.int32)
            return _ARRAY, struct.pack("<IQ", _INT32, len(numbers)) + numbers.tobytes()
