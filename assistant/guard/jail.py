"""The process jail: what a worker gives up before it touches a file from outside.

A worker imports and warms up everything it will need, calls `lock_in`, and from then on has its
pipes, its memory and a bounded time; nothing else of the workstation.
"""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from assistant.guard.jail_filter import FilterUnavailableError, load_filter

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1
_PR_GET_SECCOMP = 21
_PR_SET_DUMPABLE = 4


class JailStrength(StrEnum):
    """What holds a worker in its jail."""

    KERNEL = "enforced by the kernel"
    """No sockets, no files, no other programs; memory and time are limited."""
    LIMITS = "limits only"
    """Memory and time are limited and nothing more can be opened, as far as the system counts
    open files; other calls are not refused."""
    PROCESS = "separate process only"
    """A crash or a hang stays in the worker; nothing else is limited."""


def jail_strength() -> JailStrength:
    """What a worker's jail can be on this workstation."""
    if sys.platform == "win32":
        return JailStrength.PROCESS
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0:
        with contextlib.suppress(ImportError, RuntimeError, OSError):
            import pyseccomp  # noqa: F401  needs libseccomp to load

            return JailStrength.KERNEL
    return JailStrength.LIMITS


def end_with_parent(parent_pid: int) -> None:
    """Have the kernel kill this process when the thread that started it ends (Linux).

    Elsewhere a worker notices by the end of its pipe.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:  # it ended before the kernel was asked
        os._exit(1)


def lock_in(memory_mib: int) -> JailStrength:
    """Give up everything but the open pipes, for good; returns what holds.

    `memory_mib` is what the process may take on top of what it has now.
    """
    if sys.platform == "win32":
        return JailStrength.PROCESS
    if sys.platform == "linux":
        # Also keeps a crash from handing a document's text to the system's crash reporter.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    address_space_bytes = _address_space_bytes() + memory_mib * 2**20
    strength = JailStrength.LIMITS
    if sys.platform == "linux":
        with contextlib.suppress(FilterUnavailableError):
            load_filter()
            strength = JailStrength.KERNEL
    _limit(address_space_bytes)
    return strength


def limit_memory(memory_mib: int) -> None:
    """Bound what this process may take beside files it maps, and leave no core file behind.

    An allocation beyond it fails, before the system has to end some process to find memory.
    """
    if sys.platform == "win32":
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _set_limits({resource.RLIMIT_DATA: memory_mib * 2**20, resource.RLIMIT_CORE: 0})


def allow_cpu_seconds(seconds: int) -> None:
    """Let the kernel end this process after `seconds` more of processor time."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _limit(address_space_bytes: int) -> None:
    if sys.platform == "win32":
        return
    limits = {
        resource.RLIMIT_AS: address_space_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,  # what is open stays open; nothing can be opened any more
    }
    _set_limits(limits)


def _set_limits(limits: Mapping[int, int]) -> None:
    for limit, most in limits.items():
        hard = resource.getrlimit(limit)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Systems refuse to count some of these (macOS: the address space).
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (bound, bound))


def _address_space_bytes() -> int:
    """What the process has mapped now; 1 GiB where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 2**30
    return pages * os.sysconf("SC_PAGE_SIZE")
