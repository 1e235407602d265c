"""The numbers and bullets that Word shows before paragraphs: '3.2', 'a)', '•'."""

import re
from dataclasses import dataclass
from typing import Any

from assistant.parse.docx_styles import switch
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
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    """A list as paragraphs refer to it.

    Attributes:
        levels: By index from 0.
        counts: Of each level; one dictionary for all lists that continue each other.
        restarts: What to set the counts to before the first paragraph.
    """

    levels: dict[int, _Level]
    counts: dict[int, int]
    restarts: dict[int, int]


class Numbering:
    """Counts along while paragraphs are read in order."""

    def __init__(self, root: Any) -> None:
        """Read the root of 'numbering.xml'; None where the document has no lists."""
        abstracts = [] if root is None else children(root, "abstractNum")
        # An abstract list without levels may take those of a list style.
        of_style = {attribute(child(a, "styleLink"), "val"): _levels(a) for a in abstracts}
        levels: dict[str, dict[int, _Level]] = {}
        counts: dict[str, dict[int, int]] = {}
        for abstract in abstracts:
            key = attribute(abstract, "abstractNumId")
            link = attribute(child(abstract, "numStyleLink"), "val")
            levels[key] = _levels(abstract) or (of_style.get(link, {}) if link else {})
            counts[key] = {}
        self._lists: dict[str, _List] = {}
        for number in [] if root is None else children(root, "num"):
            key = attribute(child(number, "abstractNumId"), "val")
            if key not in levels:
                continue
            overrides = children(number, "lvlOverride")
            own = {i: level for o in overrides for i, level in _levels(o).items()}
            restarts = {
                _index(o): _integer(attribute(start, "val"), 1) - 1
                for o in overrides
                for start in children(o, "startOverride")
            }
            number_id = attribute(number, "numId")
            self._lists[number_id] = _List({**levels[key], **own}, counts[key], restarts)

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level of a list that paragraphs of `style` stand on."""
        levels = self._lists[num_id].levels if num_id in self._lists else {}
        return next((index for index, level in levels.items() if level.style == style), 0)

    def label(self, num_id: str, index: int) -> str:
        """Count the next paragraph of a list at level `index` (from 0), and say its label.

        Empty where the list does not exist or shows nothing.
        """
        numbered = self._lists.get(num_id)
        level = numbered.levels.get(index) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = numbered.counts
        counts.update(numbered.restarts)
        numbered.restarts.clear()
        for i in range(index):
            counts.setdefault(i, numbered.levels.get(i, _Level()).start)
        counts[index] = counts.get(index, level.start - 1) + 1
        for deeper in range(index + 1, _LEVELS):
            counts.pop(deeper, None)
        if level.number_format == "bullet":
            return "•"
        if level.number_format == "none":
            return ""
        return _filled_in(numbered, level)


def _filled_in(numbered: _List, level: _Level) -> str:
    """The text of a level, with the number of each level that it names."""

    def number(found: re.Match[str]) -> str:
        i = int(found[1]) - 1
        of_level = numbered.levels.get(i, level)
        number_format = "decimal" if level.is_legal else of_level.number_format
        return number_in(number_format, numbered.counts.get(i, of_level.start))

    return re.sub(r"%([1-9])", number, level.text).strip()


def _levels(element: Any) -> dict[int, _Level]:
    levels = {_index(level): _level(level) for level in children(element, "lvl")}
    return {index: level for index, level in levels.items() if index < _LEVELS}


def _level(element: Any) -> _Level:
    return _Level(
        number_format=attribute(child(element, "numFmt"), "val", "decimal"),
        text=attribute(child(element, "lvlText"), "val"),
        start=_integer(attribute(child(element, "start"), "val"), 1),
        style=attribute(child(element, "pStyle"), "val"),
        is_legal=switch(child(element, "isLgl")) is True,
    )


def _index(element: Any) -> int:
    return _integer(attribute(element, "ilvl"), 0)


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default


def number_in(number_format: str, value: int) -> str:
    """A number in a format such as 'lowerRoman', as Word calls it."""
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
