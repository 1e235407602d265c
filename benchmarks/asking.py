"""How long a question takes, warm, step by step; the aim is a p95 under 400 ms on two cores.

python -m benchmarks.asking

Asks the evaluation set's questions over its corpus where it is at hand, else the samples' own.
"""

import json
import os
import tempfile
from pathlib import Path

import numpy as np

from assistant import paths
from assistant.bootstrap import build_assistant
from assistant.jobs import CancelToken

_CHECKOUT = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("HANGAR_SHARED", _CHECKOUT.parent / "shared"))


def main() -> None:
    """Index, ask every question twice, print the second time's milliseconds."""
    folder, questions = _SHARED / "eval" / "corpus", _SHARED / "eval" / "questions.jsonl"
    if not questions.is_file():
        folder = paths.samples()
        questions = _CHECKOUT / "tests" / "integration" / "sample_questions.jsonl"
    asked = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines()]
    with (
        tempfile.TemporaryDirectory() as home,
        build_assistant(Path(home)) as assistant,
    ):
        library = assistant.library("bench", create=True)
        report = library.index([folder], lambda _: None, CancelToken())
        for _ in range(2):
            timings = [library.ask(question).timings_ms for question in asked]
    print(f"{len(asked)} questions over {report.pages:,} pages, {report.chunks:,} chunks")
    for step in timings[0]:
        p50, p95 = np.percentile([timing[step] for timing in timings], [50, 95])
        print(f"{step:>9}: p50 {p50:6.1f} ms, p95 {p95:6.1f} ms")


if __name__ == "__main__":
    main()
