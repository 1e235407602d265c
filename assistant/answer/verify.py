"""Verify: whether a sentence that a language model wrote is what its citations say."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from assistant.domain.figures import Figure, code_before, figures, plain, spellings
from assistant.domain.terms import STOPWORDS, content_terms, terms

CITATION = re.compile(r"\s*\[(\d+)\]")
_MIN_SUPPORT = 0.6
_NEGATIONS = frozenset("not no never without neither nor cannot".split())  # noqa: SIM905
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905
        2,
    )
} | {"dozen": "12", "twenty": "20", "thirty": "30", "hundred": "100", "thousand": "1000"}
_UNIT_AFTER = re.compile(r" ?(°\s?[CFK]|%|[A-Za-zµμΩ°][\w·/^*-]*)")
_UNIT = re.compile(
    r"(?:[munpkMGTcdhµμ]?(?:m|g|s|A|K|mol|Hz|N|Pa|J|W|V|F|Ω|T|H|L|l|bar|rad|eV|Wh|Ah|bit|B|bps)"
    r"|da|t|h|min|d|deg|°[CFK]?|%|psi|psf|ksi|psia|psig|lb|lbs|lbf|lbm|oz|ft|in|mi|NM|nmi|kts?|rpm"
    r"|[kM]?Nm|ppm|dB\w?|V[DdAa][Cc]|[GMk]?ohms?)"
    r"(?:[·/*.-][munpkMGTcdµμ]?[A-Za-zΩ]{1,3}|\^?-?\d)*"
)
_NAMED_UNITS = {
    **dict.fromkeys(("second", "seconds", "sec"), "s"),
    **dict.fromkeys(("minute", "minutes"), "min"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
    **dict.fromkeys(("meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("foot", "feet"), "ft"),
    **dict.fromkeys(("inch", "inches"), "in"),
    **dict.fromkeys(("pound", "pounds", "lbs"), "lb"),
    **dict.fromkeys(("degree", "degrees"), "°"),
    **dict.fromkeys(("volt", "volts"), "V"),
    **dict.fromkeys(("amp", "amps", "ampere", "amperes"), "A"),
    **dict.fromkeys(("watt", "watts"), "W"),
    **dict.fromkeys(("percent",), "%"),
    **dict.fromkeys(("knot", "knots", "kts"), "kt"),
    **dict.fromkeys(("mile", "miles"), "mi"),
    **dict.fromkeys(("gram", "grams"), "g"),
    **dict.fromkeys(("kilogram", "kilograms"), "kg"),
    **dict.fromkeys(("millimeter", "millimeters", "millimetre", "millimetres"), "mm"),
    **dict.fromkeys(("millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("hertz",), "Hz"),
    **dict.fromkeys(("newton", "newtons"), "N"),
    **dict.fromkeys(("pascal", "pascals"), "Pa"),
}


class Statement(NamedTuple):
    """A sentence without its citations, and their numbers."""

    text: str
    cited: tuple[int, ...]


def statement_of(sentence: str) -> Statement:
    """Take a sentence and its citations apart."""
    cited = dict.fromkeys(int(match[1]) for match in CITATION.finditer(sentence))
    return Statement(CITATION.sub("", sentence).strip(), tuple(cited))


def objection(statement: Statement, sources: Mapping[int, str]) -> str:
    """What is wrong with a statement about numbered sources, as a clause; empty where nothing is.

    Every figure has to stand in what is cited, with the unit it has there; so has most of what is
    said, and a negation is not added or left out.
    """
    if not statement.cited:
        return "it cites nothing"
    if any(n not in sources for n in statement.cited):
        return "it cites a passage that was not given"
    cited = "\n".join(sources[n] for n in statement.cited)
    return (
        _about_figures(statement.text, cited)
        or _about_number_words(statement.text, cited)
        or _about_support(statement.text, cited)
    )


def _about_figures(text: str, cited: str) -> str:
    said, source = plain(text), plain(cited)
    allowed = spellings(cited)
    there = figures(source)
    for figure in figures(said):
        written = said[figure.start : figure.end]
        code = "-" if figure.value.startswith("-") else code_before(said[: figure.start])
        if written not in allowed.get(code, ()):
            return f"{figure.code}{written} does not stand in the cited passage"
        unit = "" if figure.code else _unit_after(said, figure)
        if unit and not _has_unit(source, there, figure, unit):
            return f"{written} has another unit in the cited passage"
    return ""


def _has_unit(source: str, there: list[Figure], figure: Figure, unit: str) -> bool:
    """Whether a figure has this unit somewhere, be it said in the head of a column."""
    units = {_unit_after(source, other) for other in there if other.value == figure.value}
    if unit in units:
        return True
    named = {_NAMED_UNITS.get(word, word) for word in re.findall(r"[^\s()\[\],;:]+", source)}
    return ("" in units or not units) and unit in named


def _unit_after(text: str, figure: Figure) -> str:
    """The unit right after a figure, as its symbol; empty where there is none."""
    match = _UNIT_AFTER.match(text, figure.end)
    if match is None:
        return ""
    word = match[1].replace(" ", "").rstrip(".-")
    if word in _NAMED_UNITS:
        return _NAMED_UNITS[word]
    return word.replace("μ", "µ") if _UNIT.fullmatch(word) else ""


def _about_number_words(text: str, cited: str) -> str:
    source = plain(cited)
    there = {figure.value for figure in figures(source)}.union(re.findall("[a-z]+", source.lower()))
    for word in re.findall(r"[a-z]+", text.lower()):
        number = _NUMBER_WORDS.get(word)
        if number and word not in there and number not in there:
            return f"'{word}' does not stand in the cited passage"
    return ""


def _about_support(text: str, cited: str) -> str:
    said = [term for term in content_terms(text) if term.strip("_") not in STOPWORDS]
    there = frozenset(terms(cited))
    found = sum(term in there for term in said)
    if not said or found < _MIN_SUPPORT * len(said):
        return "the cited passage does not say this"
    if _negates(text) and not _negates(cited):
        return "the cited passage does not deny this"
    return ""


def _negates(text: str) -> bool:
    words = re.findall(r"[a-z]+(?:n['’]t)?", text.lower())
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in words)
