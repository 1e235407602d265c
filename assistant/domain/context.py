"""Where a text stands, in one line: what a chunk has lost, and every model is given back."""

from collections.abc import Sequence
from pathlib import PurePosixPath

_SECTION_DEPTH = 2  # innermost headings that say something of the text itself


def with_context(text: str, title: str, section: Sequence[str], file: str) -> str:
    """The text under a line with its document and section.

    A document that names itself nowhere goes by the name of its `file`; a heading that the text
    begins with is not said twice.
    """
    parts = [title or _spoken(file), *section[-_SECTION_DEPTH:]]
    if len(parts) > 1 and text.startswith(parts[-1]):
        goes_on = text[len(parts[-1]) : len(parts[-1]) + 1].isalnum()  # 'Load' in 'Loading'
        if not goes_on:
            parts.pop()
    line = " › ".join(dict.fromkeys(part for part in parts if part))
    return f"{line}\n{text}" if line else text


def _spoken(file: str) -> str:
    """A file's name in words: 'ICD-204_rev_C.pdf' as 'ICD-204 rev C'."""
    return PurePosixPath(file).stem.replace("_", " ")
