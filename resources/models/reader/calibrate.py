"""Weigh what speaks for an answer: `python -m reader.calibrate --shared FOLDER --home FOLDER`.

Run from `resources/models`. The passages that our own questions were written over are set as PDFs,
with many of their neighbours, and indexed into a library under `--home` (kept between runs). The
questions held back from training are asked there, those with an answer once more without the
documents that hold it. Fitted are the weights that say how likely the documents answer and how
likely the answer is right, as units are weighed now; those that rank pages and units best; and the
first once more, as units are weighed then. Prints them.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer import choose, evidence, judge, select
from assistant.answer.older import newest_first
from assistant.answer.reread import reread_first
from assistant.answer.select import Question, Scored, Signs
from assistant.domain import figures
from assistant.domain.answer import RetrievedPage
from assistant.index.catalogue import Catalogue
from assistant.settings import Settings
from reader.evaluate import area_under_curve
from reader.examples import is_held_back, own_questions
from reader.fit import Group, fit_listwise, fit_logistic
from reader.pipeline import Pipeline, indexed
from reader.set_documents import set_documents

_UNCOVERED_SHARE = 0.2
_PAGES_COUNTED = (1, 5, 10)
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


class Asked(NamedTuple):
    """A question that was asked, with what the pipeline saw.

    Attributes:
        scored: The units, best first.
        gold: Pages, by file and number, that hold the passage it was written over.
        answer: None where that passage does not answer it.
    """

    question: Question
    scored: list[Scored]
    gold: set[tuple[str, int]]
    answer: str | None
    kind: str


def main() -> None:
    """Build the library, ask, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--home", type=Path, required=True, help="where to keep the library")
    arguments = parser.parse_args()
    passages, questions = own_questions(arguments.shared)
    folder = arguments.home / "documents"
    if not folder.is_dir():
        set_documents(folder, passages, {row["passage"] for row in questions})
    chosen = [question for question in questions if is_held_back(question["passage"])]
    with indexed(arguments.home / "data", folder) as pipeline:
        pages = _pages(pipeline.catalogue)
        asked = [_ask(pipeline, row, passages[row["passage"]], pages) for row in chosen]
        uncovered = list(_ask_without_gold(pipeline, asked))
    _report("as it stands", asked)
    _report_refusals(asked, uncovered)
    _print_evidence(asked, uncovered)
    _print_weights(
        "PAGE_WEIGHTS = Signs",
        fit_listwise(list(_page_groups(asked)), judge.PAGE_WEIGHTS, is_anchored=True),
    )
    unit_weights = fit_listwise(list(_unit_groups(asked)), select.WEIGHTS, is_anchored=False)
    _print_weights("select.WEIGHTS = Signs", unit_weights)
    weights = Signs(*unit_weights)
    asked, uncovered = ([_scored_anew(e, weights) for e in each] for each in (asked, uncovered))
    _report("with units weighed anew", asked)
    _report_refusals(asked, uncovered)
    _print_evidence(asked, uncovered)


def _pages(catalogue: Catalogue) -> dict[tuple[str, int], str]:
    """The text of every page, letters and digits alone."""
    return {
        (record.file, number): plain(page.text)
        for record in catalogue.documents()
        for number in range(1, record.page_count + 1)
        if (page := catalogue.page(record.id, number))
    }


