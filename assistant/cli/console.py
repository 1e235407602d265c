"""The two streams of a command: text for people, JSON for programs, colour on a terminal only."""

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, TextIO

_MOST_COLUMNS = 100
# A document, or a file's name, must not steer the terminal it is shown on: no control characters
# (escape sequences start with one) and nothing that turns the direction of text around.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OWN_COLOURS = re.compile(r"(\x1b\[(?:0|1|2|31|32)m)")
_C1_OR_DELETE = re.compile(r"[\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes.

    Attributes:
        out: Results.
        err: Errors and progress.
        columns: Width to wrap text to; 0 where the output is no terminal and is not wrapped.
        has_colour: Whether results may be coloured.
        shows_progress: Whether progress may be drawn on `err`.
    """

    out: TextIO
    err: TextIO
    columns: int = 0
    has_colour: bool = False
    shows_progress: bool = False

    def print(self, text: str = "") -> None:
        """Write lines for people."""
        print(harmless(text, self.has_colour), file=self.out)

    def paragraph(self, text: str, indent: str = "", first: str | None = None) -> None:
        """Write text as a paragraph, its first line behind `first` and the others indented."""
        lead = indent if first is None else first
        text = " ".join(text.split())
        if not self.columns:
            self.print(lead + text)
            return
        self.print(
            textwrap.fill(
                text,
                max(self.columns, 30),
                initial_indent=lead,
                subsequent_indent=indent,
                break_on_hyphens=False,
            )
        )

    def json(self, document: Mapping[str, Any], *, is_line: bool = False) -> None:
        """Write a JSON document; in one line and at once when it is one of several."""
        text = json.dumps(document, ensure_ascii=False, indent=None if is_line else 2)
        # Valid JSON and still harmless on a terminal; json.dumps escapes the other controls.
        text = _C1_OR_DELETE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
        print(text, file=self.out, flush=is_line)

    def error(self, message: str) -> None:
        """Write one line on standard error."""
        line = harmless(" ".join(message.split()))
        print(f"hangar: {line}", file=self.err, flush=True)

    def bold(self, text: str) -> str:
        """`text` as it stands out."""
        return self._painted(text, "1")

    def dim(self, text: str) -> str:
        """`text` as it stands back."""
        return self._painted(text, "2")

    def good(self, text: str) -> str:
        """`text` in green."""
        return self._painted(text, "32")

    def bad(self, text: str) -> str:
        """`text` in red."""
        return self._painted(text, "31")

    def _painted(self, text: str, code: str) -> str:
        # Cleaned here, because what is painted passes through `print` as it is.
        return f"\x1b[{code}m{harmless(text)}\x1b[0m" if self.has_colour else text


def harmless(text: str, keeps_colour: bool = False) -> str:
    """`text` with what would steer a terminal made visible as '�'.

    The few colours that Hangar itself uses can be kept: text that brings them along is no danger.
    """
    if not keeps_colour:
        return _STEERING.sub("�", text)
    parts = _OWN_COLOURS.split(text)
    return "".join(part if n % 2 else _STEERING.sub("�", part) for n, part in enumerate(parts))


def standard_console(is_json: bool) -> Console:
    """The console on this process's standard streams; JSON is UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What cannot be written is escaped, in JSON as in text: '\udc80' is valid in both.
            stream.reconfigure(
                encoding="utf-8" if is_json else stream.encoding, errors="backslashreplace"
            )
    is_terminal = sys.stdout.isatty()
    is_plain = os.environ.get("TERM") == "dumb"
    return Console(
        out=sys.stdout,
        err=sys.stderr,
        columns=min(shutil.get_terminal_size().columns, _MOST_COLUMNS) if is_terminal else 0,
        has_colour=is_terminal and not is_plain and not os.environ.get("NO_COLOR"),
        shows_progress=sys.stderr.isatty() and not is_plain,
    )


def sized(size_bytes: int) -> str:
    """A size such as '1.9 GiB'."""
    for unit, bytes_each in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if size_bytes >= bytes_each:
            return f"{size_bytes / bytes_each:.1f} {unit}"
    return f"{size_bytes} bytes"


def counted(count: int, noun: str, plural: str = "") -> str:
    """'1 page', '1,204 pages'."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """'45 ms', '0.4 s', '12 s', '3 min 05 s', '2 h 10 min'."""
    if seconds < 0.1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10 and seconds != int(seconds):
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def rate(per_s: float) -> str:
    """'0.8', '23', '1,204'."""
    return f"{per_s:.1f}" if per_s < 10 else f"{per_s:,.0f}"


def size(size_bytes: int) -> str:
    """'512 B', '3.4 MiB'."""
    amount, unit = float(size_bytes), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
