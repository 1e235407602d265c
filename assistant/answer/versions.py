"""Versions and revisions: which one a question means, and which one a document is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

_NUMBERED = re.compile(
    r"(?<![^\W_])(?:(?:versions?|ver|revisions?|rev|releases?|issues?|editions?)[\s._-]*"
    # A volt is no version, nor is a V-22 or a 28 V 5 A supply.
    r"|(?<!\d\s)v(?:[._]?|(?-i:(?<=v)-)|\s(?=\d+[._]\d)))"
    r"(\d{1,3}(?:[._]\d+)*)(?!\d)",
    re.IGNORECASE,
)
# A lower-case letter after 'issue' is a word: 'issue a warning', and so is that of 'the revision a
# drawing has'. After Z come AA and AB.
_LETTERED = re.compile(
    r"(?<![^\W_])(?:(?i:rev)[\s._-]*([A-Za-z]|A[A-MO-RU-Z])"
    r"|(?i:revisions?)[\s._-]*([B-Zb-z]|(?<!\s)a|A[A-MO-RU-Z]?)"
    r"|(?i:issues?|editions?)[\s._-]*([A-Z]))(?![^\W_])"
)
# As in 'TR-014B.pdf': a letter that ends a document's number is its revision; '28V' is a voltage.
_LETTER_OF_NUMBER = re.compile(r"\d{2,}[A-UX-Z](?![^\W_])")
# A year, or a year and month; with a day it is the date of an event, such as of a meeting.
_DATED = re.compile(r"(?<!\d)((?:19[5-9]|20[0-3])\d)(?:[-_.](0[1-9]|1[0-2]))?(?![-_.]?\d)")
_MARKS = (_DATED, _NUMBERED, _LETTERED)
# As in 'server 1.46', and at the end of 'server_guide_1_46.pdf': each alone may be any number.
_DOTTED = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3})+(?!\w|\.\d)")
_DOTTED_END = re.compile(r"[\s._-](\d{1,3}(?:[._]\d{1,3})+)$")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_LEAST_NAME = 3

Edition = dict[str, tuple[int, ...]]
"""How a document is told from its other versions: by number, by letter, by date, or by several."""


def versions_in(text: str) -> frozenset[str]:
    """The versions that a text names: 'version 1.10' gives '1.10', 'rev_01' '1', 'Rev B' 'b'."""
    letters = ("".join(found).lower() for found in _LETTERED.findall(text))
    numbers = _NUMBERED.findall(_DATED.sub(" ", text))
    return frozenset(".".join(map(str, _number(each))) for each in numbers).union(letters)


def versions_asked(question: str, files: Iterable[str]) -> frozenset[str]:
    """The versions that a question names, among them numbers that end the name of a file."""
    bare = {".".join(map(str, _number(each))) for each in _DOTTED.findall(question)}
    ends = bare and {end for file in files for end in _end_of(file)}
    return versions_in(question) | (bare & ends)


def versions_of(file: str, title: str) -> frozenset[str]:
    """The versions that a document gives itself in its file name, or its folders', and title."""
    name = _telling_name(file)
    letters = (numbered[-1].lower() for numbered in _LETTER_OF_NUMBER.findall(name))
    return versions_in(f"{name} {title}").union(letters)


def is_named(question: str, file: str) -> bool:
    """Whether a question names this version of a document: its number, letter or date."""
    if versions_asked(question, [file]) & (versions_of(file, "") | _end_of(file)):
        return True
    name = _telling_name(file)
    marks = [*_LETTER_OF_NUMBER.findall(name), *(date[0] for date in _DATED.findall(name))]
    words = question.casefold()
    return any(mark.casefold() in words for mark in marks)


def agreement(asked: frozenset[str], file: str, title: str) -> int:
    """1 where a document is a version that was asked for, -1 where it is another, else 0."""
    own = versions_of(file, title) | _end_of(file) if asked else frozenset()
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
    return _edition(_telling_name(file))


def is_older(one: Edition, other: Edition) -> bool:
    """Whether one edition came before the other; False where they cannot be compared."""
    for kind, key in one.items():
        if kind in other and key != other[kind]:
            return key < other[kind]
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


def _end_of(file: str) -> frozenset[str]:
    """The number with a point that ends a file's name; it tells documents apart as a version does,
    though not which is newer: it may be a section's."""
    ends = _DOTTED_END.findall(PurePosixPath(file).stem)
    return frozenset(".".join(map(str, _number(each))) for each in ends)


def _telling_name(file: str) -> str:
    """The file's name where that tells its edition, else those of its folders."""
    path = PurePosixPath(file)
    return path.stem if _edition(path.stem) else " ".join((*path.parts[:-1], path.stem))


def _number(written: str) -> tuple[int, ...]:
    """'1.10' as 1 and 10; '01' and '1.0' are 1."""
    parts = list(map(int, re.split("[._]", written)))
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def _edition(name: str) -> Edition:
    edition: Edition = {}
    if dates := _DATED.findall(name):
        edition["date"] = tuple(int(part) for part in dates[0] if part)
    if numbers := _NUMBERED.findall(_DATED.sub(" ", name)):
        edition["number"] = _number(numbers[0])
    lettered = ["".join(found) for found in _LETTERED.findall(name)]
    if letters := lettered or [found[-1] for found in _LETTER_OF_NUMBER.findall(name)]:
        edition["letter"] = (len(letters[0]), *map(ord, letters[0].lower()))
    return edition


def _without_marks(name: str) -> str:
    name = _LETTER_OF_NUMBER.sub(lambda numbered: numbered[0][:-1], name)
    for mark in _MARKS:
        name = mark.sub(" ", name)
    return _NOT_ALPHANUMERIC.sub(" ", name.casefold()).strip()
