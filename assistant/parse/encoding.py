"""Bytes of a text file → characters, whatever wrote them."""

import codecs
import re
from dataclasses import dataclass

# A codec is a module that Python imports when it is first used; a jailed parser cannot open
# files, so everything a document may name is imported here.
from encodings import (  # noqa: F401
    big5,
    cp437,
    cp850,
    cp932,
    cp949,
    cp1250,
    cp1251,
    cp1252,
    cp1253,
    cp1254,
    cp1257,
    euc_jp,
    euc_kr,
    gb2312,
    gb18030,
    gbk,
    iso8859_1,
    iso8859_2,
    iso8859_5,
    iso8859_9,
    iso8859_15,
    koi8_r,
    latin_1,
    mac_roman,
    shift_jis,
    utf_8_sig,
    utf_16,
    utf_16_be,
    utf_16_le,
    utf_32,
)

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse.page_writer import CUT_NOTE, MAX_CHARACTERS

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text file as characters.

    Attributes:
        text: With '\\n' as the only line break and without control characters.
        notes: 'Cut after …' where the file is longer than what is kept.
    """

    text: str
    notes: tuple[str, ...] = ()


def decode(content: bytes, declared: str = "", limit: int = MAX_CHARACTERS) -> DecodedText:
    """Decode a text file; `declared` is the encoding that it names itself, tried first.

    Raises:
        DocumentSkippedError: The bytes are no text.
    """
    # Four bytes a character is the most that any of these encodings takes.
    text = _characters(content[: 4 * limit + 4], declared, is_whole=len(content) <= 4 * limit + 4)
    found = len(_CONTROL.findall(text[:_SAMPLE_BYTES]))
    if found > _BINARY_SHARE * min(len(text), _SAMPLE_BYTES):
        raise DocumentSkippedError(
            SkipReason.UNSUPPORTED, "The file is not text, whatever its name says."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = _CONTROL.sub(" ", text).replace("\ufeff", "")
    if len(text) <= limit:
        return DecodedText(text)
    end = text.rfind("\n", 0, limit)
    return DecodedText(text[: end if end > 0 else limit], (CUT_NOTE,))


def _characters(content: bytes, declared: str, *, is_whole: bool) -> str:
    for bom, name in _BOMS:
        if content.startswith(bom):
            return _decoded(content, name, "replace", is_whole)
    if wide := _wide_without_bom(content[:_SAMPLE_BYTES]):
        return _decoded(content, wide, "replace", is_whole)
    for name in (declared, "utf-8"):
        try:
            if name:
                return _decoded(content, name, "strict", is_whole)
        except (UnicodeError, LookupError):
            continue
    loose = _decoded(content, "utf-8", "replace", is_whole)
    # A UTF-8 file with a few broken bytes, against one that never was UTF-8.
    broken = loose.count("\ufffd")
    if broken * 5 < sum(character > "\x7f" for character in loose):
        return loose
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _decoded(content: bytes, name: str, errors: str, is_whole: bool) -> str:
    # An incremental decoder forgives the half character at the end of a file that was cut.
    return codecs.getincrementaldecoder(name)(errors).decode(content, final=is_whole)


def _wide_without_bom(sample: bytes) -> str:
    """The name of the UTF-16 that mostly Latin text without a byte order mark is in."""
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""
