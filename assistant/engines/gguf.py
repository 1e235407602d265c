"""The header of a GGUF file: read within bounds and checked, before llama.cpp opens the file.

The format is specified in ggml's `docs/gguf.md`. Nothing here trusts a length: every one is
compared with what is left. Runs in a jailed worker (`gguf_worker.py`).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

MAX_HEADER_BYTES = 128 * 2**20
_MAX_ENTRIES = 100_000
_MAX_NAME_BYTES = 63
_MAX_KEY_BYTES = 65_535
_MAX_TEMPLATE_CHARS = 200_000
_MAX_DIMENSIONS = 4
_MAX_PARTS = 999
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?"}
_SCALARS |= {10: "Q", 11: "q", 12: "d"}

# Architectures of language models that write, and that llama.cpp runs without more files.
KNOWN_ARCHITECTURES = frozenset(
    """
    llama llama4 mistral3 mistral4 qwen2 qwen2moe qwen3 qwen3moe qwen3next qwen35 qwen35moe
    gemma gemma2 gemma3 gemma3n gemma4 phi2 phi3 phimoe granite granitemoe granitehybrid
    command-r cohere2 olmo2 olmoe deepseek2 glm4 glm4moe exaone exaone4 smollm3 gpt-oss
    lfm2 falcon falcon-h1 stablelm internlm2 nemotron nemotron_h starcoder2 apertus arcee
    ernie4_5 hunyuan-dense seed_oss minicpm minicpm3 baichuan
    """.split()  # noqa: SIM905 (a list of 60 quoted words would be a column a page long)
)

# Type of a tensor: elements of a block, bytes of a block.
_TENSOR_TYPES = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    9: (32, 36),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    15: (256, 292),
    16: (256, 66),
    17: (256, 74),
    18: (256, 98),
    19: (256, 50),
    20: (32, 18),
    21: (256, 110),
    22: (256, 82),
    23: (256, 136),
    24: (1, 1),
    25: (1, 2),
    26: (1, 4),
    27: (1, 8),
    28: (1, 8),
    29: (256, 56),
    30: (1, 2),
    34: (256, 54),
    35: (256, 66),
    39: (32, 17),
}


class GgufError(Exception):
    """The file is no sound GGUF file of a language model; says why, in half a sentence."""


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says of itself.

    Attributes:
        architecture: Such as 'llama' or 'qwen2'.
        name: The model's own name; may be empty.
        licence: As the file states it; may be empty.
        parameters: Number of weights.
        context_tokens: Longest context the model was trained for.
        layers: Number of transformer blocks.
        kv_values_per_token: Numbers kept in memory for each token of context.
        vocabulary: Number of tokens.
        end_token: The token that ends a text, as it is written; may be empty.
        control_tokens: The tokens of the vocabulary that look like marks, such as '<|im_end|>'.
        chat_template: The file's own template in Jinja; empty without one.
        size_bytes: Bytes of the weights.
        parts: Number of files that the model is split over; 1 for most.
    """

    architecture: str
    name: str
    licence: str
    parameters: int
    context_tokens: int
    layers: int
    kv_values_per_token: int
    vocabulary: int
    end_token: str
    control_tokens: tuple[str, ...]
    chat_template: str
    size_bytes: int
    parts: int = 1


@dataclass(frozen=True, slots=True)
class GgufPart:
    """What a further file of a split model holds.

    Attributes:
        number: Which one it is, from 1; the first has the header.
        parts: Of how many.
        parameters: Number of weights in it.
        size_bytes: Bytes of those weights.
    """

    number: int
    parts: int
    parameters: int
    size_bytes: int


class _Tensor(NamedTuple):
    name: str
    elements: int
    size_bytes: int
    offset: int


def read_header(head: bytes, file_bytes: int) -> GgufHeader:
    """Read the header at the beginning of a file of `file_bytes` bytes, of which `head` is part.

    Raises:
        GgufError: It is none, damaged, cut short, or of a kind that cannot be run.
    """
    values, tensors = _read(head, file_bytes)
    if values.get("split.no", 0) != 0:
        raise GgufError("it is a later part of a model that is split over several files")
    return _header(values, tensors)


