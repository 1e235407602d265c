"""The parent's side of a jailed worker: start it, ask it, outlive it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO, cast

from assistant.errors import AssistantError
from assistant.guard.frames import FrameError, Header, read_frame, write_frame
from assistant.guard.jail import JailStrength

_START_TIMEOUT_S = 120
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
}
"""Variables for a process whose libraries shall not start threads of their own."""
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""Without the first Windows starts no Python; the second finds the libraries of an install."""


class Death(Enum):
    """Why a worker ended without an answer."""

    TIMED_OUT = auto()
    OUT_OF_MEMORY = auto()
    KILLED = auto()
    """By somebody else, such as the system when it ran out of memory."""
    CRASHED = auto()


_DEATH_OF_SIGNAL = {
    "SIGXCPU": Death.TIMED_OUT,
    "SIGABRT": Death.OUT_OF_MEMORY,  # what PDFium and C++ do when memory runs out
    "SIGKILL": Death.KILLED,
}


class WorkerDiedError(Exception):
    """The worker ended, or answered nonsense and was ended, before it answered."""

    def __init__(self, death: Death) -> None:
        super().__init__(death.name)
        self.death = death


class WorkerUnavailableError(AssistantError):
    """No worker can be started; no file is at fault."""

    def __init__(self) -> None:
        super().__init__(
            "The process that reads files could not be started.",
            hint="Run 'hangar doctor' to see what is missing.",
        )


class WorkerProcess:
    """One jailed process; asked by one thread at a time, killed by any."""

    def __init__(
        self, command: Sequence[str], memory_mib: int, seconds: int, starter: Executor
    ) -> None:
        """Start the process without waiting for it.

        `command` gets the parent's process id, the memory in MiB and the seconds of processor
        time appended. `starter` has to run jobs on one thread that outlives the worker: the kernel
        ends the worker together with the thread that started it.
        """
        self._is_ready = self._is_stopped = False
        self._has_timed_out = self._has_answered_nonsense = False
        self._rss_bytes_when_ready = 0
        self.asked = 0
        self.jail = JailStrength.PROCESS
        arguments = [*command, str(os.getpid()), str(memory_mib), str(seconds)]
        self._process = starter.submit(start_process, arguments, ONE_THREAD).result()
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return not self._is_stopped and self._process.poll() is None

    @property
    def grown_mib(self) -> int:
        """Memory it has gained since it was ready; 0 where the system does not say."""
        return max(0, _rss_bytes(self.pid) - self._rss_bytes_when_ready) // 2**20

    def ask(
        self, header: Header, payload: bytes, timeout_s: float, max_answer_bytes: int
    ) -> tuple[Header, bytes]:
        """Send a request and wait for the answer, at most `timeout_s` once the worker is ready.

        Raises:
            WorkerDiedError: It died or was ended; it has to be stopped and replaced.
            WorkerUnavailableError: It never became ready.
        """
        self.wait_until_ready()
        self.asked += 1
        answer = self._exchange(header, payload, timeout_s, max_answer_bytes)
        if answer is None:
            raise WorkerDiedError(self._cause_of_death())
        return answer

    def kill(self) -> None:
        """End it at once, from any thread; whoever is asking it gets `WorkerDiedError`."""
        self._process.kill()

    def stop(self) -> None:
        """End it and wait until it is gone."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):  # bytes that nobody took
                pipe.close()

    def wait_until_ready(self) -> None:
        """Wait until it has warmed up and gone into its jail; `jail` says what holds from then.

        Raises:
            WorkerUnavailableError: It ended before.
        """
        if self._is_ready:
            return
        answer = self._exchange(None, b"", _START_TIMEOUT_S, 0)
        if answer is None or answer[0].get("kind") != "ready":
            self.stop()
            raise WorkerUnavailableError
        with contextlib.suppress(KeyError):
            self.jail = JailStrength[str(answer[0].get("jail"))]
        self._rss_bytes_when_ready = _rss_bytes(self.pid)
        self._is_ready = True

    def _exchange(
        self, header: Header | None, payload: bytes, timeout_s: float, max_answer_bytes: int
    ) -> tuple[Header, bytes] | None:
        """One message each way; None when the worker died or answered nonsense."""
        watchdog = threading.Timer(timeout_s, self._time_out)
        watchdog.name = "worker-watchdog"
        watchdog.start()
        try:
            if header is not None:
                write_frame(self._requests, header, payload)
            return read_frame(self._answers, max_answer_bytes)
        except FrameError:
            self._has_answered_nonsense = True
            return None
        except (OSError, ValueError):  # it, or whoever stopped it, closed the pipe
            return None
        finally:
            watchdog.cancel()
            watchdog.join()

    def _time_out(self) -> None:
        self._has_timed_out = True
        self._process.kill()

    def _cause_of_death(self) -> Death:
        self.stop()
        if self._has_timed_out:
            return Death.TIMED_OUT
        status = self._process.returncode
        if self._has_answered_nonsense or sys.platform == "win32" or status >= 0:
            return Death.CRASHED
        return _DEATH_OF_SIGNAL.get(signal.Signals(-status).name, Death.CRASHED)


def start_process(arguments: list[str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a process that inherits two pipes, these `variables` and nothing else.

    Raises:
        WorkerUnavailableError: It cannot be started.
    """
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    try:
        return subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            cwd=Path(sys.executable).anchor,
            env={**kept, "LC_ALL": "C.UTF-8", **variables},
            start_new_session=True,  # the terminal's Ctrl+C is for the parent
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows opens one else
        )
    except OSError as error:
        raise WorkerUnavailableError from error


def _rss_bytes(pid: int) -> int:
    """Memory of a process that is really there; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
