"""The tripwire, laid in processes of their own because it cannot be taken up again."""

import subprocess
import sys

import pytest

_LAY = """
import logging, socket, sys
logging.basicConfig(format="%(message)s", stream=sys.stderr)
older = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
from assistant.guard.tripwire import lay_tripwire
lay_tripwire()
lay_tripwire()
"""


def _run_behind_the_tripwire(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", _LAY + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("socket.socket(socket.AF_INET)", "socket.__new__"),
        ("socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)", "socket.__new__"),
        ("older.connect(('127.0.0.1', 9))", "socket.connect"),
        ("older.sendto(b'', ('127.0.0.1', 9))", "socket.sendto"),
        ("older.bind(('127.0.0.1', 0))", "socket.bind"),
        ("socket.getaddrinfo('hangar.invalid', 80)", "socket.getaddrinfo"),
        ("socket.gethostbyname('hangar.invalid')", "socket.gethostbyname"),
    ],
)
def test_python_code_that_reaches_for_the_network_is_refused(code, event):
    """As the kernel would, with a PermissionError that names what was tried."""
    ran = _run_behind_the_tripwire(code)

    assert ran.returncode == 1
    last_line = ran.stderr.strip().splitlines()[-1]
    assert last_line.startswith("assistant.guard.tripwire.NetworkRefusedError:")
    assert f"Hangar uses no network: {event} refused" in last_line


def test_a_refusal_is_logged_once_with_the_code_that_tried():
    """Two layings are one tripwire; the log leads to the culprit."""
    ran = _run_behind_the_tripwire(
        "def telemetry():\n"
        "    try: older.connect(('127.0.0.1', 9))\n"
        "    except PermissionError: pass\n"
        "telemetry()\n"
    )

    assert ran.returncode == 0
    assert ran.stderr.count("The air gap refused socket.connect") == 1
    assert "in telemetry" in ran.stderr


def test_local_sockets_and_files_are_left_alone(tmp_path):
    """The window's way to the display stays open."""
    ran = _run_behind_the_tripwire(
        "a, b = socket.socketpair()\n"
        "a.sendall(b'x')\n"
        f"s = socket.socket(socket.AF_UNIX); s.bind({str(tmp_path / 's')!r}); s.listen()\n"
        f"c = socket.socket(socket.AF_UNIX); c.connect({str(tmp_path / 's')!r})\n"
        "b = socket.socket(fileno=b.detach())\n"
        "print(b.recv(1), open('/dev/null').read() == '')\n"
    )

    assert ran.stdout == "b'x' True\n"
    assert "refused" not in ran.stderr
