"""What a font's name, flags and metrics say about the text set in it."""

import ctypes
import re
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|-bd\b", re.IGNORECASE)
_MONO = re.compile(r"mono|cour|consol|cmtt|typewriter|fixed|menlo|terminal", re.IGNORECASE)
_FIXED_PITCH = 1 << 0
_FORCE_BOLD = 1 << 18
_BOLD_WEIGHT = 600


class Font(NamedTuple):
    """What matters of a font; ascent and descent are for a size of 1."""

    bold: bool
    mono: bool
    ascent: float
    descent: float


NO_FONT = Font(bold=False, mono=False, ascent=0.75, descent=-0.2)


def read_font(handle: Any) -> Font:
    """Read a font, as PDFium hands it out."""
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, 128)
    name = buffer.value.decode("latin-1")
    flags = pdfium.FPDFFont_GetFlags(handle)
    weight = pdfium.FPDFFont_GetWeight(handle)
    height = ctypes.c_float()
    pdfium.FPDFFont_GetAscent(handle, 1.0, height)
    ascent = min(max(height.value, 0.6), 1.0)
    pdfium.FPDFFont_GetDescent(handle, 1.0, height)
    descent = min(max(-abs(height.value), -0.3), -0.15)
    return Font(
        bool(_BOLD.search(name)) or weight >= _BOLD_WEIGHT or bool(flags & _FORCE_BOLD),
        bool(_MONO.search(name)) or bool(flags & _FIXED_PITCH),
        ascent,
        descent,
    )
