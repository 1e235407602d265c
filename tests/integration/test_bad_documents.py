"""Malformed and odd PDFs: every one of them ends as a document or as a reason."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse.pool import ParserPool

SHARED = Path(os.environ.get("HANGAR_SHARED", Path(__file__).parents[2].parent / "shared"))
FILES = SHARED / "bad_documents" / "files"
SAMPLE_SIZE = 60


def nested_forms(levels: int) -> bytes:
    """A PDF of a few kilobytes whose page shows ten forms, each of which shows ten forms …"""
    font, shows = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "/X Do " * 10
    resources = "/Resources<</Font<</F 5 0 R>>/XObject<</X {} 0 R>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R{resources.format(6)}>>",
        f"<</Length {len(shows)}>>stream\n{shows}\nendstream",
        font,
    ]
    for level in range(levels):
        content = shows if level < levels - 1 else "BT /F 9 Tf 10 10 Td (Strut) Tj ET"
        objects.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]{resources.format(7 + level)}"
            f"/Length {len(content)}>>stream\n{content}\nendstream"
        )
    bodies = "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(objects, 1))
    return f"%PDF-1.4\n{bodies}trailer\n<</Root 1 0 R>>\n".encode()


def ending(pool: ParserPool, file: Path) -> tuple[str, bool]:
    """How a file ended, and whether there is something to show for it."""
    try:
        document = pool.parse(file.read_bytes(), file.name)
    except DocumentSkippedError as error:
        return error.reason.value, error.message.endswith(".")
    return "indexed", any(page.text for page in document.pages)


@pytest.mark.skipif(not FILES.is_dir(), reason="the malformed documents are not on this computer")
def test_each_of_a_sample_of_malformed_pdfs_is_read_or_has_its_reason():
    files = sorted(FILES.iterdir())
    sample = files[:: max(len(files) // SAMPLE_SIZE, 1)]
    with ParserPool(2, 1024, 60) as pool, ThreadPoolExecutor(2) as threads:
        results = list(threads.map(lambda file: ending(pool, file), sample))
    assert len(results) >= SAMPLE_SIZE
    assert all(is_shown for _, is_shown in results)
    endings = [name for name, _ in results]
    assert endings.count("indexed") > len(endings) // 4
    assert set(endings) > {"indexed", "no_text"}


def test_a_small_pdf_that_unfolds_without_end_is_given_up_and_the_next_is_read():
    with ParserPool(1, 256, 30) as pool:
        with pytest.raises(DocumentSkippedError) as raised:
            pool.parse(nested_forms(levels=12), "bomb.pdf")
        assert raised.value.reason in (SkipReason.TOO_BIG, SkipReason.TIMED_OUT)
        assert pool.parse(nested_forms(levels=1), "one.pdf").pages[0].text == "Strut"
