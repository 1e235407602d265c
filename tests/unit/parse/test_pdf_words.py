"""Words and their boxes, checked against pages drawn with known coordinates."""

from io import BytesIO

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.parse.pdf_words import PageWords, PdfWord, read_words
from assistant.parse.pdfium import Geometry, PdfFile, page_geometry

WIDTH, HEIGHT = 400, 300


def draw(*texts: tuple[str, float, float], rotation: int = 0, crop: tuple[int, ...] = ()) -> bytes:
    """A page with `texts` in Helvetica 12 at x, y from the bottom left, then rotated as said."""
    file = BytesIO()
    # reportlab swaps width and height of a page that is turned by a quarter
    size = (HEIGHT, WIDTH) if rotation in (90, 270) else (WIDTH, HEIGHT)
    canvas = Canvas(file, pagesize=size, cropBox=crop or None)
    canvas.setPageRotation(rotation)
    canvas.setFont("Helvetica", 12)
    for text, x, y in texts:
        canvas.drawString(x, y, text)
    canvas.save()
    return file.getvalue()


def read(content: bytes) -> tuple[PageWords, Geometry]:
    with PdfFile(content) as file, file.page(0) as page:
        geometry = page_geometry(page)
        return read_words(page, geometry), geometry


def only_word(content: bytes) -> PdfWord:
    (word,) = read(content)[0].words
    return word


def test_a_word_stands_where_it_was_drawn():
    word = only_word(draw(("Strut", 100, 200)))
    assert word.text == "Strut"
    assert word.left == pytest.approx(100, abs=1.5)
    assert word.right == pytest.approx(100 + stringWidth("Strut", "Helvetica", 12), abs=1.5)
    assert word.baseline == pytest.approx(HEIGHT - 200, abs=0.01)
    assert word.top == pytest.approx(HEIGHT - 200 - 9, abs=3)
    assert word.bottom == pytest.approx(HEIGHT - 200 + 2.5, abs=1.5)
    assert word.size_pt == pytest.approx(12)
    assert word.upright


@pytest.mark.parametrize(
    ("rotation", "left", "top", "upright"),
    [
        (0, 100, HEIGHT - 200 - 9, True),
        (90, 200 - 2.5, 100, False),
        (180, WIDTH - 100 - 27, 200 - 2.5, True),
        (270, HEIGHT - 200 - 9, WIDTH - 100 - 27, False),
    ],
)
def test_boxes_turn_with_the_page(rotation, left, top, upright):
    """A page turned clockwise shows its bottom left corner at the top left, and so on."""
    content = draw(("Strut", 100, 200), rotation=rotation)
    word = only_word(content)
    assert (word.left, word.top) == pytest.approx((left, top), abs=3)
    assert word.upright is upright
    _, geometry = read(content)
    turned = rotation in (90, 270)
    assert geometry.width_pt == (HEIGHT if turned else WIDTH)
    assert geometry.height_pt == (WIDTH if turned else HEIGHT)


@pytest.mark.parametrize(("rotation", "turns"), [(0, 0), (90, 1), (180, 2), (270, 3)])
def test_the_direction_of_most_text_is_told(rotation, turns):
    words, _ = read(draw(("Strut loads", 100, 200), rotation=rotation))
    assert words.quarter_turns == turns


def test_boxes_count_from_the_visible_corner_of_a_cropped_page():
    content = draw(("Strut", 100, 200), crop=(60, 40, 360, 260))
    word = only_word(content)
    assert word.left == pytest.approx(100 - 60, abs=1.5)
    assert word.baseline == pytest.approx(260 - 200, abs=0.01)
    _, geometry = read(content)
    assert (geometry.width_pt, geometry.height_pt) == (300, 220)


def test_a_cropped_and_rotated_page_has_its_boxes_right_too():
    word = only_word(draw(("Strut", 100, 200), rotation=90, crop=(60, 40, 360, 260)))
    assert word.top == pytest.approx(100 - 60, abs=1.5)
    assert word.right == pytest.approx(200 - 40 + 9, abs=3)


def test_words_outside_the_visible_page_are_left_out():
    words, _ = read(draw(("Strut", 100, 200), ("hidden", 10, 10), crop=(60, 40, 360, 260)))
    assert [word.text for word in words.words] == ["Strut"]


def test_words_of_one_line_are_equally_high():
    words, _ = read(draw(("ace Strut gyp", 100, 200)))
    assert len({round(word.top, 2) for word in words.words}) == 1
    assert len({round(word.bottom, 2) for word in words.words}) == 1


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen_as_a_soft_one():
    words, _ = read(draw(("the maxi-", 100, 200), ("mum load", 100, 186)))
    assert [word.text for word in words.words] == ["the", "maxi\u00ad", "mum", "load"]


def test_a_hyphen_within_a_line_stays():
    words, _ = read(draw(("MIL-STD-1553B applies", 100, 200)))
    assert words.words[0].text == "MIL-STD-1553B"


@pytest.mark.parametrize(
    ("font", "bold", "mono"),
    [
        ("Helvetica", False, False),
        ("Helvetica-Bold", True, False),
        ("Courier", False, True),
        ("Courier-Bold", True, True),
        ("Times-Italic", False, False),
    ],
)
def test_bold_and_monospaced_fonts_are_told(font, bold, mono):
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setFont(font, 10)
    canvas.drawString(100, 200, "Strut")
    canvas.save()
    word = only_word(file.getvalue())
    assert (word.bold, word.mono) == (bold, mono)


def test_the_size_is_the_one_displayed():
    """A font of 6 points drawn three times as large is one of 18."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 6)
    canvas.scale(3, 3)
    canvas.drawString(10, 20, "Strut")
    canvas.save()
    assert only_word(file.getvalue()).size_pt == pytest.approx(18)


def test_cells_far_apart_on_a_line_are_words_of_their_own():
    words, _ = read(draw(("12", 50, 200), ("34", 300, 200)))
    assert [word.text for word in words.words] == ["12", "34"]


def raised(*parts: tuple[str, float, float]) -> list[str]:
    """The words of a line of texts that follow each other, each of a size and rise in points."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    x = 50.0
    for text, size, rise in parts:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, 200 + rise, text)
        x += stringWidth(text, "Helvetica", size)
    canvas.save()
    return [word.text for word in read(file.getvalue())[0].words]


@pytest.mark.parametrize("rise", [2, 4, 5, 7])
def test_raised_digits_are_told_from_those_on_the_line(rise):
    """A page that says 10⁶ does not say 106, however PDFium parts the two."""
    found = raised(("life 3×10", 12, 0), ("6", 8, rise), (" cycles at 10", 12, 0), ("-4", 8, rise))
    assert found == ["life", "3×10^6", "cycles", "at", "10^-4"]


def test_digits_on_the_line_stay_as_they_are():
    """Smaller figures, indices below the line, figures of several strokes of the pen."""
    assert raised(("12", 12, 0), ("34", 8, 0)) == ["1234"]
    assert raised(("K10", 12, 0), ("2", 8, -3)) == ["K102"]
    assert raised(("12", 12, 0), ("34 and 5-6", 12, 0)) == ["1234", "and", "5-6"]


def test_a_power_that_is_divided_stays_a_power():
    assert raised(("10", 12, 0), ("6", 8, 4), ("/2", 12, 0)) == ["10^6/2"]


def test_a_raised_numerator_is_a_fraction():
    assert (
        raised(("3", 12, 0), ("1", 8, 4), ("/", 12, 0), ("2", 8, 0), (" in", 12, 0))[0] == "3-1/2"
    )
