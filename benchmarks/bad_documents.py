"""Parse every file of a folder of malformed documents, and show how each ended.

    python benchmarks/bad_documents.py FOLDER

Parses as the product does, scans included. Exits with 1 when there is no file, or when anything
but a document or a reason came out.
"""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.bootstrap import open_parser
from assistant.domain.document import DocumentSkippedError
from assistant.ports import DocumentParser
from assistant.settings import Settings

_SLOW_S = 5.0


def outcome(parser: DocumentParser, file: Path) -> tuple[str, str, float]:
    """How `file` ended ('indexed', a reason, or 'ESCAPED'), the sentence said, and the seconds."""
    started = time.perf_counter()
    detail = ""
    try:
        parser.parse(file.read_bytes(), file.name)
        ending = "indexed"
    except DocumentSkippedError as error:
        ending, detail = error.reason.value, error.message
    except Exception as error:  # noqa: BLE001  finding these is what this is for
        ending, detail = "ESCAPED", f"{type(error).__name__}: {error}"
    return ending, detail, time.perf_counter() - started


def main(folder: Path) -> int:
    """Parse the files of `folder`, print a table, and return the exit status."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if not files:
        print(f"There is no file in {folder}.")
        return 1
    settings = Settings()
    started = time.perf_counter()
    with (
        open_parser(settings) as parser,
        ThreadPoolExecutor(settings.parser_processes) as threads,
    ):
        outcomes = list(threads.map(lambda file: outcome(parser, file), files))
    print(f"{len(files)} files in {time.perf_counter() - started:.1f} s\n")
    for ending, count in Counter(ending for ending, _, _ in outcomes).most_common():
        print(f"{count:6}  {ending}")
    print()
    for (ending, detail), count in Counter((e, d) for e, d, _ in outcomes if d).most_common():
        print(f"{count:6}  {ending:10}  {detail}")
    for file, (ending, detail, seconds) in zip(files, outcomes, strict=True):
        if ending == "ESCAPED" or seconds > _SLOW_S:
            print(f"{seconds:6.1f} s  {ending:10}  {file.name}  {detail}")
    return int(any(ending == "ESCAPED" for ending, _, _ in outcomes))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
