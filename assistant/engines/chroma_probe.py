"""A child process that opens a Chroma folder first: a crash in native code costs nothing there."""

import logging
import subprocess
import sys
from pathlib import Path

import numpy as np

from assistant.engines.chroma import ChromaIndex
from assistant.errors import AssistantError
from assistant.ports import VectorIndexError

log = logging.getLogger(__name__)

_PATIENCE_S = 120.0
_READ_AT_ONCE = 1000
_SEARCHED = 50


def is_usable(folder: Path, count: int) -> bool:
    """Whether the Chroma index in `folder` opens, holds `count` chunks and finds them again."""
    module = "assistant.engines.chroma_probe"
    try:
        finished = subprocess.run(
            [sys.executable, "-I", "-m", module, str(folder), str(count)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("The vector index did not open within %d s", _PATIENCE_S)
        return False
    if finished.returncode:
        log.warning("Status %d: %s", finished.returncode, finished.stderr.strip()[-500:])
    return finished.returncode == 0


def check(folder: Path, count: int) -> None:
    """Open the index and read all of it; runs in the child.

    Raises:
        VectorIndexError: It cannot be used, or does not hold what it should.
    """
    with ChromaIndex.open(folder) as index:
        chunk_ids = index.chunk_ids()
        if not index.count() == len(set(chunk_ids)) == count:
            raise VectorIndexError(f"it holds {len(chunk_ids)} of {count} chunks")
        for first in range(0, count, _READ_AT_ONCE):
            batch = chunk_ids[first : first + _READ_AT_ONCE]
            vectors = index.vectors(batch)
            if len(vectors) != len(batch) or not np.isfinite(vectors).all():
                raise VectorIndexError("it has lost vectors")
        step = max(1, count // _SEARCHED)
        for chunk_id in chunk_ids[::step]:
            hits = index.nearest(index.vectors([chunk_id])[0], 1)
            if not hits or hits[0].similarity < 1 - 1e-3:
                raise VectorIndexError("it does not find its own vectors")


def main() -> int:
    """Check the folder and count given as arguments; returns the exit status."""
    try:
        check(Path(sys.argv[1]), int(sys.argv[2]))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
