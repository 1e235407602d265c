"""The numbers and bullets that PowerPoint shows before paragraphs."""

from typing import Any

from assistant.parse.docx_numbering import number_in
from assistant.parse.docx_styles import integer_or_none
from assistant.parse.safe_xml import attribute, child, children

_DEEPEST = 8
_FORMATS = {
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_SIGNS = {"ParenBoth": "({})", "ParenR": "{})", "Plain": "{}", "Minus": "{}-"}


class ItemLabels:
    """Labels the paragraphs of one text, in order; empty ones have no number and are left out."""

    def __init__(self, *, is_list: bool) -> None:
        """Begin a text; in a list every paragraph is an item."""
        self._is_list = is_list
        # Of each level that is being counted: how, and how far.
        self._counts: dict[int, tuple[str, int]] = {}

    def next(self, properties: Any) -> tuple[str, int]:
        """The label and level (from 0) of the next paragraph, whose 'a:pPr' may be None."""
        level = min(integer_or_none(attribute(properties, "lvl")) or 0, _DEEPEST)
        self._counts = {of: count for of, count in self._counts.items() if of <= level}
        numbers = child(properties, "buAutoNum")
        if numbers is None:
            self._counts.pop(level, None)
            has_bullet = properties is not None and children(properties, "buChar", "buBlip")
            return "•" if has_bullet or self._is_list else "", level
        kind = attribute(numbers, "type")
        start = integer_or_none(attribute(numbers, "startAt")) or 1
        way = f"{kind} {start}"
        last_way, last = self._counts.get(level, ("", 0))
        number = last + 1 if last_way == way else start
        self._counts[level] = way, number
        return _label(kind, number), level


def _label(kind: str, number: int) -> str:
    """A number of a kind such as 'romanLcParenBoth'."""
    number_format = next((f for name, f in _FORMATS.items() if kind.startswith(name)), "decimal")
    signs = next((s for name, s in _SIGNS.items() if kind.endswith(name)), "{}.")
    return signs.format(number_in(number_format, number))
