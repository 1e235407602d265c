"""The jail's system-call filter: a list of what a parser needs; the kernel refuses the rest."""

import errno
import os
from typing import Any

# fmt: off
_ALLOWED = (
    # The answer and the next file, on pipes that are already open.
    "read", "readv", "pread64", "write", "writev", "lseek", "close", "poll", "ppoll",
    # Memory; executable memory is refused below.
    "munmap", "mremap", "brk", "madvise",
    # What the C library and Python do on their own.
    "futex", "futex_waitv", "membarrier", "rseq", "set_robust_list", "get_robust_list",
    "restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending",
    "sigaltstack", "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid", "getegid",
    "getrlimit", "getrusage", "getrandom", "sched_yield", "sched_getaffinity", "getcpu",
    "sysinfo", "uname", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep",
    "gettimeofday", "time", "times", "exit", "exit_group",
)
# fmt: on

_PROT_EXEC = 4


class FilterUnavailableError(Exception):
    """The kernel or the library that speaks to it takes no filter; says why."""


def load_filter() -> None:
    """Refuse this process, for good, every system call outside the list with EPERM.

    With it go sockets, opening files, starting programs or processes, signals to others, tracing
    and mounting. Calls made for another architecture kill the process. Covers every thread.

    Raises:
        FilterUnavailableError: Nothing was refused.
    """
    try:
        import pyseccomp  # exists on Linux only, and needs libseccomp to load
    except (ImportError, RuntimeError, OSError) as error:
        raise FilterUnavailableError(f"seccomp cannot be used: {error}") from error
    arg, masked, equal = pyseccomp.Arg, pyseccomp.MASKED_EQ, pyseccomp.EQ
    try:
        jail = pyseccomp.SyscallFilter(defaction=pyseccomp.ERRNO(errno.EPERM))
        jail.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
        jail.set_attr(pyseccomp.Attr.CTL_NNP, 1)
        jail.set_attr(pyseccomp.Attr.CTL_TSYNC, 1)
        for name in _known(pyseccomp, _ALLOWED):
            jail.add_rule(pyseccomp.ALLOW, name)
        for name in _known(pyseccomp, ("mmap", "mprotect")):
            jail.add_rule(pyseccomp.ALLOW, name, arg(2, masked, _PROT_EXEC, 0))
        # Of itself only: abort() signals its own process, and the CPU limit moves per file.
        jail.add_rule(pyseccomp.ALLOW, "tgkill", arg(0, equal, os.getpid()))
        jail.add_rule(pyseccomp.ALLOW, "prlimit64", arg(0, equal, 0))
        jail.load()
    except OSError as error:
        raise FilterUnavailableError(f"the kernel takes no filter: {error}") from error


def _known(pyseccomp: Any, names: tuple[str, ...]) -> list[str]:
    """Those of `names` that exist on this architecture."""
    known = []
    for name in names:
        try:
            number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
        except (OSError, ValueError):
            continue
        if number >= 0:
            known.append(name)
    return known
