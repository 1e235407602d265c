"""A library: folders of documents, indexed together and asked together."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.domain.document import SkipReason


class DocumentState(StrEnum):
    """What the catalogue says of a file."""

    INDEXED = "indexed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One file as the catalogue knows it.

    Attributes:
        id: Key in the catalogue.
        root: The folder that was indexed.
        file: Path relative to `root`, with '/'.
        state: Indexed or skipped.
        reason: Why it was skipped; None when it is indexed.
        detail: One sentence for the user on why, or what was left out; may be empty.
        title: The document's own title; empty when it has none.
        format: 'pdf', 'docx', …
        page_count: Pages, 1 for formats without pages, 0 when skipped.
        chunk_count: Chunks in the index.
        size_bytes: Of the file when it was read.
        sha256: Of the content when it was read, in hex; empty when it could not be read.
    """

    id: int
    root: Path
    file: str
    state: DocumentState
    reason: SkipReason | None
    detail: str
    title: str
    format: str
    page_count: int
    chunk_count: int
    size_bytes: int
    sha256: str

    @property
    def path(self) -> Path:
        """Where the file stands on this workstation."""
        return self.root / self.file


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that a run could not index, and why."""

    file: str
    reason: SkipReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IndexProgress:
    """How far an indexing run has come.

    Attributes:
        files_done: Files finished, indexed or skipped.
        files_total: Files that have to be read in this run; 0 while still looking.
        pages_done: Pages indexed so far.
        pages_per_s: Pages indexed per second so far.
        seconds_left: Estimate from the bytes still to read; None while it would be a guess.
        current_file: The file last taken up; empty at the start and end.
    """

    files_done: int
    files_total: int
    pages_done: int
    pages_per_s: float
    seconds_left: float | None
    current_file: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did. Counts are of files; pages and chunks of this run."""

    library: str
    added: int
    changed: int
    unchanged: int
    removed: int
    moved: int
    pages: int
    chunks: int
    seconds: float
    skipped: tuple[SkippedFile, ...]


class VectorState(StrEnum):
    """Which vector search answers, and why."""

    READY = "ready"
    """Chroma agrees with the catalogue."""
    EXACT = "exact"
    """Chroma is absent, stale or rebuilding; exact search over the catalogue answers."""


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """A library at a glance.

    Attributes:
        writer: Who is writing to it ('process 4711 since 14:02'); empty when nobody is.
    """

    name: str
    roots: tuple[Path, ...]
    documents: int
    skipped: int
    pages: int
    chunks: int
    size_bytes: int
    vectors: VectorState
    writer: str
