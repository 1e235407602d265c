"""The lock on a file, where the disk has no room for the name of its holder."""

import subprocess
import sys

import pytest

from assistant.file_lock import FileLock

HOLD_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from assistant.file_lock import FileLock
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.readline()
lock.release()
print("released", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_the_lock_holds_where_its_holders_name_finds_no_room(tmp_path):
    """Whoever holds it goes on, and the others are kept out as ever."""
    file = tmp_path / "writer.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_WITHOUT_ROOM, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "True\n"
        assert not FileLock(file).acquire()
        assert FileLock(file).holder() == "another process"
        assert holder.communicate("\n")[0] == "released\n"

    assert holder.returncode == 0
    assert FileLock(file).holder() == ""
