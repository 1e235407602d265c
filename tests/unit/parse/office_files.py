"""Office files for tests, written by the libraries that programs write them with."""

import io
import zipfile
from typing import Any


def saved(document: Any) -> bytes:
    """The file that an open document, workbook or presentation saves."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, old: str, new: str) -> bytes:
    """The file with `old` replaced by `new` in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == name:
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode())
            target.writestr(entry, part)
    return buffer.getvalue()
