"""The words of a PDF page as PDFium reads them: characters, boxes, fonts."""

import ctypes
import math
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from assistant.parse.pdf_fonts import NO_FONT, Font, read_font
from assistant.parse.pdfium import Geometry, PageHandle
from assistant.parse.raised import mark_of

_HYPHEN_MARKS = "\x02\ufffe"
"""What PDFium puts for a hyphen that breaks a word at the end of a line."""
_RUN = re.compile(rf"[^\s\x00-\x1f\x7f\ufffe]+[{_HYPHEN_MARKS}]?")
_CONTROL = re.compile(r"[\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ZERO_WIDTH = re.compile(r"[\u200b\u2060\ufeff]")
_SIGNED_DIGITS = re.compile(r"[-+−–]?[0-9]+")
_POWER = re.compile(r"\^([0-9]+)$")
_DENOMINATOR = re.compile(r"[/⁄][0-9]")
_MAY_HOLD_POWER = re.compile(r"[0-9)\]](?:[0-9]*[-+−–])?[0-9]+")
# Raised digits: this much smaller than the number before them, raised so far, and so near to it.
_SMALLER = 0.9
_RISE_EM = (0.12, 0.9)
_NEXT_TO_EM = 0.25


class PdfWord(NamedTuple):
    """One word as it stands on the displayed page (rotation applied).

    Coordinates are in points from the top left corner of the displayed page.

    Attributes:
        text: The characters as PDFium gives them, without white space; a hyphen at which a word
            was broken at the end of a line is kept as a soft hyphen (U+00AD). Digits that stand
            raised after a number have a '^' before them, or in a fraction a '-': 10^6, 3-1/2.
        left, top, right, bottom: The box around the characters, as high as the font.
        size_pt: Font size as displayed.
        bold: Set in a bold font.
        mono: Set in a monospaced font.
        baseline: The y that the characters stand on; of vertical text, its first character's.
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


_Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own coordinates."""


class _Style(NamedTuple):
    """What all characters of one text object share.

    `origin` is where its first character stands; None where its height on the page is not that of
    the others too.
    """

    font: Font
    size_pt: float
    direction: tuple[float, float]
    quarter_turns: int
    upright: bool
    origin: tuple[float, float] | None


class PageWords(NamedTuple):
    """The words of a page.

    Attributes:
        words: In the order of the page's content.
        quarter_turns: Where most of its text runs to as displayed, in quarter turns clockwise:
            0 to the right, 1 downwards, 2 upside down, 3 upwards.
        unreadable: Number of control characters, which stand for glyphs of unknown meaning.
    """

    words: list[PdfWord]
    quarter_turns: int
    unreadable: int = 0


def read_words(page: PageHandle, geometry: Geometry) -> PageWords:
    """Read the words of a loaded page; those outside the visible page are left out."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return PageWords([], 0)
    try:
        return _WordReader(text_page, geometry).read()
    finally:
        pdfium.FPDFText_ClosePage(text_page)


class _WordReader:
    """Cuts the characters of one text page into words."""

    def __init__(self, text_page: Any, geometry: Geometry) -> None:
        self._text_page = text_page
        self._geometry = geometry
        self._styles: dict[int, _Style] = {}
        self._fonts: dict[int, Font] = {}
        self._numbers = tuple(ctypes.c_double() for _ in range(4))
        self._references = tuple(ctypes.byref(number) for number in self._numbers)

    def read(self) -> PageWords:
        width, height = self._geometry.width_pt, self._geometry.height_pt
        words: list[PdfWord] = []
        characters = [0, 0, 0, 0]
        page_characters = self._characters()
        for start, text in _runs(page_characters):
            for word, quarter_turns in self._placed(start, text):
                inside = word.right > 0 and word.left < width
                if inside and word.bottom > 0 and word.top < height and word.text:
                    characters[quarter_turns] += len(word.text)
                    if words and (whole := _with_raised(words[-1], word)):
                        words[-1] = whole
                    else:
                        words.append(word)
        turns = characters.index(max(characters))
        return PageWords(words, turns, len(_CONTROL.findall(page_characters)))

    def _characters(self) -> str:
        """The page's characters, one for every index of PDFium.

        In one call where PDFium then gives one for every index, which is 20 times faster.
        """
        text_page = self._text_page
        count = pdfium.FPDFText_CountChars(text_page)
        if count < 1:
            return ""
        units = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(text_page, 0, count, units)
        characters = bytes(units)[: 2 * (written - 1)].decode("utf-16-le", "surrogatepass")
        if len(characters) == count:
            return characters.replace("\ufffe", "\x02")  # as the hyphen is called one by one
        codes = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
        return "".join([chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes])

    def _placed(self, start: int, text: str) -> Iterator[tuple[PdfWord, int]]:
        """The run as a word with its quarter turns; cut up where its parts are far apart."""
        rectangles = pdfium.FPDFText_CountRects(self._text_page, start, len(text))
        style = self._style(start)
        if rectangles < 1:  # its glyphs have no outlines
            yield self._word(start, text, self._box_along(start, len(text), style), style)
            return
        if rectangles == 1:
            yield self._word(start, text, self._rectangle(0), style)
            return
        boxes = [self._rectangle(index) for index in range(min(rectangles, len(text)))]
        if not _touch(boxes, style.size_pt):
            for index, character in enumerate(text):
                if pdfium.FPDFText_CountRects(self._text_page, start + index, 1) > 0:
                    box = self._rectangle(0)
                    yield self._word(start + index, character, box, self._style(start + index))
            return
        box = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        yield self._word(start, text, box, style)

    def _box_along(self, start: int, length: int, style: _Style) -> _Box:
        """The line from the first character's place to half a character after the last's."""
        x1, y1 = self._origin(start)
        x2, y2 = self._origin(start + length - 1)
        half = 0.5 * style.size_pt / (math.hypot(*style.direction) or 1.0)
        x2, y2 = x2 + half * style.direction[0], y2 + half * style.direction[1]
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def _rectangle(self, index: int) -> _Box:
        """A rectangle of the last FPDFText_CountRects, as left, bottom, right, top."""
        pdfium.FPDFText_GetRect(self._text_page, index, *self._references)
        left, top, right, bottom = self._numbers
        return left.value, bottom.value, right.value, top.value

    def _word(self, start: int, text: str, box: _Box, style: _Style) -> tuple[PdfWord, int]:
        x, y = style.origin or self._origin(start)
        size_pt = style.size_pt or (box[3] - box[1])
        left, bottom, right, top = _as_high_as_font(box, (x, y), size_pt, style)
        x1, y1 = self._geometry.displayed(left, top)
        x2, y2 = self._geometry.displayed(right, bottom)
        text = self._with_powers(start, text)
        word = PdfWord(
            text if text.isascii() else _clean(text),
            x1 if x1 < x2 else x2,
            y1 if y1 < y2 else y2,
            x2 if x1 < x2 else x1,
            y2 if y1 < y2 else y1,
            size_pt,
            style.font.bold,
            style.font.mono,
            self._geometry.displayed(x, y)[1],
            style.upright,
        )
        return word, style.quarter_turns

    def _with_powers(self, start: int, text: str) -> str:
        """The run with a mark before digits that stand raised after a number.

        What stands raised is a text object of its own: mostly one look at both ends will do.
        """
        for match in reversed(list(_MAY_HOLD_POWER.finditer(text))):
            first, last = match.start(), match.end() - 1
            if self._style(start + first) is self._style(start + last):
                continue
            for at in range(first + 1, last + 1):
                if self._rises(start + at):
                    before, raised, after = text[:at], text[at : last + 1], text[last + 1 :]
                    text = before + mark_of(raised, before, after, goes_on=False) + raised + after
                    break
        return text

    def _rises(self, index: int) -> bool:
        """Whether a character is smaller than the one before it, and stands higher."""
        before, style = self._style(index - 1), self._style(index)
        if style is before or not style.size_pt <= _SMALLER * before.size_pt:
            return False
        (x1, y1), (x2, y2) = self._origin(index - 1), self._origin(index)
        across, up = before.direction
        rise = ((y2 - y1) * across - (x2 - x1) * up) / math.hypot(across, up)
        return _RISE_EM[0] <= rise / before.size_pt <= _RISE_EM[1]

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self._numbers[:2]
        pdfium.FPDFText_GetCharOrigin(self._text_page, index, *self._references[:2])
        return x.value, y.value

    def _style(self, index: int) -> _Style:
        handle = pdfium.FPDFText_GetTextObject(self._text_page, index)
        key = ctypes.addressof(handle.contents) if handle else 0
        return self._styles.get(key) or self._read_style(key, index, handle)

    def _read_style(self, key: int, index: int, text_object: Any) -> _Style:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text_page, index, matrix)
        size_pt = abs(pdfium.FPDFText_GetFontSize(self._text_page, index))
        size_pt *= math.hypot(matrix.c, matrix.d)
        direction = (matrix.a, matrix.b) if matrix.a or matrix.b else (1.0, 0.0)
        across, down = self._geometry.displayed_direction(*direction)
        is_level = direction[1] == 0 and self._geometry.quarter_turns % 2 == 0
        style = self._styles[key] = _Style(
            self._font(text_object),
            size_pt if 0.5 < size_pt < 2000 else 0.0,
            direction,
            round(math.atan2(down, across) / (math.pi / 2)) % 4,
            abs(across) >= abs(down),
            self._origin(index) if is_level else None,
        )
        return style

    def _font(self, text_object: Any) -> Font:
        handle = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
        key = ctypes.addressof(handle.contents) if handle else 0
        known = self._fonts.get(key)
        if known is None:
            known = self._fonts[key] = read_font(handle) if handle else NO_FONT
        return known


def _runs(characters: str) -> Iterator[tuple[int, str]]:
    """Runs of characters without white space, with the index of their first character.

    A run ends after a hyphen that breaks a word at the end of a line.
    """
    for run in _RUN.finditer(characters):
        text = run[0]
        yield run.start(), text[:-1] + "\u00ad" if text[-1] in _HYPHEN_MARKS else text


def _with_raised(before: PdfWord, word: PdfWord) -> PdfWord | None:
    """A number and what PDFium set apart of it: its raised digits, or the rest of a fraction."""
    if not word.upright or abs(word.left - before.right) > _NEXT_TO_EM * before.size_pt:
        return None
    power = _POWER.search(before.text)
    if power and _DENOMINATOR.match(word.text):
        number = before.text[: power.start()]
        text = number + mark_of(power[1], number, word.text, goes_on=False) + power[1] + word.text
    elif _SIGNED_DIGITS.fullmatch(word.text) and before.text[-1].isdigit():
        rise = (before.baseline - word.baseline) / before.size_pt
        if word.size_pt > _SMALLER * before.size_pt or not _RISE_EM[0] <= rise <= _RISE_EM[1]:
            return None
        text = f"{before.text}^{word.text}"
    else:
        return None
    return before._replace(
        text=text,
        top=min(before.top, word.top),
        right=max(before.right, word.right),
        bottom=max(before.bottom, word.bottom),
    )


def _as_high_as_font(box: _Box, origin: tuple[float, float], size_pt: float, style: _Style) -> _Box:
    """Widen the tight `box` to the font's height, so that boxes of one line are equally high.

    Text at an odd angle keeps its tight box.
    """
    left, bottom, right, top = box
    x, y = origin
    along, across = style.direction
    up, down = style.font.ascent * size_pt, style.font.descent * size_pt
    if abs(across) < 0.05 * abs(along):
        low, high = (y + down, y + up) if along > 0 else (y - up, y - down)
        return left, min(bottom, low), right, max(top, high)
    if abs(along) < 0.05 * abs(across):
        low, high = (x - up, x - down) if across > 0 else (x + down, x + up)
        return min(left, low), bottom, max(right, high), top
    return box


def _touch(boxes: list[_Box], size_pt: float) -> bool:
    """Whether each box stands next to the one before it."""
    reach = max(size_pt, 4.0)
    return all(
        max(a[0], b[0]) - min(a[2], b[2]) <= reach and max(a[1], b[1]) - min(a[3], b[3]) <= reach
        for a, b in pairwise(boxes)
    )


def _clean(text: str) -> str:
    """Without the characters that print nothing, and without halves of characters."""
    return _SURROGATE.sub("\ufffd", _ZERO_WIDTH.sub("", text))
