"""What every vector index must do; the fake and the real one inherit these tests."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.ports import VectorIndex

OpenIndex = Callable[[Path], VectorIndex]


def unit_rows(count: int, dimension: int = 16, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class VectorIndexContract:
    @pytest.fixture
    def open_index(self) -> OpenIndex:
        raise NotImplementedError

    def test_a_fresh_index_is_empty_and_finds_nothing(self, open_index, tmp_path):
        index = open_index(tmp_path)
        assert index.count() == 0
        assert index.nearest(unit_rows(1)[0], 5) == []
        index.close()

    def test_the_nearest_chunk_comes_first_with_its_cosine(self, open_index, tmp_path):
        index = open_index(tmp_path)
        index.add([7, 3], np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32))

        near = index.nearest(np.array([0.9, 0.1], dtype=np.float32), 2)

        assert [hit.chunk_id for hit in near] == [7, 3]
        assert near[0].similarity == pytest.approx(0.994, abs=1e-3)
        index.close()

    def test_no_more_than_the_limit_is_returned(self, open_index, tmp_path):
        index = open_index(tmp_path)
        rows = unit_rows(40)
        index.add(list(range(1, 41)), rows)
        assert len(index.nearest(rows[0], 5)) == 5
        assert len(index.nearest(rows[0], 400)) == 40
        assert index.nearest(rows[0], 0) == []
        index.close()

    def test_chunks_outlive_a_reopening(self, open_index, tmp_path):
        rows = unit_rows(300)
        first = open_index(tmp_path)
        first.add(list(range(1, 301)), rows)
        first.close()

        second = open_index(tmp_path)
        assert second.count() == 300
        assert all(second.nearest(rows[n], 1)[0].chunk_id == n + 1 for n in range(0, 300, 37))
        second.close()

    def test_chunks_can_be_added_after_a_reopening(self, open_index, tmp_path):
        rows = unit_rows(20)
        first = open_index(tmp_path)
        first.add(list(range(1, 11)), rows[:10])
        first.close()
        second = open_index(tmp_path)
        second.add(list(range(11, 21)), rows[10:])
        assert second.count() == 20
        assert second.nearest(rows[15], 1)[0].chunk_id == 16
        second.close()
