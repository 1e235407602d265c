"""Office files that are broken, locked, or made to do harm."""

import contextlib
import io
import zipfile

import docx
import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse import docx as docx_parser
from assistant.parse import pptx as pptx_parser
from assistant.parse import xlsx as xlsx_parser
from tests.unit.parse.office_files import saved, with_part

PARSERS = pytest.mark.parametrize("parser", [docx_parser, xlsx_parser, pptx_parser])
MAIN_PARTS = {
    docx_parser: "word/document.xml",
    xlsx_parser: "xl/worksheets/sheet1.xml",
    pptx_parser: "ppt/slides/slide1.xml",
}


def reason_of(parser, content):
    with pytest.raises(DocumentSkippedError) as caught:
        parser.parse(content, f"a{parser.SUFFIXES[0]}")
    assert caught.value.hint or caught.value.reason is SkipReason.NO_TEXT
    return caught.value.reason


def zip_with(parser, part, content):
    """The parser's sample with a part of other content."""
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(parser.sample()))
    with source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return buffer.getvalue()


@PARSERS
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"no zip at all", b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_zip_file_is_damaged(parser, content):
    assert reason_of(parser, content) is SkipReason.DAMAGED


@PARSERS
def test_a_file_cut_anywhere_is_damaged(parser):
    content = parser.sample()
    for length in range(1, len(content), 97):
        assert reason_of(parser, content[:length]) is SkipReason.DAMAGED


@PARSERS
def test_a_flipped_byte_never_ends_in_anything_but_a_reason(parser):
    content = bytearray(parser.sample())
    for position in range(0, len(content), 7):
        content[position] ^= 0x5A
        with contextlib.suppress(DocumentSkippedError):
            assert parser.parse(bytes(content), "a").pages
        content[position] ^= 0x5A


@PARSERS
def test_a_file_locked_with_a_password_is_encrypted(parser):
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    )
    assert reason_of(parser, content) is SkipReason.ENCRYPTED


@PARSERS
def test_an_old_office_file_is_not_read(parser):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert reason_of(parser, content) is SkipReason.UNSUPPORTED


@PARSERS
def test_a_file_that_expands_to_300_megabytes_is_too_big(parser):
    assert reason_of(parser, zip_with(parser, MAIN_PARTS[parser], bytes(300 * 2**20))) is (
        SkipReason.TOO_BIG
    )


@PARSERS
def test_a_million_parts_are_too_many(parser):
    buffer = io.BytesIO(parser.sample())
    with zipfile.ZipFile(buffer, "a") as package:
        for i in range(21_000):
            package.writestr(f"x{i}", b"")
    assert reason_of(parser, buffer.getvalue()) is SkipReason.TOO_BIG


def test_entities_in_a_word_document_are_damage():
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    content = with_part(
        saved(docx.Document()),
        "word/document.xml",
        "<w:document",
        f'<!DOCTYPE l [<!ENTITY a0 "lol">{laughs}]><w:document',
    )
    assert reason_of(docx_parser, content) is SkipReason.DAMAGED


@PARSERS
def test_entities_that_name_other_files_bring_nothing_in(parser, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("classified")
    part = MAIN_PARTS[parser]
    source = zipfile.ZipFile(io.BytesIO(parser.sample())).read(part).decode()
    hostile = f"<!DOCTYPE l [<!ENTITY f SYSTEM '{secret.as_uri()}'>]>{source}".replace(
        "Strut", "&f;"
    )
    try:
        text = parser.parse(zip_with(parser, part, hostile), "a").pages[0].text
    except DocumentSkippedError as error:
        text = error.message
    assert "classified" not in text


def test_a_zip_file_of_something_else_is_damaged():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("readme.txt", "hello")
    assert reason_of(docx_parser, buffer.getvalue()) is SkipReason.DAMAGED


def test_a_workbook_called_a_document_is_damaged():
    assert reason_of(docx_parser, xlsx_parser.sample()) is SkipReason.DAMAGED
