"""Brings pages from the worker thread to the reader; the latest wish wins."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from assistant.desktop.core import LibraryCore
from assistant.desktop.jobs import Job, Lanes, Work
from assistant.desktop.outline import outline
from assistant.desktop.page_source import PageSource, ScaleOf, find
from assistant.desktop.places import Place
from assistant.domain.library import DocumentRecord
from assistant.errors import AssistantError


class Reading(QObject):
    """Loads places, renders pages, finds words and headings.

    Signals:
        loaded(LoadedPage): The place asked for last.
        rendered(int, float, PageImage): A page of the document shown, and its scale.
        not_rendered(int, AssistantError): A page of it cannot be rendered.
        found(tuple[Match, ...]): Where the words asked for last stand.
        outlined(tuple[Section, ...]): The headings of the document asked for last.
        failed(AssistantError): The page cannot be shown.
    """

    loaded = Signal(object)
    rendered = Signal(int, float, object)
    not_rendered = Signal(int, object)
    found = Signal(object)
    outlined = Signal(object)
    failed = Signal(object)

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._source = PageSource()
        self._jobs: dict[str, Job] = {}

    def load(
        self,
        library: LibraryCore,
        record: DocumentRecord,
        place: Place,
        scale_of: ScaleOf | None,
    ) -> None:
        """Load a place; whatever was being loaded or rendered is dropped."""
        self._drop("render")
        source = self._source
        self._run(
            "load",
            lambda *_: source.load(library, record, place, scale_of),
            self.loaded.emit,
            self.failed.emit,
        )

    @property
    def is_busy(self) -> bool:
        """Whether a place is being loaded, or a page rendered."""
        return any(kind in self._jobs for kind in ("load", "render"))

    def render(self, library: LibraryCore, record: DocumentRecord, page: int, scale: float) -> None:
        """Render a page of the document shown, at `scale` pixels per point."""
        source = self._source
        self._run(
            "render",
            lambda *_: source.render(library, record, page, scale),
            lambda image: self.rendered.emit(page, scale, image),
            lambda error: self.not_rendered.emit(page, error),
        )

    def find(self, library: LibraryCore, record: DocumentRecord, words: str) -> None:
        """Find words in a document."""
        self._run(
            "find",
            lambda _, token: find(library, record, words, token),
            self.found.emit,
            self.failed.emit,
        )

    def outline(self, library: LibraryCore, record: DocumentRecord) -> None:
        """Read the headings of a document."""
        self._run(
            "outline",
            lambda _, token: outline(library, record, token),
            self.outlined.emit,
            self.failed.emit,
        )

    def drop(self) -> None:
        """Whatever is being loaded, rendered or looked for is not wanted any more."""
        for kind in tuple(self._jobs):
            self._drop(kind)

    def close(self) -> None:
        """End the rendering process; after this nothing is loaded any more."""
        self.drop()
        self._source.close()

    def _run(
        self,
        kind: str,
        work: Work,
        succeeded: Callable[[Any], None],
        failed: Callable[[AssistantError], None],
    ) -> None:
        """Start a job in place of the one of its kind, which is dropped."""
        self._drop(kind)
        lane = self._lanes.pages if kind in ("load", "render") else self._lanes.reads
        job = lane.prepare(work)
        # First, so that whoever hears of the end finds the job ended.
        job.succeeded.connect(lambda _: self._jobs.pop(kind, None))
        job.failed.connect(lambda _: self._jobs.pop(kind, None))
        job.succeeded.connect(succeeded)
        job.failed.connect(failed)
        self._jobs[kind] = lane.start(job)

    def _drop(self, kind: str) -> None:
        if job := self._jobs.pop(kind, None):
            job.cancel()
