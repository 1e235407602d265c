"""PDF → Document: text and boxes from PDFium, in reading order, under the outline's headings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pypdfium2_raw as pdfium

from assistant.domain.document import Document, DocumentSkippedError, Page, SkipReason, WordBox
from assistant.parse.layout import PageLayout, lay_out
from assistant.parse.layout_furniture import part_furniture
from assistant.parse.layout_margins import SetPage
from assistant.parse.layout_sections import assign_sections
from assistant.parse.pdf_outline import read_outline
from assistant.parse.pdf_sample import sample as sample
from assistant.parse.pdf_title import document_title
from assistant.parse.pdf_words import PdfWord, read_words
from assistant.parse.pdfium import Geometry, PageHandle, PdfFile, page_geometry
from assistant.parse.wire import MAX_CHARACTERS, MAX_PAGES

SUFFIXES = (".pdf",)
_NO_GEOMETRY = Geometry(0.0, 0.0, 0.0, 0.0, 0)
_MOST = 0.5
_MAX_OBJECTS = 300
_UNKNOWN = re.compile(r"[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")


class _Reading(NamedTuple):
    """What was read of one page.

    Attributes:
        page: Its words, upright where they are turned on the displayed page.
        turns: By how many quarters the displayed page is turned clockwise from that.
        problem: Why there is no text: 'no text', 'pictures', 'garbage' or 'damaged'; else empty.
    """

    page: SetPage
    turns: int
    geometry: Geometry
    problem: str


def parse(content: bytes, name: str) -> Document:
    """Read a PDF.

    Raises:
        DocumentSkippedError: It is encrypted, damaged, or has no text on any page.
    """
    with PdfFile(content) as file:
        readings = _read_pages(file)
        if all(reading.problem for reading in readings):
            raise _no_text(readings)
        geometries = [reading.geometry for reading in readings]
        outline = read_outline(file, geometries)
        layouts = _laid_out(readings)
        pages = tuple(
            Page(
                number=number,
                text=layout.text,
                blocks=tuple(blocks),
                label=file.label(number - 1),
                width_pt=reading.geometry.width_pt,
                height_pt=reading.geometry.height_pt,
                words=layout.words,
            )
            for number, (reading, layout, blocks) in enumerate(
                zip(readings, layouts, assign_sections(layouts, outline), strict=True), 1
            )
        )
        title = document_title(file.metadata(b"Title"))
        return Document("pdf", title, pages, _notes(readings, file.page_count))


def _read_pages(file: PdfFile) -> list[_Reading]:
    """Read page after page, until there is more text than one file may bring."""
    readings: list[_Reading] = []
    characters = 0
    for index in range(min(file.page_count, MAX_PAGES)):
        with file.page(index, with_notes=True) as page:
            reading = _read_page(page)
        readings.append(reading)
        characters += sum(len(word.text) + 1 for word in reading.page.words)
        if characters > MAX_CHARACTERS:
            break
    return readings


def _read_page(page: PageHandle | None) -> _Reading:
    if page is None:
        return _Reading(SetPage((), 0.0, 0.0), 0, _NO_GEOMETRY, "damaged")
    geometry = page_geometry(page)
    words, turns, unreadable = read_words(page, geometry)
    problem = ""
    if _is_garbage(words, unreadable):
        words, problem = [], "garbage"
    elif not words:
        problem = "pictures" if has_picture(page) else "no text"
    if not (turns and words):
        return _Reading(SetPage(words, *geometry.size_pt), 0, geometry, problem)
    upright = geometry._replace(quarter_turns=(geometry.quarter_turns - turns) % 4)
    words = read_words(page, upright).words
    return _Reading(SetPage(words, *upright.size_pt), turns, geometry, problem)


def _laid_out(readings: Sequence[_Reading]) -> list[PageLayout]:
    """The pages in reading order; what repeats in their margins is told over all of them.

    The boxes come out as the pages are displayed.
    """
    layouts = []
    parted = part_furniture([reading.page for reading in readings])
    for reading, (head, body, foot) in zip(readings, parted, strict=True):
        _, width, height = reading.page
        layout = lay_out(body, width, height, head=head, foot=foot)
        if reading.turns:
            boxes = tuple(turned_back(b, reading.turns, width, height) for b in layout.words)
            layout = replace(layout, words=boxes)
        layouts.append(layout)
    return layouts


def turned_back(box: WordBox, turns: int, width: float, height: float) -> WordBox:
    """The box after the page of `width` and `height` was turned clockwise by quarters."""
    start, end, left, top, right, bottom = box
    if turns == 1:
        return WordBox(start, end, height - bottom, left, height - top, right)
    if turns == 2:
        return WordBox(start, end, width - right, height - bottom, width - left, height - top)
    return WordBox(start, end, top, width - right, bottom, width - left)


def _is_garbage(words: Sequence[PdfWord], unreadable: int) -> bool:
    """Whether most characters stand for nothing: the fonts do not say what they show."""
    text = "".join(word.text for word in words)
    unknown = unreadable + (0 if text.isascii() else len(_UNKNOWN.findall(text)))
    return unknown > _MOST * (len(text) + unreadable)


def has_picture(page: PageHandle) -> bool:
    """Whether a picture stands on the page, or in a form that stands on the page."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        placed = pdfium.FPDFPage_GetObject(page, index)
        parts = [placed]
        if pdfium.FPDFPageObj_GetType(placed) == pdfium.FPDF_PAGEOBJ_FORM:
            count = min(pdfium.FPDFFormObj_CountObjects(placed), _MAX_OBJECTS)
            parts = [pdfium.FPDFFormObj_GetObject(placed, part) for part in range(count)]
        if any(pdfium.FPDFPageObj_GetType(part) == pdfium.FPDF_PAGEOBJ_IMAGE for part in parts):
            return True
    return False


def _no_text(readings: Sequence[_Reading]) -> DocumentSkippedError:
    problems = {reading.problem for reading in readings}
    pages = "its page" if len(readings) == 1 else f"its {len(readings):,} pages"
    if problems == {"damaged"}:
        return DocumentSkippedError(
            SkipReason.DAMAGED, f"The PDF is damaged: none of {pages} can be read."
        )
    hint = "Run text recognition (OCR) over it and index the result."
    if "garbage" in problems:
        return DocumentSkippedError(
            SkipReason.NO_TEXT,
            "The PDF's fonts do not say which characters they show, so its text cannot be read.",
            hint=hint,
        )
    if "pictures" in problems:
        return DocumentSkippedError(
            SkipReason.NO_TEXT,
            f"The PDF is a scan: {pages} {'is a picture' if len(readings) == 1 else 'are pictures'}"
            " without text.",
            hint=hint,
        )
    return DocumentSkippedError(SkipReason.NO_TEXT, f"The PDF has no text on {pages}.")


def _notes(readings: Sequence[_Reading], page_count: int) -> tuple[str, ...]:
    notes = []
    for problems, sentence in (
        (("no text", "pictures"), "without text"),
        (("garbage",), "whose fonts do not say which characters they show"),
        (("damaged",), "that are damaged"),
    ):
        pages = [n for n, reading in enumerate(readings, 1) if reading.problem in problems]
        if pages:
            notes.append(f"Pages {sentence}: {_ranges(pages)}.")
    if len(readings) < page_count:
        notes.append(f"Read up to page {len(readings):,} of {page_count:,}.")
    return tuple(notes)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in ascending order, as '3, 7–9'; the first twenty ranges."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in ranges[:20]]
    return ", ".join(shown) + (", …" if len(ranges) > 20 else "")
