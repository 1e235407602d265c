"""The mark before raised text, without which it would run into what it stands on.

A raised 6 after 10 must not read as 106, nor a raised 1 before '/2' after 3 as 31/2.
"""

import re
from typing import Any

from assistant.parse.safe_xml import local_name

_TAGS = frozenset({"sup", "superscript"})
_LETTER = r"(?![oOºª])[^\W\d_](?![^\W\d_])"  # alone, and no sign of a degree
_POWER = re.compile(rf"\s*[-+\u2010-\u2013\u2212]*(?:\d|{_LETTER}|$)")
_NUMERATOR = re.compile(r"\s*([0-9]{1,2})\s*")
_DENOMINATOR = re.compile(r"\s*[/⁄]\s*([0-9]{1,3})")


def mark_of(text: str, before: str, after: str, *, goes_on: bool) -> str:
    """What to write before raised `text`: '^' for 10^6, '-' for 3-1/2, '' for '2nd'.

    Args:
        text: What is raised, or the part of it that stands in a run of its own.
        before: What stands before it; its last character counts.
        after: What stands behind it, as far as the number below a fraction's stroke.
        goes_on: Whether the run before was raised already and not empty, so that this one
            continues it: 10 with a raised 1 and a raised 2 is 10^12.
    """
    last = before[-1:]
    if goes_on or not text.strip() or not (last.isalnum() or last in tuple(")]|")):
        return ""
    if last.isdecimal() and _is_fraction(text, after):
        return "-"
    return "^" if _POWER.match(text) else ""


def mark_of_element(element: Any, before: list[str]) -> str:
    """The mark before an element of HTML or XML, by its name; `before` is the text so far."""
    if not _is_raised(element):
        return ""
    earlier, later = element.getprevious(), element.getnext()
    return mark_of(
        "".join(element.itertext()),
        next((part for part in reversed(before) if part), ""),
        (element.tail or "") + ("" if later is None else "".join(later.itertext())),
        goes_on=_is_raised(earlier) and not earlier.tail and any(earlier.itertext()),
    )


def _is_raised(element: Any) -> bool:
    return element is not None and local_name(element).casefold() in _TAGS


def _is_fraction(text: str, after: str) -> bool:
    """Whether it is the numerator of a fraction; 10^6/s and 10^6/2 are powers."""
    above, below = _NUMERATOR.fullmatch(text), _DENOMINATOR.match(after)
    return above is not None and below is not None and 0 < int(above[1]) < int(below[1])
