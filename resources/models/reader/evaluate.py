"""Measure a reader: `python -m reader.evaluate --shared FOLDER [--folder FOLDER]`.

Run from `resources/models`. On the half of SQuAD 2.0 dev that is kept for scoring, and on those of
our own questions that were held back: how well the best span agrees with the answer where there is
one (F1), how well answered and unanswered are told apart (area under the curve), and F1 over all,
where the best answer to what is not answered is none. The model is the one that ships, in integers.
"""

import argparse
import collections
import re
import string
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer.read import best_span
from assistant.engines.onnx_reader import OnnxReader
from assistant.paths import reader_folder
from assistant.ports import Reading
from reader.examples import Example, engineering, squad20

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


class Scores(NamedTuple):
    """The figures of one set, in percent.

    Attributes:
        best_span_f1: Of the best span, over what is answered.
        f1: Over everything, the threshold chosen on the other half of the questions.
        no_answer_auc: Of how much likelier an answer is than none.
        relevance_auc: Of the relevance.
    """

    questions: int
    best_span_f1: float
    f1: float
    no_answer_auc: float
    relevance_auc: float


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--folder", type=Path, default=reader_folder(), help="of the model")
    arguments = parser.parse_args()
    reader = OnnxReader.open(arguments.folder)
    sets = {
        "SQuAD 2.0 dev, half": squad20(arguments.shared, to_score=True),
        "our own, held back": engineering(arguments.shared, held_back=True),
    }
    print(f"{'':<22} {'count':>6} {'span F1':>8} {'F1':>6} {'AUC':>6} {'AUC of relevance':>17}")
    for name, examples in sets.items():
        s = score(reader, examples)
        print(
            f"{name:<22} {s.questions:6,} {s.best_span_f1:8.1f} {s.f1:6.1f}"
            f" {s.no_answer_auc:6.1f} {s.relevance_auc:17.1f}"
        )


def score(reader: OnnxReader, examples: Sequence[Example]) -> Scores:
    """Read every example and compare."""
    f1s, margins, relevances = [], [], []
    for example in examples:
        reading = reader.read(example.question, [example.passage])[0]
        start, end, margin = best_answer(reading)
        found = example.passage[start:end]
        expected = [example.passage[slice(*span)] for span in example.spans]
        f1s.append(max((token_f1(found, answer) for answer in expected), default=0.0))
        margins.append(margin)
        relevances.append(reading.relevance)
    answers = np.array([example.answers for example in examples])
    all_f1s, all_margins = np.array(f1s), np.array(margins)
    return Scores(
        len(examples),
        100 * float(all_f1s[answers].mean()),
        100 * _f1_over_all(all_f1s, all_margins, answers),
        100 * area_under_curve(all_margins, answers),
        100 * area_under_curve(np.array(relevances), answers),
    )


def best_answer(reading: Reading) -> tuple[int, int, float]:
    """First character, the one after the last, and the log-odds of an answer against none."""
    first, last, logit = best_span(reading.starts, reading.ends)
    offsets = reading.offsets
    return int(offsets[first, 0]), int(offsets[last, 1]), logit - reading.no_answer


def token_f1(found: str, expected: str) -> float:
    """The measure of SQuAD: over words, articles and punctuation aside."""
    one, other = _words(found), _words(expected)
    common = sum((collections.Counter(one) & collections.Counter(other)).values())
    return 2 * common / (len(one) + len(other)) if common else 0.0


def area_under_curve(scores: NDArray[np.float64], answers: NDArray[np.bool_]) -> float:
    """How often what is answered scores above what is not."""
    order = np.sort(scores[~answers])
    below = np.searchsorted(order, scores[answers], "left")
    ties = np.searchsorted(order, scores[answers], "right") - below
    return float((below + ties / 2).mean() / len(order))


def _f1_over_all(
    f1: NDArray[np.float64], margin: NDArray[np.float64], answers: NDArray[np.bool_]
) -> float:
    """Each half of the questions with the threshold that is best for the other half."""
    halves = np.arange(len(f1)) % 2 == 0
    total = 0.0
    for half in (halves, ~halves):
        other = ~half
        thresholds = np.quantile(margin, np.linspace(0, 1, 101))
        best = max(thresholds, key=lambda t: _gained(f1, margin, answers, t)[other].mean())
        total += float(_gained(f1, margin, answers, best)[half].sum())
    return total / len(f1)


def _gained(
    f1: NDArray[np.float64],
    margin: NDArray[np.float64],
    answers: NDArray[np.bool_],
    threshold: float,
) -> NDArray[np.float64]:
    gained: NDArray[np.float64] = np.where(margin >= threshold, f1, 1.0 * ~answers)
    return gained


def _words(text: str) -> list[str]:
    plain = "".join(c for c in text.lower() if c not in string.punctuation)
    return _ARTICLES.sub(" ", plain).split()


if __name__ == "__main__":
    main()
