"""Text recognition (OCR): from the picture of a page to positioned words, by Tesseract."""

import math
from pathlib import Path
from typing import Any, NamedTuple

from assistant.parse.pdf_words import PdfWord

_LANGUAGE = "eng"
_MIN_WORD_CONFIDENCE = 20.0
_MIN_PAGE_CONFIDENCE = 55.0
_POINTS_PER_INCH = 72


class Picture(NamedTuple):
    """A page in shades of grey: `height` rows of `width` bytes."""

    width: int
    height: int
    pixels: bytes
    pixels_per_pt: float


class Recognition(NamedTuple):
    """The words on a picture, in the order of reading.

    Attributes:
        confidence: Of the words, weighted by their length, 0 to 100; 0 without words.
    """

    words: list[PdfWord]
    confidence: float

    @property
    def is_text(self) -> bool:
        """Whether this was writing, and not a drawing in which letters were imagined."""
        return self.confidence >= _MIN_PAGE_CONFIDENCE


class Recogniser:
    """Tesseract with its model loaded; opens nothing after that."""

    def __init__(self, models: Path) -> None:
        """Load the model from the folder `models`.

        Raises:
            ImportError: Tesseract is not installed.
            RuntimeError: The folder holds no usable model.
        """
        import tesserocr  # loads native libraries, so only where a worker asks for it

        self._levels: Any = tesserocr.RIL
        self._engine: Any = tesserocr.PyTessBaseAPI(
            path=str(models), lang=_LANGUAGE, psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
        )
        # Else it opens a file for its complaints at the first of them, which the jail forbids.
        self._engine.SetVariable("debug_file", "")
        self._iterate: Any = tesserocr.iterate_level

    def read(self, picture: Picture) -> Recognition:
        """Recognise the words of `picture`; coordinates in points from its top left corner."""
        engine = self._engine
        engine.SetImageBytes(picture.pixels, picture.width, picture.height, 1, picture.width)
        engine.SetSourceResolution(round(picture.pixels_per_pt * _POINTS_PER_INCH))
        engine.Recognize()
        rows = engine.GetIterator()
        words: list[PdfWord] = []
        weight = certainty = 0.0
        level = self._levels.WORD
        for row in self._iterate(rows, level) if rows is not None else ():
            if row.Empty(level):
                continue
            text, confidence = row.GetUTF8Text(level).strip(), row.Confidence(level)
            if _is_on_its_side(row.Baseline(self._levels.TEXTLINE)):
                confidence = 0.0  # the picture has to be turned for it
            weight += len(text)
            certainty += len(text) * confidence
            if text and confidence >= _MIN_WORD_CONFIDENCE:
                words.extend(self._words(row, text, 1 / picture.pixels_per_pt))
        engine.Clear()
        return Recognition(words, certainty / weight if weight else 0.0)

    def _words(self, row: Any, text: str, scale: float) -> list[PdfWord]:
        """A recognised word, as one word or as its parts if there is a space in it."""
        box = row.BoundingBox(self._levels.WORD)
        if box is None:
            return []
        left, top, right, bottom = (edge * scale for edge in box)
        line = row.BoundingBox(self._levels.TEXTLINE)
        size_pt = 0.8 * (line[3] - line[1]) * scale if line else bottom - top
        baseline = row.Baseline(self._levels.TEXTLINE)
        middle = (box[0] + box[2]) / 2
        y = _y_on(baseline, middle) * scale if baseline else bottom
        parts = text.split()
        step = (right - left) / len(text)
        placed, at = [], 0
        for part in parts:
            at = text.index(part, at)
            x1, x2 = left + at * step, left + (at + len(part)) * step
            placed.append(PdfWord(part, x1, top, x2, bottom, size_pt, False, False, y, True))
            at += len(part)
        return placed


_Line = tuple[tuple[int, int], tuple[int, int]]


def _is_on_its_side(baseline: _Line | None) -> bool:
    """Whether a line of text runs up or down the picture."""
    if baseline is None:
        return False
    (x1, y1), (x2, y2) = baseline
    return abs(y2 - y1) > abs(x2 - x1)


def _y_on(baseline: _Line, x: float) -> float:
    """The height of a baseline, which a crooked scan lets rise or fall, at `x`."""
    (x1, y1), (x2, y2) = baseline
    slope = (y2 - y1) / (x2 - x1) if x2 != x1 else 0.0
    return y1 + slope * (x - x1) if math.isfinite(slope) else float(y1)
