"""The tripwire: refuses the network to Python code where the kernel offers no better lock.

It sees what Python's own `socket` module does and nothing that native code does; that is why the
front ends say when it is all there is.
"""

import errno
import logging
import socket
import sys
from typing import Any

log = logging.getLogger(__name__)

_LOOKUPS = frozenset(
    {
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
    }
)
# The family given when a socket is not opened but wrapped around an open descriptor.
_OF_A_DESCRIPTOR = -1
_USES = frozenset({"socket.bind", "socket.connect", "socket.sendmsg", "socket.sendto"})


class NetworkRefusedError(PermissionError):
    """Python code reached for the network; looks like the kernel's refusal to whoever tried."""

    def __init__(self, event: str) -> None:
        super().__init__(errno.EACCES, f"Hangar uses no network: {event} refused")


def lay_tripwire() -> None:
    """Refuse and log every network event in this process from now on; cannot be undone.

    Laying it a second time changes nothing.
    """
    if not _is_laid():
        sys.addaudithook(_refuse_network)


def _is_laid() -> bool:
    # No system has an address family 0 to open: only the tripwire answers with its own error.
    try:
        socket.socket(socket.AF_UNSPEC).close()
    except NetworkRefusedError:
        return True
    except OSError:
        pass
    return False


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event == "socket.__new__":
        refused = args[1] != _OF_A_DESCRIPTOR and not _is_local(args[1])
        if args[1] == socket.AF_UNSPEC:  # asked by `_is_laid`
            raise NetworkRefusedError(event)
    elif event in _USES:
        refused = not _is_local(args[0].family)
    else:
        refused = event in _LOOKUPS
    if refused:
        log.warning("The air gap refused %s", event, stack_info=True)
        raise NetworkRefusedError(event)


def _is_local(family: int) -> bool:
    # Windows has no AF_UNIX in Python; there, every socket is a network socket.
    return family == getattr(socket, "AF_UNIX", None)
