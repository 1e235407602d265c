"""Which folders a run looks at, and as part of which indexed folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import AssistantError, UsageError
from assistant.index.catalogue import Root
from assistant.index.catalogue_write import CatalogueWriter
from assistant.index.files import KnownFile, is_unicode, shown


class FolderMissingError(AssistantError):
    """An indexed folder is not there; its documents are kept until the user says otherwise."""

    def __init__(self, folder: Path, what: str = "cannot be found") -> None:
        super().__init__(
            f"The indexed folder {folder} {what}; its documents stay in the library.",
            hint="Connect the drive or share and index again, or remove the folder from the"
            " library.",
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the file system that a run brings the catalogue in step with.

    Attributes:
        root: The indexed folder it belongs to.
        inside: Path of a folder or file in it, with '/'; empty for all of it.
    """

    root: Root
    inside: str = ""

    @property
    def path(self) -> Path:
        """Where it stands."""
        return self.root.path / self.inside

    def covers(self, root_id: int, file: str) -> bool:
        """Whether a file of the catalogue lies in it."""
        if root_id != self.root.id:
            return False
        return not self.inside or file == self.inside or file.startswith(self.inside + "/")


def known_scopes(roots: Sequence[Root], files: Sequence[KnownFile]) -> list[Scope]:
    """All that is indexed: whole folders, and the single files given of others.

    Args:
        files: Every file in the catalogue.

    Raises:
        FolderMissingError: A folder is not there, or cannot be opened.
    """
    scopes: list[Scope] = []
    for root in roots:
        try:
            is_there = root.path.is_dir()
        except OSError as error:
            raise FolderMissingError(root.path, _not_opened(error)) from error
        if not is_there:
            raise FolderMissingError(root.path)
        if root.is_whole:
            scopes.append(Scope(root))
        else:
            given = [known.state.file for known in files if known.state.root_id == root.id]
            scopes.extend(Scope(root, file) for file in given)
    return scopes


def add_scopes(
    writer: CatalogueWriter, roots: Sequence[Root], paths: Sequence[Path]
) -> list[Scope]:
    """Record what the user wants indexed, and return what to look at; within a transaction.

    A folder inside an indexed one is looked at as a part of that; a folder around an indexed one
    takes its documents over. So no file is ever indexed twice.

    Raises:
        UsageError: A path does not exist, or cannot be opened, or its name cannot be stored.
        FolderMissingError: A path is an indexed folder that is not there.
    """
    existing = [_existing(path, roots) for path in paths]
    known = list(roots)
    scopes: list[Scope] = []
    for path in sorted(set(existing), key=lambda path: len(path.parts)):
        scope = _scope_within(path, known)
        if scope is None:
            folder, inside = (path, "") if path.is_dir() else (path.parent, path.name)
            device = folder.stat().st_dev
            root = writer.add_root(Root(0, folder, path.is_dir(), device))
            known = [*_without_inner(writer, known, root), root]
            scope = Scope(root, inside)
        if not any(other.covers(scope.root.id, scope.inside) for other in scopes):
            scopes.append(scope)
    return scopes


def check_mounted(
    writer: CatalogueWriter, scopes: Sequence[Scope], files: Sequence[KnownFile]
) -> None:
    """Make sure that no indexed folder is empty only because its drive is not there.

    Notes on which devices the folders are now; within a transaction.

    Raises:
        FolderMissingError: A folder with documents is on another device now, and empty or closed.
    """
    for root in {scope.root for scope in scopes}:
        device = root.path.stat().st_dev
        if device == root.device:
            continue
        has_documents = any(known.state.root_id == root.id for known in files)
        if has_documents and _is_empty(root.path):
            raise FolderMissingError(root.path, "is empty and on another device than before")
        writer.add_root(replace(root, device=device))


def find_root(roots: Sequence[Root], folder: Path) -> Root:
    """The indexed folder called `folder`, which need not exist any more.

    Raises:
        UsageError: It is not indexed.
    """
    wanted = {folder.absolute(), folder.resolve()}
    for root in roots:
        if root.path in wanted:
            return root
    folders = ", ".join(str(root.path) for root in roots) or "none"
    raise UsageError(
        f"{folder} is not a folder of this library.", hint=f"Its folders are: {folders}."
    )


def _existing(path: Path, roots: Sequence[Root]) -> Path:
    try:
        existing = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, up to Python 3.12
        wanted = (path.absolute(), Path(os.path.realpath(path)))  # `resolve` may fail again
        if any(root.path in wanted for root in roots):
            raise FolderMissingError(path.absolute()) from error
        name = shown(str(path))
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise UsageError(
                f"{name} {_not_opened(error)}.", hint="Check the path and who may open it."
            ) from error
        raise UsageError(
            f"There is no file or folder {name}.", hint="Check the path; it may be misspelt."
        ) from error
    if not is_unicode(str(existing)):
        raise UsageError(
            f"The name of {shown(str(existing))} is not valid Unicode.",
            hint="Rename it to have it indexed.",
        )
    return existing


def _not_opened(error: OSError) -> str:
    return f"cannot be opened: {error.strerror or error}"


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError as error:
        raise FolderMissingError(folder, _not_opened(error)) from error


def _without_inner(writer: CatalogueWriter, roots: Sequence[Root], outer: Root) -> list[Root]:
    """Let a whole folder take over those inside it; returns the others."""
    others = [root for root in roots if root.id != outer.id]
    if not outer.is_whole:
        return others
    inner = [root for root in others if root.path.is_relative_to(outer.path)]
    for root in inner:
        writer.absorb_root(root, outer)
    return [root for root in others if root not in inner]


def _scope_within(path: Path, roots: Sequence[Root]) -> Scope | None:
    for root in roots:
        if root.is_whole and path.is_relative_to(root.path):
            inside = path.relative_to(root.path).as_posix()
            return Scope(root, "" if inside == "." else inside)
    return None
