"""Writing a small file so that it is there whole, or not at all."""

import os
from pathlib import Path


def write_durably(file: Path, content: bytes, mode: int) -> None:
    """Write `file`, with the permissions `mode`; it is on the disk when this returns."""
    unfinished = file.with_name(f"{file.name}.part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.chmod(mode)
    unfinished.replace(file)
