"""Work leaves the window's thread and comes back to it."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from assistant.desktop.jobs import Lane
from assistant.errors import AssistantError, UnexpectedError


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot, lane: Lane) -> None:
    threads: list[threading.Thread] = []
    job = lane.prepare(lambda *_: threads.append(threading.current_thread()) or "done")
    job.succeeded.connect(lambda _: threads.append(threading.current_thread()))

    with qtbot.waitSignal(job.finished):
        lane.start(job)

    assert threads == [threads[0], threading.main_thread()]
    assert threads[0].name == "lane-test"


def test_progress_comes_back_in_order_before_the_result(qtbot: QtBot, lane: Lane) -> None:
    heard: list[object] = []
    job = lane.prepare(lambda progressed, _: [progressed(n) for n in range(5)] and "end")
    job.progressed.connect(heard.append)
    job.succeeded.connect(heard.append)

    with qtbot.waitSignal(job.finished):
        lane.start(job)

    assert heard == [0, 1, 2, 3, 4, "end"]


def test_a_foreseen_failure_arrives_as_it_is(qtbot: QtBot, lane: Lane) -> None:
    def fail(*_: object) -> None:
        raise AssistantError("The disk is full.")

    job = lane.prepare(fail)

    with qtbot.waitSignal(job.failed) as failed:
        lane.start(job)

    assert failed.args[0].message == "The disk is full."


def test_an_unforeseen_failure_is_said_and_the_lane_goes_on(qtbot: QtBot, lane: Lane) -> None:
    job = lane.prepare(lambda *_: 1 // 0)

    with qtbot.waitSignal(job.failed) as failed:
        lane.start(job)
    after = lane.prepare(lambda *_: "still here")
    with qtbot.waitSignal(after.succeeded) as succeeded:
        lane.start(after)

    assert isinstance(failed.args[0], UnexpectedError)
    assert "ZeroDivisionError" in failed.args[0].message
    assert succeeded.args == ["still here"]


def test_a_cancelled_job_stops_and_says_only_that(qtbot: QtBot, lane: Lane) -> None:
    has_begun = threading.Event()

    def wait(_: object, token: object) -> None:
        has_begun.set()
        while True:
            token.check()  # type: ignore[attr-defined]

    job = lane.prepare(wait)
    others: list[object] = []
    job.succeeded.connect(others.append)
    job.failed.connect(others.append)
    lane.start(job)
    has_begun.wait()

    with qtbot.waitSignal(job.cancelled):
        job.cancel()

    assert others == []


def test_a_result_that_comes_after_the_cancel_is_dropped(qtbot: QtBot, lane: Lane) -> None:
    may_end = threading.Event()
    job = lane.prepare(lambda *_: may_end.wait() and "too late")
    heard: list[object] = []
    job.succeeded.connect(heard.append)
    lane.start(job)
    job.cancel()

    with qtbot.waitSignal(job.finished):
        may_end.set()

    assert heard == []


def test_a_job_cancelled_in_the_queue_never_runs(qtbot: QtBot, lane: Lane) -> None:
    may_end = threading.Event()
    ran: list[int] = []
    lane.start(lane.prepare(lambda *_: may_end.wait()))
    job = lane.start(lane.prepare(lambda *_: ran.append(1)))
    job.cancel()

    with qtbot.waitSignal(job.cancelled):
        may_end.set()

    assert ran == []
