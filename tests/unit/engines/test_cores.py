"""Counting physical cores from what Linux says of the processors."""

import os
from pathlib import Path

import pytest

from assistant.engines.cores import physical_cores


def describe(folder: Path, siblings: dict[int, str]) -> None:
    for cpu, text in siblings.items():
        topology = folder / f"cpu{cpu}" / "topology"
        topology.mkdir(parents=True)
        (topology / "thread_siblings_list").write_text(text)


@pytest.fixture
def four_threads(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})


@pytest.mark.usefixtures("four_threads")
def test_two_hardware_threads_of_one_core_count_once(tmp_path):
    describe(tmp_path, {0: "0,2\n", 1: "1,3\n", 2: "0,2\n", 3: "1,3\n"})
    assert physical_cores(tmp_path) == 2


@pytest.mark.usefixtures("four_threads")
def test_cores_this_process_may_not_use_do_not_count(tmp_path, monkeypatch):
    describe(tmp_path, {cpu: f"{cpu}\n" for cpu in range(4)})
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 3})
    assert physical_cores(tmp_path) == 2


@pytest.mark.usefixtures("four_threads")
def test_every_hardware_thread_counts_where_the_system_says_nothing(tmp_path):
    assert physical_cores(tmp_path) == 4
