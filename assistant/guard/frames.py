"""Messages over a pipe: a small JSON header, then bytes whose number the header announces.

Both sides read with bounds: the other end may be a process that a hostile file has taken over.
"""

import json
import struct
from typing import Any, BinaryIO

Header = dict[str, Any]

_LENGTHS = struct.Struct(">IQ")
_MAX_HEADER_BYTES = 4 * 2**20


class FrameError(Exception):
    """What came over the pipe is no message, or a message out of bounds."""


def write_frame(pipe: BinaryIO, header: Header, payload: bytes = b"") -> None:
    """Send a message.

    Raises:
        OSError: Nobody reads any more.
    """
    head = json.dumps(header).encode()
    pipe.write(_LENGTHS.pack(len(head), len(payload)) + head)
    pipe.write(payload)
    pipe.flush()


def read_frame(pipe: BinaryIO, max_payload_bytes: int) -> tuple[Header, bytes] | None:
    """Receive a message; None when the other end has closed the pipe between messages.

    Raises:
        FrameError: The message is cut short, too long, or not in the form agreed.
    """
    lengths = _read(pipe, _LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise FrameError("the message is cut short")
    header_bytes, payload_bytes = _LENGTHS.unpack(lengths)
    if header_bytes > _MAX_HEADER_BYTES or payload_bytes > max_payload_bytes:
        raise FrameError("the message is longer than agreed")
    head, payload = _read(pipe, header_bytes), _read(pipe, payload_bytes)
    if len(head) < header_bytes or len(payload) < payload_bytes:
        raise FrameError("the message is cut short")
    header = read_json(head)
    if not isinstance(header, dict):
        raise FrameError("the header is no JSON object")
    return header, payload


def read_json(encoded: bytes) -> Any:
    """Read strict JSON: no NaN, no infinity.

    Raises:
        FrameError: It is none.
    """
    try:
        return json.loads(encoded, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FrameError("the message is not JSON") from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _read(pipe: BinaryIO, size: int) -> bytes:
    """Read `size` bytes; fewer only at the end of the pipe. Works on raw and buffered pipes."""
    parts = []
    while size > 0:
        part = pipe.read(min(size, 2**20))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
