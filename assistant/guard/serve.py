"""A worker's life: warm up, go into the jail, answer one request after the other."""

import gc
import os
from collections.abc import Callable
from typing import BinaryIO

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.guard.frames import Header, read_frame, write_frame
from assistant.guard.jail import allow_cpu_seconds, end_with_parent, lock_in

Handle = Callable[[Header, bytes], tuple[Header, bytes]]
"""Answers one request, both given as header and payload; may raise anything."""

_MAX_REQUEST_BYTES = 2**33
_OBJECTS_BETWEEN_COLLECTIONS = 200_000


def serve(arguments: list[str], warm_up: Callable[[], None], handle: Handle) -> None:
    """Answer requests until the pipe on standard input ends.

    `arguments` are the process that started this one, the memory for a file in MiB and the
    processor time for a file in seconds. `warm_up` has to import and open everything that
    `handle` will need. What `handle` raises is answered as the reason why a file is skipped.
    """
    parent_pid, memory_mib, seconds = (int(argument) for argument in arguments)
    end_with_parent(parent_pid)
    requests, answers = take_pipes()
    warm_up()
    _collect_rarely()
    strength = lock_in(memory_mib)
    write_frame(answers, {"kind": "ready", "jail": strength.name})
    while (request := read_frame(requests, _MAX_REQUEST_BYTES)) is not None:
        allow_cpu_seconds(seconds)
        write_frame(answers, *_answer(handle, *request))


def _collect_rarely() -> None:
    """A page is thousands of small objects without cycles: looking for cycles finds nothing."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for messages alone: what libraries print goes nowhere."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return requests, answers


def _answer(handle: Handle, header: Header, payload: bytes) -> tuple[Header, bytes]:
    try:
        return handle(header, payload)
    except DocumentSkippedError as error:
        return _skipped(error.reason, error.message, error.hint), b""
    except MemoryError:
        return _skipped(
            SkipReason.TOO_BIG, "The file needs more memory than a parser may take."
        ), b""
    except RecursionError:
        return _skipped(SkipReason.DAMAGED, "The file is nested too deeply to be read."), b""
    except Exception as error:  # noqa: BLE001  the process's edge: a damaged file is an answer
        cause = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _skipped(SkipReason.DAMAGED, f"The file cannot be read ({cause})."), b""


def _skipped(reason: SkipReason, detail: str, hint: str = "") -> Header:
    return {"kind": "skipped", "reason": reason.value, "detail": detail, "hint": hint}
