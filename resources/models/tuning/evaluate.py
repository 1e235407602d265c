"""Measure the embedder: `python -m tuning.evaluate --shared FOLDER [--embedder FOLDER]`.

Run from `resources/models`. Our questions that are held back from training look for the passage
that answers them, among many, and for the sentence that answers, among those of its passage; by
likeness of meaning alone.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from reader import examples

from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.paths import embedder_folder
from tuning.pairs import Pair, pair_of, paraphrased

_OTHER_PASSAGES = 2_500


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--embedder", type=Path, default=embedder_folder())
    arguments = parser.parse_args()
    embedder = OnnxEmbedder.open(arguments.embedder)
    kept = [e for e in examples.engineering(arguments.shared, held_back=True) if e.answers]
    passages = list(dict.fromkeys(e.passage for e in kept))
    others = sorted(set(examples.engineering_passages(arguments.shared)) - set(passages))
    passages += random.Random(7).sample(others, _OTHER_PASSAGES)
    paraphrases = paraphrased(arguments.shared)
    pairs = [pair_of(e) for e in kept]
    print(f"{len(pairs)} questions, {len(passages):,} passages")
    for name, part in (
        ("all", pairs),
        ("paraphrases", [pair for pair in pairs if pair.question in paraphrases]),
    ):
        ranks = passage_ranks(embedder, part, passages)
        found = "  ".join(f"@{k} {np.mean([r <= k for r in ranks]):.3f}" for k in (1, 5, 20))
        first = [rank == 1 for rank in sentence_ranks(embedder, part)]
        print(f"  {name:<12} passage {found}   sentence first {np.mean(first):.3f}")


def passage_ranks(
    embedder: OnnxEmbedder, pairs: Sequence[Pair], passages: Sequence[str]
) -> list[int]:
    """At which place, from 1, each question finds its own passage among `passages`."""
    asked = embedder.embed([pair.question for pair in pairs])
    likeness = asked @ embedder.embed(passages).T
    places = {passage: number for number, passage in enumerate(passages)}
    own = [row[places[pair.passage]] for row, pair in zip(likeness, pairs, strict=True)]
    return [1 + int((row > mine).sum()) for row, mine in zip(likeness, own, strict=True)]


def sentence_ranks(embedder: OnnxEmbedder, pairs: Sequence[Pair]) -> list[int]:
    """At which place each question finds the sentence that answers it, where there are others."""
    ranks = []
    for pair in pairs:
        if pair.sentence and pair.others:
            asked, right, *others = embedder.embed([pair.question, pair.sentence, *pair.others])
            ranks.append(1 + sum(bool(other @ asked > right @ asked) for other in others))
    return ranks


if __name__ == "__main__":
    main()
