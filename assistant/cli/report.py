"""What the doctor found, as a text that someone signs off: for whoever accredits a workstation."""

import datetime
import getpass
import hashlib
import platform
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from assistant.guard.proof import Probe
from assistant.paths import is_installed, program_folder

if TYPE_CHECKING:
    from assistant.doctor import Diagnosis

_COLUMNS = 100


def report_of(diagnosis: "Diagnosis", files: Mapping[str, str]) -> str:
    """The report; `files` are the SHA-256 of the program's files by their paths."""
    body = "\n".join(_lines(diagnosis, files)) + "\n"
    digest = hashlib.sha256(body.encode()).hexdigest()
    return (
        f"{body}\n"
        f"SHA-256 of the text above, its last line included:\n  {digest}\n\n"
        "Signed off by\n\n"
        "  Name       ________________________________\n\n"
        "  Date       ________________________________\n\n"
        "  Signature  ________________________________\n"
    )


def program_files() -> dict[str, str]:
    """SHA-256 of every file that the program consists of, by its path in the program's folder.

    Of a checkout without what Python compiles by itself; an installation runs what was compiled
    when it was built, so there it counts.
    """
    root = program_folder()
    parts = [root] if is_installed() else [root / "assistant", root / "resources"]
    files = {}
    for file in sorted(file for part in parts for file in part.rglob("*")):
        is_cache = "__pycache__" in file.parts and not is_installed()
        if file.is_file() and not file.is_symlink() and not is_cache:
            with file.open("rb") as stream:
                path = file.relative_to(root).as_posix()
                files[path] = hashlib.file_digest(stream, "sha256").hexdigest()
    return files


def list_digest(files: Mapping[str, str]) -> str:
    """One hash for many files: of the list that `sha256sum` would print, sorted by path."""
    listed = "".join(f"{files[path]}  {path}\n" for path in sorted(files))
    return hashlib.sha256(listed.encode()).hexdigest()


def _lines(diagnosis: "Diagnosis", files: Mapping[str, str]) -> Iterator[str]:
    yield "Hangar: report on this workstation"
    yield "=" * 34
    yield ""
    now = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
    yield from _entry("Made", f"{now}, by the user {getpass.getuser()} on {platform.node()}")
    yield from _entry("System", platform.platform())
    kind = "installed package" if is_installed() else "checkout, not an installation"
    yield from _entry("Program", f"{program_folder()} ({kind})")
    yield from _entry("Files", f"{len(files):,}; SHA-256 of their list: {list_digest(files)}")
    sound = "sound" if not diagnosis.faults else f"NOT SOUND, findings: {diagnosis.faults}"
    yield from _entry("Outcome", sound)
    yield from _heading(f"Air gap: {diagnosis.air_gap}")
    yield from _probes(diagnosis.air_gap_probes)
    yield from _heading(f"Parser jail: {diagnosis.jail}")
    yield from _probes(diagnosis.jail_probes)
    yield from _heading("Checks")
    for check in diagnosis.checks:
        yield from _wrapped(f"{_mark(check.is_sound)} {check.name}: {check.found}")
        if not check.is_sound and check.advice:
            yield from _wrapped(f"     {check.advice}")
    yield from _heading("Versions")
    for name, version in diagnosis.versions.items():
        yield from _entry(name, version)


def _probes(probes: tuple[Probe, ...]) -> Iterator[str]:
    for probe in probes:
        yield from _wrapped(f"{_mark(probe.holds)} {probe.name}: {probe.seen}")


def _mark(is_sound: bool) -> str:
    return "ok  " if is_sound else "FAIL"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "-" * len(text)


def _entry(title: str, text: str) -> Iterator[str]:
    yield from _wrapped(f"{title:<20} {text}", " " * 21)


def _wrapped(text: str, indent: str = " " * 5) -> list[str]:
    printable = "".join(letter if letter.isprintable() else "?" for letter in text)
    return textwrap.wrap(printable, _COLUMNS, subsequent_indent=indent, break_on_hyphens=False) or [
        ""
    ]
