"""Which parser reads a file: by its suffix, unless its first bytes say otherwise.

Only looks at bytes, so it is safe outside the jail; the parsers are loaded by workers alone.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath
from typing import cast

from assistant.domain.document import Document, DocumentSkippedError, SkipReason

Parse = Callable[[bytes, str], Document]
"""Parses the bytes of a file with the name given; raises DocumentSkippedError."""

MODULES = {
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    "html": "html",
    "xml": "xml",
    "markdown": "markdown",
    "rst": "rst",
    "text": "plain_text",
    "csv": "csv_table",
    "deck": "deck",
}
"""The module in this package that reads each format."""

SUFFIXES = {
    "pdf": ".pdf",
    "docx": ".docx .docm .dotx",
    "xlsx": ".xlsx .xlsm .xltx",
    "pptx": ".pptx .pptm .ppsx",
    "html": ".html .htm .xhtml",
    "xml": ".xml .xsd .xmi .reqif .urdf .sdf .xtce .arxml .svd .kml",
    "markdown": ".md .markdown .mdown .mkd",
    "rst": ".rst .rest",
    "csv": ".csv .tsv .tab",
    "deck": ".bdf .dat .nas .inp .k .key .dyn .fem .pch",
    "text": (
        ".txt .text .log .adoc .asciidoc .tex .org .readme "
        ".ini .cfg .conf .toml .properties "
        ".json .yaml .yml .c .h .cc .cpp .cxx .hh .hpp .cs .py "
        ".m .f .for .f77 .f90 .f95 .f03 .f08 .java .js .ts .rs "
        ".go .ada .adb .ads .vhd .vhdl .v .sv .sh .bat .ps1 .lua "
        ".sql .cmake .mk .r .jl .tcl .st .fpp .sysml .dbc .proto"
    ),
}
"""The suffixes of each format, lower case; each parser's module names the same."""

_FORMAT_OF_SUFFIX = {
    suffix: name for name, suffixes in SUFFIXES.items() for suffix in suffixes.split()
}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_OFFICE_PARTS = {"docx": b"word/", "xlsx": b"xl/", "pptx": b"ppt/"}


def parser_of(name: str) -> Parse:
    """Load the parser of the format called `name`; imports its libraries."""
    module = import_module(f"assistant.parse.{MODULES[name]}")
    return cast(Parse, module.parse)


def format_of(content: bytes, name: str) -> str:
    """Name the format of a file, a key of `MODULES`.

    Raises:
        DocumentSkippedError: It is empty, or of a kind that is not read, and why.
    """
    if not content:
        raise DocumentSkippedError(SkipReason.NO_TEXT, "The file is empty.")
    suffix = PurePosixPath(name).suffix.lower()
    expected = _FORMAT_OF_SUFFIX.get(suffix)
    if expected == "pdf" and b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(_ZIP):
        return _office_format(content, expected)
    if content.startswith(_OLE):
        raise _older_office(content)
    if expected in _OFFICE_PARTS and content.startswith(b"{\\rtf"):
        raise DocumentSkippedError(
            SkipReason.UNSUPPORTED,
            "The file is in Rich Text Format, whatever its name says.",
            hint="Save it as a Word document (.docx) and index that.",
        )
    if content[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return "pdf"
    if expected is None:
        kind = f"of the kind '{suffix}'" if suffix else "without a suffix"
        raise DocumentSkippedError(SkipReason.UNSUPPORTED, f"Files {kind} are not read.")
    return expected


def _office_format(content: bytes, expected: str | None) -> str:
    """The Office format of a zip file; names in a zip file stand there uncompressed."""
    if expected in _OFFICE_PARTS and _OFFICE_PARTS[expected] in content:
        return expected
    for name, part in _OFFICE_PARTS.items():
        if b"[Content_Types].xml" in content and part in content:
            return name
    if expected in _OFFICE_PARTS:
        raise DocumentSkippedError(
            SkipReason.DAMAGED, "The file is a zip archive without an Office document in it."
        )
    raise DocumentSkippedError(
        SkipReason.UNSUPPORTED,
        "Zip archives are not read.",
        hint="Unpack it and index the folder.",
    )


def _older_office(content: bytes) -> DocumentSkippedError:
    if _ENCRYPTED_OFFICE in content:
        return DocumentSkippedError(
            SkipReason.ENCRYPTED,
            "The Office document is locked with a password.",
            hint="Save a copy without the password and index that.",
        )
    return DocumentSkippedError(
        SkipReason.UNSUPPORTED,
        "Office formats from before 2007 are not read.",
        hint="Save it as .docx, .xlsx or .pptx and index that.",
    )
