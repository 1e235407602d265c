"""The log: private, bounded, and without a word of any document."""

import logging
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.log import LogUnwritableError, log_uncaught, start_logging


@contextmanager
def logging_below(home: Path) -> Iterator[None]:
    """Log to the data folder `home`; everything is put back afterwards."""
    root, hangar = logging.getLogger(), logging.getLogger("assistant")
    handlers, level = list(root.handlers), hangar.level
    handler = start_logging(home)
    yield
    logging.captureWarnings(False)
    hangar.removeHandler(handler)
    handler.close()
    root.handlers[:] = handlers
    hangar.setLevel(level)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The log of a data folder that does not exist yet."""
    with logging_below(tmp_path / "home"):
        yield tmp_path / "home" / "logs" / "hangar.log"


def test_the_log_is_readable_by_its_owner_only(file):
    """The file and the folders above it."""
    logging.getLogger("assistant.index").info("Indexed 3 files")

    assert "INFO" in file.read_text()
    assert file.read_text().endswith("assistant.index: Indexed 3 files\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.parent.parent.stat().st_mode) == 0o700


def test_a_failure_is_logged_as_the_code_it_passed_through(file):
    """Not with its words: a database repeats the question in its error, a parser the text."""
    secret = "".join(["Night", "ingale"])  # in parts, because the log shows lines of code
    try:
        try:
            raise ValueError(secret)
        except ValueError as error:
            raise RuntimeError(secret) from error
    except RuntimeError as error:
        log_uncaught(error)

    text = file.read_text()
    assert "RuntimeError\n" in text
    assert "ValueError\n" in text
    assert "raise ValueError(secret)" in text
    assert secret not in text


def test_what_is_said_of_files_is_kept(file):
    """Without it, the log would not help."""
    log_uncaught(UsageError("There is no setting 'x'."))
    log_uncaught(FileNotFoundError(2, "No such file or directory", "spec.pdf"))

    assert "UsageError: There is no setting 'x'." in file.read_text()
    assert "No such file or directory: 'spec.pdf'" in file.read_text()


def test_third_party_logs_and_warnings_reach_neither_the_file_nor_the_terminal(file, capsys):
    """They may quote a document."""
    logging.getLogger("chromadb").error("Could not add 'project Nightingale'")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("odd table in 'project Nightingale'", stacklevel=1)

    assert "Nightingale" not in file.read_text()
    assert capsys.readouterr().err == ""


def test_the_log_does_not_grow_without_end(file):
    """Four files of a megabyte at most, all of them private."""
    log = logging.getLogger("assistant.index")
    for _ in range(60):
        log.info("x" * 100_000)

    files = sorted(file.parent.iterdir())
    assert [path.name for path in files] == [
        "hangar.log",
        "hangar.log.1",
        "hangar.log.2",
        "hangar.log.3",
    ]
    assert sum(path.stat().st_size for path in files) < 5_000_000
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a disk always full")
def test_lines_that_find_no_room_on_the_disk_are_lost_without_a_failure(tmp_path, capsys):
    """Neither when they are written nor when the file is closed with them."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "hangar.log").symlink_to("/dev/full")
    with logging_below(tmp_path):
        logging.getLogger("assistant.index").info("Indexed 3 files")

    assert capsys.readouterr().err == ""


def test_a_data_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "home").write_text("")

    with pytest.raises(LogUnwritableError) as raised:
        start_logging(tmp_path / "home")

    assert str(raised.value) == (
        f"The data folder {tmp_path / 'home'} cannot be written to: File exists."
        " Make it yours to write, or set HANGAR_HOME to another folder."
    )
