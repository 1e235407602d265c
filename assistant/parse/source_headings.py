"""What is a heading in text that marks none: underlined, numbered or capital lines."""

import re
from typing import NamedTuple

from assistant.parse.source_lines import Line

_LONGEST = 80
_UNDERLINE = re.compile(r"([=\-~*#^+])\1{2,}")
_NUMBERED = re.compile(r"((?:\d{1,3}|[A-Z])(?:\.\d{1,3}){0,5})[.)]?\s{1,4}([A-Z].*)")
_NAMED = re.compile(
    r"(?:CHAPTER|Chapter|APPENDIX|Appendix|ANNEX|Annex|PART|Part)\s+[\dA-Z]{1,4}\b.*"
)
_DOT_LEADER = re.compile(r"\.{4,}|(?:\. ){3,}|\s{3,}\d+$")
_LATEX = re.compile(
    r"\\(part|chapter|section|subsection|subsubsection|paragraph)\*?(?:\[[^\]]*\])?\{(.+?)\}\s*$"
)
_LATEX_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph")
_ASCIIDOC = re.compile(r"(={1,6}) (\S.*)")
_CAPITALS_LEVEL = 1


class HeadingFound(NamedTuple):
    """A heading at the top of a paragraph.

    Attributes:
        level: From 1.
        title: Without what marks it as one.
        lines: How many lines of the paragraph it takes.
        title_line: Which of them holds the title, from 0.
    """

    level: int
    title: str
    lines: int = 1
    title_line: int = 0


def find_heading(paragraph: list[Line], suffix: str) -> HeadingFound | None:
    """The heading that a paragraph begins with, or None.

    Args:
        paragraph: Lines with a blank line, or an end of the text, on both sides.
        suffix: Of the file: '.tex' and '.adoc' mark their headings.
    """
    first = paragraph[0].text.strip()
    if suffix == ".tex":
        found = _LATEX.match(first)
        return HeadingFound(_LATEX_LEVELS.index(found[1]) + 1, found[2]) if found else None
    if suffix in (".adoc", ".asciidoc") and (found := _ASCIIDOC.fullmatch(first)):
        return HeadingFound(len(found[1]), found[2])
    return _underlined(paragraph) or (_alone(first) if len(paragraph) == 1 else None)


def _underlined(paragraph: list[Line]) -> HeadingFound | None:
    lines = [line.text.strip() for line in paragraph[:3]]
    over = len(lines) == 3 and _UNDERLINE.fullmatch(lines[0]) and lines[0] == lines[2]
    if over:
        lines = lines[1:]
    if len(lines) < 2 or _UNDERLINE.fullmatch(lines[0]) or not _UNDERLINE.fullmatch(lines[1]):
        return None
    title, rule = lines[0], lines[1]
    fits = abs(len(title) - len(rule)) <= max(4, len(title) // 4) or len(rule) >= 60
    if not fits or "  " in title or len(title) > _LONGEST or not title[0].isalnum():
        return None
    level = 1 if over or rule[0] in "=#*" else 2
    return HeadingFound(level, title, 3, 1) if over else HeadingFound(level, title, 2)


def _alone(line: str) -> HeadingFound | None:
    if len(line) > _LONGEST or _DOT_LEADER.search(line) or line[-1] in ".;,:?!":
        return None
    if found := _NUMBERED.fullmatch(line):
        # A single letter or number with a single word is as likely a list item or a table row.
        words = found[2].split()
        if "  " in found[2] or (len(found[1]) == 1 and found[1].isalpha() and len(words) < 2):
            return None
        return HeadingFound(found[1].count(".") + 1, line)
    if _NAMED.fullmatch(line):
        return HeadingFound(1, line)
    letters = [character for character in line if character.isalpha()]
    is_capitals = len(letters) >= 5 and all(character.isupper() for character in letters)
    if is_capitals and "  " not in line and 2 * len(letters) > len(line) and line[0].isalnum():
        return HeadingFound(_CAPITALS_LEVEL, line)
    return None
