"""The language models of a user: a folder each, with the file and what is known of it."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.engines.gguf import GgufHeader
from assistant.engines.gguf_check import NoLanguageModelFileError, check_gguf, header_of
from assistant.errors import AssistantError, UsageError
from assistant.jobs import CancelToken

_MODEL = "model.gguf"
_ABOUT = "about.json"
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

    def __init__(self, file: Path, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"{file.name} has {needed_bytes / 2**30:.1f} GiB, and the disk of the data folder has"
            f" {free_bytes / 2**30:.1f} GiB free.",
            hint="Make room, or set HANGAR_HOME to a folder on a larger disk.",
        )


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A language model that is ready to be loaded.

    Attributes:
        name: Name of its folder.
        file: The GGUF file, a copy of Hangar's own.
        sha256: Of the file, in hex, as it was copied.
        size_bytes: Size of the file.
        header: What it says of itself.
        trusts_template: Whether the chat template in the file may run, by the user's word.
    """

    name: str
    file: Path
    sha256: str
    size_bytes: int
    header: GgufHeader
    trusts_template: bool = False

    def problem(self) -> str:
        """What is wrong with the file, as a sentence; empty when it is as it was copied."""
        try:
            with self.file.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            return f"The file of {self.name} cannot be read: {error.strerror}."
        return "" if found == self.sha256 else f"The file of {self.name} has changed; add it again."


class InstalledModels:
    """The folder that holds them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[InstalledModel]:
        """The models, in alphabetical order; what is incomplete is left out."""
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
        check_gguf(file)
        chosen = name or re.sub(r"[^\w.-]+", "-", file.stem).strip("-.")[:80]
        self._check_name(chosen)
        for abandoned in self._folder.glob(".*.part"):  # by a process that was killed
            shutil.rmtree(abandoned, ignore_errors=True)
        unfinished = self._folder / f".{chosen}.part"
        try:
            size = file.stat().st_size
            free = shutil.disk_usage(self._folder).free
            if size + _SPARE_BYTES > free:
                raise NoSpaceError(file, size, free)
            unfinished.mkdir(mode=0o700)
            copy = unfinished / _MODEL
            sha256 = _copied(file, copy, size, progressed, token or CancelToken())
            # What is loaded later is the copy, so it is the copy's header that counts.
            header = check_gguf(copy)
            model = InstalledModel(chosen, copy, sha256, size, header, trusts_template)
            _write_durably(unfinished / _ABOUT, _about(model))
            shutil.rmtree(
                self._folder / chosen, ignore_errors=True
            )  # what is left of a damaged one
            unfinished.rename(self._folder / chosen)
        except OSError as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise NoLanguageModelFileError(file, f"copying failed ({error.strerror})") from error
        except BaseException:  # whatever happened, an unfinished copy is of no use
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        _sync(self._folder)
        return self.get(chosen)

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
        file = folder / _MODEL
        size_bytes = int(about["size_bytes"])
        if file.stat().st_size != size_bytes:
            return None
        sha256 = str(about["sha256"])
        header, trusts = header_of(about["header"]), about["trusts_template"] is True
        return InstalledModel(folder.name, file, sha256, size_bytes, header, trusts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _about(model: InstalledModel) -> str:
    table = {
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


def _write_durably(file: Path, text: str) -> None:
    with file.open("x", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    file.chmod(0o600)


def _sync(folder: Path) -> None:
    with suppress(OSError, AttributeError):  # Windows opens no folders
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
