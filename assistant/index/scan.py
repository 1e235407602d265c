"""Walk folders and find out what changed, for the price of a `stat` per file."""

import os
import stat
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.index.files import (
    FileStat,
    FileState,
    FoundFile,
    KnownFile,
    is_unicode,
    shown,
    stat_of,
)
from assistant.index.scopes import Scope

_IGNORED_PREFIXES = (".", "~$")  # hidden files, and the lock files of office programs
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_BAD_NAME = "Its name is not valid Unicode; rename it to have it indexed."
_NO_TARGET = "The file that it links to is not there; delete the link to have it forgotten."


@dataclass(slots=True)
class Scan:
    """What was found.

    Attributes:
        unreadable: Files and folders that could not be looked at, with the sentence that says why.
        closed: Root key and path of the folders among them; what the catalogue has of them stays.
        dangling: Links to files that are not there, likewise with a sentence.
    """

    files: list[FoundFile] = field(default_factory=list)
    unreadable: list[tuple[FileState, str]] = field(default_factory=list)
    closed: list[tuple[int, str]] = field(default_factory=list)
    dangling: list[tuple[FileState, str]] = field(default_factory=list)

    def note(self, root_id: int, file: str, detail: str) -> None:
        """Note what could not be looked at."""
        self.unreadable.append((_unread(root_id, file), detail))

    def note_dangling(self, root_id: int, file: str) -> None:
        """Note a link to a file that is not there."""
        self.dangling.append((_unread(root_id, file), _NO_TARGET))


def scan(scopes: Collection[Scope], left_out: Path | None = None) -> Scan:
    """Look at every file in `scopes`, but not into the folder `left_out`.

    Hidden files, lock files, sockets and devices are passed over. Links to folders are not
    followed, and neither are links to files of the same indexed folder: these are found anyway.
    """
    found = Scan()
    for scope in scopes:
        try:
            status = scope.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            if scope.path.is_symlink():
                found.note_dangling(scope.root.id, scope.inside)
            continue
        except OSError as error:
            found.note(scope.root.id, scope.inside or ".", _not_looked_at(error))
            found.closed.append((scope.root.id, scope.inside))
            continue
        if stat.S_ISDIR(status.st_mode):
            _scan_folder(scope, found, left_out)
        elif stat.S_ISREG(status.st_mode):
            found.files.append(FoundFile(scope.root.id, scope.inside, scope.path, stat_of(status)))
    return found


def given_by_name(scopes: Collection[Scope], known_files: Collection[KnownFile]) -> list[Scope]:
    """The known files in `scopes` that are passed over there: the user has named them before."""
    hidden = [
        known.state
        for known in known_files
        if known.state.sha256 and _is_passed_over(known.state.file)
    ]
    return [
        Scope(scope.root, state.file)
        for scope in scopes
        for state in hidden
        if scope.covers(state.root_id, state.file)
        and _is_passed_over(state.file.removeprefix(scope.inside))
    ]


def _scan_folder(scope: Scope, found: Scan, left_out: Path | None) -> None:
    pending = [scope.inside]
    while pending:
        folder = pending.pop()
        path = os.path.join(scope.root.path, folder)  # noqa: PTH118 (a Path per file is slow)
        if Path(path) == left_out:
            continue
        try:
            with os.scandir(path) as entries:
                pending.extend(_look_at(entries, folder, scope, found))
        except OSError as error:
            detail = f"The folder cannot be looked into: {error.strerror or error}."
            found.note(scope.root.id, folder or ".", detail)
            found.closed.append((scope.root.id, folder))


def _look_at(
    entries: Iterator["os.DirEntry[str]"], folder: str, scope: Scope, found: Scan
) -> Iterator[str]:
    """Record the files of a folder; yields the folders in it."""
    for entry in entries:
        if _is_ignored(entry.name):
            continue
        file = f"{folder}/{entry.name}" if folder else entry.name
        if not is_unicode(entry.name):
            found.note(scope.root.id, shown(file), _BAD_NAME)
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if not _is_junction(entry):
                    yield file
            elif entry.is_file():
                if not _is_found_anyway(entry, scope.root.path):
                    file_stat = stat_of(_full_stat(entry))
                    found.files.append(FoundFile(scope.root.id, file, Path(entry.path), file_stat))
            elif entry.is_symlink() and not Path(entry.path).exists():
                found.note_dangling(scope.root.id, file)
        except OSError as error:
            found.note(scope.root.id, file, _not_looked_at(error))


def _is_ignored(name: str) -> bool:
    return name.startswith(_IGNORED_PREFIXES) or name.lower() in _IGNORED_NAMES


def _is_passed_over(file: str) -> bool:
    """Whether a file, or a folder on its path, is passed over for its name."""
    return any(map(_is_ignored, file.split("/")))


def _unread(root_id: int, file: str) -> FileState:
    return FileState(root_id, file, FileStat(0, 0, 0, 0), "")


def _not_looked_at(error: OSError) -> str:
    return f"It cannot be looked at: {error.strerror or error}."


def _full_stat(entry: "os.DirEntry[str]") -> os.stat_result:
    # On Windows the folder's listing has no inode and may have an old time.
    return os.stat(entry.path) if sys.platform == "win32" else entry.stat()  # noqa: PTH116


def _is_junction(entry: "os.DirEntry[str]") -> bool:
    """Whether it is the other kind of link that Windows has for folders."""
    if sys.platform != "win32":
        return False
    tag = entry.stat(follow_symlinks=False).st_reparse_tag
    return bool(tag == stat.IO_REPARSE_TAG_MOUNT_POINT)


def _is_found_anyway(entry: "os.DirEntry[str]", root: Path) -> bool:
    """Whether it is a link to a file that is found in the same indexed folder."""
    if not entry.is_symlink():
        return False
    target = Path(entry.path).resolve()
    if not target.is_relative_to(root):
        return False
    return not any(part.startswith(_IGNORED_PREFIXES) for part in target.relative_to(root).parts)
