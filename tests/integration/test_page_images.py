"""Pages as pictures, rendered in a jailed process."""

import os
import signal
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from assistant.parse.page_images import JailedPageImages, PageNotShownError
from assistant.ports import PageImage

HOSTILE = (sys.executable, "-I", str(Path(__file__).parents[1] / "hostile_worker.py"))


def drawn(rotation: int = 0, size: tuple[int, int] = (200, 100), **options: object) -> bytes:
    """Two pages: a black square in the bottom left corner of the first, a word on the second."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=size, **options)
    canvas.setPageRotation(rotation)
    canvas.rect(0, 0, 20, 20, fill=1)
    canvas.showPage()
    canvas.setFont("Helvetica", 40)
    canvas.drawString(20, 40, "Strut")
    canvas.save()
    return file.getvalue()


def picture(image: PageImage) -> Image.Image:
    size = (image.width, image.height)
    return Image.frombuffer("RGB", size, image.pixels, "raw", "BGRX", 0, 1)


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()


def test_a_page_is_rendered_at_the_scale_asked():
    with JailedPageImages(drawn()) as images:
        assert images.sizes_pt == ((200, 100), (200, 100))
        image = picture(images.render(1, 1.5))
    assert image.size == (300, 150)
    assert image.getpixel((10, 140)) == (0, 0, 0)
    assert image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(("rotation", "corner"), [(90, (5, 5)), (180, (195, 5)), (270, (95, 195))])
def test_a_page_is_rendered_as_displayed(rotation, corner):
    size = (200, 100) if rotation == 180 else (100, 200)  # reportlab swaps the sides
    with JailedPageImages(drawn(rotation, size)) as images:
        image = picture(images.render(1, 1.0))
        assert images.sizes_pt[0] == image.size
    assert image.getpixel(corner) == (0, 0, 0)
    assert image.size == ((200, 100) if rotation == 180 else (100, 200))


def test_fonts_that_are_not_embedded_are_drawn_inside_the_jail():
    with JailedPageImages(drawn()) as images:
        dark = picture(images.render(2, 1.0)).convert("L").histogram()[:64]
    assert 300 < sum(dark) < 3000


def test_a_picture_too_large_comes_out_smaller():
    with JailedPageImages(drawn()) as images:
        image = images.render(1, 100.0)
    assert 35_000_000 < image.width * image.height <= 40_000_000
    assert len(image.pixels) == image.width * image.height * 4


def test_a_page_that_does_not_exist_is_told():
    with JailedPageImages(drawn()) as images, pytest.raises(PageNotShownError, match="no page 3"):
        images.render(3, 1.0)


def test_a_locked_document_is_told():
    locked = drawn(encrypt=StandardEncryption("user", "owner"))
    with (
        JailedPageImages(locked) as images,
        pytest.raises(PageNotShownError, match="locked with a password"),
    ):
        images.render(1, 1.0)


def test_the_process_is_replaced_when_it_was_killed():
    with JailedPageImages(drawn()) as images:
        before = images.render(1, 1.0)
        pid = images.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while is_running(pid):
            time.sleep(0.01)
        assert images.render(1, 1.0) == before
        assert images.pid != pid


def test_a_page_that_never_ends_is_given_up():
    with (
        JailedPageImages(drawn(), seconds=1, command=(*HOSTILE, "spin")) as images,
        pytest.raises(PageNotShownError, match="longer than 1 seconds"),
    ):
        images.render(1, 1.0)


def test_closing_does_not_wait_for_a_page():
    images = JailedPageImages(drawn(), seconds=60, command=(*HOSTILE, "spin"))
    failures: list[str] = []

    def render() -> None:
        with pytest.raises(PageNotShownError) as raised:
            images.render(1, 1.0)
        failures.append(raised.value.message)

    thread = threading.Thread(target=render)
    thread.start()
    while images.pid is None:
        time.sleep(0.01)
    images.close()
    thread.join(timeout=20)
    assert failures == ["The document was closed."]
