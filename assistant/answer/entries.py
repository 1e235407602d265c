"""Entries: which entry of a list of options or parameters a question names."""

import re
from collections.abc import Sequence

from assistant.answer.units import Unit

_NAME = re.compile(r"[^\W_][\w.-]*\w")
_IS_IDENTIFIER = re.compile(r"[_.\d]|[a-z][A-Z]|[A-Z]{2}")


def of_another_entry(question: str, units: Sequence[Unit]) -> list[bool]:
    """For each unit, whether it explains another entry than one that the question names as typed.

    'first_step_threshold' is a name whatever else the question says; 'Mode' may be a word in it.
    """
    typed = set(_NAME.findall(question))
    named = {unit.label for unit in units if unit.label in typed}
    named = {label for label in named if _IS_IDENTIFIER.search(label)}
    return [bool(named and unit.label) and unit.label not in named for unit in units]
