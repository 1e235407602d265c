"""Counts what a run does, for its progress and its report."""

import threading
import time
from collections.abc import Callable

from assistant.domain.library import IndexProgress, IndexReport, SkippedFile
from assistant.index.files import FoundFile
from assistant.index.plan import Plan
from assistant.index.prepared import PreparedDocument, SkippedDocument
from assistant.index.read_file import KeptDocument, MovedDocument, Outcome, TouchedDocument

_FIRST_GUESS_S = 2.0
_REPORT_EVERY_S = 0.1


class Tally:
    """What has been done so far; counted by the store lane, reported by the run's own thread."""

    def __init__(self, progressed: Callable[[IndexProgress], None]) -> None:
        self._progressed = progressed
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._reported = 0.0
        self._file = ""
        self._files_total = self._files_done = 0
        self._bytes_total, self._bytes_done = 0, 0.0
        self._added = self._changed = self._unchanged = self._moved = self._removed = 0
        self._pages = self._chunks = 0
        self._indexed_before: frozenset[tuple[int, str]] = frozenset()
        self._skipped: list[SkippedFile] = []
        self._moved_ids: set[int] = set()

    def begin(self, plan: Plan) -> None:
        """Note what has to be done, and what need not."""
        self._files_total = len(plan.to_read)
        self._bytes_total = sum(file.stat.size for file, _ in plan.to_read)
        self._indexed_before = frozenset(
            (known.state.root_id, known.state.file)
            for _, known in plan.to_read
            if known is not None and known.reason is None
        )
        self._unchanged = plan.unchanged
        self._skipped = [*plan.still_skipped, *map(_skipped_file, plan.to_skip)]
        self.report(is_due=True)

    def take_up(self, file: FoundFile) -> None:
        """Note the file that is worked on now."""
        self._file = file.file

    def advance(self, size_bytes: float) -> None:
        """Note that so much of the files is read and, where it has text, embedded."""
        self._bytes_done += size_bytes

    def count(self, outcome: Outcome) -> None:
        """Count an outcome once it is durable."""
        with self._lock:
            self._files_done += 1
            match outcome:
                case PreparedDocument():
                    self._count_indexed(outcome)
                case SkippedDocument():
                    self._skipped.append(_skipped_file(outcome))
                case TouchedDocument() if outcome.known.reason is None:
                    self._unchanged += 1
                case TouchedDocument():
                    self._count_still_skipped(outcome)
                case MovedDocument():
                    self._moved += 1
                    self._moved_ids.add(outcome.known.id)
                    self._count_still_skipped(outcome)
                case KeptDocument():
                    self._skipped.append(
                        SkippedFile(outcome.known.state.file, outcome.reason, outcome.detail)
                    )

    def remove(self, files: int) -> None:
        """Count files that are gone."""
        self._removed += files

    def is_moved(self, document_id: int) -> bool:
        """Whether a document that was gone has been found elsewhere."""
        return document_id in self._moved_ids

    def report(self, *, is_due: bool = False) -> None:
        """Tell how far the run has come, ten times a second at most unless it `is_due`."""
        now = time.monotonic()
        if not is_due and now - self._reported < _REPORT_EVERY_S:
            return
        self._reported = now
        elapsed = now - self._started
        with self._lock:
            is_done = self._files_done == self._files_total
            progress = IndexProgress(
                files_done=self._files_done,
                files_total=self._files_total,
                pages_done=self._pages,
                pages_per_s=self._pages / elapsed if elapsed > 0 else 0.0,
                seconds_left=0.0 if is_done else self._seconds_left(elapsed),
                current_file="" if is_done else self._file,
            )
        self._progressed(progress)

    def final(self, library: str) -> IndexReport:
        """What the run did."""
        return IndexReport(
            library=library,
            added=self._added,
            changed=self._changed,
            unchanged=self._unchanged,
            removed=self._removed,
            moved=self._moved,
            pages=self._pages,
            chunks=self._chunks,
            seconds=time.monotonic() - self._started,
            skipped=tuple(sorted(self._skipped, key=lambda skipped: skipped.file)),
        )

    def _count_indexed(self, document: PreparedDocument) -> None:
        if (document.state.root_id, document.state.file) in self._indexed_before:
            self._changed += 1
        else:
            self._added += 1
        self._pages += len(document.pages)
        self._chunks += len(document.chunks)

    def _count_still_skipped(self, document: TouchedDocument | MovedDocument) -> None:
        known = document.known
        if known.reason is not None:
            self._skipped.append(SkippedFile(document.state.file, known.reason, known.detail))

    def _seconds_left(self, elapsed: float) -> float | None:
        if elapsed < _FIRST_GUESS_S or not self._bytes_done:
            return None
        return max(0.0, self._bytes_total - self._bytes_done) * elapsed / self._bytes_done


def _skipped_file(document: SkippedDocument) -> SkippedFile:
    return SkippedFile(document.state.file, document.reason, document.detail)