def read_part(head: bytes, file_bytes: int) -> GgufPart:
    """Read the same of a further file of a split model.

    Raises:
        GgufError: It is none, damaged or cut short.
    """
    values, tensors = _read(head, file_bytes)
    number, parts = values.get("split.no"), _parts(values)
    if type(number) is not int or not 0 < number < parts:
        raise GgufError("it does not say which part of a model it is")
    return GgufPart(number + 1, parts, *_amount(tensors))


def _read(head: bytes, file_bytes: int) -> tuple[dict[str, Any], list[_Tensor]]:
    reader = _Bytes(head, is_whole=len(head) == file_bytes)
    if reader.take(4) != b"GGUF":
        raise GgufError("it does not begin as GGUF files do")
    version = reader.scalar("I")
    if version not in (2, 3):
        raise GgufError(f"it is of GGUF version {version}, and only 2 and 3 can be read")
    tensor_count, entry_count = reader.scalar("Q"), reader.scalar("Q")
    if not 0 < tensor_count <= _MAX_ENTRIES or not 0 < entry_count <= _MAX_ENTRIES:
        raise GgufError("the number of its tensors or entries cannot be right")
    values: dict[str, Any] = {}
    for _ in range(entry_count):
        key = reader.string(_MAX_KEY_BYTES)
        if not key or key in values:
            raise GgufError("an entry is there twice or has no name")
        values[key] = reader.value()
    tensors = [_tensor(reader) for _ in range(tensor_count)]
    if len({tensor.name for tensor in tensors}) < len(tensors):
        raise GgufError("a tensor is there twice")
    _check_places(tensors, _alignment(values), reader.position, file_bytes)
    return values, tensors


def _parts(values: Mapping[str, Any]) -> int:
    parts = values.get("split.count", 1)
    if type(parts) is not int or not 0 <= parts <= _MAX_PARTS:
        raise GgufError("the number of its parts cannot be right")
    return max(1, parts)


def _amount(tensors: list[_Tensor]) -> tuple[int, int]:
    """Number of weights, and their bytes."""
    return sum(t.elements for t in tensors), sum(t.size_bytes for t in tensors)


