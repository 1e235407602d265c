"""The worker that renders one PDF: `python -I -m assistant.parse.render`."""

import ctypes
import json
import sys

import pypdfium2_raw as pdfium

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.guard.frames import Header
from assistant.guard.serve import serve
from assistant.parse.pdf_sample import sample
from assistant.parse.pdfium import PageHandle, PdfFile
from assistant.parse.wire import MAX_PAGES, MAX_PIXELS

_WHITE = 0xFFFFFFFF
_BYTES_PER_PIXEL = 4


class PageRenderer:
    """Keeps one document open and renders its pages."""

    def __init__(self) -> None:
        self._file: PdfFile | None = None

    def handle(self, header: Header, payload: bytes) -> tuple[Header, bytes]:
        """Answer 'open' with the sizes of all pages, and 'render' with a picture."""
        if header["kind"] == "open":
            return {"kind": "opened"}, self._open(payload)
        return self._render(header["page"], header["scale"])

    def _open(self, content: bytes) -> bytes:
        if self._file is not None:
            self._file.close()
        self._file = PdfFile(content)
        count = min(self._file.page_count, MAX_PAGES)
        return json.dumps([self._file.page_size_pt(index) for index in range(count)]).encode()

    def _render(self, number: int, scale: float) -> tuple[Header, bytes]:
        if self._file is None:
            raise ValueError("no document is open")
        with self._file.page(number - 1) as page:
            if page is None:
                raise DocumentSkippedError(
                    SkipReason.DAMAGED, f"Page {number} is damaged and cannot be shown."
                )
            width, height, pixels = render_page(page, scale)
        return {"kind": "image", "width": width, "height": height}, pixels


def render_page(page: PageHandle, scale: float) -> tuple[int, int, bytes]:
    """Render a loaded page at `scale` pixels per point, smaller where it would be too large.

    Returns width and height in pixels, and the pixels as rows of B, G, R, unused.
    """
    width_pt = max(pdfium.FPDF_GetPageWidthF(page), 1.0)
    height_pt = max(pdfium.FPDF_GetPageHeightF(page), 1.0)
    scale = min(scale, (MAX_PIXELS / (width_pt * height_pt)) ** 0.5)
    width = min(max(round(width_pt * scale), 1), MAX_PIXELS)
    height = min(max(round(height_pt * scale), 1), MAX_PIXELS // width)
    stride = width * _BYTES_PER_PIXEL
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, pixels, stride)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return width, height, pixels.raw


def warm_up() -> None:
    """Render a page in every built-in font, so that nothing needs to be opened later."""
    with PdfFile(sample()) as file, file.page(0) as page:
        render_page(page, 1.0)


if __name__ == "__main__":
    serve(sys.argv[1:], warm_up, PageRenderer().handle)
