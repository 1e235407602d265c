"""Near misses: questions beside passages that nearly answer them, made from those that do."""

import random
import re
from collections.abc import Iterator, Sequence

from assistant.domain.reading import sentences
from reader.examples import Example

_NAME = re.compile(
    r"(?<!^)(?<![.?!] )\b(?:[A-Z][\w'-]+(?: (?:of |the )?[A-Z][\w'-]+)*|\d[\d,.]*\d|\d)\b"
)
_OPPOSITES = [
    *(("first", "last"), ("before", "after"), ("largest", "smallest"), ("more", "less")),
    *(("most", "least"), ("highest", "lowest"), ("increase", "decrease"), ("maximum", "minimum")),
    *(("start", "end"), ("begin", "end"), ("earliest", "latest"), ("above", "below")),
    *(("north", "south"), ("east", "west"), ("inside", "outside"), ("upper", "lower")),
    *(("best", "worst"), ("positive", "negative"), ("gain", "lose"), ("open", "close")),
    *(("longest", "shortest"), ("greater", "smaller"), ("always", "never"), ("higher", "lower")),
    *(("without", "with"), ("former", "latter"), ("added", "removed"), ("accept", "reject")),
    *(("allowed", "forbidden"), ("larger", "smaller"), ("oldest", "youngest"), ("join", "leave")),
    *(("early", "late"), ("internal", "external"), ("inner", "outer"), ("fastest", "slowest")),
]
_OPPOSITE = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
_VERB = re.compile(r"\b(is|are|was|were|did|does|do|can|could|should|will|would|has|have)\b")
_WORD = re.compile(r"\b[a-z]+\b")


def without_answer(examples: Sequence[Example]) -> Iterator[Example]:
    """Passages without the sentence that answered; the line that says where they stand stays."""
    for example in examples:
        passage, answer = example.passage, example.answer
        if not answer:
            continue
        where, _, body = passage.partition("\n")
        parts = [body[start:end] for start, end in sentences(body)]
        kept = [part for part in parts if answer.lower() not in part.lower()]
        if len(kept) < max(2, len(parts) - 2) or len(kept) == len(parts):
            continue
        rest = f"{where}\n{' '.join(kept)}"
        yield Example(example.question, rest, False, (), f"{example.source}_without")


def other_names(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Questions in which a name or number is another one of the same passage."""
    for example in examples:
        asked = [m for m in _NAME.finditer(example.question) if m[0] in example.passage]
        if not asked:
            continue
        old = rng.choice(asked)
        kind = _kind(example.question, old)
        others = [
            name[0]
            for name in {m[0]: m for m in _NAME.finditer(example.passage)}.values()
            if _kind(example.passage, name) == kind
            and name[0] not in example.question
            and name[0] not in example.answer
            and example.answer not in name[0]
            and old[0] not in name[0]
        ]
        if others:
            question = example.question
            changed = question[: old.start()] + rng.choice(others) + question[old.end() :]
            yield Example(changed, example.passage, False, (), f"{example.source}_renamed")


def _kind(text: str, name: re.Match[str]) -> tuple[str, str]:
    """Of what kind a name is, as far as the word before it tells; of a number, how long it is."""
    before = text[: name.start()].split()
    is_number = name[0][0].isdigit()
    return (before[-1].lower() if before else "", f"{len(name[0])}" if is_number else "")


def opposites(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Questions that ask for the opposite, or are negated."""
    for example in examples:
        question = example.question
        words = [m for m in _WORD.finditer(question) if m[0] in _OPPOSITE]
        if words:
            old = rng.choice(words)
            changed = question[: old.start()] + _OPPOSITE[old[0]] + question[old.end() :]
        elif (verb := _VERB.search(question)) and rng.random() < 0.15:
            changed = f"{question[: verb.end()]} not{question[verb.end() :]}"
        else:
            continue
        yield Example(changed, example.passage, False, (), f"{example.source}_opposite")
