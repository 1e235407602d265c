"""What a file is taken for: its suffix, unless its first bytes say otherwise."""

from importlib import import_module
from io import BytesIO
from zipfile import ZipFile

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse.formats import MODULES, SUFFIXES, format_of, parser_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("icd.pdf", b"%PDF-1.7", "pdf"),
        ("ICD.PDF", b"junk before\n%PDF-1.7", "pdf"),
        ("icd.pdf", b"no PDF at all", "pdf"),
        ("icd.docx", DOCX, "docx"),
        ("mass.xlsx", XLSX, "xlsx"),
        ("wing.bdf", b"SOL 101", "deck"),
        ("table.CSV", b"a,b", "csv"),
        ("notes.txt", b"%PDF- is how a PDF begins", "pdf"),
        ("notes.txt", b"A PDF begins with %PDF-", "text"),
        ("mass.docx", XLSX, "xlsx"),
        ("icd.pdf", DOCX, "docx"),
        ("download", b"%PDF-1.4", "pdf"),
        ("download", DOCX, "docx"),
    ],
)
def test_the_format_is_told_by_suffix_and_first_bytes(name, content, expected):
    assert format_of(content, name) == expected


@pytest.mark.parametrize(
    ("name", "content", "reason", "words"),
    [
        ("icd.pdf", b"", SkipReason.NO_TEXT, "empty"),
        ("engine.exe", b"MZ", SkipReason.UNSUPPORTED, "'.exe'"),
        ("core", b"\x7fELF", SkipReason.UNSUPPORTED, "without a suffix"),
        ("all.zip", zipped("a.txt"), SkipReason.UNSUPPORTED, "Zip"),
        ("icd.docx", zipped("a.txt"), SkipReason.DAMAGED, "without an Office document"),
        ("icd.doc", OLE + b"\0" * 99, SkipReason.UNSUPPORTED, "before 2007"),
        ("icd.docx", b"{\\rtf1 Strut}", SkipReason.UNSUPPORTED, "Rich Text"),
        (
            "icd.docx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            SkipReason.ENCRYPTED,
            "locked with a password",
        ),
    ],
)
def test_a_file_that_is_not_read_has_a_reason(name, content, reason, words):
    with pytest.raises(DocumentSkippedError, match=words) as raised:
        format_of(content, name)
    assert raised.value.reason is reason


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_parser_names_the_suffixes_that_lead_to_it_and_reads_its_sample(name):
    module = import_module(f"assistant.parse.{MODULES[name]}")
    assert set(SUFFIXES[name].split()) == set(module.SUFFIXES)
    for suffix in module.SUFFIXES:
        assert format_of(module.sample(), f"sample{suffix}") == name
    document = parser_of(name)(module.sample(), f"sample{module.SUFFIXES[0]}")
    assert any(page.text for page in document.pages)
