"""The language models of a user: a folder each, with the file and what is known of it."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.durable import write_durably
from assistant.engines.gguf import GgufHeader
from assistant.engines.gguf_check import NoLanguageModelFileError, check_gguf, header_of
from assistant.errors import AssistantError, UsageError
from assistant.file_lock import FileLock
from assistant.jobs import CancelToken

_MODEL = "model.gguf"
_ABOUT = "about.json"
_OLD = ".old"
_LOCK = ".lock"
PACK_FOLDER = "pack"
"""Where the files of a pack are, exactly as they were signed."""
_STEP_BYTES = 8 * 2**20
_SPARE_BYTES = 256 * 2**20
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,79}")


class UnknownModelError(AssistantError):
    """There is no language model of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        hint = (
            f"The language models are: {', '.join(known)}."
            if known
            else "There are none; 'hangar models add FILE.gguf' adds one."
        )
        super().__init__(f"There is no language model '{name}'.", hint=hint)


class NoSpaceError(AssistantError):
    """The disk is too full for a model."""

    def __init__(self, shown: str, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"{shown} has {needed_bytes / 2**30:.1f} GiB, and the disk of the data folder has"
            f" {free_bytes / 2**30:.1f} GiB free.",
            hint="Make room, or set HANGAR_HOME to a folder on a larger disk.",
        )


class ModelsBusyError(AssistantError):
    """Another process is bringing a language model in."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"A language model is being brought in by {holder or 'another process'}.",
            hint="Wait until it has finished, or cancel it there.",
        )


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A language model that is ready to be loaded.

    Attributes:
        name: Name of its folder.
        file: The GGUF file, a copy of Hangar's own; the first of a model that is split.
        sha256: Of the file, in hex, as it was copied.
        size_bytes: Size of the file, or of all files of its pack.
        header: What it says of itself.
        trusts_template: Whether the chat template in the file may run, by the user's word.
    """

    name: str
    file: Path
    sha256: str
    size_bytes: int
    header: GgufHeader
    trusts_template: bool = False


