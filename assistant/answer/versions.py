"""Versions and revisions: which one a question means, and which one a document is."""

import re
from pathlib import PurePosixPath

_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9])(?:versions?|ver|v|revisions?|rev|releases?|issues?|editions?)[\s._-]*"
    r"(\d+(?:[._]\d+)*)",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(?<![A-Za-z0-9])(?:revisions?|rev|issues?|editions?)[\s._-]*([A-Z])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# As in 'TR-014B.pdf': a letter that ends a document's number is its revision.
_LETTER_OF_NUMBER = re.compile(r"(?<=\d)([A-Z])(?![A-Za-z0-9])")


def versions_in(text: str) -> frozenset[str]:
    """The versions that a text names: 'version 1.10' gives '1.10', 'Rev B' gives 'b'."""
    found = _NUMBERED.findall(text) + _LETTERED.findall(text)
    return frozenset(version.replace("_", ".").lower() for version in found)


def versions_of(file: str, title: str) -> frozenset[str]:
    """The versions that a document gives itself in its file name and title."""
    stem = PurePosixPath(file).stem
    return versions_in(f"{stem} {title}").union(
        letter.lower() for letter in _LETTER_OF_NUMBER.findall(stem)
    )


def agreement(asked: frozenset[str], file: str, title: str) -> int:
    """1 where a document is a version that was asked for, -1 where it is another, else 0."""
    own = versions_of(file, title) if asked else frozenset()
    if not own:
        return 0
    return 1 if asked & own else -1
