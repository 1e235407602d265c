"""The real vector index keeps the contract, and its own promises."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from assistant.engines.chroma import ChromaIndex
from assistant.engines.chroma_probe import is_usable
from assistant.ports import VectorIndexError
from tests.contracts.vector_index import VectorIndexContract, unit_rows

HOSTILE = b"""\
CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI
CHROMA_SERVER_HOST=192.0.2.1
CHROMA_SERVER_HTTP_PORT=8000
CHROMA_SERVER_NOFILE=1
ANONYMIZED_TELEMETRY=True
PERSIST_DIRECTORY=elsewhere
IS_PERSISTENT=neither
CHROMA_SERVER_HEADERS=\xff\xfe not json
"""

UNDER_HOSTILE_SURROUNDINGS = """
import os, sys
from pathlib import Path
from assistant.engines.chroma import ChromaIndex
with ChromaIndex.open(Path(sys.argv[1])) as index:
    index.add([5], [[1.0, 0.0]])
    assert index.nearest([1.0, 0.0], 1)[0].chunk_id == 5
loaded = {"posthog", "onnxruntime", "chromadb.api.fastapi"} & set(sys.modules)
assert not loaded, loaded
from pydantic_settings import BaseSettings
assert BaseSettings.__init__.__module__ == BaseSettings.__module__  # as it was before
assert sorted(os.listdir(".")) == [".env"], os.listdir(".")
"""


class TestChromaIndex(VectorIndexContract):
    @pytest.fixture
    def open_index(self):
        return ChromaIndex.open

    def test_a_hostile_env_file_changes_nothing(self, tmp_path):
        work, vectors = tmp_path / "work", tmp_path / "vectors"
        work.mkdir()
        vectors.mkdir()
        (work / ".env").write_bytes(HOSTILE)
        surroundings = {"CHROMA_SERVER_HEADERS": "not json", "IS_PERSISTENT": "neither"}
        finished = subprocess.run(
            [sys.executable, "-I", "-c", UNDER_HOSTILE_SURROUNDINGS, str(vectors)],
            cwd=work,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        assert (vectors / "chroma.sqlite3").is_file()

    def test_closing_leaves_no_thread_behind(self, tmp_path):
        before = threading.active_count()
        with ChromaIndex.open(tmp_path) as index:
            index.add([1], unit_rows(1))
        assert threading.active_count() == before

    def test_a_folder_can_be_removed_and_used_again_after_closing(self, tmp_path):
        rows = unit_rows(3)
        for number in range(3):
            with ChromaIndex.open(tmp_path / str(number)) as index:
                index.add([number], rows[number : number + 1])
            with ChromaIndex.open(tmp_path / str(number)) as index:
                assert index.nearest(rows[number], 5)[0].chunk_id == number
                assert index.count() == 1

    def test_a_database_that_is_none_is_an_error_with_a_hint(self, tmp_path):
        (tmp_path / "chroma.sqlite3").write_bytes(b"no database at all" * 999)
        with pytest.raises(VectorIndexError, match="The vector index cannot be used") as failure:
            ChromaIndex.open(tmp_path)
        assert "built again" in failure.value.hint

    def test_the_probe_knows_a_sound_index_from_one_that_lost_chunks(self, tmp_path):
        with ChromaIndex.open(tmp_path) as index:
            index.add(list(range(1, 201)), unit_rows(200))
        assert is_usable(tmp_path, 200)
        assert not is_usable(tmp_path, 201)

    def test_the_probe_survives_files_that_crash_chroma(self, tmp_path):
        with ChromaIndex.open(tmp_path) as index:
            index.add(list(range(1, 5001)), unit_rows(5000))
        for file in tmp_path.rglob("*.bin"):
            content = bytearray(file.read_bytes())
            content[: len(content) // 2] = b"\xff" * (len(content) // 2)
            file.write_bytes(content)
        assert not is_usable(tmp_path, 5000)


def test_vectors_come_back_as_they_were_added(tmp_path):
    rows = unit_rows(4)
    with ChromaIndex.open(tmp_path) as index:
        index.add([1, 2, 3, 4], rows)
        assert sorted(index.chunk_ids()) == [1, 2, 3, 4]
        assert np.allclose(index.vectors([2]), rows[1:2], atol=1e-6)
