"""Have a jailed process read the header of a GGUF file."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.engines.gguf import MAX_HEADER_BYTES, GgufHeader, GgufPart
from assistant.errors import AssistantError
from assistant.guard.worker_process import WorkerDiedError, WorkerProcess

GGUF_WORKER = (sys.executable, "-I", "-m", "assistant.engines.gguf_worker")
_MEMORY_MIB = 2048
_SECONDS = 60
_MAX_REASON = 300


class NoLanguageModelFileError(AssistantError):
    """A file is no language model that can be run."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"{file.name} cannot be used as a language model: {reason}.",
            hint="Choose an instruction model in a single GGUF file, and copy it anew if it may"
            " have been damaged on its way.",
        )


def check_gguf(file: Path, *, command: Sequence[str] = GGUF_WORKER) -> GgufHeader:
    """Read the header of `file` in a jail, and see that it is a language model.

    Of a split model `file` is the first; the others, named as llama.cpp names them, are read too.

    Raises:
        NoLanguageModelFileError: It is none, or damaged; says why.
        WorkerUnavailableError: The jail cannot be started.
    """
    header = header_of(_read(file, "header", command))
    for number in range(2, header.parts + 1):
        part_file = file.with_name(part_name(file.name, number, header.parts))
        part = GgufPart(**_read(part_file, "part", command))
        if (part.number, part.parts) != (number, header.parts):
            raise NoLanguageModelFileError(part_file, "it is another part than its name says")
        header = replace(
            header,
            parameters=header.parameters + part.parameters,
            size_bytes=header.size_bytes + part.size_bytes,
        )
    return header


def part_name(first: str, number: int, parts: int) -> str:
    """Name of a part of a split model, from the name of its first part."""
    stem = first.removesuffix(".gguf").removesuffix(f"-00001-of-{parts:05d}")
    return f"{stem}-{number:05d}-of-{parts:05d}.gguf"


def header_of(fields: dict[str, Any]) -> GgufHeader:
    """The header as it was sent or stored.

    Raises:
        KeyError: A field is missing.
    """
    taken = {name: fields[name] for name in GgufHeader.__slots__}
    return GgufHeader(**taken | {"control_tokens": tuple(taken["control_tokens"])})


def _read(file: Path, kind: str, command: Sequence[str]) -> dict[str, Any]:
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(MAX_HEADER_BYTES)
    except OSError as error:
        raise NoLanguageModelFileError(file, f"it cannot be read ({error.strerror})") from error
    with ThreadPoolExecutor(1) as starter:
        worker = WorkerProcess(command, _MEMORY_MIB, _SECONDS, starter)
        try:
            answer, _ = worker.ask({"kind": kind, "file_bytes": size}, head, _SECONDS, 0)
        except WorkerDiedError as error:
            raise NoLanguageModelFileError(file, "its header cannot be read") from error
        finally:
            worker.stop()
    if answer.pop("kind", None) != "gguf":
        reason = str(answer.get("reason", "its header cannot be read"))[:_MAX_REASON]
        raise NoLanguageModelFileError(file, "".join(filter(str.isprintable, reason)))
    return answer
