"""Names: what a question calls by a name, a type or a number ('CalculiX', 'BC-1037', 'v1.11')."""

import re

from assistant.domain.measure import is_unit
from assistant.domain.terms import content_terms

_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[A-Z0-9]")
_FIGURE = re.compile(r"[0-9]")


def names(question: str) -> list[list[str]]:
    """The terms of each name in a question, those of its parts among them.

    A unit is no name: what is asked in Nm may be given in N·m, or in another unit. Nor are capitals
    where all is in capitals.
    """
    name = _FIGURE if question.isupper() else _NAME
    return [
        content_terms(token)
        for position, token in enumerate(_TOKEN.findall(question))
        if len(token) > 1 and name.search(token) and not (position == 0 and token.istitle())
        if not is_unit(token.strip("().,;:?"))
    ]
