"""Index the evaluation corpus, ask its questions, score the answers; then try the bad documents.

    python benchmarks/evaluate.py [--shared FOLDER] [--home FOLDER] [--mode quote|compose|auto]
        [--model FILE.gguf]

The evaluation set is no part of the project: `--shared`, the variable HANGAR_SHARED, or a folder
`shared` beside the checkout says where it is. With `--home` the index is kept between runs.
With `--model` answers are composed by that language model.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TextIO

CHECKOUT = Path(__file__).resolve().parent.parent
_EVALUATED = "evaluated"


def main() -> int:
    """Run the evaluation; the exit status is 0 when every step ran and no bad document harmed."""
    arguments = _arguments()
    shared = arguments.shared
    if not (shared / "eval" / "questions.jsonl").is_file():
        print(f"There is no evaluation set in {shared}; name its folder with --shared.")
        return 1
    if arguments.home:
        return _evaluate(shared, arguments.home, arguments.mode, arguments.model)
    with tempfile.TemporaryDirectory(prefix="hangar-eval-") as home:
        return _evaluate(shared, Path(home), arguments.mode, arguments.model)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    default = os.environ.get("HANGAR_SHARED", str(CHECKOUT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--mode", default=None)
    parser.add_argument("--model", type=Path, default=None)
    arguments = parser.parse_args()
    if arguments.mode is None:
        arguments.mode = "compose" if arguments.model else "quote"
    return arguments


def _evaluate(shared: Path, home: Path, mode: str, model: Path | None) -> int:
    evaluation = shared / "eval"
    if model is not None:
        shutil.rmtree(home / "models" / _EVALUATED, ignore_errors=True)
        _hangar(home, "models", "add", str(model), "--name", _EVALUATED)
    predictions = home / "predictions.jsonl"
    started = time.monotonic()
    _hangar(home, "index", str(evaluation / "corpus"), "--library", "eval")
    indexed = time.monotonic()
    questions = str(evaluation / "questions.jsonl")
    with predictions.open("w", encoding="utf-8") as out:
        batch = ("ask", "--batch", questions, "--library", "eval", "--mode", mode, "--json")
        _hangar(home, *batch, stdout=out)
    answered = time.monotonic()
    if mode != "quote":
        _print_composed(predictions)
    took = f"indexed in {indexed - started:.0f} s, answered in {answered - indexed:.0f} s\n"
    print(took, flush=True)
    scorer = [sys.executable, str(evaluation / "score.py"), questions, str(predictions)]
    subprocess.run(scorer, check=True)
    print("\nMalformed and odd PDFs:", flush=True)
    bad = [sys.executable, str(CHECKOUT / "benchmarks" / "bad_documents.py")]
    return subprocess.run([*bad, shared / "bad_documents"], check=False).returncode


def _print_composed(predictions: Path) -> None:
    """How many answers were composed, and what became of the sentences."""
    answers = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    composed = sum(answer["mode"] == "compose" for answer in answers)
    refused = sum(answer["refused"] for answer in answers)
    said = [sentence for answer in answers for sentence in answer["sentences"]]
    held = sum(sentence["supported"] for sentence in said)
    quoted = len(answers) - composed - refused
    print(
        f"\n{composed} composed, {quoted} quoted, {refused} refused;"
        f" {held} of {len(said)} sentences held"
    )


def _hangar(home: Path, *words: str, stdout: TextIO | None = None) -> None:
    environment = {**os.environ, "HANGAR_HOME": str(home)}
    command = [sys.executable, "-m", "assistant", *words]
    subprocess.run(command, check=True, env=environment, cwd=CHECKOUT, stdout=stdout)


if __name__ == "__main__":
    sys.exit(main())
