"""One file → what becomes of it: indexed, skipped, touched, moved or kept."""

import hashlib
import logging
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.errors import AssistantError
from assistant.index.chunk import CountTokens, chunk_document
from assistant.index.files import FileStat, FileState, FoundFile, KnownFile, stat_of, suffix_of
from assistant.index.prepared import (
    PreparedDocument,
    SkippedDocument,
    prepare_document,
    storable,
    storable_document,
)
from assistant.ports import DocumentParser

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TouchedDocument:
    """A file with another stat and the same content."""

    known: KnownFile
    state: FileState


@dataclass(frozen=True, slots=True)
class MovedDocument:
    """A file that stood elsewhere before."""

    known: KnownFile
    state: FileState


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """An indexed file that could not be read just now; the catalogue keeps what it has."""

    known: KnownFile
    reason: SkipReason
    detail: str


Outcome = PreparedDocument | SkippedDocument | TouchedDocument | MovedDocument | KeptDocument


class FileReader:
    """Reads, parses and chunks files; usable from any number of threads."""

    def __init__(
        self,
        parser: DocumentParser,
        count_tokens: CountTokens,
        max_file_bytes: int,
        gone: Iterable[KnownFile],
    ) -> None:
        self._parser = parser
        self._count_tokens = count_tokens
        self._max_file_bytes = max_file_bytes
        self._gone = {
            (known.state.sha256, suffix_of(known.state.file)): known
            for known in gone
            if known.is_current
        }
        self._lock = threading.Lock()

    def outcome(self, file: FoundFile, known: KnownFile | None) -> Outcome:
        """Read `file`, of which the catalogue knows `known`.

        Raises:
            AssistantError: No file can be read at all; trouble with this one is an outcome.
        """
        try:
            content, stat = self._content(file)
        except OSError as error:
            return _unreadable(file, known, error)
        state = FileState(file.root_id, file.file, stat, hashlib.sha256(content).hexdigest())
        if known is not None and known.is_current and known.state.sha256 == state.sha256:
            return TouchedDocument(known, state)
        if known is None and (moved := self._claim_gone(state)) is not None:
            return MovedDocument(moved, state)
        if len(content) > self._max_file_bytes:
            return SkippedDocument(state, SkipReason.TOO_BIG, "It grew while it was being read.")
        try:
            return self._prepared(content, file, state)
        except DocumentSkippedError as error:
            return SkippedDocument(state, error.reason, storable(str(error)))
        except AssistantError:
            raise
        except Exception as error:  # the trouble of one file never stops a run, whatever it is
            log.exception("Reading %s failed", file.file)
            detail = storable(f"Reading it failed: {type(error).__name__}: {error}.")
            return SkippedDocument(state, SkipReason.DAMAGED, detail)

    def _content(self, file: FoundFile) -> tuple[bytes, FileStat]:
        """The bytes, and the stat from before they were read: a later change shows next time."""
        with file.path.open("rb") as opened:
            stat = stat_of(os.fstat(opened.fileno()))
            return opened.read(self._max_file_bytes + 1), stat

    def _prepared(self, content: bytes, file: FoundFile, state: FileState) -> Outcome:
        document = storable_document(self._parser.parse(content, file.path.name))
        chunks = chunk_document(document, self._count_tokens)
        if not chunks:
            return SkippedDocument(state, SkipReason.NO_TEXT, "It has no text.")
        return prepare_document(state, document, chunks)

    def _claim_gone(self, state: FileState) -> KnownFile | None:
        """The file that stood elsewhere with this content and is gone; each is claimed once."""
        with self._lock:
            return self._gone.pop((state.sha256, suffix_of(state.file)), None)


def _unreadable(file: FoundFile, known: KnownFile | None, error: OSError) -> Outcome:
    detail = f"It cannot be read: {error.strerror or error}."
    if known is not None and known.reason is None:
        return KeptDocument(known, SkipReason.UNREADABLE, detail)
    state = FileState(file.root_id, file.file, file.stat, "")
    return SkippedDocument(state, SkipReason.UNREADABLE, detail)
