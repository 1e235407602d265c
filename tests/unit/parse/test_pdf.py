"""PDF → Document: text in order, sections, titles, and the reasons for having none."""

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.domain.document import Document, DocumentSkippedError, SkipReason
from assistant.parse.pdf import parse
from assistant.parse.pdf_sample import sample


def pages(*texts: str, encrypt: StandardEncryption | None = None, title: str = "") -> bytes:
    """A PDF with a page for every text, a line of the page for every line of the text."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), encrypt=encrypt)
    canvas.setTitle(title)
    for text in texts:
        for number, line in enumerate(text.splitlines()):
            canvas.drawString(40, 250 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def picture_page(canvas: Canvas) -> None:
    picture = BytesIO()
    Image.new("L", (40, 40), 128).save(picture, "PNG")
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 0, 0, 400, 300)
    canvas.showPage()


def raw(*objects: str) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    bodies = "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(objects, 1))
    return f"%PDF-1.4\n{bodies}trailer\n<</Root 1 0 R>>\n".encode("latin-1")


def skipped(content: bytes) -> DocumentSkippedError:
    with pytest.raises(DocumentSkippedError) as raised:
        parse(content, "strut.pdf")
    return raised.value


def boxes_fit(document: Document) -> bool:
    """Whether every box covers a word and lies on its page."""
    return all(
        page.text[word.start : word.end].split() == [page.text[word.start : word.end]]
        and -1 <= word.left < word.right <= page.width_pt + 1
        and -1 <= word.top < word.bottom <= page.height_pt + 1
        for page in document.pages
        for word in page.words
    )


def test_a_page_has_its_text_its_size_and_a_box_for_every_word():
    document = parse(pages("The strut carries\n41.3 kN at 120 C."), "strut.pdf")
    (page,) = document.pages
    assert page.text.split() == ["The", "strut", "carries", "41.3", "kN", "at", "120", "C."]
    assert (page.width_pt, page.height_pt) == (400, 300)
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()
    assert boxes_fit(document)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("lines_run", [0, 90, 180, 270])
def test_text_reads_in_order_however_the_page_and_its_lines_are_turned(rotation, lines_run):
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.setPageRotation(rotation)
    canvas.translate(200, 150)
    canvas.rotate(lines_run)
    for number, line in enumerate(("The strut carries", "a limit load of", "41.3 kN in tension.")):
        canvas.drawString(-60, 20 - 14 * number, line)
    canvas.save()
    document = parse(file.getvalue(), "strut.pdf")
    text = " ".join(document.pages[0].text.split())
    assert text == "The strut carries a limit load of 41.3 kN in tension."
    assert boxes_fit(document)
    first, last = document.pages[0].words[0], document.pages[0].words[-1]
    turns = (rotation - lines_run) // 90 % 4
    along = ((1, 0), (0, 1), (-1, 0), (0, -1))[(turns + 1) % 4]  # lines follow each other that way
    step = ((last.left - first.left) * along[0], (last.top - first.top) * along[1])
    assert sum(step) > 20


def test_an_outline_gives_the_sections():
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    for level, title in ((0, "4 Structure"), (1, "4.2 Loads")):
        canvas.bookmarkPage(title, fit="XYZ", left=0, top=200 - 60 * level + 16)
        canvas.addOutlineEntry(title, title, level)
        canvas.drawString(40, 200 - 60 * level, title)
        canvas.drawString(40, 170 - 60 * level, f"The body below {title}.")
    canvas.save()
    (page,) = parse(file.getvalue(), "strut.pdf").pages
    (block,) = (b for b in page.blocks if "body below 4.2" in page.text[b.start : b.end])
    assert block.section == ("4 Structure", "4.2 Loads")


def test_an_outline_that_runs_in_a_circle_ends():
    content = raw(
        "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length 33>>stream\nBT /F 9 Tf 10 10 Td (Strut) Tj ET\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Outlines/First 7 0 R/Last 7 0 R>>",
        "<</Title(Loads)/First 7 0 R/Next 7 0 R/Dest[3 0 R/Fit]>>",
    )
    assert parse(content, "strut.pdf").pages[0].text == "Strut"


def test_page_labels_are_kept():
    content = sample().replace(
        b"/Outlines 5 0 R", b"/Outlines 5 0 R/PageLabels<</Nums[0<</S/r/St 4>>]>>"
    )
    assert parse(content, "strut.pdf").pages[0].label == "iv"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("OpenRocket technical documentation", "OpenRocket technical documentation"),
        ("Trick Advanced Topics [Compatibility Mode]", "Trick Advanced Topics"),
        ("untitled", ""),
        ("Microsoft Word - ICD-204 rev C.doc", ""),
        ("PowerPoint Presentation", ""),
        ("thesis.dvi", ""),
        ("ICD-204.docx", ""),
        ("12", ""),
        ("Test report for ICD-204.docx and others", "Test report for ICD-204.docx and others"),
    ],
)
def test_titles_left_by_programs_are_no_titles(given, kept):
    assert parse(pages("Strut", title=given), "strut.pdf").title == kept


def test_a_pdf_locked_with_a_password_is_encrypted():
    error = skipped(pages("Strut", encrypt=StandardEncryption("user", "owner")))
    assert error.reason is SkipReason.ENCRYPTED
    assert error.message == "The PDF is locked with a password."
    assert "without the password" in error.hint


def test_a_pdf_that_only_restricts_printing_is_read():
    locked = StandardEncryption("", "owner", canPrint=0, canCopy=0)
    assert parse(pages("Strut", encrypt=locked), "strut.pdf").pages[0].text == "Strut"


def test_a_scan_has_no_text_and_says_that_it_is_a_scan():
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    picture_page(canvas)
    picture_page(canvas)
    canvas.save()
    error = skipped(file.getvalue())
    assert error.reason is SkipReason.NO_TEXT
    assert error.message == "The PDF is a scan: its 2 pages are pictures without text."
    assert "OCR" in error.hint


def test_an_empty_pdf_has_no_text():
    error = skipped(pages(""))
    assert error.reason is SkipReason.NO_TEXT
    assert error.message == "The PDF has no text on its page."


def test_pages_without_text_are_kept_and_named():
    document = parse(pages("One", "", "Three", "", "", "Six"), "strut.pdf")
    assert [page.text for page in document.pages] == ["One", "", "Three", "", "", "Six"]
    assert document.notes == ("Pages without text: 2, 4–5.",)
    assert document.pages[1].width_pt == 400


def test_a_text_layer_of_glyphs_without_meaning_is_no_text():
    cmap = (
        "1 begincodespacerange <00> <FF> endcodespacerange "
        "1 beginbfrange <41> <7A> <E041> endbfrange"
    )
    content = raw(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length 39>>stream\nBT /F 9 Tf 10 10 Td (Strut loads) Tj ET\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    )
    error = skipped(content)
    assert error.reason is SkipReason.NO_TEXT
    assert "fonts do not say" in error.message


def test_what_is_filled_into_a_form_is_text():
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.drawString(40, 250, "Limit load:")
    canvas.acroForm.textfield(name="load", value="41.3 kN", x=140, y=240, width=100, height=20)
    canvas.save()
    assert "41.3 kN" in parse(file.getvalue(), "strut.pdf").pages[0].text


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"\x00" * 100, sample()[:300]])
def test_what_is_no_pdf_is_damaged(content):
    assert skipped(content).reason is SkipReason.DAMAGED


def test_the_sample_for_warming_up_is_a_whole_pdf():
    document = parse(sample(), "sample.pdf")
    assert document.title == "Strut"
    assert document.pages[0].text.count("Strut") == 5
    assert "Στρυτ" in document.pages[0].text  # the same letters in Symbol
