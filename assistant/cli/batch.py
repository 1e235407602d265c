"""hangar ask --batch: a file of questions, a JSON line each, answered line by line."""

import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from assistant.cli.answer_shape import answer_as_json
from assistant.cli.command import well_formed
from assistant.cli.console import Console
from assistant.domain.answer import Mode
from assistant.errors import AssistantError, JobCancelledError, UnexpectedError
from assistant.log import log_uncaught

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

_STANDARD_INPUT = Path("-")


class BatchUnreadableError(AssistantError):
    """The file of questions cannot be read."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(
            f"The questions in {file} cannot be read: {error.strerror or error}.",
            hint="Name a file with one JSON object per line.",
        )


class BatchLineError(AssistantError):
    """A line of the file is no question; the message becomes the line's answer.

    Attributes:
        id_: The line's own id, where it could be read.
    """

    def __init__(self, message: str, id_: Any = None) -> None:
        super().__init__(message)
        self.id_ = id_


@dataclass(frozen=True, slots=True)
class _Question:
    id_: Any
    text: str
    library: str
    mode: Mode


def answer_batch(
    console: Console, assistant: "Assistant", file: Path, library: str, mode: Mode
) -> int:
    """Answer each line of `file` by one line, in order; 1 when a line could not be answered.

    `library` and `mode` hold for the lines that name none.
    """
    status = 0
    with _opened(file) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            id_ = None
            try:
                question = _question(line, library, mode)
                id_ = question.id_
                answer = assistant.library(question.library).ask(question.text, question.mode)
                result = answer_as_json(answer, id_)
            except JobCancelledError:
                raise
            except AssistantError as error:
                if isinstance(error, BatchLineError):
                    id_ = error.id_
                result = {"id": id_, "line": number, "error": str(error)}
            except Exception as error:  # noqa: BLE001  a line's edge: the others get their answers
                log_uncaught(error)
                result = {"id": id_, "line": number, "error": str(UnexpectedError(error))}
            console.json(result, is_line=True)
            if "error" in result:
                status = 1
    return status


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if file == _STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise BatchUnreadableError(file, error) from error
    with stream:
        yield stream


def _question(line: bytes, library: str, mode: Mode) -> _Question:
    try:
        text = line.decode("utf-8-sig")
        fields = json.loads(text, parse_float=_finite, parse_constant=_finite)
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are of this kind
        raise BatchLineError(f"The line is not JSON: {error}.") from error
    except RecursionError as error:
        raise BatchLineError("The line is nested too deeply.") from error
    if not isinstance(fields, dict):
        raise BatchLineError("The line is no JSON object with a question.")
    id_ = fields.get("id")
    question = fields.get("question")
    if not isinstance(question, str) or not question.strip():
        raise BatchLineError("The line has no question.", id_)
    chosen_library = fields.get("library", library)
    if not isinstance(chosen_library, str):
        raise BatchLineError("The name of the library is no text.", id_)
    try:
        chosen_mode = Mode(fields.get("mode", mode))
    except ValueError as error:
        modes = ", ".join(f"'{known}'" for known in Mode)
        raise BatchLineError(f"The mode must be one of {modes}.", id_) from error
    return _Question(id_, well_formed(question), chosen_library, chosen_mode)


def _finite(number: str) -> float:
    """A number of JSON; Python would also take and write NaN and Infinity, which JSON lacks."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is no number in it")
    return value