def _tensor(reader: "_Bytes") -> _Tensor:
    name = reader.string(_MAX_NAME_BYTES)
    dimensions = reader.scalar("I")
    if not 0 < dimensions <= _MAX_DIMENSIONS:
        raise GgufError(f"the tensor '{name}' has {dimensions} dimensions")
    shape = [reader.scalar("Q") for _ in range(dimensions)]
    kind, offset = reader.scalar("I"), reader.scalar("Q")
    if kind not in _TENSOR_TYPES:
        raise GgufError(f"the tensor '{name}' is of type {kind}, which is not known")
    block, block_bytes = _TENSOR_TYPES[kind]
    elements = prod(shape)
    if not 0 < elements < 2**63 or shape[0] % block:
        raise GgufError(f"the shape of the tensor '{name}' cannot be right")
    return _Tensor(name, elements, elements // block * block_bytes, offset)


def _alignment(values: Mapping[str, Any]) -> int:
    alignment = values.get("general.alignment", 32)
    if type(alignment) is not int or not 0 < alignment <= 2**20 or alignment & (alignment - 1):
        raise GgufError("its alignment is no power of two")
    return alignment


def _check_places(
    tensors: list[_Tensor], alignment: int, header_bytes: int, file_bytes: int
) -> None:
    """See that the tensors follow each other and end within the file."""
    expected = 0
    for tensor in tensors:
        if tensor.offset != expected:
            raise GgufError(f"the tensor '{tensor.name}' is not where it should be")
        expected += _padded(tensor.size_bytes, alignment)
    last = tensors[-1]
    end = _padded(header_bytes, alignment) + last.offset + last.size_bytes
    if end > file_bytes:
        raise GgufError(f"it is cut short: {end:,} bytes are needed and {file_bytes:,} are there")


def _padded(size: int, alignment: int) -> int:
    return -(-size // alignment) * alignment


def _header(values: Mapping[str, Any], tensors: list[_Tensor]) -> GgufHeader:
    architecture = _text(values, "general.architecture")
    if architecture not in KNOWN_ARCHITECTURES:
        raise GgufError(f"its architecture is '{architecture[:40]}', which is not supported")

    def number(key: str, most: int, default: int | None = None) -> int:
        value = values.get(f"{architecture}.{key}", default)
        if isinstance(value, tuple) and value and all(type(each) is int for each in value):
            value = max(value)
        if type(value) is not int or not 0 < value <= most:
            raise GgufError(f"'{architecture}.{key}' is missing or out of bounds")
        return value

    tokens = values.get("tokenizer.ggml.tokens")
    if not isinstance(tokens, tuple) or not tokens or not isinstance(tokens[0], str):
        raise GgufError("it has no vocabulary")
    _text(values, "tokenizer.ggml.model")
    layers, width = number("block_count", 1_000), number("embedding_length", 2**20)
    heads = number("attention.head_count", 4_096)
    if width % heads and f"{architecture}.attention.key_length" not in values:
        raise GgufError(f"'{architecture}.attention.head_count' does not divide its width")
    of_head = max(1, width // heads)
    key_values = number("attention.key_length", 2**16, of_head)
    key_values += number("attention.value_length", 2**16, of_head)
    template = _text(values, "tokenizer.chat_template", "")
    if len(template) > _MAX_TEMPLATE_CHARS:
        raise GgufError("its chat template is longer than any real one")
    parameters, size_bytes = _amount(tensors)
    return GgufHeader(
        architecture=architecture,
        name=_text(values, "general.name", ""),
        licence=_text(values, "general.license", ""),
        parameters=parameters,
        context_tokens=number("context_length", 2**28),
        layers=layers,
        kv_values_per_token=layers * number("attention.head_count_kv", 4_096, heads) * key_values,
        vocabulary=len(tokens),
        end_token=_token(tokens, values.get("tokenizer.ggml.eos_token_id")),
        control_tokens=tuple(token for token in tokens if _is_mark(token)),
        chat_template=template,
        size_bytes=size_bytes,
        parts=_parts(values),
    )


def _token(tokens: tuple[str, ...], number: object) -> str:
    return tokens[number] if isinstance(number, int) and 0 <= number < len(tokens) else ""


def _is_mark(token: str) -> bool:
    return 2 < len(token) < 40 and token[0] in "<[" and token[-1] in ">]"


def _text(values: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise GgufError(f"'{key}' is missing or no text")
    return value


class _Bytes:
    """Reads what a header is made of from its bytes, never further than they go."""

    def __init__(self, head: bytes, *, is_whole: bool) -> None:
        self._head = head
        self._is_whole = is_whole
        self.position = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        end = self.position + count
        if end > len(self._head):
            raise GgufError(
                "it is cut short" if self._is_whole else "a length in its header cannot be right"
            )
        taken = self._head[self.position : end]
        self.position = end
        return taken

    def scalar(self, code: str) -> Any:
        """The next number, in a format of `struct`."""
        return struct.unpack("<" + code, self.take(struct.calcsize(code)))[0]

    def string(self, max_bytes: int = MAX_HEADER_BYTES) -> str:
        """The next text; bytes that are no UTF-8 are kept as surrogates."""
        length = self.scalar("Q")
        if length > max_bytes:
            raise GgufError("a text in its header is longer than it may be")
        return self.take(length).decode("utf-8", "surrogateescape")

    def value(self) -> Any:
        """The next typed value; an array of numbers other than integers is passed over."""
        kind = self.scalar("I")
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            return self._array()
        return self.scalar(_code(kind))

    def _array(self) -> Any:
        kind, count = self.scalar("I"), self.scalar("Q")
        if kind == _STRING:
            if count * 8 > len(self._head) - self.position:
                raise GgufError("a list in its header is longer than the file")
            return tuple(self.string() for _ in range(count))
        code = _code(kind)
        size = struct.calcsize(code)
        if count * size > len(self._head) - self.position:
            raise GgufError("a list in its header is longer than the file")
        taken = self.take(count * size)
        return struct.unpack(f"<{count}{code}", taken) if code in "IiQq" else None


def _code(kind: int) -> str:
    if kind not in _SCALARS:
        raise GgufError(f"an entry in its header is of type {kind}, which is not known")
    return _SCALARS[kind]
