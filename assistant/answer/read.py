"""Read: what the reader finds in the best passages, told for each of their units."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from assistant.answer.units import Unit
from assistant.domain.answer import Passage
from assistant.domain.context import with_context
from assistant.domain.terms import content_terms
from assistant.ports import Reader, Reading

_MAX_SPAN_TOKENS = 30
_DOUBTED = -3.5
"""The reader's log-odds are below this where it doubts."""
_NOT_READ = -10.0
"""The margin of a unit that was cut off with the end of a long passage."""


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit as the reader sees it.

    Attributes:
        unit: What can be quoted.
        relevance: Log-odds that its passage answers the question.
        margin: By how much an answer in it is likelier than none in the passage, log-odds.
        span: Where the likeliest one stands in the unit's reading: its first character, and the
            one after the last.
    """

    unit: Unit
    relevance: float
    margin: float
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Script:
    """A passage as the reader is given it; `places` says where in `text` each unit begins."""

    text: str
    places: tuple[int, ...]


def read_units(
    reader: Reader, question: str, passages: Sequence[tuple[Passage, Sequence[Unit]]]
) -> list[ReadUnit]:
    """Read passages, each with its units, for the answer to `question`."""
    asked = _spelled_alike(question)
    scripts = [_script(passage, units, asked) for passage, units in passages]
    readings = reader.read(question, [script.text for script in scripts])
    return [
        _read_unit(unit, place, reading)
        for (_, units), script, reading in zip(passages, scripts, readings, strict=True)
        for unit, place in zip(units, script.places, strict=True)
    ]


def _script(passage: Passage, units: Sequence[Unit], asked: frozenset[str]) -> _Script:
    """The readings of the units, each on a line of its own, under their headings.

    What the question names and only the document's path knows is said too.
    """
    lines = [f"{u.heading}\n{u.reading}" if u.heading else u.reading for u in units]
    body = "\n".join(lines)
    title = _title(passage, asked)
    text = with_context(body, title, passage.section, passage.file)
    places = []
    position = len(text) - len(body)
    for unit, line in zip(units, lines, strict=True):
        position += len(line)
        places.append(position - len(unit.reading))
        position += 1
    return _Script(text, tuple(places))


def _title(passage: Passage, asked: frozenset[str]) -> str:
    """The title of a passage's document, after those parts of its path that are asked for."""
    said = _spelled_alike(passage.title)
    path = PurePosixPath(passage.file).with_suffix("").parts
    named = [part for part in path if (asked & _spelled_alike(part)) - said]
    return " ".join([*named, passage.title]).replace("_", " ") if named else passage.title


def _spelled_alike(text: str) -> frozenset[str]:
    """The terms of a text, an identifier like a word: pyOCD and pyocd are one."""
    return frozenset(term.lstrip("_") for term in content_terms(text))


def _read_unit(unit: Unit, place: int, reading: Reading) -> ReadUnit:
    offsets = reading.offsets
    first = int(np.searchsorted(offsets[:, 0], place))
    last = int(np.searchsorted(offsets[:, 1], place + len(unit.reading), side="right"))
    if first >= last:
        return ReadUnit(unit, reading.relevance, _NOT_READ, (0, 0))
    start, end, logit = best_span(reading.starts[first:last], reading.ends[first:last])
    span = (int(offsets[first + start, 0]) - place, int(offsets[first + end, 1]) - place)
    return ReadUnit(unit, reading.relevance, logit - reading.no_answer, span)


def doubts(reader: Reader, question: str, passages: Sequence[Passage]) -> list[bool]:
    """Which passages do not answer the question, as far as the reader can tell.

    On the reader's held-back questions it doubts one in thirty passages that answer, and three of
    five that only seem to.
    """
    asked = _spelled_alike(question)
    texts = [with_context(p.search_text, _title(p, asked), p.section, p.file) for p in passages]
    return [
        not len(reading.starts) or reading.relevance < _DOUBTED
        for reading in reader.read(question, texts)
    ]


def best_span(starts: NDArray[np.float32], ends: NDArray[np.float32]) -> tuple[int, int, float]:
    """The first and last token of the likeliest answer, and the logit of there being any.

    That is of all possible answers together: one that may begin at either of two words is no less
    likely for it.
    """
    after = np.pad(ends, (0, _MAX_SPAN_TOKENS - 1), constant_values=-np.inf)
    logits = starts[:, None] + sliding_window_view(after, _MAX_SPAN_TOKENS)
    start, further = divmod(int(logits.argmax()), _MAX_SPAN_TOKENS)
    best = logits[start, further]
    together = best + np.log(np.exp(logits - best).sum())
    return start, start + further, float(together)
