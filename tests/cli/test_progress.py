"""The progress bar."""

import io

from assistant.cli.progress import ProgressBar
from assistant.domain.library import IndexProgress


def progress(done: int, name: str = "a.pdf") -> IndexProgress:
    return IndexProgress(done, 10, done * 7, 23.4, 65.0, name)


def test_it_is_redrawn_at_most_ten_times_a_second():
    """However often it is told."""
    stream = io.StringIO()
    times = iter([0.0, 0.05, 0.099, 0.1, 0.15, 0.25])
    with ProgressBar(stream, True, clock=lambda: next(times)) as bar:
        for done in range(6):
            bar.show(progress(done))

    drawn = [part for part in stream.getvalue().split("\r\x1b[K") if part]
    assert [line.split("  ")[1] for line in drawn] == ["0/10 files", "3/10 files", "5/10 files"]


def test_it_says_how_far_how_fast_and_how_long(monkeypatch):
    """On one line, cut to the width; the file's name goes first where there is no room."""
    monkeypatch.setenv("COLUMNS", "90")
    stream = io.StringIO()
    ProgressBar(stream, True).show(progress(5, "very/" * 20 + "long.pdf"))

    line = stream.getvalue().removeprefix("\r\x1b[K")
    assert line.startswith("[##########..........]  5/10 files  23 pages/s  1 min 05 s left  …")
    assert line.endswith("long.pdf")
    assert len(line) == 89

    monkeypatch.setenv("COLUMNS", "30")
    narrow = io.StringIO()
    ProgressBar(narrow, True).show(progress(5))
    assert narrow.getvalue() == "\r\x1b[K[##########..........]  5/10 "


def test_it_leaves_a_clean_line_when_it_ends():
    """The result is printed where it stood."""
    stream = io.StringIO()
    with ProgressBar(stream, True) as bar:
        bar.show(progress(1))

    assert stream.getvalue().endswith("\r\x1b[K")


def test_nothing_is_drawn_where_no_terminal_is():
    """A log file gets no control characters."""
    stream = io.StringIO()
    with ProgressBar(stream, False) as bar:
        bar.show(progress(1))

    assert stream.getvalue() == ""


def test_while_files_are_counted_it_says_so():
    """No bar that would be a guess."""
    stream = io.StringIO()
    ProgressBar(stream, True).show(IndexProgress(0, 0, 0, 0.0, None, ""))

    assert "Looking for files" in stream.getvalue()
