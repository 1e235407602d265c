"""Text of one width: prose that was typed, among lines of code and of tables.

Old reports, manual pages and plain text are set in a typewriter's letters throughout, and to a
parser look like code. Their sentences run over line ends all the same.
"""

import re
from typing import NamedTuple

from assistant.domain.reading import begins_item, is_code_line

_PLAIN_WORD = re.compile(r"[(\"'“‘]*[A-Za-z][a-z'’-]*[.,;:!?)\"'”’]*")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_STOPPED = re.compile(r"[.!?:;][)\"'”’]*$")
_MIN_WORDS = 4
_MIN_PLAIN_SHARE = 0.6
MAX_LABEL_WORDS = 4
"""What has more words is no name of an option or a parameter."""


class Stretch(NamedTuple):
    """Lines that belong together.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        is_prose: Whether it is prose; else it is one line.
        label: Of prose, the short line that it begins with or the name in its margin, which it
            explains, as in a manual's list of options; empty where there is none.
    """

    start: int
    end: int
    is_prose: bool
    label: str


def stretches(text: str) -> list[Stretch]:
    """The stretches of a text of one width, in order; blank lines are in none."""
    found: list[Stretch] = []
    position = 0
    in_prose = False
    before = ""
    for line in text.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        if not line.strip():
            in_prose = False
        elif in_prose and _goes_on(before, line):
            found[-1] = found[-1]._replace(end=end)
        elif _is_prose(line):
            label = "" if in_prose else _label(before, line)
            if label:
                found[-1] = Stretch(found[-1].start, end, True, label)
            else:
                found.append(Stretch(start, end, True, _margin(line)))
            in_prose = True
        else:
            found.append(Stretch(start, end, False, ""))
            in_prose = False
        before = line
    return found


def _goes_on(before: str, line: str) -> bool:
    """Whether the prose of the line before goes on in the next one."""
    if begins_item(line) or _is_set_apart(line):
        return False
    if _is_prose(line):
        return not _margin(line)
    return _STOPPED.search(before.rstrip()) is None


def _is_prose(line: str) -> bool:
    words = line.split()
    plain = sum(_PLAIN_WORD.fullmatch(word) is not None for word in words)
    enough = len(words) >= _MIN_WORDS and plain >= _MIN_PLAIN_SHARE * len(words)
    return enough and not _is_set_apart(line)


def _is_set_apart(line: str) -> bool:
    """Whether a line is code, or the row of a table."""
    return "|" in line or "\t" in line.strip() or len(_GAP.findall(line)) > 1 or is_code_line(line)


def _label(above: str, line: str) -> str:
    """The line above prose where it is short, no ruling, and not set in deeper than that."""
    is_short = len(above.split()) <= MAX_LABEL_WORDS and not _margin(line)
    is_name = is_short and any(character.isalpha() for character in above)
    return above.strip() if is_name and indent(above) <= indent(line) else ""


def indent(line: str) -> int:
    """How far a line is set in, in characters."""
    return len(line) - len(line.lstrip())


def _margin(line: str) -> str:
    """The name in the margin of a line of prose."""
    gap = _GAP.search(line)
    name = line[: gap.start()].strip() if gap else ""
    return name if len(name.split()) <= MAX_LABEL_WORDS else ""
