"""Whether an MSI holds anything beside its streams, which is all that a signature covers.

An MSI is a Compound File: a small file system in one file, specified in [MS-CFB]. What lies behind
the end of a stream, in free sectors and in unused fields is read by nobody, and signed by nobody.
Here all of it must have the one value that osslsigncode gives it, so that no bit of an MSI can be
turned unnoticed.
"""

import struct
from collections.abc import Sequence
from typing import NamedTuple

_HEADER_BYTES, _MINI_SECTOR, _ENTRY, _NAME = 512, 64, 128, 64
"""Sizes in bytes."""
_MINI_BELOW = 4096
"""Streams smaller than this, in bytes, share sectors."""
_FREE, _END, _OF_FAT, _OF_DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_UNUSED, _STREAM, _ROOT, _BLACK = 0, 2, 5, 1
# The signature, no class, the minor version, the major one, the byte order, the sizes of sectors
# and of shared ones as powers of two, zeros.
_STARTS = {
    size: bytes.fromhex(f"d0cf11e0a1b11ae1{'00' * 16}3e00{major}00feff{power}000600{'00' * 6}")
    for size, major, power in ((512, "03", "09"), (4096, "04", "0c"))
}
"""How a file begins, by the size of its sectors in bytes; large files have the larger ones."""
_MSI_CLASS = bytes.fromhex("84100c0000000000c000000000000046")
_HEADER, _FIELDS = struct.Struct("<9I109I"), struct.Struct("<HBB3I16sI8s8sIQ")


class StrayBytesError(Exception):
    """Something stands in the file that is part of no stream; the message says what, in words."""


class _Stream(NamedTuple):
    """Where something starts, and how long it is; None where only its chain says that."""

    start: int
    size_bytes: int | None