def plain(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return _NOT_ALPHANUMERIC.sub("", text.encode("cp1252", "replace").decode("cp1252").lower())


def _ask(
    pipeline: Pipeline,
    row: dict[str, Any],
    passage: dict[str, Any],
    pages: dict[tuple[str, int], str],
) -> Asked:
    text = plain(passage["text"])
    ends = (text[:60], text[-60:])
    gold = {key for key, page in pages.items() if any(end in page for end in ends)}
    question, scored = pipeline.read(row["question"])
    return Asked(question, scored, gold, row["answer"], row["kind"])


def _ask_without_gold(pipeline: Pipeline, asked: Sequence[Asked]) -> Iterator[Asked]:
    """The answered questions once more, of a library without the documents that answer them."""
    keys = {record.file: record.id for record in pipeline.catalogue.documents()}
    for each in asked:
        if each.answer is not None and each.gold:
            others = set(keys.values()) - {keys[file] for file, _ in each.gold}
            question, scored = pipeline.read(each.question.text, others)
            yield Asked(question, scored, set(), None, each.kind)


def _is_right(scored: Scored, asked: Asked) -> bool:
    """Whether a unit says the answer, on a page that holds the passage."""
    passage = scored.unit.passage
    if asked.answer is None or (passage.file, passage.page) not in asked.gold:
        return False
    unit, answer = plain(scored.unit.reading), plain(asked.answer)
    if len(unit) > 20 and unit in answer:
        return True
    return answer in unit and _numbers(asked.answer) <= _numbers(scored.unit.reading)


def _numbers(text: str) -> frozenset[str]:
    """The numbers of a text, those of a range one by one: 80 is not in 180, nor 40 in -40."""
    found = (figure.value for figure in figures.figures(figures.plain(text)))
    return frozenset(part for value in found for part in re.split(r"(?<=[0-9])-", value))


def _page_groups(asked: Sequence[Asked]) -> Iterator[Group]:
    for each in asked:
        if each.answer is None:
            continue
        keys = [(s.unit.passage.file, s.unit.passage.page) for s in each.scored]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        features = np.array([(s.unit.passage.score, *s.signs) for s in each.scored])
        right = np.array([key in each.gold for key in numbers])
        if right.any() and not right.all():
            yield Group(features, np.array([numbers[key] for key in keys]), right)


def _unit_groups(asked: Sequence[Asked]) -> Iterator[Group]:
    for each in asked:
        right = np.array([_is_right(scored, each) for scored in each.scored])
        if right.any() and not right.all():
            features = np.array([(0.0, *scored.signs) for scored in each.scored])
            yield Group(features, np.arange(len(features)), right)


def _scored_anew(asked: Asked, weights: Signs) -> Asked:
    scored = select.weighed(asked.question, asked.scored, weights)
    return asked._replace(scored=reread_first(judge.in_order_of_pages(scored)))


class _Evidence(NamedTuple):
    """What was observed of the answers to a set of questions, a row each.

    Attributes:
        observed: Shape (answers, observations).
        is_right: Whether the answer is right.
        share: What each counts for.
    """

    observed: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    share: NDArray[np.float64]


def _evidence(asked: Sequence[Asked], share: float) -> _Evidence:
    """The evidence of all answers; together they count for `share`."""
    chosen = [(each, _chosen(each)) for each in asked]
    chosen = [(each, units) for each, units in chosen if units]
    return _Evidence(
        np.array([evidence.observed(each.question, units, each.scored) for each, units in chosen]),
        np.array([any(_is_right(unit, each) for unit in units) for each, units in chosen]),
        np.full(len(chosen), share / len(chosen)),
    )


def _chosen(asked: Asked) -> list[Scored]:
    """The units that the answer would quote."""
    return choose.choose(asked.question, newest_first(asked.question.text, asked.scored))


def _print_evidence(asked: Sequence[Asked], uncovered: Sequence[Asked]) -> None:
    """Fit both probabilities. Near misses and questions without their documents count alike."""
    answered = [each for each in asked if each.answer is not None]
    parts = [
        _evidence(answered, 1 - _UNCOVERED_SHARE),
        _evidence([each for each in asked if each.answer is None], _UNCOVERED_SHARE / 2),
        _evidence(uncovered, _UNCOVERED_SHARE / 2),
    ]
    observed, is_right, share = (np.concatenate(column) for column in zip(*parts, strict=True))
    is_covered = np.arange(len(observed)) < len(parts[0].observed)
    share *= len(parts[0].observed) / (1 - _UNCOVERED_SHARE)
    for name, target in (("COVERED", is_covered), ("RIGHT", is_right)):
        weights = fit_logistic(observed, target, share)
        _print_weights(f"evidence.{name} = Observations", weights)
        print(f"    AUC {area_under_curve(observed @ weights, target):.3f}")


def _report(title: str, asked: Sequence[Asked]) -> None:
    answered = [each for each in asked if each.answer is not None]
    print(f"\n{title}: {len(asked)} questions, {len(answered)} of them answered")
    for name, part in (
        ("all", answered),
        ("paraphrases", [each for each in answered if each.kind == "paraphrase"]),
    ):
        ranks = [_rank(each) for each in part]
        found = "  ".join(f"@{k} {np.mean([r <= k for r in ranks]):.3f}" for k in _PAGES_COUNTED)
        first = np.mean([bool(e.scored) and _is_right(e.scored[0], e) for e in part])
        print(f"  {name:<12} page {found}   first unit right {first:.3f}")
    chosen = [(each, _chosen(each)) for each in answered]
    pages = [
        (e, {(c.unit.passage.file, c.unit.passage.page) for c in units}) for e, units in chosen
    ]
    print(
        f"  answers that say it {np.mean([any(_is_right(c, e) for c in u) for e, u in chosen]):.3f}"
        f"   pages cited that hold it {np.mean([p in e.gold for e, own in pages for p in own]):.3f}"
        f"   units {np.mean([len(u) for _, u in chosen]):.2f}"
    )


def _report_refusals(asked: Sequence[Asked], uncovered: Sequence[Asked]) -> None:
    threshold = Settings().refusal_threshold

    def refused(each: Asked) -> bool:
        found = evidence.likelihood(each.question, _chosen(each), each.scored)
        return not found.is_enough(threshold)

    answered = [each for each in asked if each.answer is not None]
    near_misses = [each for each in asked if each.answer is None]
    right = [e for e in answered if any(_is_right(unit, e) for unit in _chosen(e))]
    print(
        f"  refused below {threshold}: of near misses {np.mean([*map(refused, near_misses)]):.3f}"
        f"   without their documents {np.mean([*map(refused, uncovered)]):.3f}"
        f"   of the answered {sum(map(refused, answered))}, right {sum(map(refused, right))}"
    )


def _rank(asked: Asked) -> int:
    """At which place, from 1, the first right page is among the pages read."""
    passages = [scored.unit.passage for scored in asked.scored]
    pages = [RetrievedPage(passage.file, passage.page, 0.0) for passage in passages]
    ranked = dict.fromkeys((p.file, p.page) for p in judge.rank_pages(pages, asked.scored))
    return next((at for at, key in enumerate(ranked, 1) if key in asked.gold), 1000)


def _print_weights(name: str, weights: NDArray[np.float64]) -> None:
    print(f"  {name}({', '.join(f'{weight:.2f}' for weight in weights)})")


if __name__ == "__main__":
    main()
