"""The jailed process that reads the header of a GGUF file: `-m assistant.engines.gguf_worker`."""

import sys
from dataclasses import asdict

from assistant.engines.gguf import GgufError, read_header
from assistant.guard.frames import Header
from assistant.guard.serve import serve


def read(request: Header, head: bytes) -> tuple[Header, bytes]:
    """Answer a request to read `head`, the beginning of a file of 'file_bytes' bytes."""
    try:
        return {"kind": "gguf", **asdict(read_header(head, request["file_bytes"]))}, b""
    except GgufError as error:
        return {"kind": "unsound", "reason": str(error)}, b""


if __name__ == "__main__":
    serve(sys.argv[1:], lambda: None, read)
