"""The characters of one Word paragraph, as its readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from assistant.parse.office_math import formula_text
from assistant.parse.raised import mark_of
from assistant.parse.safe_xml import attribute, child, children, local_name

_INLINE = frozenset(
    {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"}
    | {"bdo", "dir", "oMathPara"}
)
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What stands at these places of the Symbol font, which Word writes as private characters.
_SYMBOL_FONT = dict(
    zip(
        range(0x61, 0x7B),
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {0x44: "Δ", 0x46: "Φ", 0x47: "Γ", 0x4C: "Λ", 0x50: "Π", 0x51: "Θ", 0x53: "Σ", 0x57: "Ω"}
_SYMBOL_FONT |= {0x58: "Ξ", 0x59: "Ψ", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB2: "″"}
_SYMBOL_FONT |= {0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈"}
_SYMBOL_FONT |= {0xA2: "′", 0xAE: "→", 0xD0: "∠", 0xD6: "√", 0xE5: "∑", 0xF2: "∫", 0x6D: "µ"}


class TextPart(NamedTuple):
    """A piece of a paragraph's text, and whether it is raised above the line."""

    text: str
    is_raised: bool = False


class NoteReference(NamedTuple):
    """A reference to a note: its number in the text, 'footnote' or 'endnote', and its id."""

    number: int
    kind: str
    id: str


@dataclass(slots=True)
class ParagraphText:
    """What one paragraph holds.

    Attributes:
        parts: Its text, in pieces.
        bold_length: Characters of it that are set in bold by themselves.
        plain_length: Characters that are set in plain by themselves or by their style.
        notes: The footnotes and endnotes it refers to, in order.
        boxes: The 'w:txbxContent' elements anchored in it.
        has_picture: Whether a picture is.
    """

    parts: list[TextPart] = field(default_factory=list)
    bold_length: int = 0
    plain_length: int = 0
    notes: list[NoteReference] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    has_picture: bool = False

    @property
    def text(self) -> str:
        """The text, with single blanks; line breaks of the paragraph kept."""
        lines = joined(self.parts).split("\n")
        return "\n".join(" ".join(line.split()) for line in lines).strip()

    @property
    def length(self) -> int:
        """Characters of all parts together."""
        return sum(len(part.text) for part in self.parts)


class ParagraphReader:
    """Reads paragraphs; numbers the notes they refer to, through the document."""

    def __init__(self) -> None:
        self.note_count = 0

    def read(self, paragraph: Any) -> ParagraphText:
        """What `paragraph` holds; tracked deletions, hidden and struck text left out."""
        found = ParagraphText()
        # Whether each field around the place is still in its instruction, innermost last.
        fields: list[bool] = []
        self._read(paragraph, found, fields)
        return found

    def _read(self, element: Any, found: ParagraphText, fields: list[bool]) -> None:
        for part in element:
            name = local_name(part)
            if name == "r":
                self._read_run(part, found, fields)
            elif name in _INLINE:
                self._read(part, found, fields)
            elif name == "oMath":
                found.parts.append(TextPart(formula_text(part)))
            elif name == "AlternateContent":
                self._read(alternative(part), found, fields)

    def _read_run(self, run: Any, found: ParagraphText, fields: list[bool]) -> None:
        properties = child(run, "rPr")
        is_hidden = _is_on(child(properties, "vanish"))
        is_struck = any(_is_on(child(properties, name)) for name in ("strike", "dstrike"))
        is_bold = child(properties, "b")
        length, part_count, note_count = found.length, len(found.parts), len(found.notes)
        is_raised = attribute(child(properties, "vertAlign"), "val") == "superscript"
        for part in run:
            name = local_name(part)
            if name == "fldChar":
                _follow_field(attribute(part, "fldCharType"), fields)
            elif is_hidden or any(fields):
                continue
            elif name == "t":
                found.parts.append(TextPart(part.text or "", is_raised))
            elif name == "br" and attribute(part, "type") in ("page", "column"):
                found.parts.append(TextPart(" "))
            elif name in _CHARACTERS:
                found.parts.append(TextPart(_CHARACTERS[name], is_raised))
            elif name == "sym":
                found.parts.append(TextPart(_symbol(part), is_raised))
            elif name in ("footnoteReference", "endnoteReference"):
                self.note_count += 1
                found.parts.append(TextPart(f" [note {self.note_count}]"))
                kind = name.removesuffix("Reference")
                found.notes.append(NoteReference(self.note_count, kind, attribute(part, "id")))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                _look_into_picture(part, found)
        if is_struck:  # Its notes are counted all the same, and what is anchored in it is valid.
            del found.parts[part_count:], found.notes[note_count:]
        added = found.length - length
        if is_bold is not None and _is_on(is_bold):
            found.bold_length += added
        elif is_bold is not None:
            found.plain_length += added


def joined(parts: Iterable[TextPart]) -> str:
    """The text of parts in a row, with a mark before what is raised: '10^12', '3-1/2'."""
    filled = [part for part in parts if part.text]
    # Word often cuts into several parts what is raised as one.
    runs = [
        TextPart("".join(part.text for part in run), is_raised)
        for is_raised, run in groupby(filled, key=lambda part: part.is_raised)
    ]
    texts = ["", *(run.text for run in runs), ""]
    marks = [
        mark_of(run.text, texts[i], texts[i + 2], goes_on=False) if run.is_raised else ""
        for i, run in enumerate(runs)
    ]
    return "".join(mark + run.text for mark, run in zip(marks, runs, strict=True))


def alternative(element: Any) -> Any:
    """The branch of an 'mc:AlternateContent' to read: the first choice that holds anything."""
    branches = [b for b in children(element, "Choice", "Fallback") if len(b)]
    return branches[0] if branches else ()


def _follow_field(kind: str, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(True)
    elif kind == "separate" and fields:
        fields[-1] = False
    elif kind == "end" and fields:
        fields.pop()


def _look_into_picture(element: Any, found: ParagraphText) -> None:
    if local_name(element) == "AlternateContent":
        for branch in alternative(element):
            _look_into_picture(branch, found)
        return
    for part in element.iter():
        name = local_name(part)
        if name == "txbxContent":
            # A box within a box is read with the outer one.
            if not any(local_name(above) == "txbxContent" for above in part.iterancestors()):
                found.boxes.append(part)
        elif name in ("blip", "imagedata"):
            found.has_picture = True


def _is_on(element: Any) -> bool:
    return element is not None and attribute(element, "val", "true") not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    code = attribute(element, "char")
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if value >= 0xF000 and attribute(element, "font").casefold() == "symbol":
        return _SYMBOL_FONT.get(value - 0xF000, chr(value - 0xF000))
    # Other symbol fonts (Wingdings and the like) hold ticks and bullets.
    return "•" if value >= 0xF000 or value < 32 else chr(value)
