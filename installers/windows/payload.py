"""What the MSI installs: the files below one folder, and whether Windows can hold them."""

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path, PurePosixPath

from installers.errors import BuildError
from installers.reproducible import entries_of

COMMAND = PurePosixPath("bin/hangar.cmd")
START = PurePosixPath("bin/start.py")
WINDOW_PROGRAM = PurePosixPath("python/pythonw.exe")
_NEEDED = (
    COMMAND,
    START,
    PurePosixPath("python/python.exe"),
    WINDOW_PROGRAM,
    PurePosixPath("lib/assistant/__init__.py"),
)
_MOST_FILES = 32767
"""What fits the sequence numbers of one cabinet."""
_LONGEST_PATH = 220
"""In characters: with `C:\\Program Files\\Hangar\\` before it, a path must stay below 260."""
_FORBIDDEN = re.compile(r'[^\x20-\x7e]|[<>:"|?*\\]|[. ]$')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Payload:
    """The files to install, relative to the folder they lie in, in one order everywhere."""

    root: Path
    files: tuple[PurePosixPath, ...]

    @cached_property
    def by_folder(self) -> dict[PurePosixPath, list[PurePosixPath]]:
        """The files of each folder that holds any."""
        ordered = sorted(self.files, key=lambda file: (str(file.parent), file.name))
        return {folder: list(files) for folder, files in groupby(ordered, lambda file: file.parent)}

    @cached_property
    def programs(self) -> list[PurePosixPath]:
        """Everything that Windows can start as a process."""
        return [file for file in self.files if file.suffix.lower() == ".exe"]


def read_payload(root: Path) -> Payload:
    """List the files below `root`.

    Raises:
        BuildError: Something is missing, or is nothing that Windows could hold.
    """
    entries = list(entries_of(root)) if root.is_dir() else []
    if links := [entry for entry in entries if entry.is_symlink()]:
        raise BuildError(f"{links[0]} is a link.", hint="Put the file itself into the payload.")
    files = tuple(
        PurePosixPath(entry.relative_to(root).as_posix()) for entry in entries if entry.is_file()
    )
    if absent := [str(needed) for needed in _NEEDED if needed not in files]:
        raise BuildError(
            f"The payload {root} lacks {', '.join(absent)}.",
            hint="Build it on Windows with installers/windows/payload.ps1, and name its folder.",
        )
    _check_names(files)
    return Payload(root, files)


def _check_names(files: tuple[PurePosixPath, ...]) -> None:
    seen: dict[str, PurePosixPath] = {}
    for file in files:
        if any(_FORBIDDEN.search(part) or _DEVICES.fullmatch(part) for part in file.parts):
            raise BuildError(
                f"Windows cannot hold a file named '{file}'.", hint="Leave it out or rename it."
            )
        if len(str(file)) > _LONGEST_PATH:
            raise BuildError(
                f"The path {file} has more than {_LONGEST_PATH} characters.",
                hint="Leave the file out, or shorten the names of its folders.",
            )
        if (other := seen.setdefault(str(file).lower(), file)) is not file:
            raise BuildError(
                f"{other} and {file} are one file to Windows.", hint="Leave one of them out."
            )
    if len(files) > _MOST_FILES:
        raise BuildError(
            f"The payload has {len(files)} files; an MSI of one cabinet holds {_MOST_FILES}.",
            hint="Leave out what does not run: tests, headers, examples.",
        )


def stage(payload: Payload, folder: Path) -> Payload:
    """Copy the payload's files to `folder`, without the times and rights that they have."""
    for file in payload.files:
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(payload.root / file, target)
    return Payload(folder, payload.files)
