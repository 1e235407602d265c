"""PDFium, started once per process and opened on bytes; the raw interface, for speed.

PDFium is not thread-safe: everything here is for one thread. It runs in jailed workers only.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any, NamedTuple, Self

import pypdfium2_raw as pdfium

from assistant.domain.document import DocumentSkippedError, SkipReason

_MAX_NOTES = 1000
PageHandle = Any
"""A loaded page, as PDFium hands it out."""


@cache
def start_pdfium() -> None:
    """Start the library, without any font of the system.

    The jail forbids to open font files later, so a page looks the same on every workstation:
    what is not embedded is drawn with the fonts inside PDFium.
    """
    no_folders = (ctypes.POINTER(ctypes.c_char) * 1)()
    config = pdfium.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = no_folders
    pdfium.FPDF_InitLibraryWithConfig(config)


class Geometry(NamedTuple):
    """How a page's own coordinates (from the bottom left, upwards) are displayed.

    Attributes:
        left, bottom, right, top: The visible box in the page's own coordinates, in points.
        quarter_turns: Clockwise turns by 90° when displayed, 0 to 3.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width_pt(self) -> float:
        """Width of the displayed page."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height_pt(self) -> float:
        """Height of the displayed page."""
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height of the displayed page."""
        return self.width_pt, self.height_pt

    def displayed(self, x: float, y: float) -> tuple[float, float]:
        """The point as displayed, from the top left corner."""
        if self.quarter_turns == 0:
            return x - self.left, self.top - y
        if self.quarter_turns == 1:
            return y - self.bottom, x - self.left
        if self.quarter_turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def displayed_direction(self, dx: float, dy: float) -> tuple[float, float]:
        """The direction as displayed, x to the right and y downwards."""
        return ((dx, -dy), (dy, dx), (-dx, dy), (-dy, -dx))[self.quarter_turns]


def page_geometry(page: PageHandle) -> Geometry:
    """Read the visible box and the rotation of a loaded page."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    low, high = sorted((box.bottom, box.top))
    return Geometry(box.left, low, box.right, high, pdfium.FPDFPage_GetRotation(page) % 4)


class PdfFile:
    """An open PDF; close it, or use it as a context."""

    def __init__(self, content: bytes) -> None:
        """Open `content`, with the empty password if it is encrypted.

        Raises:
            DocumentSkippedError: It needs a password, or it is no PDF that can be read.
        """
        start_pdfium()
        self._content = content  # PDFium reads from it for as long as the document is open
        self.handle = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
        if not self.handle:
            raise _cannot_open(pdfium.FPDF_GetLastError())
        self.page_count: int = pdfium.FPDF_GetPageCount(self.handle)
        if self.page_count < 1:
            self.close()
            raise DocumentSkippedError(SkipReason.DAMAGED, "The PDF has no pages.")

    def close(self) -> None:
        """Let go of the document."""
        if self.handle:
            pdfium.FPDF_CloseDocument(self.handle)
            self.handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def page(self, index: int, *, with_notes: bool = False) -> Iterator[PageHandle | None]:
        """Load page `index` (from 0); None where PDFium cannot.

        `with_notes` makes what is filled into forms, written or stamped on the page part of its
        content, for as long as the document is open.
        """
        page = pdfium.FPDF_LoadPage(self.handle, index)
        if page and with_notes and _has_notes(page):
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(self.handle, index)
        try:
            yield page or None
        finally:
            if page:
                pdfium.FPDF_ClosePage(page)

    def page_size_pt(self, index: int) -> tuple[float, float]:
        """Displayed width and height of page `index` (from 0), without loading it."""
        size = pdfium.FS_SIZEF()
        if not pdfium.FPDF_GetPageSizeByIndexF(self.handle, index, size):
            return 0.0, 0.0
        return size.width, size.height

    def label(self, index: int) -> str:
        """Printed number of page `index` (from 0); empty where there is none."""
        return wide_text(pdfium.FPDF_GetPageLabel, self.handle, index).strip()[:40]

    def metadata(self, key: bytes) -> str:
        """A text of the document's metadata, such as b'Title'; empty where there is none."""
        return wide_text(pdfium.FPDF_GetMetaText, self.handle, key)


def wide_text(function: Any, *arguments: Any) -> str:
    """Call a PDFium function that fills a UTF-16 buffer, and return its text, bounded."""
    size_bytes = function(*arguments, None, 0)
    if not 2 < size_bytes <= 1 << 20:
        return ""
    buffer = ctypes.create_string_buffer(size_bytes)
    function(*arguments, buffer, size_bytes)
    return buffer.raw.decode("utf-16-le", "replace").split("\0")[0]


def _has_notes(page: PageHandle) -> bool:
    """Whether a form field, a written note or a stamp stands on the page."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation) if annotation else None
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP):
            return True
    return False


def _cannot_open(code: int) -> DocumentSkippedError:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return DocumentSkippedError(
            SkipReason.ENCRYPTED,
            "The PDF is locked with a password.",
            hint="Save a copy without the password and index that.",
        )
    if code == pdfium.FPDF_ERR_SECURITY:
        return DocumentSkippedError(
            SkipReason.ENCRYPTED,
            "The PDF is encrypted in a way that cannot be opened here.",
            hint="Save a copy without protection and index that.",
        )
    return DocumentSkippedError(
        SkipReason.DAMAGED, "The PDF is damaged: its structure cannot be read."
    )
