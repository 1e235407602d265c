"""What a compiled file asks of the system: other libraries, and the version of the C library."""

import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from installers.errors import BuildError
from installers.programs import run
from installers.reproducible import entries_of

_MAGIC = b"\x7fELF"
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")
_GLIBCXX = re.compile(r"GLIBCXX_(\d+)\.(\d+)\.(\d+)")


@dataclass(slots=True)
class Needs:
    """What one compiled file asks for.

    Attributes:
        name: The name that others load it by; empty for a program.
        libraries: The names of the libraries that have to be loaded with it.
        glibc: The newest version of the C library whose symbols it uses; (0, 0) for none.
        glibcxx: The same for the C++ library, by the version of its symbols.
        search: Where it looks for libraries first, as it says; `$ORIGIN` is its own folder.
    """

    name: str = ""
    libraries: list[str] = field(default_factory=list)
    glibc: tuple[int, int] = (0, 0)
    glibcxx: tuple[int, int, int] = (0, 0, 0)
    search: list[str] = field(default_factory=list)


def compiled_files(tree: Path) -> list[Path]:
    """Every program and library in `tree`; links to them are left out."""
    found = []
    for entry in entries_of(tree):
        if entry.is_file() and not entry.is_symlink():
            with entry.open("rb") as stream:
                if stream.read(4) == _MAGIC:
                    found.append(entry)
    return found


def needs_of(file: Path) -> Needs:
    """What `file` asks for, as readelf says."""
    asked = ["readelf", "--wide", "--dynamic", "--version-info", str(file)]
    said = run(asked, hint="The file may be damaged; fetch and build anew.")
    search = re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", said)
    references = said.partition("Version needs section")[2]
    versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(references)]
    of_cxx = [(int(a), int(b), int(c)) for a, b, c in _GLIBCXX.findall(references)]
    return Needs(
        name=said.partition("Library soname: [")[2].partition("]")[0],
        libraries=re.findall(r"\(NEEDED\).*\[(.*)\]", said),
        glibc=max(versions, default=(0, 0)),
        glibcxx=max(of_cxx, default=(0, 0, 0)),
        search=[folder for entry in search for folder in entry.split(":") if folder],
    )


def rebind(file: Path, library: str, version: str, older: str) -> None:
    """Let `file` take its symbols of `library` in the version `older` where it names `version`.

    The entry of the version table is overwritten in place; nothing moves.

    Raises:
        BuildError: The file has no such entry, or never names `older`.
    """
    content = bytearray(file.read_bytes())
    sections = _sections(content)
    strings = sections[".dynstr"]
    table = content[strings[0] : strings[0] + strings[1]]
    name = table.find(b"\0" + older.encode() + b"\0") + 1
    entries = [at for at in _version_entries(content, sections, library) if at[1] == version]
    if not name or not entries:
        raise BuildError(
            f"{file.name} does not ask {library} for {version}, or not for {older}.",
            hint="The pinned interpreter is another one: look what it needs with readelf -V.",
        )
    for offset, _ in entries:
        struct.pack_into("<I", content, offset, _hash(older))
        struct.pack_into("<I", content, offset + 8, name)
    file.write_bytes(content)


def _sections(content: bytearray) -> dict[str, tuple[int, int]]:
    """Offset and size of each section of a 64-bit file, by name."""
    (start,) = struct.unpack_from("<Q", content, 0x28)
    size, count, names = struct.unpack_from("<HHH", content, 0x3A)
    headers = [struct.unpack_from("<IIQQQQ", content, start + size * i) for i in range(count)]
    base = headers[names][4]
    found = {}
    for header in headers:
        begin = base + header[0]
        found[content[begin : content.index(b"\0", begin)].decode()] = (header[4], header[5])
    return found


def _version_entries(
    content: bytearray, sections: dict[str, tuple[int, int]], library: str
) -> list[tuple[int, str]]:
    """Where the versions asked of `library` stand, and which they are."""
    strings = sections[".dynstr"][0]

    def text(offset: int) -> str:
        begin = strings + offset
        return content[begin : content.index(b"\0", begin)].decode()

    found = []
    at = sections[".gnu.version_r"][0]
    while True:
        _, count, file, first, following = struct.unpack_from("<HHIII", content, at)
        entry = at + first
        for _ in range(count):
            *_, name, after = struct.unpack_from("<IHHII", content, entry)
            if text(file) == library:
                found.append((entry, text(name)))
            entry += after
        if not following:
            return found
        at += following


def _hash(name: str) -> int:
    """The hash that ELF keeps beside the name of a version."""
    value = 0
    for character in name.encode():
        value = (value << 4) + character
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value
