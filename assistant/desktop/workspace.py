"""The open library and what it holds, read on worker threads and told by signals."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.desktop.core import AssistantCore, LibraryCore
from assistant.desktop.jobs import Job, Lanes, Work
from assistant.desktop.model_list import read_models
from assistant.domain.library import DocumentRecord, LibraryStatus
from assistant.errors import AssistantError

Loaded = tuple[LibraryCore, list[DocumentRecord], LibraryStatus, list[str]]
"""A library, its documents, its state, and the libraries there are."""

_REFRESH_MS = 1500
"""While indexing, the list of documents follows at most this often."""


class Workspace(QObject):
    """Which library is open, and the latest that is known of it.

    Signals:
        names_changed(list[str]): The libraries there are.
        opened(str): Another library is open; empty when none is left.
        stayed(str): A library could not be opened; the one named still is, or none.
        documents_changed(list[DocumentRecord]): What the open library holds.
        status_changed(LibraryStatus): The state of a library.
        unreadable(str): The state of a library could not be read.
        models_read(ModelList): The models, read when the window starts.
        failed(AssistantError): Something asked of a library did not get done.
    """

    names_changed = Signal(object)
    opened = Signal(str)
    stayed = Signal(str)
    documents_changed = Signal(object)
    status_changed = Signal(object)
    unreadable = Signal(str)
    models_read = Signal(object)
    failed = Signal(object)

    def __init__(self, core: AssistantCore, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._lanes = lanes
        self._opening: Job | None = None
        self._reads: set[Job] = set()
        self.library: LibraryCore | None = None
        self.documents: dict[int, DocumentRecord] = {}
        self._refreshing = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refreshing.timeout.connect(self.refresh)

    @property
    def name(self) -> str:
        """The open library's name; empty when none is."""
        return self.library.name if self.library else ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being read at the moment."""
        return not self._reads

    def start(self, preferred: str) -> None:
        """List the libraries and open `preferred`, or the first that can be, or none."""

        def show(names: list[str]) -> None:
            self.names_changed.emit(names)
            self._open_first(sorted(names, key=lambda name: name != preferred))
            self._read_states(names)
            # After the library is open, because opening one begins a new conversation.
            self._read(lambda *_: read_models(self._core), self.models_read.emit)

        self._read(lambda *_: self._core.library_names(), show)

    def open(self, name: str, *, create: bool = False) -> None:
        """Open a library, or make it and open it."""
        if self._opening:
            self._opening.cancel()

        self._opening = self._read(lambda *_: self._load(name, create=create), self._enter)
        self._opening.failed.connect(lambda _: self.stayed.emit(self.name))

    def delete(self, name: str) -> None:
        """Delete a library's index; its documents stay where they are."""

        def left(_: object) -> None:
            if self.library is None:
                self.start("")
            else:
                self._read(lambda *_: self._core.library_names(), self.names_changed.emit)

        if name == self.name:
            self._leave()
        self._lanes.writes.run(lambda *_: self._core.delete_library(name), left, self.failed.emit)

    def forget(self, folder: Path) -> None:
        """Take a folder out of the open library; its files stay."""
        if library := self.library:
            self._lanes.writes.run(
                lambda *_: library.forget(folder), lambda _: self.refresh(), self.failed.emit
            )

    def refresh_soon(self) -> None:
        """Read the open library anew within a second or two, however often this is called."""
        if not self._refreshing.isActive():
            self._refreshing.start()

    def refresh(self) -> None:
        """Read anew what the open library holds."""
        library = self.library
        if library is None:
            return

        def show(read: tuple[list[DocumentRecord], LibraryStatus]) -> None:
            if library is self.library:
                self._show(*read)

        self._read(lambda *_: (library.documents(), library.status()), show)

    def read_state(self) -> None:
        """Read anew the state of the open library, not its documents."""
        if library := self.library:
            self._read(lambda *_: library.status(), self.status_changed.emit)

    def _open_first(self, names: list[str]) -> None:
        """Open the first that can be opened; of the others, reading their states says why not."""

        def load(*_: object) -> Loaded | None:
            for name in names:
                with contextlib.suppress(AssistantError):
                    return self._load(name)
            return None

        self._opening = self._read(
            load, lambda found: self._enter(found) if found else self._leave()
        )

    def _load(self, name: str, *, create: bool = False) -> Loaded:
        library = self._core.library(name, create=create)
        return library, library.documents(), library.status(), self._core.library_names()

    def _read_states(self, names: list[str]) -> None:
        """Read the states of libraries, so that all can be listed with what they hold."""
        for name in names:
            reading = self._read(
                lambda *_, name=name: self._core.library(name).status(), self.status_changed.emit
            )
            reading.failed.connect(lambda _, name=name: self.unreadable.emit(name))

    def _read(self, work: Work, succeeded: Callable[[Any], None]) -> Job:
        """Read on the reading lane, and say so while it lasts."""
        job = self._lanes.reads.prepare(work)
        job.succeeded.connect(succeeded)
        job.failed.connect(self.failed)
        job.finished.connect(lambda: self._reads.discard(job))
        self._reads.add(job)
        return self._lanes.reads.start(job)

    def _enter(self, loaded: Loaded) -> None:
        library, documents, status, names = loaded
        self.library = library
        self.names_changed.emit(names)
        self.opened.emit(library.name)
        self._show(documents, status)
        if documents:
            self._warm_up(library)

    def _warm_up(self, library: LibraryCore) -> None:
        """Load what answers before the first question comes; a failure is told when it does."""
        self._lanes.asks.start(self._lanes.asks.prepare(lambda *_: library.search("value", 1)))
        self._lanes.vectors.run(
            lambda _, token: library.bring_vectors_in_step(token),
            lambda _: self.read_state(),
            self.failed.emit,
        )

    def _leave(self) -> None:
        self.library = None
        self.documents = {}
        self.opened.emit("")
        self.documents_changed.emit([])

    def _show(self, documents: list[DocumentRecord], status: LibraryStatus) -> None:
        self.documents = {record.id: record for record in documents}
        self.documents_changed.emit(documents)
        self.status_changed.emit(status)
