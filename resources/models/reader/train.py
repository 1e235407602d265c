"""Train the reader: `python -m reader.train --shared FOLDER --part general --start FILE …`.

Run from `resources/models`; MODEL_CARD.md has the whole commands. It needs PyTorch, users never do.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from designs import MPNET
from tokenizers import Tokenizer
from torch.nn import functional

from assistant.engines.tokenizer import marks
from reader.batches import Batch, Form, encode, shuffled_batches
from reader.mixture import mixture
from reader.network import Judgement, Reader, load_reader, save_reader

_WEIGHT_DECAY = 0.01
_MAX_GRADIENT = 1.0
_WARM_UP = 60
_SAVED_EVERY = 250
_TOLD_EVERY = 50


def main() -> None:
    """Train for one pass over the mixture, the rate falling linearly from its peak."""
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rng = random.Random(arguments.seed)
    examples = mixture(arguments.shared, arguments.part, rng)
    encoded = encode(examples, tokenizer)
    print(f"{len(encoded):,} examples, {sum(e.answers for e in encoded):,} answered", flush=True)
    reader = load_reader(arguments.start, arguments.dropout)
    form = Form(*marks(tokenizer), arguments.max_length, arguments.batch_tokens)
    train(reader, list(shuffled_batches(encoded, rng, form)), arguments)
    save_reader(reader, arguments.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="weights to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=["general", "engineering", "both", "few"], required=True)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--final-rate", type=float, default=0.0)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--frozen-layers", type=int, default=0, help="the first ones stay as is")
    parser.add_argument("--max-length", type=int, default=224, help="of a text, in tokens")
    parser.add_argument("--batch-tokens", type=int, default=4608)
    parser.add_argument("--minutes", type=float, default=1e9, help="when to end in any case")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def train(reader: Reader, batches: Sequence[Batch], arguments: argparse.Namespace) -> None:
    """One pass, or as much of it as the minutes allow; the rate follows whichever ends first."""
    trained = _trained(reader, arguments.frozen_layers)
    optimizer = torch.optim.AdamW(trained, arguments.rate, weight_decay=_WEIGHT_DECAY, fused=True)
    reader.train()
    started = time.monotonic()
    seen, total = 0, 0.0
    for step, batch in enumerate(batches, 1):
        minutes = (time.monotonic() - started) / 60
        done = max(step / len(batches), minutes / arguments.minutes)
        if done > 1:
            break
        rate = arguments.rate + (arguments.final_rate - arguments.rate) * done
        optimizer.param_groups[0]["lr"] = rate * min(1.0, step / _WARM_UP)
        with torch.autocast("cpu", torch.bfloat16):
            judged = reader(batch.ids, batch.segments, batch.padding)
        loss = loss_of(judged, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, _MAX_GRADIENT)
        optimizer.step()
        optimizer.zero_grad()
        seen += len(batch.ids)
        total += loss.item()
        if step % _TOLD_EVERY == 0:
            each = total / _TOLD_EVERY
            print(
                f"{minutes:6.1f} min  step {step}/{len(batches)}  {seen:,}  loss {each:.3f}",
                flush=True,
            )
            total = 0.0
        if step % _SAVED_EVERY == 0:
            save_reader(reader, arguments.out)


def _trained(reader: Reader, frozen_layers: int) -> list[torch.nn.Parameter]:
    """What is trained. In the larger network the embeddings are not, to keep what is learnt small;
    where layers are frozen, nothing before them is.
    """
    frozen: list[torch.nn.Module] = list(reader.layers[:frozen_layers])
    if reader.design == MPNET:
        frozen += [reader.words, reader.positions]
    if frozen_layers:
        frozen += [reader.embedding_norm, *([reader.distances] if reader.design.buckets else [])]
    for module in frozen:
        module.requires_grad_(requires_grad=False)
    return [parameter for parameter in reader.parameters() if parameter.requires_grad]


def loss_of(judged: Judgement, batch: Batch) -> torch.Tensor:
    """Cross entropy of start and end (no answer stands at the first token) and of relevance."""
    start = functional.cross_entropy(judged.start, batch.start)
    end = functional.cross_entropy(judged.end, batch.end)
    relevance = functional.binary_cross_entropy_with_logits(judged.relevance, batch.answers.float())
    return (start + end) / 2 + relevance


if __name__ == "__main__":
    main()
