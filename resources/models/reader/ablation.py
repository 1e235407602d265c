"""What each step of retrieval gains: `python -m reader.ablation --shared FOLDER [--home FOLDER]`.

Run from `resources/models`. Ranks the pages of the evaluation set in several ways and prints, as a
table, how often a right page is among the first five and ten (of all questions, and of those that
share no word with the answer), and the mean reciprocal rank.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.answer.judge import rank_pages
from assistant.domain.answer import RetrievedPage
from assistant.domain.terms import content_terms, match_any
from reader.examples import read_rows
from reader.pipeline import Pipeline, indexed

_CANDIDATES = 300
_PARAPHRASES = "paraphrase_no_keyword_overlap"

Ranking = Callable[[Pipeline, str], Sequence[RetrievedPage]]


def main() -> None:
    """Rank in every way and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, required=True, help="folder of the evaluation set")
    parser.add_argument("--home", type=Path, default=None, help="where to keep the library")
    arguments = parser.parse_args()
    evaluation = arguments.shared / "eval"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with indexed(arguments.home or folder / "home", evaluation / "corpus") as pipeline:
            _print_table(pipeline, evaluation, folder)


def _print_table(pipeline: Pipeline, evaluation: Path, folder: Path) -> None:
    print("| ranked by | @5 | @10 | MRR | paraphrases @5 | @10 |")
    print("| --- | --- | --- | --- | --- | --- |")
    questions = list(read_rows(evaluation / "questions.jsonl"))
    for name, ranking in _RANKINGS.items():
        predictions = folder / "predictions.jsonl"
        with predictions.open("w", encoding="utf-8") as out:
            for row in questions:
                pages = ranking(pipeline, row["question"])
                retrieved = [{"file": page.file, "page": page.page} for page in pages]
                out.write(json.dumps({"id": row["id"], "retrieved": retrieved}) + "\n")
        scores = _scored(evaluation, predictions, folder / "scores.json")
        whole, hard = scores["ALL"], scores[_PARAPHRASES]
        print(
            f"| {name} | {whole['recall5']:.3f} | {whole['recall10']:.3f} | {whole['mrr']:.3f}"
            f" | {hard['recall5']:.3f} | {hard['recall10']:.3f} |"
        )


def _scored(evaluation: Path, predictions: Path, scores: Path) -> dict[str, Any]:
    questions = evaluation / "questions.jsonl"
    command = [sys.executable, str(evaluation / "score.py"), str(questions), str(predictions)]
    subprocess.run(
        [*command, "--retrieval-only", "--json", str(scores)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    table: dict[str, Any] = json.loads(scores.read_text(encoding="utf-8"))
    return table


def _by_meaning(pipeline: Pipeline, question: str) -> Sequence[RetrievedPage]:
    vector = pipeline.embedder.embed([question])[0]
    near = pipeline.vectors.nearest(vector, _CANDIDATES)
    return _pages_of(pipeline, [hit.chunk_id for hit in near])


def _by_chunks(pipeline: Pipeline, question: str) -> Sequence[RetrievedPage]:
    hits = pipeline.catalogue.keyword_chunks(match_any(content_terms(question)), _CANDIDATES)
    return _pages_of(pipeline, [hit.id for hit in hits])


def _by_pages(pipeline: Pipeline, question: str) -> Sequence[RetrievedPage]:
    hits = pipeline.catalogue.keyword_pages(match_any(content_terms(question)), _CANDIDATES)
    chunks = pipeline.catalogue.chunks_of_pages([hit[:2] for hit in hits])
    order = {hit[:2]: number for number, hit in enumerate(hits)}
    passages = pipeline.catalogue.passages(chunks)
    passages.sort(key=lambda passage: order[passage.document_id, passage.page])
    return [RetrievedPage(passage.file, passage.page, 0.0) for passage in passages]


def _fused(pipeline: Pipeline, question: str) -> Sequence[RetrievedPage]:
    return pipeline.retrieve(question).pages


def _read(pipeline: Pipeline, question: str) -> Sequence[RetrievedPage]:
    retrieval = pipeline.retrieve(question)
    return rank_pages(retrieval.pages, pipeline.judge.judge(question, retrieval)[1])


def _pages_of(pipeline: Pipeline, chunks: Sequence[int]) -> list[RetrievedPage]:
    passages = pipeline.catalogue.passages(chunks)
    return [RetrievedPage(passage.file, passage.page, 0.0) for passage in passages]


_RANKINGS: dict[str, Ranking] = {
    "meaning alone (embeddings)": _by_meaning,
    "words alone, chunks (BM25)": _by_chunks,
    "words alone, pages (BM25)": _by_pages,
    "fused": _fused,
    "fused, then read": _read,
}


if __name__ == "__main__":
    main()
