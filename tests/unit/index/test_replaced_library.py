"""A library that another process deletes, or makes anew, while this one has it open."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.index.catalogue import Catalogue
from assistant.index.schema import LibraryReplacedError
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken
from tests.fakes import FakeVectorIndex

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows deletes no file that is open"
)

PROJECT = Path(__file__).parents[3]

REPLACE = """
import shutil, sys
from pathlib import Path
from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken
from tests.fakes import FakeEmbedder, FakeParser, FakeVectorIndex

library, folder = map(Path, sys.argv[1:])
shutil.rmtree(library)
with Catalogue.open(library) as catalogue:
    embedder = FakeEmbedder()
    indexer = Indexer(
        catalogue, FakeParser(), embedder,
        suffixes=frozenset({".txt"}), parser_processes=1, max_file_bytes=1 << 20,
    )
    indexer.run([folder], lambda _: None, CancelToken())
    with VectorLane(catalogue, FakeVectorIndex.open, lambda *_: True, embedder.sha256) as lane:
        lane.refresh(CancelToken())
"""


@pytest.fixture
def held(bench, tmp_path) -> Iterator:
    """A bench whose library may be replaced: two documents, indexed and read."""
    with Catalogue.open(tmp_path / "libraries" / "held") as catalogue:
        made = replace(bench, catalogue=catalogue)
        made.write("1.txt", "alpha")
        made.write("2.txt", "bravo")
        made.run()
        assert made.found("alpha") == ["1.txt"]
        yield made


def replace_library(library: Path, folder: Path) -> None:
    """Delete the library, and index `folder` into a new one of its name, in another process."""
    folder.mkdir()
    (folder / "v1.txt").write_text("victor")
    (folder / "v2.txt").write_text("whiskey")
    command = [sys.executable, "-c", REPLACE, str(library), str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True)


def test_a_replaced_library_is_neither_read_nor_written(held, tmp_path):
    replace_library(held.catalogue.folder, tmp_path / "others")
    (held.folder / "1.txt").unlink()
    held.write("3.txt", "charlie")

    for work in (
        held.update,
        held.run,
        held.catalogue.documents,
        lambda: held.found("alpha"),
        lambda: held.indexer().forget(held.folder, CancelToken()),
    ):
        with pytest.raises(LibraryReplacedError) as failure:
            work()
    assert "'held' was deleted or replaced by another process" in failure.value.message
    assert "Open it again" in failure.value.hint
    with Catalogue.open(held.catalogue.folder) as fresh:
        assert [record.file for record in fresh.documents()] == ["v1.txt", "v2.txt"]
        assert fresh.problems() == []


def test_a_deleted_library_is_not_made_again(held):
    shutil.rmtree(held.catalogue.folder)
    for work in (held.update, held.catalogue.totals):
        with pytest.raises(LibraryReplacedError):
            work()
    assert not held.catalogue.folder.exists()


def test_a_catalogue_that_is_gone_is_not_made_again(held):
    held.catalogue.file.unlink()
    with pytest.raises(LibraryReplacedError):
        held.update()
    assert not held.catalogue.file.exists()


def test_the_vector_index_of_a_new_library_gets_no_stamp_of_the_old_ones(held, tmp_path):
    library = held.catalogue.folder
    with VectorLane(
        held.catalogue, FakeVectorIndex.open, lambda *_: True, held.embedder.sha256
    ) as lane:
        lane.refresh(CancelToken())
        replace_library(library, tmp_path / "others")
        stamp = (library / "vectors-1" / "stamp.json").read_bytes()
    assert (library / "vectors-1" / "stamp.json").read_bytes() == stamp
