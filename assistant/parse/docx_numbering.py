"""The numbers and bullets that Word shows before paragraphs: '3.2', 'a)', '•'."""

import re
from dataclasses import dataclass, field
from typing import Any

from assistant.parse.safe_xml import attribute, child, children

_LEVELS = 9
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str = "bullet"
    text: str = ""
    start: int = 1
    style: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts along while paragraphs are read in order."""

    def __init__(self, root: Any) -> None:
        """Read the root of 'numbering.xml'; None where the document has no lists."""
        self._lists: dict[str, _List] = {}
        self._abstract: dict[str, str] = {}
        self._restarted: set[str] = set()
        self._restarts: dict[str, dict[int, int]] = {}
        for abstract in [] if root is None else children(root, "abstractNum"):
            levels = {_index(level): _level(level) for level in children(abstract, "lvl")}
            self._lists[attribute(abstract, "abstractNumId")] = _List(levels)
        for number in [] if root is None else children(root, "num"):
            key = attribute(number, "numId")
            self._abstract[key] = attribute(child(number, "abstractNumId"), "val")
            self._restarts[key] = {
                _index(override): _integer(attribute(child(override, "startOverride"), "val"), 1)
                for override in children(number, "lvlOverride")
                if child(override, "startOverride") is not None
            }

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level of a list that paragraphs of `style` stand on."""
        levels = self._levels(num_id)
        return next((index for index, level in levels.items() if level.style == style), 0)

    def label(self, num_id: str, index: int) -> str:
        """Count the next paragraph of a list at level `index` (from 0), and say its label.

        Empty where the list does not exist or shows nothing.
        """
        numbered = self._lists.get(self._abstract.get(num_id, ""))
        level = numbered.levels.get(index) if numbered else None
        if numbered is None or level is None:
            return ""
        if num_id not in self._restarted:
            self._restarted.add(num_id)
            for i, start in self._restarts.get(num_id, {}).items():
                numbered.counts[i] = start - 1
        for i in range(index):
            numbered.counts.setdefault(i, numbered.levels.get(i, _Level()).start)
        numbered.counts[index] = numbered.counts.get(index, level.start - 1) + 1
        for deeper in range(index + 1, _LEVELS):
            numbered.counts.pop(deeper, None)
        if level.number_format == "bullet":
            return "•"
        if level.number_format == "none":
            return ""
        return self._filled_in(numbered, level)

    def _levels(self, num_id: str) -> dict[int, _Level]:
        numbered = self._lists.get(self._abstract.get(num_id, ""))
        return numbered.levels if numbered else {}

    @staticmethod
    def _filled_in(numbered: _List, level: _Level) -> str:
        def number(found: re.Match[str]) -> str:
            i = int(found[1]) - 1
            of_level = numbered.levels.get(i, level)
            return _number(numbered.counts.get(i, of_level.start), of_level.number_format)

        return re.sub(r"%([1-9])", number, level.text).strip()


def _level(element: Any) -> _Level:
    return _Level(
        number_format=attribute(child(element, "numFmt"), "val", "decimal"),
        text=attribute(child(element, "lvlText"), "val"),
        start=_integer(attribute(child(element, "start"), "val"), 1),
        style=attribute(child(element, "pStyle"), "val"),
    )


def _index(element: Any) -> int:
    return _integer(attribute(element, "ilvl"), 0)


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default


def _number(value: int, number_format: str) -> str:
    if number_format in ("lowerLetter", "upperLetter") and value > 0:
        # Word counts a … z, aa, bb, …
        letters = "abcdefghijklmnopqrstuvwxyz"[(value - 1) % 26] * min((value - 1) // 26 + 1, 9)
        return letters.upper() if number_format == "upperLetter" else letters
    if number_format in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = ""
        for size, sign in _ROMAN:
            roman += sign * (value // size)
            value %= size
        return roman.upper() if number_format == "upperRoman" else roman
    return f"{value:02d}" if number_format == "decimalZero" else str(value)
