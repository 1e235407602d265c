"""How fast a language model writes beside llama.cpp alone, on files of real shape, random weights.

    python -m benchmarks.composing [--large]

Prints ratios: tokens per second with the number lock beside a bare loop that takes the likeliest
token (aim: 0.95 without a lock that refuses, 0.9 with); time to the first token of a follow-up on
the same passages beside the first question's (aim: a fifth); and what it would cost to check at
once several tokens that are drafted from the passages. Files of 0.5 billion weights are made in a
temporary folder, with `--large` of 3 billion too.
"""

import argparse
import ctypes
import statistics
import tempfile
import time
from pathlib import Path

import llama_cpp.llama_cpp as llama

from assistant.domain.number_lock import NumberLock
from assistant.domain.prompt import Message, Role
from assistant.engines.chat_template import ChatTemplate, Segment
from assistant.engines.cores import physical_cores
from assistant.engines.llama import LlamaModel
from assistant.engines.llama_messages import LoadOptions
from tests.gguf_files import Shape, write_model

_SMALL = Shape(1024, 24, 16, 4, 4096, 64_000, 4096, quantized=True)
_LARGE = Shape(3072, 28, 24, 8, 8192, 128_000, 4096, quantized=True)
_TOKENS = 48
_DRAFTED = (2, 3, 5)
_PASSAGES = "The aft strut carries a limit load of 41.3 kN in tension at 120 °C. " * 60
_TEMPLATE = ChatTemplate(["<|im_start|>"])


def main() -> None:
    """Measure each shape."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--large", action="store_true", help="3 billion weights too")
    large = parser.parse_args().large
    shapes = [("0.5 billion", _SMALL, 5), *([("3 billion", _LARGE, 2)] if large else [])]
    for name, shape, runs in shapes:
        with tempfile.TemporaryDirectory(prefix="hangar-bench-") as folder:
            print(f"{name} weights")
            _measure(write_model(Path(folder) / "model.gguf", shape), runs)


def _measure(file: Path, runs: int) -> None:
    model = LlamaModel(file, LoadOptions(4096, physical_cores()))
    free, locked = NumberLock([_every_number()], 9), NumberLock([_PASSAGES], 3)
    ratios = []
    for _ in range(runs):
        bare = _bare_rate(model)
        ratios.append([_rate(model, lock) / bare for lock in (free, locked)])
    for words, values in zip(
        ("a lock", "a lock that refuses"), zip(*ratios, strict=True), strict=True
    ):
        print(f"  writing with {words} to the bare loop: {statistics.median(values):.3f}")
    cold, warm = [], []
    for run in range(runs):
        model.generate(_asked("x"), locked, 1, lambda _: None)
        first = model.generate(_asked(f"{run} " + _PASSAGES), locked, 1, lambda _: None)
        again = model.generate(_asked(f"{run} " + _PASSAGES, "And hot?"), locked, 1, lambda _: None)
        cold.append(first.prompt_ms)
        warm.append(again.prompt_ms)
    print(
        f"  first token of a follow-up to the first question's, {first.prompt_tokens} tokens:"
        f" 1 to {statistics.median(cold) / statistics.median(warm):.1f}"
    )
    for count in _DRAFTED:
        cost = statistics.median(_together(model, count) for _ in range(2 * runs))
        print(f"  {count} tokens evaluated at once cost as much as {cost:.1f} one by one")
    model.close()


def _together(model: LlamaModel, count: int) -> float:
    """What evaluating `count` tokens at once costs, with the logits of each, in single ones."""
    model.generate(_asked("How?"), NumberLock([], 0), 1, lambda _: None)
    seconds = []
    for size in (1, count):
        held = (llama.llama_token * size)(*range(300, 300 + size))
        batch = llama.llama_batch_get_one(held, size)
        flags = (ctypes.c_int8 * size)(*[1] * size)
        batch.logits = ctypes.cast(flags, type(batch.logits))
        started = time.perf_counter()
        llama.llama_decode(model.context, batch)
        seconds.append(time.perf_counter() - started)
    model.forget()
    return seconds[1] / seconds[0]


def _asked(passages: str, question: str = "Why?") -> list[Segment]:
    messages = [Message(Role.SYSTEM, "Answer."), Message(Role.USER, f"{passages}\n{question}")]
    return _TEMPLATE.segments(messages)


def _rate(model: LlamaModel, lock: NumberLock) -> float:
    written = model.generate(_asked("How?"), lock, _TOKENS, lambda _: None)
    return written.tokens / written.writing_ms


def _bare_rate(model: LlamaModel) -> float:
    """llama.cpp with its own greedy sampler, after the same prompt."""
    model.generate(_asked("How?"), NumberLock([], 0), 1, lambda _: None)
    sampler = llama.llama_sampler_init_greedy()
    context = model.context
    started = time.perf_counter()
    for _ in range(_TOKENS):
        token = llama.llama_sampler_sample(sampler, context, -1)
        held = (llama.llama_token * 1)(token)
        llama.llama_decode(context, llama.llama_batch_get_one(held, 1))
    took_ms = (time.perf_counter() - started) * 1000
    llama.llama_sampler_free(sampler)
    model.forget()
    return _TOKENS / took_ms


def _every_number() -> str:
    return " ".join(str(number) for number in range(2000))


if __name__ == "__main__":
    main()
