"""Real attempts to reach a network, each of which the air gap must refuse.

No attempt sends anything: where a socket can be opened, it is closed again at once, and names are
only looked up where a socket for the question cannot be opened.

`python -m assistant.guard.attempts NAME` makes one attempt in a process of its own.
"""

import ctypes
import errno
import mmap
import os
import platform
import socket
import sys
from collections.abc import Callable
from pathlib import Path

OPENED = "opened"
"""What `outcome` says of an attempt that was not refused."""

_LINUX_FAMILIES = range(64)
_PR_GET_NO_NEW_PRIVS = 39
_IO_URING_SETUP = 425
_X32_CALL = 0x40000000
_SOCKET_CALL = {"x86_64": 41, "aarch64": 198}
# As machine code, since Python itself makes 64-bit calls only: push rbx; eax = 359 (socket);
# ebx = AF_INET; ecx = SOCK_STREAM; edx = 0; int 0x80; pop rbx; ret.
_SOCKET_BY_32_BIT_CALL = bytes.fromhex("53 b867010000 bb02000000 b901000000 31d2 cd80 5b c3")


def outcome(attempt: Callable[[], None]) -> str:
    """Make an attempt and return what was seen: 'opened', or 'refused: ' and how."""
    try:
        attempt()
    except OSError as error:
        return f"refused: {error.strerror or error}"
    return OPENED


def ipv4_tcp() -> None:
    """Open a TCP socket of IPv4; raise OSError when refused, as all attempts do."""
    _open(socket.AF_INET, socket.SOCK_STREAM)


def ipv4_udp() -> None:
    """Open a UDP socket of IPv4."""
    _open(socket.AF_INET, socket.SOCK_DGRAM)


def ipv6_tcp() -> None:
    """Open a TCP socket of IPv6."""
    _open(socket.AF_INET6, socket.SOCK_STREAM)


def ipv6_udp() -> None:
    """Open a UDP socket of IPv6."""
    _open(socket.AF_INET6, socket.SOCK_DGRAM)


def ipv4_raw() -> None:
    """Open a raw socket, the kind that `ping` uses."""
    _open(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


def other_families() -> None:
    """Open a socket of any family but AF_UNIX: packet, netlink, vsock, Bluetooth, CAN, …"""
    refusal = OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
    for family in _LINUX_FAMILIES:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            if family == socket.AF_UNIX:
                continue
            try:
                _open(family, kind)
            except OSError as error:
                refusal = error
            else:
                return
    raise refusal


def name_lookup() -> None:
    """Look up a host name, which no network knows ('.invalid' is reserved for that)."""
    if outcome(ipv4_udp) == OPENED:
        return  # looking the name up now would send it out
    socket.getaddrinfo("hangar.invalid", 443)


def system_call() -> None:
    """Call the kernel's socket() as native code does, past Python's socket module."""
    number = _SOCKET_CALL.get(platform.machine())
    if number is None:
        raise OSError(errno.ENOSYS, f"not tried on {platform.machine()}")
    _call(number, socket.AF_INET, socket.SOCK_STREAM, 0)


def io_uring() -> None:
    """Set up an io_uring, which could open sockets unseen."""
    parameters = ctypes.create_string_buffer(120)
    _call(_IO_URING_SETUP, 1, ctypes.byref(parameters))


def x32_call() -> None:
    """Call socket() by its x32 number, which a filter of 64-bit numbers could miss."""
    if platform.machine() != "x86_64":
        raise OSError(errno.ENOSYS, "this processor has no x32 calls")
    _call(_X32_CALL | _SOCKET_CALL["x86_64"], socket.AF_INET, socket.SOCK_STREAM, 0)


def call_of_32_bits() -> None:
    """Call socket() the 32-bit way (int 0x80).

    Ends the process by a signal where the kernel runs no 32-bit code: use a process of its own.
    """
    if platform.machine() != "x86_64":
        raise OSError(errno.ENOSYS, "this processor has no such calls")
    with mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) as m:
        m.write(_SOCKET_BY_32_BIT_CALL)
        start = ctypes.c_char.from_buffer(m)
        result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(start))()
        del start
    _raise_or_close(result, -result)


def inherited_connection() -> None:
    """Use a network socket that whoever started this process left open."""
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            inherited = socket.socket(fileno=os.dup(int(descriptor.name)))
        except OSError:  # not a socket, or the descriptor of the listing itself
            continue
        with inherited:
            if inherited.family in (socket.AF_INET, socket.AF_INET6):
                return
    raise OSError(errno.ENOENT, "there is none")


def new_privileges() -> None:
    """Gain privileges by starting a set-user-id program, and with them lift a lock."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def _open(family: int, kind: int, protocol: int = 0) -> None:
    socket.socket(family, kind, protocol).close()


def _call(number: int, *arguments: object) -> None:
    result = ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
    _raise_or_close(result, ctypes.get_errno())


def _raise_or_close(result: int, error: int) -> None:
    if result < 0:
        raise OSError(error, os.strerror(error))
    os.close(result)


_IN_A_CHILD: dict[str, Callable[[], None]] = {
    attempt.__name__: attempt for attempt in (ipv4_tcp, name_lookup, call_of_32_bits)
}

if __name__ == "__main__":
    print(outcome(_IN_A_CHILD[sys.argv[1]]))