class _Sectors:
    """Sectors of one size, and the table that says which follows which."""

    def __init__(self, content: memoryview, size_bytes: int, table: Sequence[int]) -> None:
        self._content, self._size_bytes, self._table = content, size_bytes, table
        self._is_claimed = bytearray(len(content) // size_bytes)

    def sector(self, number: int) -> memoryview:
        """The content of one sector."""
        return self._content[number * self._size_bytes : (number + 1) * self._size_bytes]

    def claim(self, number: int) -> None:
        """Note that a sector belongs to something, which it may do only once."""
        if number >= len(self._is_claimed) or self._is_claimed[number]:
            raise StrayBytesError("a sector belongs to two things or lies outside of the file")
        self._is_claimed[number] = True

    def chain(self, stream: _Stream) -> bytes:
        """Claim the sectors of a stream, and return its content, whole sectors long."""
        number, parts = stream.start, []
        while number != _END:
            self.claim(number)
            parts.append(self.sector(number))
            number = self._table[number]
        whole = b"".join(parts)
        if stream.size_bytes is None:
            return whole
        if len(whole) != -(-stream.size_bytes // self._size_bytes) * self._size_bytes:
            raise StrayBytesError("a stream has another length than the directory says")
        if any(whole[stream.size_bytes :]):
            raise StrayBytesError("something stands behind the end of a stream")
        return whole

    def check_rest(self, behind: int = _FREE) -> None:
        """Raise where a sector that belongs to nothing is not empty, or not marked as free.

        `behind` is what the table has behind its last sector, before all the rest that is free.
        """
        for number, is_claimed in enumerate(self._is_claimed):
            if not is_claimed and (self._table[number] != _FREE or any(self.sector(number))):
                raise StrayBytesError("something stands in a sector that belongs to nothing")
        rest = self._table[len(self._is_claimed) :]
        if rest and (rest[0] != behind or any(entry != _FREE for entry in rest[1:])):
            raise StrayBytesError("the table of sectors goes on behind the last one")


def check_compound_file(content: bytes) -> None:
    """Look at every byte of an MSI that is in none of its streams.

    Raises:
        StrayBytesError: One has another value than it must have, or this is no MSI as osslsigncode
            writes it.
    """
    size_bytes = next((size for size, start in _STARTS.items() if content.startswith(start)), 0)
    if not size_bytes or len(content) < 2 * size_bytes or len(content) % size_bytes:
        raise StrayBytesError("it is no MSI as osslsigncode writes it")
    head = _HEADER.unpack_from(content, len(_STARTS[size_bytes]))
    directory_sectors, fat_sectors, directory, zero, limit = head[:5]
    mini_fat, mini_fat_sectors, difat, difat_sectors = head[5:9]
    if zero or limit != _MINI_BELOW or any(content[_HEADER_BYTES:size_bytes]):
        raise StrayBytesError("an unused field of its header is set")
    body = memoryview(content)[size_bytes:]
    named, links = list(head[9:]), []
    for _ in range(difat_sectors):
        links.append(difat)
        *more, difat = _numbers(body, difat, size_bytes)
        named += more
    if difat != _END or any(number != _FREE for number in named[fat_sectors:]):
        raise StrayBytesError("its header names more tables than there are")
    named = named[:fat_sectors]
    table = [entry for number in named for entry in _numbers(body, number, size_bytes)]
    sectors = _Sectors(body, size_bytes, table)
    for number, mark in [*((n, _OF_FAT) for n in named), *((n, _OF_DIFAT) for n in links)]:
        sectors.claim(number)
        if table[number] != mark:
            raise StrayBytesError("a table is not marked as one")
    whole = sectors.chain(_Stream(directory, None))
    if directory_sectors != (0 if size_bytes == _HEADER_BYTES else len(whole) // size_bytes):
        raise StrayBytesError("its header names another directory than there is")
    root, streams = _read_directory(whole)
    mini_table = sectors.chain(_Stream(mini_fat, mini_fat_sectors * size_bytes))
    shared = memoryview(sectors.chain(root))[: root.size_bytes]
    mini = _Sectors(shared, _MINI_SECTOR, struct.unpack(f"<{len(mini_table) // 4}I", mini_table))
    for stream in streams:
        if stream.size_bytes:
            (sectors if stream.size_bytes >= _MINI_BELOW else mini).chain(stream)
    sectors.check_rest()
    mini.check_rest(behind=_END)


def _numbers(body: memoryview, sector: int, size_bytes: int) -> tuple[int, ...]:
    part = body[sector * size_bytes : (sector + 1) * size_bytes]
    if len(part) != size_bytes:
        raise StrayBytesError("a table lies outside of the file")
    return struct.unpack(f"<{size_bytes // 4}I", part)


def _read_directory(directory: bytes) -> tuple[_Stream, list[_Stream]]:
    """The shared sectors, and the streams; each entry has to point to the next."""
    found: list[_Stream] = []
    entries = [directory[place : place + _ENTRY] for place in range(0, len(directory), _ENTRY)]
    kinds = [entry[_NAME + 2] for entry in entries]
    count = kinds.index(_UNUSED) if _UNUSED in kinds else len(kinds)
    for number, entry in enumerate(entries):
        (
            name_bytes,
            kind,
            colour,
            left,
            right,
            child,
            class_id,
            state,
            made,
            changed,
            begin,
            size,
        ) = _FIELDS.unpack_from(entry, _NAME)
        is_root, is_used = number == 0, number < count
        wanted = (
            _ROOT if is_root else _STREAM if is_used else _UNUSED,
            _BLACK if is_used else _UNUSED,
            _FREE,
            number + 1 if 0 < number < count - 1 else _FREE,
            1 if is_root and count > 1 else _FREE,
            _MSI_CLASS if is_root else bytes(16),
            (0, bytes(8), bytes(8)),
        )
        seen = (kind, colour, left, right, child, class_id, (state, made, changed))
        if seen != wanted or any(entry[max(min(name_bytes, _NAME) - 2, 0) : _NAME]):
            raise StrayBytesError("an entry of its directory is not as osslsigncode writes it")
        if is_used:
            found.append(_Stream(begin, size))
        elif name_bytes or begin or size:
            raise StrayBytesError("an unused entry of its directory is set")
    return found[0], found[1:]
