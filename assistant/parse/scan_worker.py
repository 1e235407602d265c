"""The worker that reads scans: `python -I -m assistant.parse.scan_worker MODELS …`.

Asked for a range of a PDF's pages, it answers with a document in which those of them that are
pictures have the text recognised on them, and all other pages are empty.
"""

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pypdfium2_raw as pdfium

from assistant.domain.document import Document, Page
from assistant.guard.frames import Header
from assistant.guard.serve import serve
from assistant.parse.bounds import bound
from assistant.parse.layout import PageLayout, lay_out
from assistant.parse.layout_furniture import part_furniture
from assistant.parse.layout_margins import SetPage
from assistant.parse.layout_sections import assign_sections
from assistant.parse.pdf import has_picture, turned_back
from assistant.parse.pdf_sample import sample
from assistant.parse.pdfium import PageHandle, PdfFile, page_geometry
from assistant.parse.recognise import Picture, Recogniser, Recognition
from assistant.parse.warm_up import warm_up_formats
from assistant.parse.wire import MAX_PAGES, encode_document

_PIXELS_PER_PT = 300 / 72
_MAX_PIXELS = 16_000_000
_SURE = 75.0
_WHITE = 0xFFFFFFFF


class _Reading(NamedTuple):
    """A page's words when it is turned clockwise by `turns` quarters, which sets them upright."""

    page: SetPage
    turns: int


class ScanWorker:
    """Reads the pictures of one PDF after the other."""

    def __init__(self, models: Path) -> None:
        self._recogniser = Recogniser(models)

    def warm_up(self) -> None:
        """Read a page once, so that nothing needs to be opened or started later."""
        warm_up_formats(("pdf",))
        with PdfFile(sample()) as file, file.page(0) as page:
            self._recognised(page)

    def handle(self, header: Header, content: bytes) -> tuple[Header, bytes]:
        """Answer a request to read the pages 'first' to 'last' of `content`."""
        document = self._document(content, header["first"], header["last"])
        return {"kind": "document"}, encode_document(bound(document))

    def _document(self, content: bytes, first: int, last: int) -> Document:
        with PdfFile(content) as file:
            readings: list[_Reading] = []
            for number in range(1, min(file.page_count, MAX_PAGES) + 1):
                reading = _Reading(SetPage((), *file.page_size_pt(number - 1)), 0)
                if first <= number <= last:
                    with file.page(number - 1) as page:
                        if page is not None and has_picture(page):
                            reading = self._recognised(page)
                readings.append(reading)
        layouts = _laid_out(readings)
        blocks = assign_sections(layouts, ())
        pages = tuple(
            Page(
                number,
                layout.text,
                tuple(found),
                "",
                layout.width_pt,
                layout.height_pt,
                layout.words,
            )
            for number, (layout, found) in enumerate(zip(layouts, blocks, strict=True), 1)
        )
        return Document("pdf", "", pages)

    def _recognised(self, page: PageHandle) -> _Reading:
        """Read a page as it is displayed; turned, where it lies on its side or its head."""
        geometry = page_geometry(page)
        width, height = geometry.width_pt, geometry.height_pt
        readings: list[tuple[Recognition, int]] = []
        for turns in (0, 1, 3, 2):
            readings.append((self._read(page, width, height, turns), turns))
            if readings[-1][0].confidence >= _SURE:
                break
        best, turns = max(readings, key=lambda reading: reading[0].confidence)
        if not best.is_text:
            return _Reading(SetPage((), width, height), 0)
        upright = (height, width) if turns % 2 else (width, height)
        return _Reading(SetPage(best.words, *upright), turns)

    def _read(self, page: PageHandle, width: float, height: float, turns: int) -> Recognition:
        return self._recogniser.read(_picture(page, width, height, turns))


def _laid_out(readings: Sequence[_Reading]) -> list[PageLayout]:
    """The pages in reading order; boxes and sizes come out as the pages are displayed."""
    layouts = []
    parted = part_furniture([reading.page for reading in readings])
    for ((_, width, height), turns), (head, body, foot) in zip(readings, parted, strict=True):
        layout = lay_out(body, width, height, head=head, foot=foot)
        if turns:
            boxes = tuple(turned_back(box, 4 - turns, width, height) for box in layout.words)
            shown = (height, width) if turns % 2 else (width, height)
            layout = replace(layout, words=boxes, width_pt=shown[0], height_pt=shown[1])
        layouts.append(layout)
    return layouts


def _picture(page: PageHandle, width_pt: float, height_pt: float, turns: int) -> Picture:
    """The page in shades of grey, turned clockwise by `turns` quarters."""
    scale = min(_PIXELS_PER_PT, (_MAX_PIXELS / max(width_pt * height_pt, 1.0)) ** 0.5)
    sides = (max(round(width_pt * scale), 1), max(round(height_pt * scale), 1))
    width, height = sides[::-1] if turns % 2 else sides
    pixels = ctypes.create_string_buffer(width * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turns, 0)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(width, height, pixels.raw, scale)


if __name__ == "__main__":
    worker = ScanWorker(Path(sys.argv[1]))
    serve(sys.argv[2:], worker.warm_up, worker.handle)
