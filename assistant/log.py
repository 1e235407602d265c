"""The log: a file in the data folder, readable by its owner only, with no word of any document.

Failures are logged with the lines of code that they passed through. The message of an exception is
kept only where it speaks of files and of nothing that stands in them.
"""

import logging
import logging.handlers
import os
import sys
import traceback
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import cast

from assistant.errors import AssistantError
from assistant.paths import data_folder, log_file, private_folder

_MAX_BYTES = 1_000_000
_OLD_FILES = 3
_HARMLESS = (AssistantError, ImportError, OSError)

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LogUnwritableError(AssistantError):
    """The data folder cannot be written to."""

    def __init__(self, home: Path, error: OSError) -> None:
        super().__init__(
            f"The data folder {home} cannot be written to: {error.strerror or error}.",
            hint="Make it yours to write, or set HANGAR_HOME to another folder.",
        )


def start_logging(home: Path) -> logging.Handler:
    """Write what Hangar's own modules log to a file below `home`, and nothing to the terminal.

    What third-party modules log or warn of is dropped: it may quote a document. Returns the
    handler, for whoever wants to take it away again.

    Raises:
        LogUnwritableError: The file cannot be written.
        UsageError: `home` holds something else.
    """
    file = log_file(home)
    try:
        data_folder(home)
        private_folder(file.parent)
        handler = _PrivateFileHandler(
            file, maxBytes=_MAX_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise LogUnwritableError(home, error) from error
    handler.setFormatter(
        _WordlessFormatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s")
    )
    hangar = logging.getLogger("assistant")
    hangar.setLevel(logging.INFO)
    hangar.addHandler(handler)
    logging.getLogger().addHandler(logging.NullHandler())
    logging.captureWarnings(True)
    return handler


class _PrivateFileHandler(logging.handlers.RotatingFileHandler):
    """A rotating file that only its owner can read (0600)."""

    def _open(self) -> TextIOWrapper:
        def open_private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        # A plain `open`, because Path.open takes no opener; the base class closes it.
        stream = open(self.baseFilename, self.mode, encoding=self.encoding, opener=open_private)  # noqa: SIM115
        return cast(TextIOWrapper, stream)

    def doRollover(self) -> None:  # noqa: N802  the base class's name
        """Start a new file, or go on with this one where another process holds it (Windows)."""
        try:
            super().doRollover()
        except OSError:
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  likewise
        """Lose a line rather than stop the work or write on the user's terminal (disk full)."""

    def close(self) -> None:
        """Close the file; lines that found no room are lost here too, and not a failure."""
        with suppress(OSError):
            super().close()


class _WordlessFormatter(logging.Formatter):
    """Formats a failure as the code it passed through, without what it says of the content."""

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  the base class's name
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines += traceback.format_tb(error.__traceback__)
            said = f": {error}" if isinstance(error, _HARMLESS) else ""
            lines.append(f"{type(error).__qualname__}{said}\n")
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()


def log_uncaught(error: BaseException) -> None:
    """Log a failure nobody foresaw, at the edge of the program."""
    logging.getLogger(__name__).error(
        "Unforeseen failure on Python %s", sys.version.split()[0], exc_info=error
    )
