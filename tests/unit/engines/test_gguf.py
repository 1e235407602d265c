"""The header of a GGUF file: what is sound is read, what is not is refused and never crashes."""

import random
import struct

import pytest

from assistant.engines.gguf import GgufError, read_header
from tests.gguf_files import Shape, write_model


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    return write_model(tmp_path_factory.mktemp("gguf") / "model.gguf").read_bytes()


def test_a_sound_header_is_read(sound):
    header = read_header(sound, len(sound))
    assert (header.architecture, header.name, header.layers) == ("llama", "Babble", 2)
    assert header.context_tokens == 2048
    assert header.kv_values_per_token == 2 * 2 * (16 + 16)
    assert "<|im_end|>" in header.control_tokens
    assert header.size_bytes < len(sound)


def test_half_of_the_file_is_enough_to_read_its_header(sound):
    assert read_header(sound[: len(sound) // 2], len(sound)).architecture == "llama"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"general__architecture": "clip"}, "architecture is 'clip'"),
        ({"general__alignment": 24}, "power of two"),
        ({"llama__block_count": 0}, "block_count"),
        ({"llama__context_length": "long"}, "context_length"),
        ({"llama__attention__head_count": 7}, "head_count"),
        ({"tokenizer__ggml__tokens": "none"}, "no vocabulary"),
        ({"tokenizer__chat_template": "x" * 300_000}, "chat template"),
    ],
)
def test_what_cannot_be_run_is_refused_with_its_reason(tmp_path, entries, message):
    damaged = write_model(tmp_path / "model.gguf", Shape(), **entries).read_bytes()
    with pytest.raises(GgufError, match=message):
        read_header(damaged, len(damaged))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda head: b"GGML" + head[4:], "does not begin"),
        (lambda head: head[:4] + struct.pack("<I", 1) + head[8:], "version 1"),
        (lambda head: head[:8] + struct.pack("<Q", 2**62) + head[16:], "number of its tensors"),
        (lambda head: head[:24] + struct.pack("<Q", 2**62) + head[32:], "longer than it may be"),
        (lambda head: head[:-4096], "cut short"),
        (lambda head: head[:2000], "longer than the file"),
        (lambda head: b"", "cut short"),
    ],
)
def test_a_damaged_file_is_refused_with_its_reason(sound, change, message):
    damaged = change(sound)
    with pytest.raises(GgufError, match=message):
        read_header(damaged, len(damaged))


def test_thousands_of_mutations_are_read_or_refused(sound):
    """Nothing but `GgufError` comes out, and no mutation takes memory or time."""
    rng = random.Random(4)
    end_of_header = sound.index(b"output.weight") + 64
    refused = 0
    for _ in range(4000):
        mutated = bytearray(sound)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(end_of_header)
            size = rng.choice((1, 1, 4, 8))
            mutated[at : at + size] = rng.choice((b"\0", b"\xff", rng.randbytes(1))) * size
        try:
            read_header(bytes(mutated), len(mutated))
        except GgufError:
            refused += 1
    assert refused > 400
