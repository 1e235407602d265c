"""Scans are read in the jail, with boxes where the words stand, and say that they were read."""

import io

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.domain.document import Document, DocumentSkippedError, SkipReason
from assistant.guard.jail import JailStrength
from assistant.parse.pool import ParserPool
from assistant.parse.scans import ScanReader, scan_worker
from assistant.paths import text_recognition_models

LINES = ("Torque of the jam nut", "is 95 newton metres.")
MODELS = text_recognition_models()

pytestmark = pytest.mark.skipif(MODELS is None, reason="Tesseract's English model is not installed")


def drawn(*lines: str) -> bytes:
    """A one-page PDF with these lines as text."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A5)
    canvas.setFont("Helvetica", 16)
    for number, line in enumerate(lines):
        canvas.drawString(60, 480 - 24 * number, line)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def scanned(*pages: bytes | None, turned: int = 0) -> bytes:
    """A PDF whose pages are pictures of these one-page PDFs; None makes a page with text."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A5)
    for page in pages:
        if page is None:
            canvas.drawString(60, 480, "This page has its own text.")
        else:
            picture = pdfium.PdfDocument(page)[0].render(scale=2).to_pil().rotate(turned)
            canvas.drawImage(ImageReader(picture), 0, 0, *A5)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(content: bytes) -> Document:
    """Read a PDF as the product does."""
    assert MODELS is not None
    with (
        ParserPool(1, 1024, 60) as parsers,
        ParserPool(1, 1024, 60, command=scan_worker(MODELS)) as recognisers,
    ):
        return ScanReader(parsers, recognisers).parse(content, "scan.pdf")


def test_a_scan_is_read_and_says_so():
    """Text, boxes and a note that figures are to be checked on the page."""
    document = read(scanned(drawn(*LINES)))

    page = document.pages[0]
    assert page.text.split() == " ".join(LINES).split()
    assert "recognised from a picture" in document.notes[0]
    words = {page.text[box.start : box.end]: box for box in page.words}
    assert words["Torque"].left == pytest.approx(60, abs=4)
    assert words["95"].bottom == pytest.approx(A5[1] - 456, abs=5)


def test_only_the_pages_that_are_pictures_are_recognised():
    """A page with text keeps its own, and page numbers stay."""
    document = read(scanned(None, drawn(*LINES)))

    assert document.pages[0].text == "This page has its own text."
    assert "95 newton" in document.pages[1].text
    assert [page.number for page in document.pages] == [1, 2]


def test_pages_that_stay_without_text_are_said():
    """Recognising some pages does not hide that others could not be read."""
    document = read(scanned(drawn(*LINES), drawn()))

    assert document.pages[1].text == ""
    assert "Pages still without text: 1 of 2." in document.notes


def test_a_scan_that_lies_on_its_head_is_read():
    """The boxes are where the words stand on the page as displayed."""
    document = read(scanned(drawn(*LINES), turned=180))

    page = document.pages[0]
    assert "95 newton metres" in page.text
    words = {page.text[box.start : box.end]: box for box in page.words}
    assert words["Torque"].right == pytest.approx(A5[0] - 60, abs=5)


def test_a_picture_without_writing_stays_a_reason():
    """A page without any text is no_text, as before."""
    with pytest.raises(DocumentSkippedError) as caught:
        read(scanned(drawn()))

    assert caught.value.reason is SkipReason.NO_TEXT


def test_recognition_happens_in_the_jail():
    """The recogniser opens nothing and connects to nothing, as any parser."""
    assert MODELS is not None
    with ParserPool(1, 1024, 60, command=scan_worker(MODELS)) as recognisers:
        assert recognisers.jail_strength() is JailStrength.KERNEL