class InstalledModels:
    """The folder that holds them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[InstalledModel]:
        """The models, in alphabetical order; what is incomplete is left out."""
        self._bring_back()
        files = sorted(self._folder.glob(f"[!.]*/{_ABOUT}"))
        found = (_read(file.parent) for file in files)
        return [model for model in found if model is not None]

    def get(self, name: str) -> InstalledModel:
        """The model of this name.

        Raises:
            UnknownModelError: There is none.
        """
        models = {model.name: model for model in self.all()}
        if name not in models:
            raise UnknownModelError(name, list(models))
        return models[name]

    def add(
        self,
        file: Path,
        name: str = "",
        *,
        trusts_template: bool = False,
        progressed: Callable[[int, int], None] = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> InstalledModel:
        """Check `file`, copy it and return the model; `progressed` gets bytes done and all bytes.

        Its own name is taken where none is given; with `trusts_template` its chat template is used
        instead of Hangar's own for its family. A copy that does not come to its end leaves
        nothing behind.

        Raises:
            NoLanguageModelFileError: It is none, or damaged.
            UsageError: The name will not do, or there is a model of that name.
            NoSpaceError: The disk is too full.
            JobCancelledError: The token asked for it.
        """
        if (parts := check_gguf(file).parts) > 1:
            reason = f"it is one of {parts} files, and those can only be brought in as a pack"
            raise NoLanguageModelFileError(file, reason)
        chosen = name or re.sub(r"[^\w.-]+", "-", file.stem).strip("-.")[:80]
        self._check_name(chosen)
        try:
            size = file.stat().st_size
            with self._unfinished(chosen, file.name, size) as folder:
                copy = folder / _MODEL
                sha256 = _copied(file, copy, size, progressed, token or CancelToken())
                # What is loaded later is the copy, so it is the copy's header that counts.
                header = check_gguf(copy)
                self._finish(InstalledModel(chosen, copy, sha256, size, header, trusts_template))
        except OSError as error:
            raise NoLanguageModelFileError(file, f"copying failed ({error.strerror})") from error
        return self.get(chosen)

    def install(
        self, name: str, model: str, sha256: str, size_bytes: int, fill: Callable[[Path], None]
    ) -> InstalledModel:
        """Install the pack of files that `fill` puts into the folder it is given.

        `model` is the path in there of the file that is loaded, `size_bytes` that of all files. A
        pack that was installed under the name before is replaced. What `fill` raises passes
        through, and nothing is left behind then.

        Raises:
            NoLanguageModelFileError: The file is none that can be run.
            UsageError: There is a model of that name that did not come as a pack.
            NoSpaceError: The disk is too full.
            OSError: Writing failed.
        """
        if not self.came_as_pack(name):
            self._check_name(name)
        with self._unfinished(name, f"The pack of {name}", size_bytes) as folder:
            pack = folder / PACK_FOLDER
            pack.mkdir(mode=0o700)
            fill(pack)
            header = check_gguf(pack / model)
            self._finish(InstalledModel(name, pack / model, sha256, size_bytes, header))
        return self.get(name)

    def came_as_pack(self, name: str) -> bool:
        """Whether the model of this name was installed from a pack."""
        return (self._folder / name / PACK_FOLDER).is_dir()

    @contextmanager
    def _unfinished(self, name: str, shown: str, size_bytes: int) -> Iterator[Path]:
        """A folder to fill; what is not finished when the block ends is deleted.

        Raises:
            ModelsBusyError: Another process, or thread, is bringing one in.
        """
        lock = FileLock(self._folder / _LOCK)
        if not lock.acquire():
            raise ModelsBusyError(lock.holder())
        try:
            with self._unfinished_alone(name, shown, size_bytes) as folder:
                yield folder
        finally:
            lock.release()

    @contextmanager
    def _unfinished_alone(self, name: str, shown: str, size_bytes: int) -> Iterator[Path]:
        for abandoned in self._folder.glob(".*.part"):  # by a process that was killed
            shutil.rmtree(abandoned, ignore_errors=True)
        free = shutil.disk_usage(self._folder).free
        if size_bytes + _SPARE_BYTES > free:
            raise NoSpaceError(shown, size_bytes, free)
        folder = self._folder / f".{name}.part"
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _finish(self, model: InstalledModel) -> None:
        """Give the unfinished folder its name; the one that had it before goes last."""
        unfinished, final = self._folder / f".{model.name}.part", self._folder / model.name
        about = _about(model, unfinished)
        write_durably(unfinished / _ABOUT, about.encode(), 0o600)
        old = self._folder / f".{model.name}{_OLD}"
        shutil.rmtree(old, ignore_errors=True)
        if final.exists():
            final.rename(old)
        unfinished.rename(final)
        _sync(self._folder)
        shutil.rmtree(old, ignore_errors=True)

    def _bring_back(self) -> None:
        """Undo what a process began that was killed between the two renames of `_finish`."""
        for old in self._folder.glob(f".*{_OLD}"):
            final = self._folder / old.name[1:].removesuffix(_OLD)
            lock = FileLock(self._folder / _LOCK)
            if not final.exists() and lock.acquire():  # otherwise `_finish` is at it
                with suppress(OSError):
                    if not final.exists():
                        old.rename(final)
                lock.release()

    def remove(self, name: str) -> None:
        """Delete a model.

        Raises:
            UnknownModelError: There is none of this name.
        """
        folder = self._folder / name
        if not _NAME.fullmatch(name) or not folder.is_dir():
            raise UnknownModelError(name, [model.name for model in self.all()])
        (folder / _ABOUT).unlink(missing_ok=True)  # from here on it is no model any more
        shutil.rmtree(folder, ignore_errors=True)

    def _check_name(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"'{name}' cannot be the name of a language model.",
                hint="Use up to 80 letters, digits, dots, hyphens and underscores.",
            )
        if (self._folder / name / _ABOUT).exists():
            raise UsageError(
                f"There is a language model '{name}' already.",
                hint="Give another with --name, or remove that one first.",
            )


def _read(folder: Path) -> InstalledModel | None:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        file = folder / str(about.get("file", _MODEL))
        size_bytes = int(about["size_bytes"])
        if not file.is_file():
            return None
        sha256 = str(about["sha256"])
        header, trusts = header_of(about["header"]), about["trusts_template"] is True
        return InstalledModel(folder.name, file, sha256, size_bytes, header, trusts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _about(model: InstalledModel, folder: Path) -> str:
    table = {
        "file": model.file.relative_to(folder).as_posix(),
        "sha256": model.sha256,
        "size_bytes": model.size_bytes,
        "trusts_template": model.trusts_template,
        "header": asdict(model.header),
    }
    return json.dumps(table, indent=1)


def _copied(
    source: Path, to: Path, size: int, progressed: Callable[[int, int], None], token: CancelToken
) -> str:
    """Copy and hash at once, never mapping a file that may be pulled out."""
    digest = hashlib.sha256()
    done = 0
    with source.open("rb") as stream, to.open("xb") as out:
        while step := stream.read(_STEP_BYTES):
            token.check()
            out.write(step)
            digest.update(step)
            done += len(step)
            progressed(done, size)
        out.flush()
        os.fsync(out.fileno())
    to.chmod(0o600)
    if done != size:
        raise NoLanguageModelFileError(source, "it changed while it was copied")
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    with suppress(OSError, AttributeError):  # Windows opens no folders
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
