"""Abbreviations: which one a question asks to have spelled out, and whether a text does so."""

import re
from collections.abc import Iterable, Iterator

from assistant.domain.terms import STOPWORDS

_SHORT = r"([A-Za-z][\w/&-]*[A-Z]\w*)"
_ASKED = re.compile(
    rf"\bwhat (?:does|do|did|is|are) (?:the (?:abbreviation|acronym|term|initialism|letters) )?"
    rf"[\"'“]?{_SHORT}[\"'”]? (?:.* )?"
    r"(?:stand(?:s|ing)? for|mean|short for|an abbreviation|an acronym)\b"
    rf"|\bwhat (?:is|are) (?:an? |the )?{_SHORT}(?: (?:in|for|within)\b|\?|$)"
    rf"|\b(?:meaning|expansion|full form|full name|long form) of (?:the )?"
    rf"(?:abbreviation |acronym )?[\"'“]?{_SHORT}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_SKIPPED = 1
_LEAST_LETTERS_TO_SKIP = 4


def abbreviation_asked(question: str) -> str:
    """The abbreviation that a question asks to have spelled out; empty where it asks for none."""
    found = _ASKED.search(question)
    short = next(filter(None, found.groups()), "") if found else ""
    return short if sum(map(str.isupper, short)) > 1 else ""


def spells_out(short: str, text: str) -> bool:
    """Whether words right before or after an abbreviation begin with its letters, in order.

    Small words between them count for nothing, and beside a long one, as in 'Writes Ignored, Reads
    Ignore Values (WIRI)', one other word.
    """
    letters = [character.lower() for character in short if character.isalpha()]
    for found in re.finditer(rf"(?<![^\W_]){re.escape(short)}(?![^\W_])", text):
        before = reversed(_WORD.findall(text[: found.start()]))
        after = _WORD.findall(text[found.end() :])
        if _begin_with(after, letters) or _begin_with(before, letters[::-1]):
            return True
    return False


def _begin_with(words: Iterable[str], letters: list[str]) -> bool:
    wanted: Iterator[str] = iter(letters)
    letter = next(wanted, "")
    skipped = 0
    has_begun = False
    for word in words:
        is_small = word.lower() in STOPWORDS
        if word[0].lower() == letter and (has_begun or not is_small):
            has_begun = True
            letter = next(wanted, "")
            if not letter:
                return True
        elif not is_small:
            skipped += 1
            if skipped > (_MOST_SKIPPED if len(letters) >= _LEAST_LETTERS_TO_SKIP else 0):
                return False
    return False
