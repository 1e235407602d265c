"""The figures of a text: the numbers it states, however their separators are written.

A figure is what a reader takes in as one number: '41.3', '1,204', '10 000', '1.2e-5', '10^6', and
what is joined by signs without a space, such as a date, a range or a section's number. A figure
inside an identifier belongs to it: the 204 of 'ICD-204' is not the number 204.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_CODE = 24
"""So many characters before a figure, at most, tell which identifier it belongs to."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RUN_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_RING = re.compile(r"˚|(?<=\d)º|(?<=\d )º")  # what is typed for a degree sign
_FRACTION = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅞↉])")
_SIGNS = {0x2044: "/"} | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")
_SPACES = re.compile(r"[^\S\n\t]")
_JOINED = r"[0-9]+(?:[.,:/-][0-9]+)*"
_GROUPED = r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]+)?"
_FIGURE = re.compile(
    rf"(?:{_GROUPED}|{_JOINED}|(?<![\w.])\.[0-9]+)(?:[eE][+-]?[0-9]+|\^[+-]?[0-9]+)?"
)
_CAPTION = re.compile(
    r"(?:table|figure|fig\.?|step|section|item|note|page|row|no\.?) $", re.IGNORECASE
)
_CODE = re.compile(r"[^\W_][\w/.^+-]*$|[\w/.^+-]+$")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"([0-9]{4,})((?:\.[0-9]+)?)")
_SPAN = re.compile(r"([0-9][0-9.,]*)-([0-9][0-9.,]*)")
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)")


class Figure(NamedTuple):
    """A number as a text states it.

    Attributes:
        value: Without separators of thousands, and with a minus where it has one.
        code: The letters and signs right before it that make it part of an identifier, in lower
            case; empty for a number proper.
        start: Offset of its first digit in the plain text.
        end: Offset after it.
    """

    value: str
    code: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text in the characters figures are read in: digits and minus of ASCII, raised ones
    after '^', '1½' as '1 1/2', every space but those that part lines and cells an ordinary one."""
    raised = _RUN_RAISED.sub(lambda match: "^" + match[0].translate(_RAISED), text)
    parted = _FRACTION.sub(" ", _RING.sub("°", raised))
    compatible = unicodedata.normalize("NFKC", parted).translate(_SIGNS)
    digits = "".join(_ascii_digit(char) for char in compatible)
    return _SPACES.sub(" ", digits)


def plain_char(char: str) -> str:
    """What a character is read as, where it is one; itself otherwise."""
    alike = unicodedata.normalize("NFKC", char).translate(_SIGNS)
    return alike if len(alike) == 1 else char


def figures(text: str) -> list[Figure]:
    """The figures of a `plain` text, in order."""
    found = []
    for match in _each_figure(text):
        before = text[max(0, match.start() - MAX_CODE) : match.start()]
        code = code_before(before)
        sign = "-" if is_negative(before) else ""
        found.append(Figure(sign + _value(match[0]), code, match.start(), match.end()))
    return found


def _each_figure(text: str) -> Iterator[re.Match[str]]:
    """Matches of figures; the number after 'Table' is no digit group of the one that follows."""
    at = 0
    while match := _FIGURE.search(text, at):
        before = text[max(0, match.start() - MAX_CODE) : match.start()]
        if " " in match[0] and _CAPTION.search(before):
            alone = _FIGURE.match(text, match.start(), match.start() + match[0].index(" "))
            match = alone or match
        yield match
        at = match.end()


def code_before(text: str) -> str:
    """What right before a figure makes it part of an identifier, in lower case; or nothing."""
    match = _CODE.search(text[-MAX_CODE:])
    if match is None or not any(char.isalpha() for char in match[0]):
        return ""
    return match[0].lower()


def is_negative(text: str) -> bool:
    """Whether a figure right after `text` has a minus: one that joins nothing."""
    return text.endswith("-") and not (len(text) > 1 and (text[-2].isalnum() or text[-2] in ")]-"))


def spellings(text: str) -> dict[str, frozenset[str]]:
    """How the figures of a text may be written, by what makes them part of an identifier.

    Numbers proper are under '', negative ones under '-' too. Where a text can be read in two ways
    ('12 100' in a row of a table, '10-20'), both are there.
    """
    source = plain(text)
    found: dict[str, set[str]] = {}
    for figure in figures(source):
        written = source[figure.start : figure.end]
        negative = figure.value.startswith("-")
        ways = {way for part in _readings(written) for way in _ways(part)}
        for code in _codes(figure.code, negative=negative):
            found.setdefault(code, set()).update(ways)
    return {code: frozenset(ways) for code, ways in found.items()}


def _codes(code: str, *, negative: bool) -> list[str]:
    if negative:
        return ["", "-"]
    return [code, code.rstrip("^")] if code.endswith("^") else [code]


def _readings(written: str) -> set[str]:
    """A figure, and what it may be several figures of."""
    parts = {written}
    if " " in written:
        parts.update(written.split(" "))
    if span := _SPAN.fullmatch(written):
        parts.update(span.groups())
    return parts


def _ways(written: str) -> set[str]:
    """The ways to write one number."""
    value = _value(written)
    ways = {written, value, written.lower()}
    if whole := _WHOLE.fullmatch(value):
        digits, fraction = whole.groups()
        for separator in (",", " "):
            ways.add(f"{int(digits):,}".replace(",", separator) + fraction)
    return ways


def _value(written: str) -> str:
    joined = written.replace(" ", "").lower().replace("e+", "e").replace("^+", "^")
    if _THOUSANDS.fullmatch(joined):
        return joined.replace(",", "")
    if decimal := _DECIMAL_COMMA.fullmatch(joined):
        return f"{decimal[1]}.{decimal[2]}"
    return f"0{joined}" if joined.startswith(".") else joined


def _ascii_digit(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)
