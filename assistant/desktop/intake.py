"""Takes folders into libraries, making the library where there is none yet."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from assistant.desktop.indexing import Indexing
from assistant.desktop.jobs import Lane
from assistant.desktop.workspace import Workspace
from assistant.domain.library import LibraryStatus
from assistant.packs.folder import BUNDLE_FILE
from assistant.paths import samples

DEFAULT_LIBRARY = "default"
SAMPLE_LIBRARY = "Samples"


class Intake(QObject):
    """What 'Add folder', dropping a folder, and the sample library come down to.

    Signals:
        pack_dropped(Path): A folder that was dropped is a model pack, and no documents.
    """

    pack_dropped = Signal(object)

    def __init__(
        self, workspace: Workspace, indexing: Indexing, reads: Lane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reads = reads
        self._workspace = workspace
        self._indexing = indexing
        self._waiting: tuple[str, tuple[Path, ...]] | None = None
        workspace.opened.connect(self._index_waiting)

    def add(self, folders: Sequence[Path]) -> None:
        """Index folders into the open library, or into a first one."""
        if not folders:
            return
        if self._workspace.library:
            self._indexing.index(self._workspace.library, folders)
        else:
            self._make(DEFAULT_LIBRARY, folders)

    def take(self, dropped: Sequence[Path]) -> None:
        """Index what was dropped; a model pack among it is no document, and told instead."""

        def look(*_: object) -> list[Path]:
            return [path for path in dropped if (path / BUNDLE_FILE).is_file()]

        def go_on(packs: list[Path]) -> None:
            if packs:
                self.pack_dropped.emit(packs[0])
            self.add([path for path in dropped if path not in packs])

        # What cannot be looked at is indexed, which says why that does not work either.
        self._reads.run(look, go_on, lambda _: self.add(dropped))

    @Slot()
    def open_samples(self) -> None:
        """Open the sample library, indexed."""
        self._make(SAMPLE_LIBRARY, (samples(),))

    def index_again(self, status: LibraryStatus | None) -> None:
        """Bring the open library up to date with its folders."""
        if self._workspace.library and status and status.roots:
            self._indexing.index(self._workspace.library, status.roots)

    def _make(self, name: str, folders: Sequence[Path]) -> None:
        self._waiting = (name, tuple(folders))
        self._workspace.open(name, create=True)

    def _index_waiting(self, name: str) -> None:
        if self._waiting and self._waiting[0] == name and self._workspace.library:
            folders = self._waiting[1]
            self._waiting = None
            self._indexing.index(self._workspace.library, folders)
