"""hangar index, as called and as read."""

import json
import os
import signal

import pytest

from assistant.cli.index import FolderGoneError, PathClosedError
from assistant.cli.interrupt import StoppedBySignalError, cancelled_by_signals
from assistant.domain.document import SkipReason
from assistant.domain.library import SkippedFile
from assistant.errors import JobCancelledError, UsageError
from assistant.jobs import CancelToken


def test_the_json_of_a_run_has_the_keys_that_programs_rely_on(terminal, tmp_path):
    """The contract, key by key."""
    skipped = SkippedFile("old/plan.pdf", SkipReason.ENCRYPTED, "It needs a password.")
    terminal.assistant.libraries["default"].skipped = (skipped,)

    assert terminal.run("index", str(tmp_path), "--json") == 0

    assert json.loads(terminal.text) == {
        "library": "default",
        "added": 2,
        "changed": 1,
        "unchanged": 300,
        "removed": 4,
        "moved": 0,
        "pages": 34,
        "chunks": 120,
        "seconds": 2.0,
        "skipped": [
            {"file": "old/plan.pdf", "reason": "encrypted", "detail": "It needs a password."}
        ],
    }


def test_a_run_is_summed_up_with_skipped_files_by_reason(terminal, tmp_path):
    """Long lists are cut, and say so."""
    damaged = [SkippedFile(f"scan{n}.pdf", SkipReason.DAMAGED) for n in range(12)]
    terminal.assistant.libraries["default"].skipped = (
        *damaged,
        SkippedFile("plan.pdf", SkipReason.ENCRYPTED),
    )

    terminal.run("index", str(tmp_path))

    lines = terminal.text.splitlines()
    assert lines[0] == (
        "Library 'default' is up to date: 2 added, 1 changed, 300 unchanged, 4 removed."
    )
    assert lines[1] == "34 pages, 120 chunks in 2 s (17 pages/s)."
    assert lines[2] == "12 files skipped, damaged:"
    assert lines[13] == "  … and 2 more"
    assert lines[14:] == ["1 file skipped, encrypted:", "  plan.pdf"]


def test_without_a_path_the_folders_of_the_library_are_read_again(terminal, tmp_path):
    """All of them."""
    library = terminal.assistant.libraries["default"]
    library.roots = (tmp_path,)

    terminal.run("index")

    assert library.indexed == [tmp_path]


def test_without_a_path_and_without_folders_it_teaches_the_call(terminal):
    """Wrong usage, in both cases: no library yet, or one without folders."""
    for names in (["index"], ["index", "--library", "new"]):
        with pytest.raises(UsageError) as raised:
            terminal.run(*names)
        assert "has no folder yet" in raised.value.message
        assert raised.value.hint == "Name one to read, such as: hangar index ~/documents."
    assert "new" not in terminal.assistant.libraries


def test_a_path_that_is_not_there_makes_no_library(terminal, tmp_path):
    """Nothing is left behind by a mistyped call."""
    with pytest.raises(FolderGoneError) as raised:
        terminal.run("index", str(tmp_path / "typo"), "--library", "new")

    assert str(raised.value).startswith(f"There is no {tmp_path / 'typo'}.")
    assert "new" not in terminal.assistant.libraries


def test_a_known_folder_on_a_drive_that_is_away_is_not_taken_for_deleted(terminal, tmp_path):
    """Its documents stay in the index until it is forgotten by name."""
    library = terminal.assistant.libraries["default"]
    library.roots = (tmp_path / "unplugged",)

    with pytest.raises(FolderGoneError) as raised:
        terminal.run("index")

    assert raised.value.hint == (
        "Connect its drive; or, if it is gone for good: hangar library forget FOLDER."
    )
    assert library.indexed == []


def test_a_path_that_cannot_be_looked_at_is_named_with_the_reason(terminal, tmp_path):
    """A folder closed to the user is told in the same way."""
    too_long = tmp_path / ("x" * 300)
    with pytest.raises(PathClosedError) as raised:
        terminal.run("index", str(too_long))

    assert str(raised.value) == (
        f"{too_long} cannot be opened: File name too long."
        " Check the path, and that you may read what it leads through."
    )


def test_a_path_that_is_not_unicode_is_refused_and_makes_no_library(terminal, tmp_path):
    """The catalogue could not keep it."""
    folder = tmp_path / "caf\udce9"
    folder.mkdir()
    with pytest.raises(UsageError) as raised:
        terminal.run("index", str(folder), "--library", "new")

    shown = f"{tmp_path}/caf\\xe9"
    assert raised.value.message == f"{shown} cannot be indexed: its name is not valid Unicode."
    assert "new" not in terminal.assistant.libraries


def test_a_name_with_a_tilde_that_is_nobodys_home_folder_is_a_name(terminal, tmp_path, monkeypatch):
    """As in a shell."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~nosuch").mkdir()

    terminal.run("index", "~nosuch")

    assert terminal.assistant.libraries["default"].indexed == [tmp_path / "~nosuch"]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_cancels_the_job_and_the_exit_status_tells_which(number, status):
    """Once; afterwards the signals are what they were."""
    before = signal.getsignal(number)
    with pytest.raises(StoppedBySignalError) as raised:
        _run_a_job_that_is_sent(number)

    assert raised.value.exit_status == status
    assert str(raised.value) == (
        "Cancelled. What was done so far is kept; the next run goes on from there."
    )
    assert signal.getsignal(number) is before


def _run_a_job_that_is_sent(number: int) -> None:
    token = CancelToken()
    with cancelled_by_signals(token):
        os.kill(os.getpid(), number)
        token.check()


def test_a_job_that_cancels_without_a_signal_says_just_that():
    """Not every cancelling comes from the keyboard."""
    with pytest.raises(JobCancelledError) as raised, cancelled_by_signals(CancelToken()):
        raise JobCancelledError

    assert not isinstance(raised.value, StoppedBySignalError)
