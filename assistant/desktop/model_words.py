"""How the window says what a model is, who signed it, and how far a copy has come."""

from typing import NamedTuple

from assistant.desktop.core import MemoryState, ModelState
from assistant.desktop.model_list import WRITING
from assistant.desktop.wording import THIN, duration

_MIB, _GIB = 2**20, 2**30
_KNOWN_BYTES = 2**60
"""No computer has as much memory: how the core says that it does not know."""
_SETTLED_S = 1.0
"""Before this a rate says nothing."""

_PURPOSES = {
    "embedding": "Finds passages, by likeness of meaning",
    "reading": "Reads passages, and judges whether they answer",
    "rereading": "Reads the best passages again, more closely",
    WRITING: "Writes answers, from the passages that were found",
}


class Signature(NamedTuple):
    """Who signed a model: words, an icon and its role in the palette, and what it means."""

    words: str
    icon: str
    role: str
    meaning: str = ""


def purpose(model: ModelState) -> str:
    """What a model does."""
    return _PURPOSES.get(model.role, model.role)


def signature(model: ModelState) -> Signature:
    """Who signed a model, so that no one can overlook when nobody has."""
    if model.key is not None:
        words = f"Signed by {model.key.name} · {short_fingerprint(model.key.fingerprint)}"
        return Signature(words, "signed", "good")
    if model.signer:
        return Signature(
            f"Signed {model.signer}", "unsigned", "bad", "Nobody known vouches for it."
        )
    if model.role != WRITING:
        return Signature("Part of this checkout", "pack", "muted")
    meaning = "Nobody vouches for it: only your own care says where it comes from."
    return Signature("Not signed", "unsigned", "bad", meaning)


def fingerprint(digest: str) -> str:
    """A fingerprint to be compared by eye, in groups of four, half of them on a line."""
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    half = len(groups) // 2
    return f"{' '.join(groups[:half])}\n{' '.join(groups[half:])}"


def short_fingerprint(digest: str) -> str:
    """Enough of a fingerprint to tell two keys apart."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4)) + " …"


def binary_size(size_bytes: int) -> str:
    """A size as memory is counted: '840 B', '12 KiB', '861 MiB', '2.1 GiB'."""
    if size_bytes < 1024:
        return f"{size_bytes}{THIN}B"
    if size_bytes < _MIB:
        return f"{size_bytes / 1024:.0f}{THIN}KiB"
    if size_bytes < _GIB:
        return f"{size_bytes / _MIB:.0f}{THIN}MiB"
    return f"{size_bytes / _GIB:.1f}{THIN}GiB"


def memory(need: MemoryState) -> str:
    """What a model takes, and whether there is room: 'about 2.9 GiB; 11.2 GiB is free: it fits'."""
    needed = f"about {binary_size(need.needed_bytes)}"
    if need.free_bytes >= _KNOWN_BYTES:
        return needed
    fits = "it fits" if need.fits else "it does not fit now"
    return f"{needed}; {binary_size(need.free_bytes)} is free: {fits}"


def transfer(done_bytes: int, total_bytes: int, elapsed_s: float) -> str:
    """How far a copy has come: '41 % · 861 of 2,101 MiB · 148 MiB/s · about 9 s left'."""
    share = 100 * done_bytes // max(total_bytes, 1)
    parts = [f"{share}{THIN}%", f"{done_bytes / _MIB:,.0f} of {total_bytes / _MIB:,.0f}{THIN}MiB"]
    if elapsed_s >= _SETTLED_S and done_bytes:
        rate = done_bytes / elapsed_s
        left_s = (total_bytes - done_bytes) / rate
        digits = 0 if rate >= 10 * _MIB else 1
        parts.append(f"{rate / _MIB:.{digits}f}{THIN}MiB/s")
        left = duration(left_s) if left_s >= 10 else f"{max(1, round(left_s))}{THIN}s"
        parts.append(f"about {left} left")
    return " · ".join(parts)
