"""Opens, installs, removes and checks models, one thing at a time, on a thread of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from assistant.desktop.background_check import BackgroundCheck
from assistant.desktop.core import AssistantCore
from assistant.desktop.jobs import Job, Lane, Work
from assistant.desktop.model_list import ModelList, ModelUnusableError, read_models
from assistant.desktop.pack_offer import key_for, offer_of, refusal_of
from assistant.errors import AssistantError
from assistant.packs.keys import PublicKey
from assistant.packs.pack import Pack


class ModelKeeper(QObject):
    """What the window does with models.

    Signals:
        listed(ModelList): The models as they are now.
        problem_found(AssistantError): A model cannot be used; told once.
        started(str): Something began; says what.
        progressed(tuple[int, int]): Bytes done and bytes in all.
        pack_opened(PackOffer): A pack can be installed.
        key_read(KeyOffer): A key can be trusted.
        refused(Refusal): A pack is not to be installed.
        succeeded(str): What was done, as a sentence.
        failed(AssistantError): Why something else did not get done.
        cancelled(): It stopped because it was asked to, and left nothing behind.
        finished(): After any of the last six.
    """

    listed = Signal(object)
    problem_found = Signal(object)
    started = Signal(str)
    progressed = Signal(object)
    pack_opened = Signal(object)
    key_read = Signal(object)
    refused = Signal(object)
    succeeded = Signal(str)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

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
        self._job: Job | None = None
        self._told: set[tuple[str, str]] = set()
        self.policy = core.models.policy
        self.list = ModelList((), "")
        self.background = BackgroundCheck(core, lane, lambda: not self.is_busy and is_quiet(), self)
        self.background.checked.connect(self.show)
        self.background.failed.connect(self.problem_found)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that the user has asked for."""
        return self._job is not None

    def show(self, models: ModelList) -> None:
        """Take what was read, and tell what is wrong with it."""
        self.list = models
        self.listed.emit(models)
        for model in models.unusable:
            if (model.name, model.problem) not in self._told:
                self.problem_found.emit(ModelUnusableError(model))
        self._told = {(model.name, model.problem) for model in models.unusable}

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()

    def open_pack(self, folder: Path, trusting: PublicKey | None = None) -> None:
        """Look at a pack, after trusting a key from now on where one is given."""
        models = self._core.models
        self._run(
            f"Opening {folder.name}",
            lambda *_: offer_of(models, folder, trusting),
            self.pack_opened.emit,
            lambda error: self._refuse(folder, error),
        )

    def read_key(self, file: Path, folder: Path) -> None:
        """Read a public key, and see that the pack in `folder` was signed with it."""
        models = self._core.models
        self._run(
            f"Reading {file.name}",
            lambda *_: key_for(models, folder, file),
            self.key_read.emit,
            lambda error: self._refuse(folder, error),
        )

    def install(self, pack: Pack) -> None:
        """Install a pack that was opened."""
        name = pack.card.name
        self._change(
            f"Installing {name}",
            lambda told, token: self._core.models.install(pack, told, token).name,
            lambda error: self._refuse(pack.folder, error),
        )

    def add(self, file: Path) -> None:
        """Bring in a language model that nobody has signed."""
        self._change(
            f"Copying {file.name}",
            lambda told, token: self._core.models.add(file, progressed=told, token=token).name,
            self.failed.emit,
        )

    def remove(self, name: str) -> None:
        """Delete a language model; the user has confirmed."""

        def work(*_: object) -> ModelList:
            self._core.models.remove(name)
            self._core.let_go_of_language_model()
            return read_models(self._core)

        def show(models: ModelList) -> None:
            self.show(models)
            self.succeeded.emit(f"{name} is removed. {_who_writes(models)}")

        self._run(f"Removing {name}", work, show, self.failed.emit)

    def check(self) -> None:
        """Hash every file of every model."""

        def show(models: ModelList) -> None:
            self.background.skip()
            self.show(models)
            if models.unusable:
                self.failed.emit(
                    AssistantError(
                        "Not every model is as it should be.",
                        hint="The list says which, and what to do.",
                    )
                )
            else:
                self.succeeded.emit("Every file was read, and each has the hash that it should.")

        def work(report: Callable[[Any], None], token: Any) -> ModelList:
            return read_models(
                self._core,
                thorough=True,
                progressed=lambda done, total: report((done, total)),
                token=token,
            )

        self._run("Reading every file", work, show, self.failed.emit)

    def _change(
        self,
        title: str,
        bring_in: Callable[[Callable[[int, int], None], Any], str],
        failed: Callable[[AssistantError], None],
    ) -> None:
        """Bring in a model, have the assistant use it, and say so."""
        outcome: list[tuple[str, ModelList]] = []

        def work(report: Callable[[Any], None], token: Any) -> None:
            name = bring_in(lambda done, total: report((done, total)), token)
            self._core.let_go_of_language_model()
            outcome.append((name, read_models(self._core)))

        def show(_: object = None) -> None:
            name, models = outcome[0]
            self.show(models)
            self.succeeded.emit(f"{name} is installed. {_who_writes(models)}")

        # What is asked to stop once all is in place is in place all the same.
        self._run(title, work, show, failed, lambda: show() if outcome else self.cancelled.emit())

    def _run(
        self,
        title: str,
        work: Work,
        succeeded: Callable[[Any], None],
        failed: Callable[[AssistantError], None],
        cancelled: Callable[[], None] | None = None,
    ) -> None:
        if self.is_busy:
            return
        self.background.wait_for_quiet()
        job = self._job = self._lane.prepare(work)
        job.progressed.connect(self.progressed)
        for signal, heard in ((job.succeeded, succeeded), (job.failed, failed)):
            signal.connect(self._end)
            signal.connect(heard)
        job.cancelled.connect(self._end)
        job.cancelled.connect(cancelled or self.cancelled.emit)
        job.finished.connect(self.finished)
        self.started.emit(title)
        self._lane.start(job)

    def _end(self, *_: object) -> None:
        self._job = None

    def _refuse(self, folder: Path, error: AssistantError) -> None:
        self.refused.emit(refusal_of(self._core.models, folder, error))


def _who_writes(models: ModelList) -> str:
    if not models.writer:
        return "Answers are quoted; no language model writes them."
    return f"Answers are written with {models.writer}, where what it writes holds."
