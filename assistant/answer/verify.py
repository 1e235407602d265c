"""Verify: whether a sentence that a language model wrote is what its citations say."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from assistant.answer.bounds import turned_round
from assistant.domain.figures import Figure, code_before, figures, plain, spellings
from assistant.domain.measure import Measure, loose_units, measures, unit_after
from assistant.domain.reading import sentences
from assistant.domain.terms import STOPWORDS, content_terms, terms

CITATION = re.compile(r"(?:\s*(?:,|;|\band\b)?\s*\[\d+\])+")
_NUMBER = re.compile(r"\[(\d+)\]")
_ACCORDING = re.compile(
    r"^(?:according to|per|as (?:stated|said) in)(?:\s*passages?)?\s*\[\d+\],?\s*", re.IGNORECASE
)
_MIN_SUPPORT = 0.6
_NEAR = 3
"""So many words after a negation, at most, is what it denies."""
_NEGATIONS = frozenset("not no never without neither nor cannot".split())  # noqa: SIM905
# What says a bound and denies nothing.
_BOUND = re.compile(
    r"\b(?:(?:no|not) (?:more|less|later|earlier|greater|fewer|longer|higher|lower) than"
    r"|(?:does|do|shall|must|may|will|can)? ?not (?:to )?exceed(?:ing)?|not only"
    r"|not (?:to )?(?:be|go|rise|run|get|drop|fall) (?:above|over|beyond|below|under))\b",
    re.IGNORECASE,
)
# What says 'not' in other words.
_NOT_SAID = re.compile(r"\b(?:fail(?:s|ed)? to|unable to|non-)\s*")
_DENYING = re.compile(
    r"\b(?:prohibit|forbid|forbidden|avoid|prevent|unless|lack|limited to|exclud|fail|omit|un\w+ed"
    r"|disabled|inhibit|maximum|at most|or less)",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"  # noqa: SIM905
        " sixteen seventeen eighteen nineteen".split(),
        2,
    )
} | {
    "dozen": "12",
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
    "half": "0.5",
    "twice": "2",
    "double": "2",
    "triple": "3",
    "quarter": "0.25",
    "both": "2",
}
_OPPOSITES = [
    frozenset(pair)
    for pair in (
        *(("before", "after"), ("above", "below"), ("minimum", "maximum"), ("min", "max")),
        *(("open", "closed"), ("increase", "decrease"), ("increases", "decreases")),
        *(("more", "less"), ("higher", "lower"), ("left", "right"), ("inside", "outside")),
        *(("least", "most"), ("clockwise", "counterclockwise"), ("input", "output")),
        *(("forward", "aft"), ("port", "starboard"), ("tension", "compression")),
        *(("upstream", "downstream"), ("on", "off"), ("passed", "failed"), ("first", "last")),
        *(("greater", "less"), ("more", "fewer"), ("longer", "shorter"), ("upper", "lower")),
        *(("enable", "disable"), ("enabled", "disabled"), ("required", "optional")),
    )
]


class Statement(NamedTuple):
    """A sentence without its citations, and their numbers."""

    text: str
    cited: tuple[int, ...]


def statement_of(sentence: str) -> Statement:
    """Take a sentence and its citations apart."""
    cited = dict.fromkeys(int(match[1]) for match in _NUMBER.finditer(sentence))
    return Statement(CITATION.sub("", _ACCORDING.sub("", sentence)).strip(), tuple(cited))


def objection(statement: Statement, sources: Mapping[int, str]) -> str:
    """What is wrong with a statement about numbered sources, as a clause; empty where nothing is.

    Every figure has to stand in what is cited, with its sign and the unit it has there, and so has
    every identifier with a figure in it. What is the most there is not the least here. Most of the
    words have to stand there too; a negation is neither added nor left out, and no word is turned
    into its opposite.
    """
    if not statement.cited:
        return "it cites nothing"
    if any(n not in sources for n in statement.cited):
        return "it cites a passage that was not given"
    cited = "\n".join(sources[n] for n in statement.cited)
    said, source = plain(statement.text), plain(cited)
    return (
        _about_figures(said, source)
        or _about_number_words(said, source)
        or _about_support(said, source)
        or _about_opposites(said, source)
        or _about_negation(said, source)
        or _about_bounds(said, source)
    )


def _about_figures(said: str, source: str) -> str:
    allowed = spellings(source)
    there, loose = measures(source), loose_units(source)
    identifiers = {match[0].lower() for match in _IDENTIFIER.finditer(source)}
    for measure in measures(said):
        figure = measure.figure
        written = said[figure.start : figure.end]
        negative = figure.value.startswith("-")
        code = "-" if negative else code_before(said[: figure.start])
        if code.endswith("^"):
            continue  # the power of a unit, which is compared with it
        shown = said[figure.start - len(code) : figure.end]
        if written not in allowed.get(code, ()):
            return f"{shown} does not stand in the cited passage"
        if not code and not _is_positive(said, figure, there):
            return f"{shown} stands in the cited passage with a minus only"
        identifier = _identifier_at(said, figure)
        if identifier and identifier.lower() not in identifiers:
            return f"{identifier} does not stand in the cited passage"
        if not code.strip("-") and measure.unit and not _has_unit(there, loose, measure):
            return f"{shown} does not have this unit in the cited passage"
    return ""


_IDENTIFIER = re.compile(r"[\w][\w./-]*[\w]|\w")


def _identifier_at(text: str, figure: Figure) -> str:
    """The identifier that a figure is part of by letters right after it; empty without."""
    is_unit = not figure.code and unit_after(text, figure.end)
    if is_unit or not text[figure.end : figure.end + 1].isalpha():
        return ""
    found = (m for m in _IDENTIFIER.finditer(text) if m.start() <= figure.start < m.end())
    return next((match[0] for match in found), "")


def _is_positive(said: str, figure: Figure, there: Sequence[Measure]) -> bool:
    """Whether a figure without a minus stands in the source without one, or is said to be below."""
    signs = {each.figure.value for each in there}
    if f"-{figure.value}" not in signs or figure.value in signs:
        return True
    return bool(re.search(r"\b(?:minus|below|negative)\b", said))


def _has_unit(there: Sequence[Measure], loose: Collection[str], measure: Measure) -> bool:
    """Whether a figure has this unit somewhere, be it said in the head of a column."""
    value = measure.figure.value.lstrip("-")
    units = {unit for figure, unit in there if _is_part(value, figure.value)}
    if measure.unit in units:
        return True
    return ("" in units or not units) and measure.unit in loose


def _is_part(value: str, whole: str) -> bool:
    return value == whole.lstrip("-") or value in whole.split("-")


def _about_number_words(text: str, source: str) -> str:
    there = {figure.value for figure in figures(source)}.union(re.findall("[a-z]+", source.lower()))
    for word in re.findall(r"[a-z]+", text.lower()):
        number = _NUMBER_WORDS.get(word)
        if number and word not in there and number not in there:
            return f"'{word}' does not stand in the cited passage"
    return ""


def _about_support(text: str, source: str) -> str:
    said = [term for term in content_terms(text) if term.strip("_") not in STOPWORDS]
    there = frozenset(terms(source))
    found = sum(term in there for term in said)
    if not said or found < _MIN_SUPPORT * len(said):
        return "the cited passage does not say this"
    return ""


def _about_opposites(text: str, source: str) -> str:
    said, there = _words(text), frozenset(_words(source))
    for word in said:
        for pair in _OPPOSITES:
            if word in pair and word not in there and not pair.isdisjoint(there):
                return f"the cited passage says '{next(iter(pair - {word}))}', not '{word}'"
    return ""


def _about_bounds(text: str, source: str) -> str:
    number = turned_round(text, source)
    return f"the cited passage bounds it the other way round by {number}" if number else ""


def _about_negation(text: str, source: str) -> str:
    """What is denied here has to be denied somewhere; what is denied in the sentence of the
    source that shares most with this one has to be denied here."""
    said = frozenset(content_terms(text))
    parts = [source[start:end] for start, end in sentences(source)] or [source]
    denied_here = _denied(text)
    nearest = max(parts, key=lambda part: _shared(said, part))
    if said & _denied(nearest) and not _negates(text):
        return "the cited passage denies this"
    if denied_here and not any(
        (_negates(part) or _DENYING.search(part)) and denied_here.intersection(terms(part))
        for part in parts
    ):
        return "the cited passage does not deny this"
    return ""


def _shared(said: frozenset[str], part: str) -> tuple[int, int]:
    """How much of what is said is there: the figures first, which tell sentences apart."""
    both = said.intersection(terms(part))
    return sum(term[0].isdigit() for term in both), len(both)


def _denied(text: str) -> frozenset[str]:
    """The terms right after a negation."""
    words = _words(_BOUND.sub(" ", text))
    found: set[str] = set()
    for at, word in enumerate(words):
        if _is_negation(word):
            after = " ".join(words[at + 1 : at + 1 + _NEAR])
            found.update(content_terms(after) if after else ())
    return frozenset(found)


def _negates(text: str) -> bool:
    return any(map(_is_negation, _words(_BOUND.sub(" ", text))))


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def _words(text: str) -> list[str]:
    return re.findall(
        r"[a-z]+(?:['’]t)?|[0-9][0-9.,]*(?<![.,])", _NOT_SAID.sub("not ", text.lower())
    )
