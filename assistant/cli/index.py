"""hangar index: bring a library up to date with its folders."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, HelpFormatter, Invocation, add_json, add_library
from assistant.cli.console import Console, counted, duration, rate
from assistant.cli.interrupt import cancelled_by_signals
from assistant.cli.progress import ProgressBar
from assistant.domain.document import SkipReason
from assistant.domain.library import IndexReport, SkippedFile
from assistant.errors import AssistantError, UsageError
from assistant.index.files import is_unicode, shown
from assistant.jobs import CancelToken
from assistant.paths import expanded

if TYPE_CHECKING:
    from assistant.library import Library

_MOST_FILES_LISTED = 10

_WORDS = {
    SkipReason.ENCRYPTED: "encrypted",
    SkipReason.NO_TEXT: "without text",
    SkipReason.DAMAGED: "damaged",
    SkipReason.TOO_BIG: "too big",
    SkipReason.UNSUPPORTED: "of a kind that Hangar does not read",
    SkipReason.UNREADABLE: "not readable",
    SkipReason.TIMED_OUT: "given up after too long",
}


class FolderGoneError(AssistantError):
    """A folder to index is not there."""

    def __init__(self, folder: Path, hint: str) -> None:
        super().__init__(f"There is no {folder}.", hint=hint)


class PathClosedError(AssistantError):
    """A folder or file to index cannot be looked at."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path} cannot be opened: {error.strerror or error}.",
            hint="Check the path, and that you may read what it leads through.",
        )


def add_parser(commands: Commands) -> None:
    """Add `hangar index`."""
    parser = commands.add_parser(
        "index",
        help="read folders of documents into a library",
        description=(
            "Read folders (or single files) into a library, or bring a library up to date. Only"
            " what is new or changed is read; what is gone from a folder goes from the index."
            " Without PATH, the folders already in the library are brought up to date. Ctrl+C"
            " stops; what was indexed by then is kept, and the next run goes on from there."
        ),
        epilog=(
            "examples:\n"
            "  hangar index ~/projects/actuator\n"
            "  hangar index ~/standards --library standards\n"
            "  hangar index                 (bring all folders of the library up to date)"
        ),
        formatter_class=HelpFormatter,
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a folder or a file")
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """Index, with a progress bar on a terminal."""
    name: str = call.arguments.library
    paths = [expanded(path).absolute() for path in call.arguments.paths]
    _check_all_there(paths, "Check the name, and that its drive is connected.")
    with call.open_assistant() as assistant:
        is_known = name in assistant.library_names()
        if not paths and not is_known:
            raise _no_folder_named(name)
        library = assistant.library(name, create=not is_known)
        if not paths:
            _check_known_folders(library)
        report = _index(call.console, library, paths)
    if call.arguments.json:
        call.console.json(_as_json(report))
    else:
        _print(call.console, report)
    return 0


def _check_known_folders(library: "Library") -> None:
    folders = list(library.status().roots)
    if not folders:
        raise _no_folder_named(library.name)
    _check_all_there(
        folders,
        "Connect its drive; or, if it is gone for good: hangar library forget FOLDER.",
    )


def _no_folder_named(library: str) -> UsageError:
    return UsageError(
        f"The library '{library}' has no folder yet.",
        hint="Name one to read, such as: hangar index ~/documents.",
    )


def _check_all_there(paths: list[Path], hint: str) -> None:
    for path in paths:
        if not is_unicode(str(path)):  # told before a library is made for it
            raise UsageError(
                f"{shown(str(path))} cannot be indexed: its name is not valid Unicode.",
                hint="Rename it.",
            )
        try:
            is_there = path.exists()
        except OSError as error:
            raise PathClosedError(path, error) from error
        if not is_there:
            raise FolderGoneError(path, hint)


def _index(console: Console, library: "Library", paths: list[Path]) -> IndexReport:
    token = CancelToken()
    with cancelled_by_signals(token), ProgressBar(console.err, console.shows_progress) as bar:
        return library.index(paths, bar.show, token)


def _as_json(report: IndexReport) -> dict[str, Any]:
    return {
        "library": report.library,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "moved": report.moved,
        "pages": report.pages,
        "chunks": report.chunks,
        "seconds": round(report.seconds, 3),
        "skipped": [
            {"file": skipped.file, "reason": skipped.reason.value, "detail": skipped.detail}
            for skipped in report.skipped
        ],
    }


def _print(console: Console, report: IndexReport) -> None:
    counts = [f"{report.added:,} added", f"{report.changed:,} changed"]
    counts.append(f"{report.unchanged:,} unchanged")
    if report.moved:
        counts.append(f"{report.moved:,} moved")
    counts.append(f"{report.removed:,} removed")
    console.paragraph(f"Library '{report.library}' is up to date: {', '.join(counts)}.")
    if report.pages:
        speed = report.pages / report.seconds if report.seconds else 0.0
        console.print(
            f"{counted(report.pages, 'page')}, {counted(report.chunks, 'chunk')}"
            f" in {duration(report.seconds)} ({rate(speed)} pages/s)."
        )
    _print_skipped(console, report.skipped)


def _print_skipped(console: Console, skipped: tuple[SkippedFile, ...]) -> None:
    by_reason: dict[SkipReason, list[str]] = defaultdict(list)
    for file in skipped:
        by_reason[file.reason].append(file.file)
    for reason, files in by_reason.items():
        console.print(f"{counted(len(files), 'file')} skipped, {_WORDS[reason]}:")
        for name in files[:_MOST_FILES_LISTED]:
            console.print(f"  {name}")
        if len(files) > _MOST_FILES_LISTED:
            console.print(f"  … and {len(files) - _MOST_FILES_LISTED:,} more")
