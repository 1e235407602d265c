"""The terms of a text: what keyword search indexes and matches.

A word becomes its stem. An identifier (`MIL-STD-1553B`, `C->acc[1]`, `preMsgHook`, `a-1.pdf`)
becomes one exact term, marked by a leading underscore, and the stems of its parts, so that it is
found whole and in parts. A number becomes its value: `4,096`, `4096` and `4096.0` are one term. One
with a point is kept as written too, since it may be a version: `1.10` is not `1.1`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

from snowballstemmer import stemmer

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-") | {0xAD: None}
_BESIDE = re.compile(r"(?<=\d)(?=[²³¹⁰-⁾¼½¾⅐-⅞↉])")
"""Between a number and what is raised or a fraction beside it: '10⁶' is not 106."""
_RAW = re.compile(r"\S+")
_EDGE = re.compile(r"^[^\w]+|(?:['’]s)?[^\w]*$")
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_PART = re.compile(r"\d+|[^\W\d_]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_MAX_ENDING = 5
_POINTED = re.compile(r"\d+(?:\.\d+)+")
_LIST = re.compile(
    r"(?<=[^\W\d_]{2})[,;:/](?=[^\W\d_]{2})|(?<=\d),(?=\D)|=|[()\[\]{}\"|<>]+(?=\s|$)"
    r"|(?<=[^\W\d]{2})\((?=[\w*&'\"])"  # what a function is called with is no part of its name
)

# Words that carry the grammar of a question and nothing of its subject.
STOPWORDS = frozenset(
    """
    a about above according after again all also am an and any are as at be because been before
    being below between both but by can could did do does doing done during each either else for
    from further given gives had has have having he her here him his how i if in into is it its
    itself just me more most must my no nor not of off on once only or other our out over own
    per same she should so some such than that the their them then there these they this those
    through to too under until up upon us very was we were what when where whether which while
    who whom whose why will with within without would you your
    """.split()  # noqa: SIM905 (a list of 150 quoted words would be a column a page long)
)

_STEMMING = Lock()  # a stemmer keeps the word it works on in itself


@lru_cache(maxsize=1)
def _english() -> object:
    return stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word (Snowball English); safe from any thread."""
    with _STEMMING:
        return str(_english().stemWord(word))  # type: ignore[attr-defined]


def _canonical_number(token: str) -> str | None:
    match = _NUMBER.fullmatch(token)
    if not match:
        return None
    whole = match[1].replace(",", "").lstrip("0") or "0"
    fraction = (match[2] or "").rstrip("0")
    return f"{whole}_{fraction}" if fraction else whole


@lru_cache(maxsize=200_000)
def _token_terms(token: str) -> tuple[str, ...]:
    """The terms of one token without white space, the exact form of an identifier first."""
    token = _EDGE.sub("", token)
    if not token:
        return ()
    if _ACRONYMS.fullmatch(token):
        return (token[:-1].lower(),)
    number = _canonical_number(token)
    if number is not None:
        return (number, *_as_written(token))
    parts = _PART.findall(token)
    if len(parts) == 1 and parts[0] == token:
        humps = _CAMEL.findall(token)
        if len(humps) < 2 or token.isupper() or token[1:].islower():
            return (stem(token.lower()),)
        return ("_" + token.lower(), *_unique(stem(h.lower()) for h in humps))
    exact = "_" + "".join(parts).lower()
    # A file of several words, 'swept_wing.inp', is called 'swept_wing' as well.
    file, _, ending = token.rpartition(".")
    is_file = "_" in file and ending[:1].isalpha() and len(ending) <= _MAX_ENDING
    named = ["_" + "".join(_PART.findall(file)).lower()] if is_file else []
    humps = [hump for part in parts for hump in (_CAMEL.findall(part) or [part])]
    pieces = [stem(piece.lower()) for piece in (*parts, *humps)]
    # A letter and its number belong together too: 'D12' in 'D12-7', '1553B' in 'MIL-STD-1553B'.
    joined = [run.lower() for run in re.findall(r"[^\W_]+", token) if _PART.fullmatch(run) is None]
    runs = ["_" + run for run in joined if "_" + run != exact]
    return (exact, *_unique([*named, *_as_written(token), *runs, *pieces]))


def _as_written(token: str) -> list[str]:
    """The numbers with points in a token, such as the version in `spec-v1.10.pdf`."""
    return ["_v" + number.replace(".", "_") for number in _POINTED.findall(token)]


def _unique(terms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(terms))


def _tokens(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", _BESIDE.sub(" ", text)).translate(_HYPHENS)
    return (match[0] for match in _RAW.finditer(_LIST.sub(" ", plain)))


def terms(text: str) -> list[str]:
    """Return the terms of `text` in order, with repetitions."""
    return [term for token in _tokens(text) for term in _token_terms(token)]


def index_terms(text: str) -> str:
    """Return the terms of `text` as keyword search stores them, separated by spaces."""
    return " ".join(terms(text))


def content_terms(question: str) -> list[str]:
    """Return the terms of a question that say what it is about, each once, in order."""
    words = (t for t in _tokens(question) if _EDGE.sub("", t).lower() not in STOPWORDS)
    found = _unique(term for token in words for term in _distinctive(_token_terms(token)))
    return found or _unique(terms(question))


def _distinctive(found: tuple[str, ...]) -> Iterable[str]:
    """Drop the one-letter pieces of an identifier: they match everywhere and say nothing."""
    return found if len(found) == 1 else (term for term in found if len(term) > 1)


def match_any(wanted: Iterable[str]) -> str:
    """Return the FTS5 query that matches any of these terms."""
    return " OR ".join(f'"{term}"' for term in wanted)
