"""The pool of parsers: workers come, go, are killed, and no file suffers for another."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.errors import JobCancelledError
from assistant.guard.worker_process import WorkerUnavailableError
from assistant.parse.pool import ParserPool

HOSTILE = (sys.executable, "-I", str(Path(__file__).parents[1] / "hostile_worker.py"))
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")


def hostile_pool(processes: int = 1, seconds: int = 30) -> ParserPool:
    return ParserPool(processes, 256, seconds, command=HOSTILE, choose_format=lambda *_: "test")


def worker_pid(pool: ParserPool) -> int:
    return int(pool.parse(b"x", "pid").pages[0].text)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "zombie" not in status.read_text()


def wait_until_gone(pid: int) -> bool:
    return any(not is_running(pid) or time.sleep(0.02) for _ in range(500))


@posix_only
def test_a_worker_killed_while_idle_is_replaced():
    with hostile_pool() as pool:
        first = worker_pid(pool)
        os.kill(first, signal.SIGKILL)
        assert wait_until_gone(first)
        assert worker_pid(pool) != first


@posix_only
def test_a_file_whose_worker_is_killed_from_outside_is_read_again():
    """The system kills processes when memory runs out; the file may not be at fault."""
    with hostile_pool() as pool, ThreadPoolExecutor(1) as threads:
        victim = worker_pid(pool)
        os.kill(victim, signal.SIGSTOP)
        reading = threads.submit(pool.parse, b"41.3 kN", "text")
        os.kill(victim, signal.SIGKILL)
        assert reading.result().pages[0].text == "41.3 kN"


def test_files_are_read_at_the_same_time_by_different_workers():
    with hostile_pool(processes=2) as pool, ThreadPoolExecutor(2) as threads:
        texts = threads.map(lambda n: pool.parse(b"part %d" % n, "text"), range(20))
        assert [d.pages[0].text for d in texts] == [f"part {n}" for n in range(20)]


def test_one_worker_serves_many_files():
    with hostile_pool() as pool:
        assert len({worker_pid(pool) for _ in range(5)}) == 1


def test_a_worker_is_replaced_after_many_files():
    with hostile_pool() as pool:
        assert len({worker_pid(pool) for _ in range(301)}) == 2


@pytest.mark.parametrize("delay_s", [0, 0.001, 0.2])
def test_closing_ends_workers_and_cancels_what_they_read(delay_s):
    """Whether the file was just taken up or is being read."""
    pool = hostile_pool()
    pid = worker_pid(pool)
    cancelled = threading.Event()

    def spin() -> None:
        with pytest.raises(JobCancelledError):
            pool.parse(b"x", "spin")
        cancelled.set()

    thread = threading.Thread(target=spin)
    thread.start()
    time.sleep(delay_s)
    pool.close()
    thread.join()
    assert cancelled.is_set()
    assert not is_running(pid)


def test_a_closed_pool_reads_nothing():
    pool = hostile_pool()
    pool.close()
    with pytest.raises(JobCancelledError):
        pool.parse(b"x", "text")


def test_workers_can_be_started_ahead():
    with hostile_pool(processes=2) as pool:
        pool.warm_up()
        assert pool.parse(b"x", "text").pages[0].text == "x"


def test_a_worker_that_cannot_start_is_no_files_fault():
    with (
        ParserPool(1, 256, 5, command=(sys.executable, "-I", "-c", "raise SystemExit(3)")) as pool,
        pytest.raises(WorkerUnavailableError, match="could not be started"),
    ):
        pool.parse(b"x", "notes.txt")


def test_an_unknown_kind_of_file_costs_no_worker():
    with (
        ParserPool(1, 256, 5, command=("no-such-program",)) as pool,
        pytest.raises(DocumentSkippedError) as raised,
    ):
        pool.parse(b"\x00\x01", "engine.exe")
    assert raised.value.reason is SkipReason.UNSUPPORTED


@posix_only
def test_workers_end_when_their_parent_is_killed():
    """Even while they are busy, and no pipe tells them."""
    script = (
        "import sys, threading;"
        "from assistant.parse.pool import ParserPool;"
        f"pool = ParserPool(1, 256, 60, command={HOSTILE!r}, choose_format=lambda *_: 'test');"
        "print(pool.parse(b'x', 'pid').pages[0].text, flush=True);"
        "pool.parse(b'x', 'spin')"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
    assert wait_until_gone(pid)
