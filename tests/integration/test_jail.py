"""What a hostile file could make of its worker, and what holds it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.guard.jail import JailStrength, jail_strength
from assistant.parse.pool import ParserPool

HOSTILE = (sys.executable, "-I", str(Path(__file__).parents[1] / "hostile_worker.py"))
needs_kernel = pytest.mark.skipif(
    jail_strength() is not JailStrength.KERNEL, reason="this system has no seccomp"
)


@pytest.fixture
def pool() -> Iterator[ParserPool]:
    with hostile_pool() as pool:
        yield pool


def hostile_pool(seconds: int = 30, memory_mib: int = 256) -> ParserPool:
    return ParserPool(1, memory_mib, seconds, command=HOSTILE, choose_format=lambda *_: "test")


def reason(pool: ParserPool, action: str, content: bytes = b"x") -> DocumentSkippedError:
    with pytest.raises(DocumentSkippedError) as raised:
        pool.parse(content, action)
    return raised.value


def answers(pool: ParserPool) -> bool:
    return pool.parse(b"41.3 kN", "text").pages[0].text == "41.3 kN"


@needs_kernel
def test_the_kernel_refuses_everything_that_reaches_outside_the_worker(pool):
    """Sockets, files, programs, processes, threads, signals, tracing, mounting: all EPERM."""
    report = pool.parse(b"x", "report").pages[0].text
    attempts = dict(line.split(": ") for line in report.splitlines())
    assert len(attempts) > 20
    assert {name: code for name, code in attempts.items() if code != "EPERM"} == {}


@needs_kernel
def test_the_pool_says_that_the_kernel_holds_its_workers(pool):
    assert pool.jail_strength() is JailStrength.KERNEL
    assert answers(pool)


def test_a_file_that_takes_all_memory_is_too_big_and_the_next_one_is_read(pool):
    error = reason(pool, "hog")
    assert error.reason is SkipReason.TOO_BIG
    assert "memory" in error.message
    assert answers(pool)


def test_a_file_that_never_ends_is_timed_out_and_the_next_one_is_read():
    with hostile_pool(seconds=1) as pool:
        error = reason(pool, "spin")
        assert error.reason is SkipReason.TIMED_OUT
        assert error.message == "Reading the file took longer than 1 seconds."
        assert answers(pool)


@pytest.mark.parametrize("action", ["crash", "quit"])
def test_a_file_that_crashes_its_worker_is_damaged_and_the_next_one_is_read(pool, action):
    error = reason(pool, action)
    assert error.reason is SkipReason.DAMAGED
    assert "crash" in error.message
    assert answers(pool)


def test_a_worker_that_aborts_for_want_of_memory_makes_the_file_too_big(pool):
    """PDFium and C++ abort where Python would raise MemoryError."""
    assert reason(pool, "abort").reason is SkipReason.TOO_BIG
    assert answers(pool)


def test_a_file_nested_without_end_is_damaged(pool):
    assert "nested too deeply" in reason(pool, "recurse").message
    assert answers(pool)


def test_what_a_parser_raises_is_told_as_the_reason(pool):
    error = reason(pool, "fail")
    assert error.reason is SkipReason.DAMAGED
    assert error.message == "The file cannot be read (KeyError: 'no such table')."


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format":"x","title":"","notes":[],"sections":[],"pages":[[]]}'],
)
def test_an_answer_in_another_form_is_refused(pool, content):
    assert "nonsense" in reason(pool, "nonsense", content or b" ").message
    assert answers(pool)


def test_an_answer_longer_than_agreed_ends_the_worker(pool):
    assert reason(pool, "huge").reason is SkipReason.DAMAGED
    assert answers(pool)


def test_a_reason_that_does_not_exist_is_refused(pool):
    assert "nonsense" in reason(pool, "lie").message


def test_what_libraries_print_does_not_get_into_the_answers(pool):
    assert pool.parse(b"x", "print").pages[0].text == "said"
    assert answers(pool)
