"""SPDX licence expressions: which licences one names, and which texts it asks for."""

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"\(|\)|[A-Za-z0-9][\w.+-]*")
_WORDS = frozenset({"AND", "OR", "WITH", "(", ")"})
_Found = tuple[set[str] | None, list[str]]
"""The texts that satisfy a part of an expression, and the tokens after it."""


class NotAnExpressionError(ValueError):
    """A text is no SPDX expression."""


def licences_in(expression: str) -> set[str]:
    """Every licence and exception that an expression names."""
    return {token for token in _TOKEN.findall(expression) if token not in _WORDS}


def texts_for(expression: str, available: Iterable[str]) -> set[str] | None:
    """The texts that satisfy an expression, or None where there are none.

    Of licences to choose from, the first whose texts are all there is chosen. A licence 'or later'
    is satisfied by the text of its version.

    Raises:
        NotAnExpressionError: The expression cannot be read.
    """
    tokens = _TOKEN.findall(expression)
    if "".join(tokens) != re.sub(r"\s+", "", expression):
        raise NotAnExpressionError(expression)
    found, rest = _alternatives(tokens, frozenset(available))
    if rest:
        raise NotAnExpressionError(expression)
    return found


def _alternatives(tokens: list[str], available: frozenset[str]) -> _Found:
    found, rest = _all_of(tokens, available)
    while rest and rest[0] == "OR":
        other, rest = _all_of(rest[1:], available)
        found = other if found is None else found
    return found, rest


def _all_of(tokens: list[str], available: frozenset[str]) -> _Found:
    found, rest = _one(tokens, available)
    while rest and rest[0] in {"AND", "WITH"}:
        other, rest = _one(rest[1:], available)
        found = None if found is None or other is None else found | other
    return found, rest


def _one(tokens: list[str], available: frozenset[str]) -> _Found:
    if not tokens or tokens[0] in _WORDS - {"("}:
        raise NotAnExpressionError(" ".join(tokens))
    if tokens[0] == "(":
        found, rest = _alternatives(tokens[1:], available)
        if not rest or rest[0] != ")":
            raise NotAnExpressionError(" ".join(tokens))
        return found, rest[1:]
    name = tokens[0]
    exact = (name, name.replace("-or-later", "-only"))
    return next(({one} for one in exact if one in available), None), tokens[1:]
