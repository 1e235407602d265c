"""Names: what a question calls by a name, a type or a number ('CalculiX', 'BC-1037', 'v1.11')."""

import re
from collections.abc import Callable
from typing import NamedTuple

from assistant.domain.measure import is_unit
from assistant.domain.terms import content_terms, stem, terms

_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[A-Z0-9]|[^\W_]_[^\W_]|^\W*[b-df-hj-np-tv-xz]{2,}\W*$")
_FIGURE = re.compile(r"[0-9]")
_RUN = re.compile(r"[^\W_]+")
_QUANTITY = re.compile(r"\W*\d{1,3}(?:[.,]\d+)?(?:-[^\W\d_]+)?\W*")
_VERSION = re.compile(r"version|release|rev(?:ision)?\.?|issue|edition", re.IGNORECASE)
_MAY_BE_PARTED = re.compile(r"[A-Z]|[^\W\d_]\W+[^\W_]|[^\W\d_]\d")
_POSSESSIVE = re.compile(r"['’]s$")
_ENDS_SENTENCE = re.compile(r"[.?!:][\"')\]]*$")


class Name(NamedTuple):
    """A name in a question.

    Attributes:
        text: As it stands in the question.
        terms: Its terms, those of its parts among them.
        spellings: The ways to write it: of each all parts have to be there, a part in one of its
            terms. 'D12-7' may be written in one, or as D12 and 7; 'ESP32' is not ESP and 32. None
            where it is but letters, as 'S/N' is, or a quantity, as '96-core': what is asked for
            500 Hz may be said of a range.
        is_abbreviation: Whether it is capitals alone: a document may spell it out.
    """

    text: str
    terms: tuple[str, ...]
    spellings: tuple[tuple[frozenset[str], ...], ...]
    is_abbreviation: bool

    def places(self, places_of: Callable[[str], set[int]]) -> set[int]:
        """Where it is known, of the places that hold a term."""
        known: set[int] = set()
        for parts in self.spellings:
            known |= set.intersection(*(set[int]().union(*map(places_of, part)) for part in parts))
        return known


def names(question: str) -> list[Name]:
    """The names in a question.

    Letters that make no word, such as 'vl' and 'mppt', are one. A unit is none: what is asked in Nm
    may be given in N·m, or in another unit. Nor are capitals where all is in capitals, or where a
    sentence begins.
    """
    is_name = _FIGURE if question.isupper() else _NAME
    found = []
    begins, is_version = True, False
    for token in _TOKEN.findall(question):
        text = _POSSESSIVE.sub("", token.strip("()[].,;:?!'\"“”"))
        may_be = len(token) > 1 and is_name.search(token) and not (begins and token.istitle())
        if may_be and not is_unit(text):
            is_quantity = not is_version and _QUANTITY.fullmatch(token)
            spellings = () if is_quantity else tuple(_spellings(token))
            is_abbreviation = text.isalpha() and text.isupper()
            found.append(Name(text, tuple(content_terms(token)), spellings, is_abbreviation))
        begins = _ENDS_SENTENCE.search(token) is not None
        is_version = _VERSION.fullmatch(token) is not None
    return found


def _spellings(token: str) -> list[tuple[frozenset[str], ...]]:
    runs = [run.lower() for run in _RUN.findall(token)]
    if all(len(run) == 1 and run.isalpha() for run in runs):
        return []
    whole, *others = terms(token)
    versions = {term for term in others if term.startswith("_v")}
    spellings: list[tuple[frozenset[str], ...]]
    spellings = [(frozenset({whole, whole.lstrip("_"), *versions}),)]
    # Of 'gain_limit' the words are in any text, and of '1.10' the figures.
    if len(runs) > 1 and _MAY_BE_PARTED.search(token):
        spellings.append(tuple(frozenset({f"_{run}", run, stem(run)}) for run in runs))
    return spellings
