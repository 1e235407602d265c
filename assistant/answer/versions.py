"""Versions and revisions: which one a question means, and which one a document is."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9])(?:versions?|ver|v|revisions?|rev|releases?|issues?|editions?)[\s._-]*"
    r"(\d{1,3}(?:[._]\d+)*)(?!\d)",
    re.IGNORECASE,
)
# A lower-case letter after 'issue' is a word: 'issue a warning'.
_LETTERED = re.compile(
    r"(?<![A-Za-z0-9])(?:(?i:revisions?|rev)[\s._-]*([A-Za-z])"
    r"|(?i:issues?|editions?)[\s._-]*([A-Z]))(?![A-Za-z0-9])"
)
# As in 'TR-014B.pdf': a letter that ends a document's number is its revision.
_LETTER_OF_NUMBER = re.compile(r"\d{2,}[A-Z](?![A-Za-z0-9])")
# A year, or a year and month; with a day it is the date of an event, such as of a meeting.
_DATED = re.compile(r"(?<!\d)((?:19[5-9]|20[0-3])\d)(?:[-_.](0[1-9]|1[0-2]))?(?![-_.]?\d)")
_MARKS = (_DATED, _NUMBERED, _LETTERED)
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_LEAST_NAME = 3

Edition = dict[str, tuple[int, ...]]
"""How a document is told from its other versions: by number, by letter, by date, or by several."""


def versions_in(text: str) -> frozenset[str]:
    """The versions that a text names: 'version 1.10' gives '1.10', 'Rev B' gives 'b'."""
    letters = ("".join(found).lower() for found in _LETTERED.findall(text))
    numbers = (number.replace("_", ".") for number in _NUMBERED.findall(text))
    return frozenset(numbers).union(letters)


def versions_of(file: str, title: str) -> frozenset[str]:
    """The versions that a document gives itself in its file name and title."""
    stem = PurePosixPath(file).stem
    letters = (numbered[-1].lower() for numbered in _LETTER_OF_NUMBER.findall(stem))
    return versions_in(f"{stem} {title}").union(letters)


def is_named(question: str, file: str) -> bool:
    """Whether a question names this version of a document: its number, letter or date."""
    if versions_in(question) & versions_of(file, ""):
        return True
    stem = PurePosixPath(file).stem
    marks = [*_LETTER_OF_NUMBER.findall(stem), *(date[0] for date in _DATED.findall(stem))]
    words = question.casefold()
    return any(mark.casefold() in words for mark in marks)


def agreement(asked: frozenset[str], file: str, title: str) -> int:
    """1 where a document is a version that was asked for, -1 where it is another, else 0."""
    own = versions_of(file, title) if asked else frozenset()
    if not own:
        return 0
    return 1 if asked & own else -1


def name_without_version(file: str) -> str:
    """A file's path without what tells its versions apart; empty where its name is little else."""
    path = PurePosixPath(file)
    name = _without_marks(path.stem)
    folders = "/".join(_without_marks(folder) for folder in path.parts[:-1])
    return f"{folders}/{name}" if len(name) >= _LEAST_NAME else ""


def edition_of(file: str) -> Edition:
    """The edition that a file's name gives, or where it gives none that of its folders."""
    path = PurePosixPath(file)
    return _edition(path.stem) or _edition(" ".join(path.parts[:-1]))


def is_older(one: Edition, other: Edition) -> bool:
    """Whether one edition came before the other; False where they cannot be compared."""
    for kind, key in one.items():
        if kind in other and _padded(key) != _padded(other[kind]):
            return _padded(key) < _padded(other[kind])
    return False


def superseded(files: Mapping[int, str]) -> frozenset[int]:
    """Which of these documents, files by their keys, have a newer version among them."""
    families: defaultdict[str, list[int]] = defaultdict(list)
    for key, file in files.items():
        if name := name_without_version(file):
            families[name].append(key)
    editions = {
        key: edition_of(files[key])
        for family in families.values()
        if len(family) > 1
        for key in family
    }
    return frozenset(
        key
        for family in families.values()
        for key in family
        if any(is_older(editions[key], editions[other]) for other in family if other != key)
    )


def _edition(name: str) -> Edition:
    edition: Edition = {}
    if dates := _DATED.findall(name):
        edition["date"] = tuple(int(part) for part in dates[0] if part)
    if numbers := _NUMBERED.findall(_DATED.sub(" ", name)):
        edition["number"] = tuple(map(int, re.split("[._]", numbers[0])))
    lettered = ["".join(found) for found in _LETTERED.findall(name)]
    if letters := lettered or [found[-1] for found in _LETTER_OF_NUMBER.findall(name)]:
        edition["letter"] = (ord(letters[0].lower()),)
    return edition


def _padded(key: tuple[int, ...]) -> tuple[int, ...]:
    """Without zeros at its end: version 1 is version 1.0."""
    while key and not key[-1]:
        key = key[:-1]
    return key


def _without_marks(name: str) -> str:
    name = _LETTER_OF_NUMBER.sub(lambda numbered: numbered[0][:-1], name)
    for mark in _MARKS:
        name = mark.sub(" ", name)
    return _NOT_ALPHANUMERIC.sub(" ", name.lower()).strip()
