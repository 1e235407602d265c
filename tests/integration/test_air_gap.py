"""The air gap against the real kernel, in processes of their own: nothing opens it again."""

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from assistant.guard import attempts

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is a thing of Linux")

_ENGAGE = """
import socket, sys
from assistant.guard.proof import OlderThread, prove_air_gap
from assistant.guard.air_gap import engage
older_thread = OlderThread()
state = engage()
"""


def _run(code: str, *, wrapper: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    command = [*wrapper, sys.executable, "-c", _ENGAGE + textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@linux_only
def test_every_way_to_a_network_is_refused_once_engaged():
    """In this process, an older thread and child processes; from Python and native code."""
    ran = _run("""
        print(state)
        for probe in prove_air_gap(state, older_thread):
            print(probe.holds, probe.name, probe.seen, sep="|")
    """)

    state, *rows = ran.stdout.splitlines()
    assert state == "enforced by the kernel", ran.stderr
    assert [row for row in rows if not row.startswith("True|")] == []
    tried = [row.split("|")[1] for row in rows]
    assert len(tried) == 16
    for name in ("IPv6 UDP socket", "io_uring", "IPv4 in a thread older than the lock"):
        assert name in tried
    permission_denied = [row for row in rows if row.endswith("refused: Permission denied")]
    assert len(permission_denied) >= 9  # by the filter, not for want of a network


@linux_only
def test_without_the_lock_the_same_attempts_succeed():
    """Otherwise the refusals above would prove nothing."""
    for attempt in (attempts.ipv4_tcp, attempts.ipv4_udp, attempts.system_call):
        assert attempts.outcome(attempt) == "opened"


@linux_only
def test_local_sockets_still_work_once_engaged(tmp_path):
    """X11, Wayland and D-Bus need them."""
    ran = _run(f"""
        listener = socket.socket(socket.AF_UNIX)
        listener.bind({str(tmp_path / "socket")!r})
        listener.listen()
        client = socket.socket(socket.AF_UNIX)
        client.connect({str(tmp_path / "socket")!r})
        one, two = socket.socketpair()
        one.sendall(b"hello")
        print(two.recv(5))
    """)

    assert ran.stdout == "b'hello'\n", ran.stderr


@linux_only
def test_engaging_again_in_a_locked_process_does_no_harm():
    """Workers inherit the lock and engage it once more."""
    ran = _run("print(engage(), len(prove_air_gap(engage(), None)))")

    assert ran.stdout == "enforced by the kernel 15\n", ran.stderr


@linux_only
def test_a_missing_libseccomp_leaves_the_tripwire_and_says_so(tmp_path):
    """The state is honest, and Python code is still refused."""
    (tmp_path / "pyseccomp.py").write_text("raise RuntimeError('Unable to find libseccomp')")
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from assistant.guard.air_gap import engage
from assistant.guard.proof import prove_air_gap
state = engage()
print(state)
print([probe.name for probe in prove_air_gap(state, None) if not probe.holds])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert ran.stdout.splitlines() == [
        "tripwire only (libseccomp is missing: Unable to find libseccomp)",
        "[]",
    ]


@linux_only
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_name_lookup_asks_nobody_on_this_workstation_either(tmp_path):
    """No resolver, cache or directory service is told the name, through any kind of socket."""
    log = tmp_path / "strace.log"
    wrapper = ("strace", "-f", "-o", str(log), "-e", "trace=socket,connect,sendto,sendmsg")
    ran = _run(
        """
        try:
            socket.getaddrinfo("hangar.invalid", 443)
        except OSError as error:
            print(type(error).__name__)
        """,
        wrapper=wrapper,
    )

    assert ran.stdout == "gaierror\n", ran.stderr
    calls = [
        line for line in Path(log).read_text().splitlines() if "(" in line and "+++" not in line
    ]
    made = [
        line for line in calls if any(f" {c}(" in line for c in ("socket", "connect", "sendto"))
    ]
    assert [line for line in made if "AF_UNSPEC" not in line] == []  # AF_UNSPEC: the own check
