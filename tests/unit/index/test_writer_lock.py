"""The writer lock: one holder, named to the others, gone with the process that held it."""

import signal
import subprocess
import sys

import pytest

from assistant.index.schema import LibraryReplacedError
from assistant.index.writer_lock import LibraryBusyError, writer_lock, writer_lock_file

HOLD = """
import sys
from pathlib import Path
from assistant.index.writer_lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline().strip() == b"held"
        expected = rf"process {holder.pid} since \d\d:\d\d"
        with pytest.raises(LibraryBusyError, match=expected) as failure, writer_lock(tmp_path):
            pass
        assert "Wait until it has finished" in failure.value.hint
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with writer_lock(tmp_path):
            pass


def test_the_holder_is_told_only_while_there_is_one(tmp_path):
    assert writer_lock_file(tmp_path).holder() == ""
    with writer_lock(tmp_path):
        assert writer_lock_file(tmp_path).holder().startswith("process ")
    assert writer_lock_file(tmp_path).holder() == ""


def test_the_lock_is_free_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), writer_lock(tmp_path):
        raise RuntimeError
    with writer_lock(tmp_path):
        pass


def test_a_library_that_is_gone_cannot_be_held(tmp_path):
    with pytest.raises(LibraryReplacedError, match="'gone' was deleted"):
        writer_lock(tmp_path / "gone").__enter__()
