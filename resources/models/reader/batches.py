"""From examples to batches: tokens, targets, and texts of about one length together."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from reader.examples import Example

_MAX_QUESTION = 40
_SORTED_AT_ONCE = 1536
_NO_SPAN = -100
"""What the loss leaves out."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example in tokens.

    Attributes:
        question: Token ids.
        passage: Token ids, of the whole passage.
        span: First and last token of the answer in `passage`, or None.
        answers: Whether the passage answers.
    """

    question: list[int]
    passage: list[int]
    span: tuple[int, int] | None
    answers: bool


class Form(NamedTuple):
    """What batches are like.

    Attributes:
        first: The token that leads.
        end: The token that ends question and passage.
        max_length: Of a text, in tokens; longer passages are cut.
        tokens: Of a batch.
    """

    first: int
    end: int
    max_length: int
    tokens: int


class Batch(NamedTuple):
    """Tensors of shape (batch, length) and (batch,)."""

    ids: Tensor
    segments: Tensor
    padding: Tensor
    start: Tensor
    end: Tensor
    answers: Tensor


def encode(examples: Sequence[Example], tokenizer: Any) -> list[Encoded]:
    """Turn examples into tokens; those whose answer falls between tokens are left out."""
    questions = tokenizer.encode_batch([e.question for e in examples], add_special_tokens=False)
    passages = tokenizer.encode_batch([e.passage for e in examples], add_special_tokens=False)
    encoded = []
    for example, question, passage in zip(examples, questions, passages, strict=True):
        span = _token_span(passage.offsets, example.spans[0]) if example.spans else None
        if span is None and example.spans:
            continue
        ids = question.ids[:_MAX_QUESTION]
        encoded.append(Encoded(ids, passage.ids, span, example.answers))
    return encoded


def _token_span(
    offsets: Sequence[tuple[int, int]], span: tuple[int, int]
) -> tuple[int, int] | None:
    inside = [at for at, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]
    return (inside[0], inside[-1]) if inside else None


def shuffled_batches(encoded: Sequence[Encoded], rng: random.Random, form: Form) -> Iterator[Batch]:
    """Every example once, in random order, batches of about one length."""
    order = rng.sample(range(len(encoded)), len(encoded))
    for first in range(0, len(order), _SORTED_AT_ONCE):
        rows = [_row(encoded[at], rng, form) for at in order[first : first + _SORTED_AT_ONCE]]
        rows.sort(key=lambda row: len(row[0]))
        groups: list[list[_Row]] = [[]]
        for row in rows:
            if (len(groups[-1]) + 1) * len(row[0]) > form.tokens:
                groups.append([])
            groups[-1].append(row)
        rng.shuffle(groups)
        yield from (_batch(group) for group in groups)


class _Row(NamedTuple):
    ids: list[int]
    question_length: int
    start: int
    end: int
    answers: bool


def _row(example: Encoded, rng: random.Random, form: Form) -> _Row:
    room = form.max_length - len(example.question) - 3
    first = _window(example, room, rng)
    passage = example.passage[first : first + room]
    ids = [form.first, *example.question, form.end, *passage, form.end]
    before = len(example.question) + 2 - first
    start = end = 0
    if example.span:
        start = example.span[0] + before
        end = min(example.span[1] + before, len(ids) - 2)
    elif example.answers:
        start = end = _NO_SPAN
    return _Row(ids, len(example.question) + 2, start, end, example.answers)


def _window(example: Encoded, room: int, rng: random.Random) -> int:
    """Where to begin in a passage that is too long, so that its answer is inside."""
    longest = len(example.passage) - room
    if longest <= 0:
        return 0
    if not example.span:
        return 0 if example.answers else rng.randint(0, longest)
    low = min(max(0, example.span[1] - room + 1), example.span[0])
    return rng.randint(low, max(low, min(example.span[0], longest)))


def _batch(rows: Sequence[_Row]) -> Batch:
    length = max(len(row.ids) for row in rows)
    ids = np.zeros((len(rows), length), np.int64)
    segments = np.zeros((len(rows), length), np.int64)
    padding = np.ones((len(rows), length), bool)
    for at, row in enumerate(rows):
        ids[at, : len(row.ids)] = row.ids
        segments[at, row.question_length : len(row.ids)] = 1
        padding[at, : len(row.ids)] = False
    columns = np.array([(row.start, row.end, row.answers) for row in rows], np.int64)
    tensors = [torch.from_numpy(array) for array in (ids, segments, padding)]
    return Batch(*tensors, *(torch.from_numpy(column.copy()) for column in columns.T))
