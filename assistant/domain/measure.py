"""Figures with their units: '41.3 kN', '24-48 hours', '10 ± 0.5 mm', 'Torque (N·m): 25'.

A unit is brought to one spelling, so that 'newton meters', 'Nm' and 'N·m' are the same.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.domain.figures import Figure, figures

_PREFIXES = {
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "milli": "m",
    "micro": "µ",
    "nano": "n",
    "centi": "c",
    "deci": "d",
    "hecto": "h",
}
_SYMBOL = re.compile(
    r"[mµnpkMGTcdh]?(?:m|g|s|A|K|mol|Hz|N|Pa|J|W|V|F|Ω|T|H|l|bar|rad|eV|Wh|Ah"
    r"|VA|Gy|Sv|Bq|lm|lx|Wb|bit|B)"
)
_NAMED = {
    **{name: name[0].upper() for name in ("ampere", "newton", "joule", "watt", "volt", "farad")},
    "meter": "m",
    "metre": "m",
    "gram": "g",
    "second": "s",
    "amp": "A",
    "kelvin": "K",
    "hertz": "Hz",
    "pascal": "Pa",
    "ohm": "Ω",
    "tesla": "T",
    "liter": "l",
    "litre": "l",
    "bit": "bit",
    "byte": "B",
    "radian": "rad",
    "bar": "bar",
    "mole": "mol",
}
_OTHER = {
    "%": "%",
    "percent": "%",
    "°": "°",
    "deg": "°",
    "degree": "°",
    '"': "in",
    "ppm": "ppm",
    "°c": "°C",
    "°f": "°F",
    "degc": "°C",
    "degf": "°F",
    "celsius": "°C",
    "fahrenheit": "°F",
    "min": "min",
    "minute": "min",
    "h": "h",
    "hr": "h",
    "hour": "h",
    "d": "d",
    "day": "d",
    "week": "week",
    "month": "month",
    "year": "year",
    "sec": "s",
    "msec": "ms",
    "us": "µs",
    "inch": "in",
    "inches": "in",
    "in": "in",
    "ft": "ft",
    "foot": "ft",
    "feet": "ft",
    "mi": "mi",
    "mile": "mi",
    "nm": "nm",
    "nmi": "NM",
    "kt": "kt",
    "knot": "kt",
    "lb": "lb",
    "pound": "lb",
    "lbm": "lb",
    "lbf": "lbf",
    "oz": "oz",
    "ounce": "oz",
    "mil": "mil",
    "mph": "mph",
    "hp": "hp",
    "atm": "atm",
    "torr": "Torr",
    "mmhg": "mmHg",
    "inhg": "inHg",
    "btu": "BTU",
    "cfm": "cfm",
    "gpm": "gpm",
    "psi": "psi",
    "psia": "psia",
    "psig": "psig",
    "psf": "psf",
    "ksi": "ksi",
    "gal": "gal",
    "gallon": "gal",
    "t": "t",
    "ton": "t",
    "tonne": "t",
    "rpm": "rpm",
    "db": "dB",
    "dbm": "dBm",
    "dbi": "dBi",
    "vdc": "V",
    "vac": "V",
    "kohm": "kΩ",
    "bps": "bit/s",
    "kbps": "kbit/s",
    "mbps": "Mbit/s",
    "gbps": "Gbit/s",
    "kg": "kg",
    "mm": "mm",
    "cycle": "cycle",
    "million": "million",
    "billion": "billion",
    "thousand": "thousand",
}
_WORD = r"[A-Za-zµμΩ°%\"]+"
_COMPOUND = re.compile(
    rf"[ \n\t-]?\(?({_WORD})((?:[·⋅*/.-](?:{_WORD})?\^?-?[0-9]?(?![A-Za-z])|\^-?[0-9]"
    rf"|[0-9](?![\w.]))*)((?: (?:per|meters?|metres?|seconds?|feet|inch(?:es)?)\b(?: {_WORD})?)?)"
)
_FACTOR = re.compile(rf"([·⋅*/.-]?)({_WORD})?\^?(-?[0-9])?")
_BETWEEN = re.compile(
    r"\s*(?:to|and|or|±|\+/-|\+-|through|,|-|/|x|×|by)?\s*(?:[+±-]|minus)?\s*", re.IGNORECASE
)
_INCH_BEFORE = re.compile(r"\s*(?:$|[.,;:)\n]|(?:thick|long|wide|deep|high|diameter|dia|square)\b)")
_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,16}?)\s*[)\]]|\b(?:in|unit:?)\s+([^\s,;)]{1,12})")
_MOSTLY_WORDS = frozenset({"in", "at", "us", "second", "may"})


class Measure(NamedTuple):
    """A figure and its unit; the unit is empty where it has none, or one that is not known."""

    figure: Figure
    unit: str


def measures(text: str) -> list[Measure]:
    """The figures of a `plain` text with their units, in order.

    In a range, a list or a tolerance the last unit holds for all.
    """
    found = figures(text)
    units = [unit_after(text, figure.end) for figure in found]
    for at in range(len(found) - 2, -1, -1):
        gap = text[found[at].end : found[at + 1].start]
        if not units[at] and gap.strip() and _BETWEEN.fullmatch(gap):
            units[at] = units[at + 1]
    return [Measure(figure, unit) for figure, unit in zip(found, units, strict=True)]


def loose_units(text: str) -> frozenset[str]:
    """The units that a plain text names apart from a figure, such as in the head of a column."""
    taken = {figure.end for figure in figures(text)}
    found = set()
    for match in _BRACKETS.finditer(text):
        found.add(unit_after(f" {match[1] or match[2]}", 0))
    for match in re.finditer(rf"(?<![\w]){_WORD}(?:[·/]{_WORD})?", text):
        before = match.start() - (text[match.start() - 1 : match.start()] in " -\t")
        if before not in taken and match.start() not in taken and not _is_ambiguous(match[0]):
            found.add(unit_after(f" {match[0]}", 0))
    return frozenset(found - {""})


def unit_after(text: str, end: int) -> str:
    """The unit right after offset `end` in one spelling; empty where there is none."""
    match = _COMPOUND.match(text, end)
    if match is None:
        return ""
    first = match[1]
    if first == "a" or (
        first == "in" and not match[2] and not _INCH_BEFORE.match(text, match.end(1))
    ):
        return ""  # the words, not ampere and inch
    base = _simple(first)
    if base is None:
        return ""
    if base == "°" and (scale := re.match(r"\s?(C|F|Celsius|Fahrenheit)\b", text[match.end(1) :])):
        return f"°{scale[1][0]}"
    return _joined(base, match[2], match[3])


def is_unit(word: str) -> bool:
    """Whether a word is a unit and nothing else."""
    match = _COMPOUND.fullmatch(f" {word}")
    return match is not None and bool(unit_after(f" {word}", 0))


def _joined(base: str, rest: str, words: str) -> str:
    """Factors in alphabetical order, then what they are divided by."""
    over, under = [base], list[str]()
    for sign, word, power in _FACTOR.findall(rest):
        if word and (unit := _simple(word)):
            raised = f"{unit}{power}" if power else unit
            (under if sign == "/" else over).append(raised)
        elif not word and power:
            (under or over)[-1] += power
    parts = words.split()
    if parts[:1] == ["per"] and len(parts) > 1 and (unit := _simple(parts[1])):
        under.append(unit)
    elif parts and parts[0] != "per" and (unit := _simple(parts[0])):
        over.append(unit)
        if parts[1:2] == ["per"]:
            return ""
    return "/".join(["·".join(sorted(over)), *under])


@lru_cache(maxsize=4096)
def _simple(word: str) -> str | None:
    """A unit without others, in one spelling; None where it is none."""
    word = word.replace("μ", "µ")
    if word == "NM":
        return "NM"
    if word in ("Nm", "kNm", "mNm"):
        return f"{word[:-1]}·m"
    if word == "L":
        return "l"
    if _SYMBOL.fullmatch(word):
        return word
    lower = word.lower().replace(" ", "")
    for form in (lower, lower.removesuffix("s")):
        if form in _OTHER:
            return _OTHER[form]
        if form in _NAMED:
            return _NAMED[form]
        for name, prefix in _PREFIXES.items():
            if form.startswith(name) and form[len(name) :] in _NAMED:
                return prefix + _NAMED[form[len(name) :]]
    return None


def _is_ambiguous(word: str) -> bool:
    """Whether a word is too likely something else than a unit: 'A', 'in', 'm', 'day'."""
    return word.lower() in _MOSTLY_WORDS or (len(word) == 1 and word not in "%°Ω")
