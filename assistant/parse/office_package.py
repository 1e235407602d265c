"""Opens the zip file that an Office document is, within bounds, and the XML in it."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import IO, Any

from lxml import etree

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.parse.safe_xml import child, children, parse_xml

MAX_PARTS = 20_000
MAX_TOTAL_BYTES = 512 * 2**20
MAX_XML_BYTES = 128 * 2**20
MAX_RATIO = 250
_RATIO_FREE_BYTES = 32 * 2**20
UNPACKING_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError),
    *(struct.error, RuntimeError),
)
"""What a broken zip file makes `zipfile` raise."""

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00D\x00O\x00C|\x00<\x00!\x00D\x00O", re.I)
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class OfficePackage:
    """The parts of a DOCX, XLSX or PPTX file, read on demand and never written out."""

    def __init__(self, content: bytes) -> None:
        """Look at the table of contents of the zip file.

        Raises:
            DocumentSkippedError: It is locked, damaged, or expands beyond bounds.
        """
        if content.startswith(_OLE):
            raise _old_or_locked(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except UNPACKING_ERRORS as error:
            raise damaged("it is no complete zip file") from error
        # zipfile never expands an entry beyond the size that is declared here.
        total = sum(entry.file_size for entry in entries)
        is_bomb = total > _RATIO_FREE_BYTES and total > MAX_RATIO * len(content)
        if total > MAX_TOTAL_BYTES or is_bomb or len(entries) > MAX_PARTS:
            raise DocumentSkippedError(
                SkipReason.TOO_BIG,
                f"The file expands to {total / 2**20:,.0f} MiB in {len(entries):,} parts.",
                hint="Split it, or save it again without what it embeds.",
            )
        self._entries = {entry.filename.lstrip("/").casefold(): entry for entry in entries}

    def has(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return part.casefold() in self._entries

    def read(self, part: str) -> bytes:
        """The bytes of a part; empty where it does not exist.

        Raises:
            DocumentSkippedError: It is damaged, locked or too large.
        """
        entry = self._entry(part)
        if entry is None:
            return b""
        if entry.file_size > MAX_XML_BYTES:
            raise DocumentSkippedError(
                SkipReason.TOO_BIG,
                f"A part of the file expands to {entry.file_size / 2**20:,.0f} MiB.",
                hint="Split it into smaller documents.",
            )
        try:
            return self._zip.read(entry)
        except UNPACKING_ERRORS as error:
            raise damaged(f"its part '{part}' cannot be unpacked") from error

    def stream(self, part: str) -> IO[bytes]:
        """A part to be read piece by piece, however large; empty where it does not exist.

        Reading from it raises any of `UNPACKING_ERRORS` where it is broken.
        """
        entry = self._entry(part)
        if entry is None:
            return io.BytesIO()
        try:
            return self._zip.open(entry)
        except UNPACKING_ERRORS as error:
            raise damaged(f"its part '{part}' cannot be unpacked") from error

    def _entry(self, part: str) -> zipfile.ZipInfo | None:
        entry = self._entries.get(part.casefold())
        if entry is not None and entry.flag_bits & 1:
            raise _locked()
        if entry is not None and entry.compress_type not in _COMPRESSIONS:
            raise damaged("it is packed in a way that no Office program uses")
        return entry

    def xml(self, part: str) -> Any:
        """The root element of a part; None where it does not exist.

        Raises:
            DocumentSkippedError: It is no XML, or declares entities, which Office never does.
        """
        content = self.read(part)
        if not content:
            return None
        if _DOCTYPE.search(content):
            raise damaged(f"its part '{part}' declares entities, as no Office program does")
        try:
            return parse_xml(content)
        except etree.XMLSyntaxError as error:
            raise damaged(f"its part '{part}' is no XML ({error})") from error

    def related(self, part: str, kind: str = "") -> dict[str, str]:
        """The parts that `part` refers to, by relationship id.

        Args:
            part: Path in the package; empty for the package itself.
            kind: Last word of the relationship's type, such as 'footnotes'; empty for all.
        """
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for link in [] if root is None else children(root, "Relationship"):
            target = link.get("Target", "")
            of_kind = not kind or link.get("Type", "").rpartition("/")[2] == kind
            if of_kind and target and link.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                found[link.get("Id", "")] = posixpath.normpath(path)
        return found

    def first_related(self, part: str, kind: str) -> str:
        """The first part of this kind that `part` refers to; empty without one."""
        return next(iter(self.related(part, kind).values()), "")

    def main_part(self) -> str:
        """The part that the package is about: the document, workbook or presentation.

        Raises:
            DocumentSkippedError: There is none.
        """
        part = self.first_related("", "officeDocument")
        if not part or not self.has(part):
            raise damaged("it holds no Office document")
        return part

    def title(self) -> str:
        """The title in the document's properties; empty without one."""
        root = self.xml(self.first_related("", "core-properties") or "docProps/core.xml")
        found = child(root, "title") if root is not None else None
        return "" if found is None else (found.text or "")


def damaged(why: str) -> DocumentSkippedError:
    """The failure to raise for an Office file that makes no sense; `why` ends its sentence."""
    return DocumentSkippedError(
        SkipReason.DAMAGED,
        f"The file cannot be read: {why}.",
        hint="Open it in an Office program and save it again.",
    )


def _old_or_locked(content: bytes) -> DocumentSkippedError:
    if _LOCKED in content:
        return _locked()
    return DocumentSkippedError(
        SkipReason.UNSUPPORTED,
        "Office formats from before 2007 are not read.",
        hint="Save it as .docx, .xlsx or .pptx and index that.",
    )


def _locked() -> DocumentSkippedError:
    return DocumentSkippedError(
        SkipReason.ENCRYPTED,
        "The file is locked with a password.",
        hint="Save a copy without the password and index that.",
    )


def zip_of(parts: dict[str, str]) -> bytes:
    """A zip file of these parts, for the samples that warm a parser up."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()
