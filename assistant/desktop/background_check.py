"""Hashes all models once, while nobody is waiting for anything."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.desktop.core import AssistantCore
from assistant.desktop.jobs import Job, Lane
from assistant.desktop.model_list import read_models

_QUIET_MS = 20_000
"""How long nothing must have been asked for before it begins."""


class BackgroundCheck(QObject):
    """Begins when it has been quiet for a while, stops when that ends, and begins again.

    Signals:
        checked(ModelList): Every file was hashed; what came of it.
        failed(AssistantError): The models could not be read.
    """

    checked = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        core: AssistantCore,
        lane: Lane,
        is_quiet: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._core = core
        self._lane = lane
        self._is_quiet = is_quiet
        self._job: Job | None = None
        self._is_done = False
        self.quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self.quiet.timeout.connect(self._begin)

    @property
    def is_running(self) -> bool:
        """Whether files are being hashed at the moment."""
        return self._job is not None

    def wait_for_quiet(self) -> None:
        """Stop for the sake of what is asked now, and begin once it has been quiet."""
        if self._job is not None:
            self._job.cancel()
        if not self._is_done:
            self.quiet.start()

    def skip(self) -> None:
        """There is no need of it any more: all files have just been hashed."""
        self._is_done = True
        self.quiet.stop()

    def _begin(self) -> None:
        if self._is_done:
            return
        if self._job is not None or not self._is_quiet():
            self.quiet.start()
            return
        job = self._job = self._lane.prepare(
            lambda _, token: read_models(self._core, thorough=True, token=token)
        )
        job.succeeded.connect(self._conclude)
        job.failed.connect(self.failed)
        job.finished.connect(self._end)
        self._lane.start(job)

    def _conclude(self, models: object) -> None:
        self._is_done = True
        self.checked.emit(models)

    def _end(self) -> None:
        self._job = None
