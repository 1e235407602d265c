"""What the system sees of `hangar`: not one network socket, not even a refused one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")

_LOCAL = re.compile(r"\b(?:socket|socketpair)\((?:AF_UNIX|AF_UNSPEC)\b")
_SOCKET = re.compile(r"\b(?:socket|socketpair|io_uring_setup)\(")
_ADDRESS = re.compile(r"sa_family=(?!AF_UNIX\b)\w+")


def _traced(tmp_path: Path, *arguments: str, module: str = "assistant") -> list[str]:
    """Run `module` under strace, workers and all; return the calls that make or use sockets."""
    log = tmp_path / "strace.log"
    calls = "trace=socket,socketpair,connect,bind,sendto,sendmsg,sendmmsg,io_uring_setup"
    ran = subprocess.run(
        ["strace", "-f", "-o", str(log), "-e", calls, sys.executable, "-m", module, *arguments],
        capture_output=True,
        encoding="utf-8",
        # A proxy and servers that a library could be led to.
        env=os.environ
        | {
            "HANGAR_HOME": str(tmp_path / "home"),
            "https_proxy": "http://127.0.0.1:9",
            "CHROMA_SERVER_HOST": "127.0.0.1",
            "ORT_DISABLE_TELEMETRY": "0",
        },
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    lines = log.read_text().splitlines()
    assert any("socket(AF_UNSPEC" in line for line in lines)  # the lock's own check was traced
    return lines


def _network(lines: list[str]) -> list[str]:
    made = [line for line in lines if _SOCKET.search(line) and not _LOCAL.search(line)]
    return made + [line for line in lines if _ADDRESS.search(line)]


def test_indexing_asking_and_the_window_make_no_network_socket(tmp_path):
    """Parsers, models, Chroma, SQLite and Qt included."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "strut.md").write_text("# Strut\n\nThe bolts are tightened to 25 N·m.\n")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")

    assert _network(_traced(tmp_path, "index", str(folder))) == []
    assert _network(_traced(tmp_path, "ask", "How tight are the bolts?")) == []
    picture = [str(tmp_path / "window.png"), "--library", "default", "--question", "How tight?"]
    assert _network(_traced(tmp_path, *picture, module="assistant.desktop.picture")) == []
    assert (tmp_path / "window.png").stat().st_size > 10_000


def test_a_planted_socket_would_be_seen(tmp_path):
    """The doctor's own attempts are: otherwise the test above would prove nothing."""
    planted = _network(_traced(tmp_path, "doctor"))

    assert any("socket(AF_INET," in line and "EACCES" in line for line in planted)
    assert not any("socket(AF_INET" in line and line.endswith("= 3") for line in planted)
