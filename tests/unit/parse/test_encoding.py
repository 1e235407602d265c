"""Bytes to characters."""

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse.encoding import decode

TEXT = "Größe 25 µm ± 0,5\nTorque 25 N·m at −40 °C, Ø 12"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_recognised_with_and_without_a_mark(encoding):
    assert decode(TEXT.encode(encoding)).text == TEXT


def test_old_western_files_are_read_as_windows_wrote_them():
    assert decode("Prüfkörper – 25 µm".encode("cp1252")).text == "Prüfkörper – 25 µm"


def test_what_the_file_declares_is_tried_first():
    assert decode("Нагрузка".encode("cp1251"), "windows-1251").text == "Нагрузка"


def test_an_encoding_nobody_knows_is_no_failure():
    assert decode(b"plain", "x-unheard-of").text == "plain"


def test_a_broken_byte_does_not_turn_utf_8_into_gibberish():
    content = ("Größe über Öse, Maß für Höhe. " * 3).encode() + b"\xff end"
    assert decode(content).text.startswith("Größe über Öse")


def test_line_ends_of_every_system_become_one():
    assert decode(b"a\r\nb\rc\nd").text == "a\nb\nc\nd"


def test_a_program_is_no_text():
    with pytest.raises(DocumentSkippedError) as caught:
        decode(bytes(range(256)) * 40)
    assert caught.value.reason is SkipReason.UNSUPPORTED


def test_a_long_file_is_cut_at_the_end_of_a_line():
    decoded = decode(b"123456789\n" * 10, limit=25)
    assert decoded.text == "123456789\n123456789"
    assert decoded.notes == ("Cut after 2,000,000 characters.",)


def test_cutting_never_splits_a_character():
    assert set(decode("µ".encode() * 1000, limit=7).text) == {"µ"}
