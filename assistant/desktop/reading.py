"""Brings pages from the worker thread to the reader; the latest wish wins."""

from PySide6.QtCore import QObject, Signal, SignalInstance

from assistant.desktop.core import LibraryCore
from assistant.desktop.jobs import Job, Lane, Lanes
from assistant.desktop.page_source import LoadedPage, PageSource, ScaleOf, find
from assistant.desktop.places import Place
from assistant.domain.library import DocumentRecord


class Reading(QObject):
    """Loads places, renders them at other scales, finds words.

    Signals:
        loaded(LoadedPage): The place asked for last.
        rendered(PageImage): The page shown, at the scale asked for last.
        found(tuple[Match, ...]): Where the words asked for last stand.
        failed(AssistantError): The page cannot be shown.
    """

    loaded = Signal(object)
    rendered = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._source = PageSource()
        self._jobs: dict[str, Job] = {}

    def load(
        self, library: LibraryCore, record: DocumentRecord, place: Place, scale_of: ScaleOf
    ) -> None:
        """Load a place; whatever was being loaded or rendered is dropped."""
        self._drop("render")
        source = self._source
        self._replace(
            "load",
            self._lanes.pages,
            self._lanes.pages.prepare(lambda *_: source.load(library, record, place, scale_of)),
            self.loaded,
        )

    def render(self, library: LibraryCore, shown: LoadedPage, scale_of: ScaleOf) -> None:
        """Render the page shown once more, at another scale."""
        source = self._source
        self._replace(
            "render",
            self._lanes.pages,
            self._lanes.pages.prepare(
                lambda *_: source.render(library, shown.record, shown.page, scale_of)
            ),
            self.rendered,
        )

    def find(self, library: LibraryCore, record: DocumentRecord, words: str) -> None:
        """Find words in a document."""
        self._replace(
            "find",
            self._lanes.reads,
            self._lanes.reads.prepare(lambda _, token: find(library, record, words, token)),
            self.found,
        )

    def close(self) -> None:
        """End the rendering process; after this nothing is loaded any more."""
        for kind in ("load", "render", "find"):
            self._drop(kind)
        self._lanes.pages.start(self._lanes.pages.prepare(lambda *_: self._source.close()))

    def _replace(self, kind: str, lane: Lane, job: Job, succeeded: SignalInstance) -> None:
        self._drop(kind)
        job.succeeded.connect(succeeded)
        job.failed.connect(self.failed)
        self._jobs[kind] = lane.start(job)

    def _drop(self, kind: str) -> None:
        if job := self._jobs.pop(kind, None):
            job.cancel()
