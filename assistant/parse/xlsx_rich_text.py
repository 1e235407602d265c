"""The text of a cell that is formatted piece by piece: powers marked, struck pieces left out."""

from typing import Any, NamedTuple

from assistant.parse.raised import mark_of
from assistant.parse.safe_xml import attribute, child, children, local_name


class _Piece(NamedTuple):
    text: str
    is_raised: bool = False


def rich_text(element: Any) -> str:
    """The text of a string with formatting; its phonetic hints and what is struck left out."""
    pieces = [piece for part in element if (piece := _piece(part)) is not None and piece.text]
    text = ""
    was_raised = False
    for i, piece in enumerate(pieces):
        if piece.is_raised:
            after = "".join(later.text for later in pieces[i + 1 : i + 3])  # a stroke, a number
            text += mark_of(piece.text, text, after, goes_on=was_raised)
        text += piece.text
        was_raised = piece.is_raised
    return text


def _piece(part: Any) -> _Piece | None:
    name = local_name(part)
    if name == "t":
        return _Piece(part.text or "")
    if name != "r":
        return None
    properties = child(part, "rPr")
    strike = child(properties, "strike")
    if strike is not None and attribute(strike, "val") not in ("0", "false"):
        return None
    text = "".join(run.text or "" for run in children(part, "t"))
    return _Piece(text, attribute(child(properties, "vertAlign"), "val") == "superscript")
