"""How the window says numbers, places and reasons, in an engineer's words."""

import re

from assistant.domain.document import SkipReason
from assistant.domain.library import DocumentRecord, DocumentState, IndexProgress, IndexReport

THIN = "\u202f"
"""A narrow space that does not break, between a number and its unit."""

_DRAWN_RULE = re.compile(r"([^\w\s])\1{3,}")

REASONS = {
    SkipReason.ENCRYPTED: "encrypted",
    SkipReason.NO_TEXT: "no text",
    SkipReason.DAMAGED: "damaged",
    SkipReason.TOO_BIG: "too big",
    SkipReason.UNSUPPORTED: "format not supported",
    SkipReason.UNREADABLE: "cannot be read",
    SkipReason.TIMED_OUT: "took too long",
}


def count(number: int, noun: str) -> str:
    """'1 document', '1,204 documents'."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def duration(seconds: float) -> str:
    """A length of time, as exact as it is useful: '3.2 s', '48 s', '12 min', '2 h 5 min'."""
    if seconds < 10:
        return f"{seconds:.1f}{THIN}s"
    if seconds < 90:
        return f"{seconds:.0f}{THIN}s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes}{THIN}min"
    return f"{minutes // 60}{THIN}h {minutes % 60}{THIN}min"


def size(size_bytes: int) -> str:
    """A file size: '840 B', '12 kB', '3.4 MB'."""
    if size_bytes < 1000:
        return f"{size_bytes}{THIN}B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f}{THIN}kB"
    return f"{size_bytes / 1_000_000:.1f}{THIN}MB"


def place(file: str, page: int, section: str, *, has_pages: bool, limit: int | None = None) -> str:
    """Where a citation points: 'icd.pdf, p. 37 · 4.2 Loads'.

    A file's name of more than `limit` characters is shortened in the middle, so that on one
    line the page is always to be seen.
    """
    name = file_name(file)
    if limit and len(name) > limit:
        name = f"{name[: limit // 2].rstrip()}…{name[-(limit // 2) :].lstrip()}"
    where = f"{name}, p.{THIN}{page}" if has_pages else name
    return f"{where} · {section}" if section else where


def section(headings: tuple[str, ...]) -> str:
    """The headings that a passage stands under, outermost first."""
    return " › ".join(headings)


def innermost(joined: str) -> str:
    """The last heading of a citation's section, which are joined by ' › '."""
    return joined.rsplit(" › ", 1)[-1]


def preview(text: str, limit: int) -> str:
    """The beginning of a text on one line, without rules drawn of characters."""
    flat = " ".join(_DRAWN_RULE.sub(" ", text).split())
    return flat if len(flat) <= limit else flat[:limit].rstrip() + " …"


def file_name(file: str) -> str:
    """The last part of a path with '/'."""
    return file.rsplit("/", 1)[-1]


def folder(file: str) -> str:
    """What comes before the file's name; empty at the top."""
    return file.rpartition("/")[0]


def state(record: DocumentRecord) -> str:
    """A document's state in words: '112 pages', 'skipped: encrypted'."""
    if record.state is DocumentState.INDEXED:
        return count(record.page_count, "page") if record.format == "pdf" else "indexed"
    return f"skipped: {REASONS[record.reason]}" if record.reason else "skipped"


def progress(progress: IndexProgress) -> str:
    """How far and how fast, and below how long: '412 of 980 files · 35 pages/s', '2 min left'."""
    if not progress.files_total:
        return "Looking for files…"
    parts = [f"{progress.files_done:,} of {count(progress.files_total, 'file')}"]
    if progress.pages_per_s > 0:
        digits = 0 if progress.pages_per_s >= 10 else 1
        parts.append(f"{progress.pages_per_s:.{digits}f}{THIN}pages/s")
    line = " · ".join(parts)
    if progress.seconds_left is None:
        return line
    return f"{line}\nabout {duration(max(10.0, progress.seconds_left))} left"


def report(report: IndexReport) -> str:
    """What an indexing run did, in one line."""
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.moved, "moved"),
            (report.removed, "removed"),
            (len(report.skipped), "skipped"),
        )
        if number
    ]
    if not parts:
        return f"Up to date: {count(report.unchanged, 'file')} unchanged."
    return f"{', '.join(parts).capitalize()} in {duration(report.seconds)}."
