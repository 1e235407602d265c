"""How long a run takes over a tree of 5,000 files in which nothing changed; the aim is 1 s.

python -m benchmarks.unchanged_tree [FILES]
"""

import sys
import tempfile
import time
from pathlib import Path

from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.jobs import CancelToken
from tests.fakes import FakeEmbedder, FakeParser

_FILES = 5000
_FILES_PER_FOLDER = 50
_RUNS = 5


def main() -> None:
    """Index a tree once, then time runs over it as it is."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else _FILES
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        for n in range(files):
            path = documents / f"{n // _FILES_PER_FOLDER:04}" / f"part-{n}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# Part {n}\n\nThe part holds {n} newtons.\n")
        with Catalogue.open(Path(folder) / "library") as catalogue:
            indexer = Indexer(
                catalogue,
                FakeParser(),
                FakeEmbedder(),
                suffixes=frozenset({".txt"}),
                parser_processes=2,
                max_file_bytes=1 << 20,
            )
            seconds = [_timed(indexer, documents) for _ in range(1 + _RUNS)]
    print(f"first run of {files} files: {seconds[0]:.2f} s")
    print(f"unchanged: {min(seconds[1:]):.3f} s at best, {max(seconds[1:]):.3f} s at worst")


def _timed(indexer: Indexer, documents: Path) -> float:
    started = time.perf_counter()
    indexer.run([documents], lambda _: None, CancelToken())
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
