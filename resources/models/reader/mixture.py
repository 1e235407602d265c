"""What is learnt from, and how much of each."""

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from reader import examples
from reader.examples import Example
from reader.near_misses import opposites, other_names, without_answer
from reader.neighbours import SearchByMeaning, SearchByWords, neighbours


def mixture(shared: Path, part: str, rng: random.Random) -> list[Example]:
    """The examples of a part of the training: 'general', then 'engineering', then 'both'; 'few' of
    all for a network that learns from fewer.
    """
    squad = examples.squad11(shared)
    if part == "few":
        return _few(shared, squad, rng)
    rng.shuffle(squad)
    general = _general(shared, squad, rng) if part != "engineering" else []
    engineering = _engineering(shared, squad, rng) if part != "general" else []
    return general + engineering


def _general(shared: Path, squad: list[Example], rng: random.Random) -> list[Example]:
    """Near misses that were written teach more than those that are made: they lead."""
    small = examples.smaller_sets(shared)
    return [
        *examples.encyclopaedia(shared),
        *_some(squad, 5_000, rng),
        *_some(examples.squad11_neighbours(shared), 2_500, rng),
        *_some(list(other_names(squad, rng)), 1_000, rng),
        *_some(list(opposites(squad, rng)), 500, rng),
        *_some([example for example in small if example.source != "qamr"], 2_000, rng),
        *_some([example for example in small if example.source == "qamr"], 1_000, rng),
        *_some(examples.answer_sentences(shared), 500, rng),
        *examples.squad20(shared, to_score=False),
    ]


def _engineering(shared: Path, squad: list[Example], rng: random.Random) -> list[Example]:
    """Our own questions, and enough of the rest that it is not forgotten."""
    own = examples.engineering(shared, held_back=False)
    passages = examples.engineering_passages(shared)
    tables = [example for example in examples.smaller_sets(shared) if example.source == "tatqa"]
    others = [e for e in examples.smaller_sets(shared) if e.source in ("nq", "covidqa", "clapnq")]
    found = [
        *neighbours(own, SearchByWords(passages), 1, rng),
        *neighbours(own, SearchByMeaning(passages), 1, rng),
    ]
    return [
        *own,
        *_some(found, 5_000, rng),
        *_some(list(without_answer(own)), 500, rng),
        *_some(squad, 1_000, rng),
        *_some(others, 1_000, rng),
        *tables,
        *examples.squad20(shared, to_score=False),
    ]


def _few(shared: Path, squad: list[Example], rng: random.Random) -> list[Example]:
    """All questions of some of our passages, for twins teach together, and some of the rest."""
    own = examples.engineering(shared, held_back=False)
    passages = examples.engineering_passages(shared)
    small = examples.smaller_sets(shared)
    answered = _some([example for example in own if example.spans], 6_000, rng)
    return [
        *_of_some_passages(own, 21_000, rng),
        *_of_some_passages(examples.encyclopaedia(shared), 15_000, rng),
        *neighbours(answered[::2], SearchByWords(passages), 1, rng),
        *neighbours(answered[1::2], SearchByMeaning(passages), 1, rng),
        *_some(squad, 2_500, rng),
        *_some(examples.squad11_neighbours(shared), 1_000, rng),
        *_some([example for example in small if example.source == "tatqa"], 1_200, rng),
        *_some([e for e in small if e.source in ("nq", "covidqa", "clapnq")], 700, rng),
        *examples.squad20(shared, to_score=False),
    ]


def _of_some_passages(chosen: Sequence[Example], count: int, rng: random.Random) -> list[Example]:
    by_passage: defaultdict[str, list[Example]] = defaultdict(list)
    for example in chosen:
        by_passage[example.passage].append(example)
    found: list[Example] = []
    for passage in rng.sample(sorted(by_passage), len(by_passage)):
        if len(found) < count:
            found += by_passage[passage]
    return found


def _some(chosen: Sequence[Example], count: int, rng: random.Random) -> list[Example]:
    return rng.sample(chosen, min(count, len(chosen)))
