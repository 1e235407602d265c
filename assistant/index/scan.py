"""Walk folders and find out what changed, for the price of a `stat` per file."""

import os
import stat
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.index.files import FileStat, FileState, FoundFile, stat_of
from assistant.index.scopes import Scope

_IGNORED_PREFIXES = (".", "~$")  # hidden files, and the lock files of office programs
_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_BAD_NAME = "Its name is not valid Unicode; rename it to have it indexed."


@dataclass(slots=True)
class Scan:
    """What was found.

    Attributes:
        unreadable: Files and folders that could not be looked at, with the sentence that says why.
        closed: Root key and path of the folders among them; what the catalogue has of them stays.
    """

    files: list[FoundFile] = field(default_factory=list)
    unreadable: list[tuple[FileState, str]] = field(default_factory=list)
    closed: list[tuple[int, str]] = field(default_factory=list)

    def note(self, root_id: int, file: str, detail: str) -> None:
        """Note what could not be looked at."""
        self.unreadable.append((FileState(root_id, file, FileStat(0, 0, 0, 0), ""), detail))


def scan(scopes: Collection[Scope]) -> Scan:
    """Look at every file in `scopes`.

    Hidden files, lock files, sockets and devices are passed over. Links to folders are not
    followed, and neither are links to files of the same indexed folder: these are found anyway.
    """
    found = Scan()
    for scope in scopes:
        if scope.path.is_dir():
            _scan_folder(scope, found)
        elif (entry_stat := _stat_of(scope.path)) is not None:
            found.files.append(FoundFile(scope.root.id, scope.inside, scope.path, entry_stat))
    return found


def _stat_of(path: Path) -> FileStat | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return stat_of(status) if stat.S_ISREG(status.st_mode) else None


def _scan_folder(scope: Scope, found: Scan) -> None:
    pending = [scope.inside]
    while pending:
        folder = pending.pop()
        path = os.path.join(scope.root.path, folder)  # noqa: PTH118 (a Path per file is slow)
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
        if entry.name.startswith(_IGNORED_PREFIXES) or entry.name.lower() in _IGNORED_NAMES:
            continue
        file = f"{folder}/{entry.name}" if folder else entry.name
        if not _is_text(entry.name):
            shown = os.fsencode(file).decode("utf-8", "backslashreplace")
            found.note(scope.root.id, shown, _BAD_NAME)
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if not _is_junction(entry):
                    yield file
            elif entry.is_file() and not _is_found_anyway(entry, scope.root.path):
                status = _full_stat(entry)
                found.files.append(
                    FoundFile(scope.root.id, file, Path(entry.path), stat_of(status))
                )
        except OSError as error:
            found.note(scope.root.id, file, f"It cannot be looked at: {error.strerror or error}.")


def _full_stat(entry: "os.DirEntry[str]") -> os.stat_result:
    # On Windows the folder's listing has no inode and may have an old time.
    return os.stat(entry.path) if sys.platform == "win32" else entry.stat()  # noqa: PTH116


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


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
