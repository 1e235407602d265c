"""Kill -9 in the middle of indexing: nothing acknowledged is lost, nothing is there twice."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.engines.chroma import ChromaIndex
from assistant.engines.chroma_probe import is_usable
from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken
from tests.fakes import FakeEmbedder, FakeParser

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

PROJECT = Path(__file__).parents[2]
DOCUMENTS = 40

POINTS = [
    *(("INSERT INTO documents", at) for at in (1, 5, 23)),
    *(("INSERT INTO chunks", at) for at in (1, 60)),
    *(("INSERT INTO chunk_terms", at) for at in (30, 110)),
    *(("UPDATE meta", at) for at in (1, 4)),
    *(("COMMIT", at) for at in (2, 3, 4, 5)),
    ("DELETE FROM documents", 1),
    ("PRAGMA wal_checkpoint", 1),
    *(("chroma", at) for at in (1,)),
    *(("after_s", at) for at in (0.1, 0.2, 0.4, 0.7)),
]


def write_documents(folder: Path) -> None:
    folder.mkdir()
    for n in range(DOCUMENTS):
        pages = [
            f"# Part {n}\n\n" + f"part {n} page {p} holds {n * p} newtons. " * 40 for p in range(3)
        ]
        (folder / f"{n:02}.txt").write_text("\f".join(pages))


def start_over_a_little(folder: Path) -> None:
    """What a run has to do beside adding: a file changes, another goes."""
    (folder / "00.txt").write_text("# Part zero\n\nrewritten")
    (folder / "01.txt").unlink()


def kill(library: Path, folder: Path, kind: str, at: float) -> int:
    """Run until it is killed; returns how many files the run said were done.

    A run that is killed by the clock may be done before.
    """
    command = [sys.executable, "-m", "tests.killed_run", library, folder, kind, at]
    finished = subprocess.run(
        [str(part) for part in command], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == -9 or (kind, finished.returncode) == ("after_s", 0), finished
    return max(map(int, finished.stdout.split()), default=0)


@pytest.mark.parametrize(("kind", "at"), POINTS)
def test_a_killed_run_loses_nothing_and_the_next_goes_on(tmp_path, kind, at):
    library, folder = tmp_path / "library", tmp_path / "documents"
    write_documents(folder)
    if kind == "DELETE FROM documents":
        kill(library, folder, "after_s", 60)
        start_over_a_little(folder)
    done = kill(library, folder, kind, at)

    embedder, parser = FakeEmbedder(), FakeParser()
    with Catalogue.open(library) as catalogue:
        assert catalogue.problems() == []
        before = {record.file for record in catalogue.documents()}
        assert len(before) >= done
        indexer = Indexer(
            catalogue,
            parser,
            embedder,
            suffixes=frozenset({".txt"}),
            parser_processes=2,
            max_file_bytes=1 << 20,
        )
        report = indexer.run([folder], lambda _: None, CancelToken())

        files = sorted(path.name for path in folder.iterdir())
        assert report.unchanged + report.added + report.changed == len(files)
        assert not before & set(parser.names) - {"00.txt"}
        assert [record.file for record in catalogue.documents()] == files
        assert catalogue.problems() == []
        assert catalogue.generation().chunks == len(set(catalogue.chunk_ids().tolist()))
        check_search(catalogue, embedder)


def check_search(catalogue: Catalogue, embedder: FakeEmbedder) -> None:
    """Search through Chroma finds what comparing with every vector finds."""
    batches = list(catalogue.vectors())
    ids = np.concatenate([batch for batch, _ in batches])
    rows = np.vstack([batch for _, batch in batches])
    with VectorLane(catalogue, ChromaIndex.open, is_usable, embedder.sha256) as lane:
        lane.refresh(CancelToken())
        assert lane.state == "ready"
        for query in embedder.embed(["part 7 page 1", "newtons of part 31", "rewritten"]):
            similarities = rows @ query
            expected = np.sort(similarities)[::-1][:20]
            hits = lane.nearest(query, 20)
            assert [hit.similarity for hit in hits] == pytest.approx(expected.tolist(), abs=1e-4)
            held = dict(zip(ids.tolist(), similarities, strict=True))
            assert all(
                held[hit.chunk_id] == pytest.approx(hit.similarity, abs=1e-4) for hit in hits
            )
