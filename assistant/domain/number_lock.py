"""The number lock: which characters an answer may go on with, so that no foreign number comes out.

Every figure written must be one of the sources' figures, and a bracket holds the number of a
passage and nothing else. The lock follows the text character by character and keeps every way in
which it can still be read; when none is left, the character is refused.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self

from assistant.domain.figures import MAX_CODE, code_before, is_negative, plain_char, spellings

_DIGITS = frozenset("0123456789")
_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})*")
_WRITABLE = frozenset("LPSN")
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")


class NumberLock:
    """What may be written from certain sources; immutable."""

    def __init__(self, sources: Iterable[str], citations: int) -> None:
        """Allow the figures of `sources`, and the citations '[1]' to '[n]' for n `citations`."""
        allowed: dict[str, set[str]] = {}
        for source in sources:
            for code, ways in spellings(source).items():
                allowed.setdefault(code, set()).update(ways)
        self._allowed = {code: (frozenset(ways), sorted(ways)) for code, ways in allowed.items()}
        self._citations = tuple(f"[{n}]" for n in range(1, citations + 1))

    def start(self) -> "Written":
        """The empty text."""
        return Written(self, "", frozenset([_BETWEEN]), "")

    def allows(self, code: str, figure: str) -> bool:
        """Whether a figure may be written as it stands."""
        ways = self._allowed.get(code)
        return ways is not None and figure in ways[0]

    def begins(self, code: str, figure: str) -> bool:
        """Whether a figure is the beginning of one that may be written."""
        if code not in self._allowed:
            return False
        ways = self._allowed[code][1]
        at = bisect_left(ways, figure)
        return at < len(ways) and ways[at].startswith(figure)

    def begins_citation(self, text: str) -> bool:
        """Whether this is a citation or the beginning of one."""
        return any(citation.startswith(text) for citation in self._citations)


class _Reading(NamedTuple):
    """One way to read the end of a text.

    Attributes:
        figure: The figure that is being written; empty between figures.
        code: What makes it part of an identifier.
        follows_group: A digit group and a space stand before it, so that three digits would
            belong to that group.
        bars_digits: A digit right here would belong to the figure before.
    """

    figure: str
    code: str = ""
    follows_group: bool = False
    bars_digits: bool = False


_BETWEEN = _Reading("")


@dataclass(frozen=True, slots=True)
class Written:
    """A text that the lock has let pass."""

    lock: NumberLock
    end: str
    readings: frozenset[_Reading]
    citation: str

    @property
    def is_settled(self) -> bool:
        """Whether the text can end here: not within a figure or a citation."""
        return not self.citation and any(self._can_close(each) for each in self.readings)

    def then(self, text: str) -> Self | None:
        """The text with `text` after it; None where that is refused."""
        written: Self | None = self
        for char in text:
            written = written._then_one(char) if written else None
            if written is None:
                return None
        return written

    def _then_one(self, char: str) -> Self | None:
        alike = plain_char(char)
        end = (self.end + alike)[-MAX_CODE - 1 :]
        if self.citation:
            citation = self.citation + char
            if not self.lock.begins_citation(citation):
                return None
            return replace(self, end=end, citation="" if char == "]" else citation)
        if char == "[":
            if not self.is_settled or not self.lock.begins_citation(char):
                return None
            return replace(self, end=end, readings=frozenset([_BETWEEN]), citation=char)
        if not is_writable(char, self.end):
            return None
        after = self._after_digit if alike in _DIGITS else self._after_other
        readings = frozenset(new for each in self.readings for new in after(each, alike))
        return replace(self, end=end, readings=readings) if readings else None

    def _after_digit(self, reading: _Reading, digit: str) -> Iterable[_Reading]:
        if reading.figure:
            longer = reading.figure + digit
            if self.lock.begins(reading.code, longer):
                yield reading._replace(figure=longer)
        elif not reading.bars_digits:
            code = code_before(self.end) or ("-" if is_negative(self.end) else "")
            if self.lock.begins(code, digit):
                yield reading._replace(figure=digit, code=code)

    def _after_other(self, reading: _Reading, char: str) -> Iterable[_Reading]:
        if not reading.figure:
            # A point would begin a decimal; the sign of an exponent follows '^'.
            is_exponent = reading.bars_digits and char in "+-" and self.end.endswith("^")
            yield _Reading("", bars_digits=char in ".," or is_exponent)
            return
        longer = reading.figure + char
        if self.lock.begins(reading.code, longer):
            yield reading._replace(figure=longer)
        if self._can_close(reading):
            is_group = char == " " and _GROUPS.fullmatch(reading.figure) is not None
            # Whatever stands between two digits, other than a space or a word, may join them.
            yield _Reading("", follows_group=is_group, bars_digits=not _parts(char))

    def _can_close(self, reading: _Reading) -> bool:
        if not reading.figure:
            return True
        if reading.follows_group and _GROUP.match(reading.figure):
            return False
        return self.lock.allows(reading.code, reading.figure)


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """The category of a character that may be written, or nothing."""
    if char.isascii():
        return unicodedata.category(char) if char.isprintable() and char != "]" else ""
    category = unicodedata.category(char)
    if unicodedata.numeric(char, None) is not None or unicodedata.normalize("NFKC", char) in " ":
        return ""
    alike = unicodedata.normalize("NFKC", char)
    return "" if len(alike) > 1 or alike in _DIGITS or category in ("Ps", "Pe", "Lm") else category


def _parts(char: str) -> bool:
    return char.isspace() or char.isalpha()


@lru_cache(maxsize=1)
def beginnings() -> frozenset[bytes]:
    """What the characters that may be written begin with, in UTF-8; never a whole character.

    A model may write a character in pieces; one that begins otherwise could never be completed.
    """
    writable = (chr(point) for point in range(128, 0xD800) if _kind(chr(point)) not in ("", "Mn"))
    encoded = (char.encode() for char in writable if _kind(char)[0] in _WRITABLE)
    return frozenset(code[:length] for code in encoded for length in range(1, len(code)))


def is_writable(char: str, before: str) -> bool:
    """Whether a character may stand in an answer at all, after the text `before`.

    Left out is everything that reads as a number and is no ASCII digit, brackets that look like a
    citation's, and what is invisible or changes what stands before it.
    """
    if char == "\n":
        return True
    kind = _kind(char)
    if kind == "Mn":
        return before[-1:].isalpha()
    return (kind != "" and kind[0] in _WRITABLE) or char == " "
