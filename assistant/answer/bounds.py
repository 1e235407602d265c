"""Bounds: whether a number is the most or the least of something, however that is said."""

import re
from collections import defaultdict

from assistant.domain.figures import figures

_MOST = (
    r"(?:less|fewer|lower|smaller|shorter|earlier) than|below|at most|up to|max(?:imum|\.)?|<=?|≤"
)
_LEAST = (
    r"(?:more|greater|higher|larger|longer|later) than|above|exceed(?:s|ed|ing)?|at least"
    r"|min(?:imum|\.)?|>=?|≥"
)
_NOT = r"(?:not|never|no|cannot|avoid|without|\w+n['’]t)\s+(?:[a-z]+\s+){0,4}?"
_WORDS = r"(?:\s+[^\W\d]+){0,4}\s*$"
_BEFORE = re.compile(
    rf"(?:(?P<most>{_NOT}(?:{_LEAST}))|(?P<least>{_NOT}(?:{_MOST}))"
    # '5 min 30 s' is a duration.
    rf"|(?<!\w)(?P<below>{_MOST})|(?<!\w)(?<!\d )(?P<over>{_LEAST})){_WORDS}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\W?\s*(?:[^\s\d]{1,8}\s+)?(?:\(?(?P<most>or (?:less|fewer|lower|below)|max(?:imum)?\b)"
    r"|\(?(?P<least>or (?:more|greater|higher|above|better)|minimum\b))",
    re.IGNORECASE,
)
_REACH = 60


def turned_round(said: str, source: str) -> str:
    """A number that is the most in one `plain` text and the least in the other; empty without."""
    there = _bounds(source)
    for number, kinds in _bounds(said).items():
        if number in there and kinds.isdisjoint(there[number]):
            return number
    return ""


def _bounds(text: str) -> dict[str, set[str]]:
    """What each number that bounds something is: the most, the least, or both in turn."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for figure in figures(text):
        before = _BEFORE.search(text[max(0, figure.start - _REACH) : figure.start])
        after = _AFTER.match(text, figure.end)
        for match in filter(None, (before, after)):
            found[figure.value].add("most" if match.lastgroup in ("most", "below") else "least")
    return found
