"""The words of a PDF page as PDFium reads them: characters, boxes, fonts."""

from typing import NamedTuple


class PdfWord(NamedTuple):
    """One word as it stands on the displayed page (rotation applied).

    Coordinates are in points from the top left corner of the displayed page.

    Attributes:
        text: The characters as PDFium gives them, without white space; a hyphen at which a word
            was broken at the end of a line is kept as a soft hyphen (U+00AD).
        left, top, right, bottom: The box around the characters.
        size_pt: Font size as displayed.
        bold: Set in a bold font.
        mono: Set in a monospaced font.
        baseline: The y that the characters stand on.
        upright: False for text that runs vertically on the displayed page.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size_pt: float
    bold: bool
    mono: bool
    baseline: float
    upright: bool
