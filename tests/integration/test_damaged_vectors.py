"""Whatever happens to Chroma's files, search goes on and the index is built again."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.engines.chroma import ChromaIndex
from assistant.engines.chroma_probe import is_usable
from assistant.index.catalogue import Catalogue
from assistant.index.catalogue_write import CatalogueWriter
from assistant.index.stamped_index import vector_folders
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken

SHA256 = "fa" * 32
COUNT = 4200  # beyond the first rewriting of Chroma's files
LEAVE_OPEN = """
import os, sys
from pathlib import Path
from assistant.engines.chroma import ChromaIndex
from assistant.index.catalogue import Catalogue
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken
catalogue = Catalogue.open(Path(sys.argv[1]))
lane = VectorLane(catalogue, ChromaIndex.open, lambda *_: False, sys.argv[2])
lane.refresh(CancelToken())
os._exit(9)
"""


def random_rows(count: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def catalogue(tmp_path):
    """A catalogue of chunks that have nothing but their vectors."""
    with Catalogue.open(tmp_path / "library") as opened:
        with CatalogueWriter(opened) as writer, writer.transaction():
            writer.forget_vectors(SHA256)
            connection = writer._connection
            connection.execute("INSERT INTO roots VALUES (1, '/documents', 1, 0)")
            connection.execute(
                "INSERT INTO documents VALUES"
                " (1, 1, 'a.txt', 0, 0, 0, 0, '', 'indexed', NULL, '', '', 'text', 1, ?, '', 0)",
                [COUNT],
            )
            connection.executemany(
                "INSERT INTO chunks VALUES (?, 1, 1, 0, 0, '[]', '', 0)",
                [(n,) for n in range(1, COUNT + 1)],
            )
            writer.add_vectors(list(range(1, COUNT + 1)), random_rows(COUNT, 1))
        yield opened


def open_lane(catalogue: Catalogue) -> VectorLane:
    return VectorLane(catalogue, ChromaIndex.open, is_usable, SHA256)


def check(lane: VectorLane, catalogue: Catalogue) -> None:
    rows = np.vstack([batch for _, batch in catalogue.vectors()])
    for query in random_rows(5, 2):
        expected = np.sort(rows @ query)[::-1][:10]
        hits = lane.nearest(query, 10)
        assert [hit.similarity for hit in hits] == pytest.approx(expected.tolist(), abs=1e-4)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)


def fill(file: Path) -> None:
    file.write_bytes(b"\xff" * file.stat().st_size)


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        (cut, "data_level0.bin"),
        (flip, "data_level0.bin"),
        (fill, "chroma.sqlite3"),
        (Path.unlink, "chroma.sqlite3"),
    ],
)
def test_a_damaged_file_has_the_index_built_again(catalogue, damage, name):
    with open_lane(catalogue) as lane:
        lane.refresh(CancelToken())
        check(lane, catalogue)
    (file,) = vector_folders(catalogue.folder)[0].rglob(name)
    damage(file)

    with open_lane(catalogue) as lane:
        check(lane, catalogue)
        lane.refresh(CancelToken())
        assert lane.state == "ready"
        check(lane, catalogue)
        assert [folder.name for folder in vector_folders(catalogue.folder)] == ["vectors-2"]


def test_the_index_is_private(catalogue):
    with open_lane(catalogue) as lane:
        lane.refresh(CancelToken())
    (folder,) = vector_folders(catalogue.folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 4
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def leave_open(catalogue: Catalogue) -> None:
    command = [sys.executable, "-c", LEAVE_OPEN, str(catalogue.folder), SHA256]
    assert subprocess.run(command, check=False).returncode == 9


def test_an_index_left_open_but_sound_is_used_on(catalogue):
    leave_open(catalogue)
    with open_lane(catalogue) as lane:
        lane.refresh(CancelToken())
        check(lane, catalogue)
        assert lane.state == "ready"
        assert [folder.name for folder in vector_folders(catalogue.folder)] == ["vectors-1"]


@pytest.mark.parametrize("damage", [cut, fill])
def test_an_index_left_open_and_damaged_is_built_again(catalogue, damage):
    leave_open(catalogue)
    for file in vector_folders(catalogue.folder)[0].rglob("*.bin"):
        damage(file)
    with open_lane(catalogue) as lane:
        lane.refresh(CancelToken())
        check(lane, catalogue)
        assert [folder.name for folder in vector_folders(catalogue.folder)] == ["vectors-2"]
