"""The air gap: no code in this process, or in a process it starts, can open a network socket.

`engage` comes before Qt and every engine, in both front ends and in every worker. Nothing turns
it off again.
"""

import ctypes
import errno
import logging
import os
import socket
import sys
from dataclasses import dataclass
from enum import StrEnum

from assistant.guard.environment import clean_environment
from assistant.guard.tripwire import lay_tripwire

log = logging.getLogger(__name__)


class AirGapStrength(StrEnum):
    """Who keeps the air gap."""

    KERNEL = "enforced by the kernel"
    """Neither Python nor native code can open a network socket."""
    TRIPWIRE = "tripwire only"
    """Python code cannot; native code is not held."""
    OFF = "off"
    """Not engaged yet."""


@dataclass(frozen=True, slots=True)
class AirGapState:
    """Which of the locks holds, for the user to see.

    Attributes:
        strength: Who keeps the gap.
        reason: Why the kernel does not keep it; empty where it does.
    """

    strength: AirGapStrength = AirGapStrength.OFF
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.strength} ({self.reason})" if self.reason else str(self.strength)


class _FilterRefusedError(Exception):
    """The kernel, or the library that speaks to it, does not take the filter."""


# Refused besides network sockets, each because it would bring one in by another way. Calls newer
# than 2019 have one number on every architecture; an older libseccomp does not know their names.
_OTHER_WAYS: tuple[str | int, ...] = (
    # io_uring (setup, enter, register) opens and connects sockets by itself, past the filter.
    425,
    426,
    427,
    # pidfd_getfd takes an open socket from another process of the same user.
    438,
    # A key of type 'dns_resolver' makes the kernel start a program that looks a name up.
    "add_key",
    "request_key",
)


def engage() -> AirGapState:
    """Close this process, all its threads and its future children off from every network.

    May be called again, such as in a child process, with no harm.
    """
    clean_environment(os.environ)
    if sys.platform != "linux":
        reason = "this system has no seccomp"
    else:
        _ask_no_name_service()
        try:
            _load_filter()
        except _FilterRefusedError as error:
            reason = str(error)
        else:
            return AirGapState(AirGapStrength.KERNEL)
    lay_tripwire()
    log.warning("The air gap is a tripwire only: %s", reason)
    return AirGapState(AirGapStrength.TRIPWIRE, reason)


def _load_filter() -> None:
    """Install the seccomp filter in every thread of the process.

    Only AF_UNIX sockets can be made: the window speaks through them with X11, Wayland and D-Bus.
    All other families are refused, known and unknown: IPv4 and IPv6, but also packet, netlink,
    vsock, Bluetooth and CAN. Netlink is not needed: glibc then assumes that both kinds of
    addresses exist, and Qt watches for devices with it only where there is no display server.
    """
    try:
        import pyseccomp  # looks for libseccomp when imported, and fails without it
    except (ImportError, RuntimeError, OSError) as error:
        raise _FilterRefusedError(f"libseccomp is missing: {error}") from error
    not_local = pyseccomp.Arg(0, pyseccomp.NE, socket.AF_UNIX)
    try:
        gap = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        # Every thread, older ones too, or none.
        gap.set_attr(pyseccomp.Attr.CTL_TSYNC, 1)
        gap.set_attr(pyseccomp.Attr.CTL_NNP, 1)
        # 32-bit (int 0x80) and x32 calls have other numbers, so all of them are refused.
        gap.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.ERRNO(errno.EPERM))
        for call in ("socket", "socketpair"):
            gap.add_rule(pyseccomp.ERRNO(errno.EACCES), call, not_local)
        for other in _OTHER_WAYS:
            gap.add_rule(pyseccomp.ERRNO(errno.EPERM), other)
        gap.load()
    except OSError as error:
        raise _FilterRefusedError(f"the kernel took no seccomp filter: {error}") from error
    if not _is_closed():
        raise _FilterRefusedError("the kernel took a seccomp filter and does not apply it")


def _is_closed() -> bool:
    # Family 0 opens nothing anywhere: an open kernel answers EAFNOSUPPORT, the filter EACCES.
    try:
        socket.socket(socket.AF_UNSPEC).close()
    except OSError as error:
        return error.errno == errno.EACCES
    return False


def _ask_no_name_service() -> None:
    """Keep glibc from handing name lookups to a service that would send them on.

    nscd, sssd and systemd-resolved are reached through AF_UNIX, which stays open, and would ask
    the network on our behalf. With 'files', only the hosts file of this workstation is read.
    """
    try:
        configure = ctypes.CDLL(None).__nss_configure_lookup
    except AttributeError:  # no glibc; other C libraries ask the network themselves, in vain
        return
    configure(b"hosts", b"files")
