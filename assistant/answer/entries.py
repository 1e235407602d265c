"""Entries: which entry of a list of options or parameters a question names."""

import re
from collections.abc import Sequence

from assistant.answer.units import Unit

_NAME = re.compile(r"(?<![\w-])-{0,2}[^\W_](?:[\w.-]*\w)?")
_IS_IDENTIFIER = re.compile(r"[_.\d]|[a-z][A-Z]|[A-Z]{2}|^--?[A-Za-z]")


def of_another_entry(question: str, units: Sequence[Unit]) -> list[bool]:
    """For each unit, whether it explains another entry than one that the question names as typed.

    'first_step_threshold' and '--dry-run' are names whatever else the question says; 'Mode' may be
    a word in it.
    """
    typed = identifiers_typed(question)
    named = {unit.label for unit in units if unit.label and typed & identifiers_typed(unit.label)}
    return [bool(named and unit.label) and unit.label not in named for unit in units]


def identifiers_typed(text: str) -> frozenset[str]:
    """What a text names as it is typed: with a figure, a point, a dash before or capitals in it."""
    return frozenset(filter(_IS_IDENTIFIER.search, _NAME.findall(text)))
