"""An indexing run that kills itself, as `kill -9` would, at a point given on its command line.

Arguments: the library's folder, the documents' folder, the kind of point, and which of them.
"""

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.engines.chroma import ChromaIndex
from assistant.index import schema
from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken
from tests.fakes import FakeEmbedder, FakeParser


def killer(at: int) -> Callable[[], None]:
    """Returns what kills this process when it is called for the `at`th time."""
    left = at

    def count_down() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return count_down


def kill_at_statements(hit: Callable[[], None], beginning: str) -> None:
    """Make every SQL statement of the catalogue that begins so count."""

    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            if statement.lstrip().startswith(beginning):
                hit()
            return super().execute(statement, *values)

    connect = sqlite3.connect
    schema.sqlite3.connect = lambda *args, **kwargs: connect(*args, factory=Connection, **kwargs)


class CountedIndex(ChromaIndex):
    """Counts the batches that are added."""

    hit: Callable[[], None]

    def add(self, chunk_ids: Any, vectors: Any) -> None:
        super().add(chunk_ids, vectors)
        type(self).hit()


def main() -> None:
    library, documents, kind, at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    parser, embedder = FakeParser(), FakeEmbedder(delay_s=0.002)
    open_index: Any = ChromaIndex.open
    if kind == "after_s":
        timer = threading.Timer(float(at), os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    elif kind == "chroma":
        CountedIndex.hit = staticmethod(killer(int(at)))
        open_index = CountedIndex.open
    else:
        kill_at_statements(killer(int(at)), kind)
    with Catalogue.open(library) as catalogue:
        indexer = Indexer(
            catalogue,
            parser,
            embedder,
            suffixes=frozenset({".txt"}),
            parser_processes=2,
            max_file_bytes=1 << 20,
        )
        indexer.run([documents], lambda _: print(_.files_done, flush=True), CancelToken())
        with VectorLane(catalogue, open_index, lambda *_: False, embedder.sha256) as lane:
            lane.refresh(CancelToken())


if __name__ == "__main__":
    main()
