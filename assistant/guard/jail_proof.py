"""The proof of the parser jail: a process goes into it and tries to get out.

`python -m assistant.guard.jail_proof` is that process; it prints a line for each attempt.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.guard import attempts
from assistant.guard.jail import JailStrength, jail_strength, lock_in
from assistant.guard.proof import REFUSED, Probe

_TIMEOUT_S = 30.0
_MEMORY_MIB = 64


def prove_jail() -> tuple[Probe, ...]:
    """Try the ways out of a parser's jail; empty where the system can only offer a process."""
    if jail_strength() is JailStrength.PROCESS:
        return ()
    # Named here, because run as a program this module is called '__main__'.
    command = [sys.executable, "-P", "-m", "assistant.guard.jail_proof"]
    try:
        inmate = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return (Probe("Parser jail", REFUSED, f"not tried: {error}"),)
    seen = inmate.stdout.splitlines()
    seen += [f"not tried: the jail ended with status {inmate.returncode}"] * len(WAYS_OUT)
    return tuple(
        Probe(name, REFUSED, what) for (name, _), what in zip(WAYS_OUT, seen, strict=False)
    )


def _open_a_file() -> None:
    Path(__file__).open("rb").close()


def _open_a_local_socket() -> None:
    socket.socket(socket.AF_UNIX).close()


def _start_a_program() -> None:
    pid = os.posix_spawn(sys.executable, [sys.executable, "-V"], {})
    os.waitpid(pid, 0)


def _signal_the_parent() -> None:
    os.kill(os.getppid(), 0)  # signal 0 does nothing but ask


WAYS_OUT: tuple[tuple[str, Callable[[], None]], ...] = (
    ("Network socket in a parser", attempts.ipv4_tcp),
    ("Local socket in a parser", _open_a_local_socket),
    ("Another file in a parser", _open_a_file),
    ("Another program in a parser", _start_a_program),
    ("Signal to another process in a parser", _signal_the_parent),
)

if __name__ == "__main__":
    lock_in(_MEMORY_MIB)
    for _, attempt in WAYS_OUT:
        print(attempts.outcome(attempt))
