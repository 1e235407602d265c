"""The vector lane: the index answers while it agrees with the catalogue, exact search otherwise."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.library import VectorState
from assistant.errors import JobCancelledError
from assistant.index.exact import ExactSearch
from assistant.index.stamped_index import vector_folders
from assistant.index.vectors import VectorLane
from assistant.jobs import CancelToken
from assistant.ports import VectorIndexError
from tests.fakes import FakeEmbedder, FakeVectorIndex


class Opened(FakeVectorIndex):
    """Counts what is asked of it, and fails when told to."""

    searches = 0
    opened = 0
    is_broken = False

    @classmethod
    def open(cls, folder: Path):
        cls.opened += 1
        return super().open(folder)

    def nearest(self, vector, limit):
        type(self).searches += 1
        if self.is_broken:
            raise VectorIndexError("the file is broken")
        return super().nearest(vector, limit)


@pytest.fixture
def index_type():
    return type("CountedIndex", (Opened,), {})


@pytest.fixture
def make_lane(bench, index_type):
    lanes = []

    def make(probe=lambda *_: False):
        lane = VectorLane(bench.catalogue, index_type.open, probe, bench.embedder.sha256)
        lanes.append(lane)
        return lane

    yield make
    for lane in lanes:
        lane.close()


def fill(bench, count=5):
    for n in range(count):
        bench.write(f"{n}.txt", f"document number{n} about thing{n}")
    bench.run()


def nearest_files(bench, lane, text, limit=1):
    hits = lane.nearest(bench.embedder.embed([text])[0], limit)
    return [passage.file for passage in bench.catalogue.passages([hit.chunk_id for hit in hits])]


def test_exact_search_answers_before_the_index_is_built(bench, make_lane, index_type):
    fill(bench)
    lane = make_lane()
    assert lane.state is VectorState.EXACT
    assert nearest_files(bench, lane, "document number3 about thing3") == ["3.txt"]
    assert index_type.opened == 0


def test_the_index_answers_once_it_is_built(bench, make_lane, index_type):
    fill(bench)
    lane = make_lane()
    lane.refresh(CancelToken())
    assert lane.state is VectorState.READY
    assert nearest_files(bench, lane, "document number3 about thing3") == ["3.txt"]
    assert index_type.searches == 1


def test_a_closed_index_is_opened_again_without_building(bench, make_lane, index_type):
    fill(bench)
    first = make_lane()
    first.refresh(CancelToken())
    first.close()
    assert first.state is VectorState.READY

    second = make_lane()
    second.refresh(CancelToken())
    assert [folder.name for folder in vector_folders(bench.catalogue.folder)] == ["vectors-1"]
    assert index_type.opened == 2


def test_new_documents_are_added_to_the_index(bench, make_lane):
    fill(bench)
    lane = make_lane()
    lane.refresh(CancelToken())
    bench.write("new.txt", "unheard of")
    bench.run()
    assert lane.state is VectorState.EXACT
    assert nearest_files(bench, lane, "unheard of") == ["new.txt"]

    lane.refresh(CancelToken())
    assert lane.state is VectorState.READY
    assert nearest_files(bench, lane, "unheard of") == ["new.txt"]
    assert [folder.name for folder in vector_folders(bench.catalogue.folder)] == ["vectors-1"]


def test_removed_documents_are_left_out_and_their_vectors_leave_the_disk(
    bench, make_lane, index_type
):
    fill(bench)
    lane = make_lane()
    lane.refresh(CancelToken())
    for n in (0, 1, 2, 3):
        (bench.folder / f"{n}.txt").unlink()
    bench.run()

    assert nearest_files(bench, lane, "document number3 about thing3", 1) == ["4.txt"]
    assert index_type.searches > 0

    lane.refresh(CancelToken())
    assert [folder.name for folder in vector_folders(bench.catalogue.folder)] == ["vectors-2"]
    assert lane.state is VectorState.READY


def test_an_index_left_open_is_probed_before_it_is_used(bench, make_lane, index_type):
    fill(bench)
    make_lane().refresh(CancelToken())
    abandoned = vector_folders(bench.catalogue.folder)[0]
    probed = []

    def probe(folder, count):
        probed.append((folder, count))
        return False

    lane = make_lane(probe)
    lane._folder_lock = _Free()
    lane.refresh(CancelToken())

    assert probed == [(abandoned, 5)]
    assert [folder.name for folder in vector_folders(bench.catalogue.folder)] == ["vectors-2"]
    assert nearest_files(bench, lane, "document number3 about thing3") == ["3.txt"]


class _Free:
    def acquire(self):
        return True

    def release(self):
        pass


@pytest.mark.parametrize("damage", [b"", b"\0" * 64, None])
def test_damaged_files_are_noticed_before_they_are_opened(bench, make_lane, index_type, damage):
    fill(bench)
    first = make_lane()
    first.refresh(CancelToken())
    first.close()
    file = vector_folders(bench.catalogue.folder)[0] / "vectors.npz"
    if damage is None:
        file.unlink()
    else:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2] + damage)

    lane = make_lane()
    lane.refresh(CancelToken())

    assert index_type.opened == 2  # the first, and the one built again
    assert [folder.name for folder in vector_folders(bench.catalogue.folder)] == ["vectors-2"]
    assert nearest_files(bench, lane, "document number3 about thing3") == ["3.txt"]


def test_an_index_that_fails_in_a_search_gives_way_to_exact_search(bench, make_lane, index_type):
    fill(bench)
    lane = make_lane()
    lane.refresh(CancelToken())
    index_type.is_broken = True
    assert nearest_files(bench, lane, "document number3 about thing3") == ["3.txt"]
    assert lane.state is VectorState.EXACT


def test_only_one_lane_has_the_index_open(bench, make_lane, index_type):
    fill(bench)
    make_lane().refresh(CancelToken())
    other = make_lane()
    other.refresh(CancelToken())
    assert index_type.opened == 1
    assert nearest_files(bench, other, "document number3 about thing3") == ["3.txt"]
    assert index_type.searches == 0


def test_cancelling_a_build_leaves_exact_search_and_no_folder(bench, make_lane):
    fill(bench)
    lane, token = make_lane(), CancelToken()
    token.cancel()
    with pytest.raises(JobCancelledError):
        lane.refresh(token)
    assert vector_folders(bench.catalogue.folder) == []
    assert nearest_files(bench, lane, "document number3 about thing3") == ["3.txt"]


def test_vectors_of_another_model_are_never_compared(bench, index_type):
    fill(bench)
    other = FakeEmbedder(dimension=8, sha256="ab" * 32)
    with VectorLane(bench.catalogue, index_type.open, lambda *_: False, other.sha256) as lane:
        lane.refresh(CancelToken())
        assert lane.nearest(other.embed(["document"])[0], 3) == []
        assert lane.nearest_in({1}, other.embed(["document"])[0], 3) == []
        assert lane.state is VectorState.EXACT


def test_a_search_in_one_document_finds_all_of_it_however_far_it_is(bench, make_lane):
    """The nearest of a whole library may all lie in other documents."""
    fill(bench)
    lane = make_lane()
    lane.refresh(CancelToken())
    (farthest,) = (record.id for record in bench.catalogue.documents() if record.file == "4.txt")
    query = bench.embedder.embed(["document number3 about thing3"])[0]

    for search in (lane, ExactSearch(bench.catalogue)):
        hits = search.nearest_in({farthest}, query, 1)
        assert [p.file for p in bench.catalogue.passages([hits[0].chunk_id])] == ["4.txt"]
        assert search.nearest_in({farthest}, query, 0) == search.nearest_in((), query, 3) == []


def test_exact_search_follows_every_change(bench):
    fill(bench)
    search = ExactSearch(bench.catalogue)
    query = bench.embedder.embed(["document number3 about thing3"])[0]
    (best,) = bench.catalogue.passages([search.nearest(query, 1)[0].chunk_id])
    assert best.file == "3.txt"
    assert len(search.nearest(query, 99)) == 5
    assert search.nearest(query, 0) == []

    (bench.folder / "3.txt").unlink()
    bench.write("6.txt", "another")
    bench.run()

    hits = search.nearest(query, 99)
    assert sorted(hit.chunk_id for hit in hits) == bench.catalogue.chunk_ids().tolist()
    rows = np.vstack([rows for _, rows in bench.catalogue.vectors()])
    expected = np.sort(rows @ query)[::-1]
    assert [hit.similarity for hit in hits] == pytest.approx(expected.tolist(), abs=1e-6)


def test_searching_goes_on_while_the_index_is_built(bench, make_lane):
    fill(bench, 40)
    lane = make_lane()

    def search(_):
        return {
            tuple(nearest_files(bench, lane, "document number3 about thing3")) for _ in range(50)
        }

    with ThreadPoolExecutor(3) as threads:
        found = threads.map(search, range(3))
        lane.refresh(CancelToken())
        assert list(found) == [{("3.txt",)}] * 3
