"""What the styles of a Word document say of its paragraphs: headings, lists, captions."""

import re
from dataclasses import dataclass
from typing import Any

from assistant.parse.safe_xml import attribute, child, children

_HEADING_NAME = re.compile(r"heading ([1-9])")
_BODY_LEVEL = 9
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a style says, with what it inherits.

    Attributes:
        name: In lower case, as Word calls it in English.
        heading_level: From 1; 0 for what is no heading.
        num_id: The list that its paragraphs are counted in; empty without one.
        list_level: Level in that list, from 0; None where the list itself says.
        is_bold: Whether its text is bold.
    """

    name: str = ""
    heading_level: int = 0
    num_id: str = ""
    list_level: int | None = None
    is_bold: bool = False


class Styles:
    """The paragraph styles of a document, by id."""

    def __init__(self, root: Any) -> None:
        """Read the root of 'styles.xml'; None where the document has none."""
        self._elements: dict[str, Any] = {}
        self._default = ""
        self._known: dict[str, ParagraphStyle] = {}
        for style in [] if root is None else children(root, "style"):
            if attribute(style, "type") == "paragraph":
                self._elements[attribute(style, "styleId")] = style
                if attribute(style, "default") in ("1", "true"):
                    self._default = attribute(style, "styleId")

    def of(self, properties: Any) -> ParagraphStyle:
        """The style that a paragraph's 'w:pPr' (or None) names."""
        style_id = attribute(child(properties, "pStyle"), "val") or self._default
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> ParagraphStyle:
        name, level, num_id, list_level, is_bold = "", None, None, None, None
        current = style_id
        for _ in range(_MAX_CHAIN):
            style = self._elements.get(current)
            if style is None:
                break
            own_name = attribute(child(style, "name"), "val").casefold()
            name = name or own_name
            if level is None:
                level = _heading_level(style, own_name)
            numbers = child(style, "pPr", "numPr")
            if num_id is None and numbers is not None:
                num_id = attribute(child(numbers, "numId"), "val") or None
            if list_level is None and numbers is not None:
                list_level = integer_or_none(attribute(child(numbers, "ilvl"), "val"))
            if is_bold is None:
                is_bold = switch(child(style, "rPr", "b"))
            current = attribute(child(style, "basedOn"), "val")
        return ParagraphStyle(name, level or 0, num_id or "", list_level, bool(is_bold))


def _heading_level(style: Any, name: str) -> int | None:
    if found := _HEADING_NAME.match(name):
        return int(found[1])
    outline = integer_or_none(attribute(child(style, "pPr", "outlineLvl"), "val"))
    return None if outline is None else heading_level_of(outline)


def heading_level_of(outline: int) -> int:
    """The heading level of an outline level, which counts from 0 and has 9 for body text."""
    return outline + 1 if outline < _BODY_LEVEL else 0


def integer_or_none(text: str) -> int | None:
    """A small number from an attribute."""
    return int(text) if text.isdecimal() and len(text) < 9 else None


def switch(element: Any) -> bool | None:
    """An on-off property such as 'w:b': None where it is not said."""
    if element is None:
        return None
    return attribute(element, "val", "true") not in ("0", "false", "off")
