"""The proof of the air gap: every way to a network is tried for real, and must fail."""

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from assistant.guard import attempts
from assistant.guard.air_gap import AirGapState, AirGapStrength

_CHILD_TIMEOUT_S = 30.0
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt to reach a network, and what came of it.

    Attributes:
        name: What was tried.
        expected: What must be seen: 'refused'.
        seen: What was seen, such as 'refused: Permission denied' or 'opened'.
    """

    name: str
    expected: str
    seen: str

    @property
    def holds(self) -> bool:
        """Whether the attempt was refused."""
        return self.seen.startswith(self.expected)


class OlderThread:
    """A thread started before the air gap, to show that it is locked in as well.

    Daemonic, so that a program that ends early is not kept alive by it.
    """

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._seen: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="older-thread", daemon=True)
        self._thread.start()

    def outcome(self, attempt: Callable[[], None]) -> str:
        """Make the attempt in this thread; returns as `attempts.outcome` does."""
        self._asked.put(attempt)
        return self._seen.get()

    def stop(self) -> None:
        """End the thread and wait for its end."""
        self._asked.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (attempt := self._asked.get()) is not None:
            self._seen.put(attempts.outcome(attempt))


def prove_air_gap(state: AirGapState, older_thread: OlderThread | None) -> tuple[Probe, ...]:
    """Try every way to a network that `state` says is closed, here and in child processes.

    Takes about a tenth of a second. Without an `older_thread`, which only a program that started
    one before `engage` has, that way is not tried.
    """
    here = _PYTHON_WAYS if state.strength is not AirGapStrength.KERNEL else _PYTHON_WAYS + _NATIVE
    probes = [Probe(name, REFUSED, attempts.outcome(attempt)) for name, attempt in here]
    if state.strength is AirGapStrength.KERNEL:
        probes += [
            Probe(name, REFUSED, _outcome_in_a_child(attempt)) for name, attempt in _IN_A_CHILD
        ]
    if older_thread is not None and state.strength is not AirGapStrength.OFF:
        seen = older_thread.outcome(attempts.ipv4_tcp)
        probes.append(Probe("IPv4 in a thread older than the lock", REFUSED, seen))
    return tuple(probes)


def _outcome_in_a_child(attempt: Callable[[], None]) -> str:
    command = [sys.executable, "-P", "-m", attempts.__name__, attempt.__name__]
    try:
        child = subprocess.run(
            command, capture_output=True, text=True, timeout=_CHILD_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"not tried: {error}"
    if child.returncode == -signal.SIGSEGV and attempt is attempts.call_of_32_bits:
        return f"{REFUSED}: this kernel runs no 32-bit code"
    return child.stdout.strip() or f"not tried: the child ended with status {child.returncode}"


_Ways = tuple[tuple[str, Callable[[], None]], ...]

_PYTHON_WAYS: _Ways = (
    ("IPv4 TCP socket", attempts.ipv4_tcp),
    ("IPv4 UDP socket", attempts.ipv4_udp),
    ("IPv6 TCP socket", attempts.ipv6_tcp),
    ("IPv6 UDP socket", attempts.ipv6_udp),
    ("Raw socket", attempts.ipv4_raw),
    ("Name lookup (DNS)", attempts.name_lookup),
)
_NATIVE: _Ways = (
    ("Any other address family", attempts.other_families),
    ("System call from native code", attempts.system_call),
    ("System call of the x32 kind", attempts.x32_call),
    ("io_uring", attempts.io_uring),
    ("Connection left open by the starter", attempts.inherited_connection),
    ("New privileges", attempts.new_privileges),
)
_IN_A_CHILD: _Ways = (
    ("IPv4 in a child process", attempts.ipv4_tcp),
    ("Name lookup in a child process", attempts.name_lookup),
    ("System call of the 32-bit kind", attempts.call_of_32_bits),
)
