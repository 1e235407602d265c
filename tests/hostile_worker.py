"""A worker whose formats are attacks, for the tests of the jail; run as a script by the pool."""

import ctypes
import errno
import mmap
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.domain.document import Document, Page
from assistant.guard.frames import Header
from assistant.guard.serve import serve
from assistant.parse.wire import encode_document

_LIBC = ctypes.CDLL(None, use_errno=True)
_SYSCALLS = {"io_uring_setup": 425, "pidfd_open": 434}
"""Calls without a function in Python; these numbers are the same on every architecture."""


def _libc(name: str, *arguments: object) -> None:
    ctypes.set_errno(0)
    if getattr(_LIBC, name)(*arguments) == -1 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), name)


REFUSED: dict[str, Callable[[], object]] = {
    "tcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "udp6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "socketpair": socket.socketpair,
    "read a file": lambda: Path("/etc/passwd").read_bytes(),
    "write a file": lambda: Path("/tmp/planted").write_bytes(b""),
    "look at a file": lambda: Path("/etc/passwd").stat(),
    "list a folder": lambda: list(Path("/").iterdir()),
    "delete a file": lambda: Path("/tmp/planted").unlink(),
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "fork": os.fork,
    "pipe": os.pipe,
    "duplicate a pipe": lambda: os.dup(0),
    "signal the parent": lambda: os.kill(os.getppid(), 0),
    "executable memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
    "memory file": lambda: os.memfd_create("planted"),
    "mount": lambda: _libc("mount", b"none", b"/tmp", b"tmpfs", 0, None),
    "trace": lambda: _libc("ptrace", 0, 0, None, None),
    "io_uring": lambda: _libc("syscall", _SYSCALLS["io_uring_setup"], 1, None),
    "process handle": lambda: _libc("syscall", _SYSCALLS["pidfd_open"], os.getppid(), 0),
}


def _attempt(action: Callable[[], object]) -> str:
    try:
        action()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "?")
    return "succeeded"


def _thread() -> str:
    try:
        threading.Thread(target=list).start()
    except RuntimeError:
        return "EPERM"
    return "succeeded"


def _report() -> str:
    lines = [f"{name}: {_attempt(action)}" for name, action in REFUSED.items()]
    return "\n".join([*lines, f"thread: {_thread()}"])


def _hog() -> str:
    return str(len([bytearray(2**24) for _ in range(2**20)]))


def _spin() -> str:
    while True:
        pass


def _crash() -> str:
    return ctypes.string_at(0).decode()


def _abort() -> str:
    os.abort()


def _quit() -> str:
    os._exit(0)


def _recurse() -> str:
    return _recurse()


def _fail() -> str:
    raise KeyError("no such table")


def _print() -> str:
    print("noise from a library", flush=True)
    os.write(1, b"and from its native half")
    return "said"


ACTIONS: dict[str, Callable[[], str]] = {
    "report": _report,
    "hog": _hog,
    "spin": _spin,
    "crash": _crash,
    "abort": _abort,
    "quit": _quit,
    "recurse": _recurse,
    "fail": _fail,
    "print": _print,
    "pid": lambda: str(os.getpid()),
}


def _handle(header: Header, content: bytes) -> tuple[Header, bytes]:
    action = ALWAYS or header["name"]
    if action == "nonsense":
        return {"kind": "document"}, content
    if action == "huge":
        return {"kind": "document"}, bytes(80 * 2**20)
    if action == "lie":
        return {"kind": "skipped", "reason": "because", "detail": "", "hint": ""}, b""
    text = ACTIONS[action]() if action in ACTIONS else content.decode()
    return {"kind": "document"}, encode_document(Document("test", "", (Page(1, text),)))


def _warm_up() -> None:
    _attempt(lambda: os.kill(os.getpid(), 0))
    errno.errorcode.get(0)


ALWAYS = sys.argv[1] if len(sys.argv) == 5 else ""
"""The action that answers every request, where the command names one."""

if __name__ == "__main__":
    serve(sys.argv[-3:], _warm_up, _handle)
