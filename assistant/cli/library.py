"""hangar library: list libraries, look into one, delete one, take a folder out of one."""

import sys
from pathlib import Path
from typing import Any

from assistant.cli.command import (
    DEFAULT_LIBRARY,
    Commands,
    HelpFormatter,
    Invocation,
    add_action,
    add_json,
    add_library,
)
from assistant.cli.console import counted
from assistant.cli.status import (
    all_libraries,
    libraries_as_json,
    library_as_json,
    print_damaged,
    print_library,
    say_which_are_damaged,
)
from assistant.domain.library import DocumentRecord, DocumentState
from assistant.errors import AssistantError, JobCancelledError
from assistant.paths import expanded


class FolderNotInLibraryError(AssistantError):
    """The folder to forget is not in the library."""

    def __init__(self, folder: Path, library: str, roots: tuple[Path, ...]) -> None:
        known = ", ".join(str(root) for root in roots) or "none"
        super().__init__(
            f"The library '{library}' does not have the folder {folder}.",
            hint=f"Its folders: {known}.",
        )


def add_parser(commands: Commands) -> None:
    """Add `hangar library` with its own commands."""
    parser = commands.add_parser(
        "library",
        help="list, show and delete libraries; take folders out",
        description=(
            "Look after libraries. None of this touches a document: only Hangar's own index of"
            " it goes."
        ),
        epilog=(
            "examples:\n"
            "  hangar library show standards --skipped\n"
            "  hangar library forget ~/projects/old\n"
            "  hangar library delete standards"
        ),
        formatter_class=HelpFormatter,
    )
    add_json(parser)
    parser.set_defaults(run=run_list)
    actions = parser.add_subparsers(metavar="ACTION", title="actions")
    add_action(actions, "list", run_list, "list the libraries (what happens without ACTION)")
    show = add_action(actions, "show", run_show, "list a library's documents, with their state")
    show.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        default=DEFAULT_LIBRARY,
        help=f"the library (default: {DEFAULT_LIBRARY})",
    )
    show.add_argument("--skipped", action="store_true", help="only the files that were skipped")
    delete = add_action(actions, "delete", run_delete, "delete a library; its documents stay")
    delete.add_argument("name", metavar="NAME", help="the library")
    delete.add_argument("--yes", action="store_true", help="do not ask first, on a terminal")
    forget = add_action(actions, "forget", run_forget, "take a folder out; its files stay")
    forget.add_argument("folder", metavar="PATH", type=Path, help="the folder, as it was indexed")
    add_library(forget)


def run_list(call: Invocation) -> int:
    """List the libraries."""
    with call.open_assistant() as assistant:
        sound, damaged = all_libraries(assistant)
    if call.arguments.json:
        call.console.json({"libraries": libraries_as_json(sound, damaged)})
        return say_which_are_damaged(call.console, damaged)
    for status in sound:
        print_library(call.console, status)
    for name, error in damaged.items():
        print_damaged(call.console, name, error)
    if not sound and not damaged:
        call.console.print("There is no library yet. Make one: hangar index FOLDER")
    return say_which_are_damaged(call.console, damaged)


def run_show(call: Invocation) -> int:
    """List the documents of a library."""
    with call.open_assistant() as assistant:
        library = assistant.library(call.arguments.name)
        status, documents = library.status(), library.documents()
    if call.arguments.skipped:
        documents = [record for record in documents if record.state is DocumentState.SKIPPED]
    if call.arguments.json:
        shown = [_document_as_json(record) for record in documents]
        call.console.json(library_as_json(status) | {"files": shown})
        return 0
    print_library(call.console, status)
    for record in documents:
        call.console.print(f"  {record.file}  {call.console.dim(_state(record))}")
    return 0


def run_delete(call: Invocation) -> int:
    """Delete a library, after a question on a terminal."""
    name: str = call.arguments.name
    with call.open_assistant() as assistant:
        # Looked up by its name and not opened, so that a damaged one can be deleted too.
        is_there = name in assistant.library_names()
        asks = sys.stdin.isatty() and call.console.columns and not call.arguments.yes
        if is_there and asks and not _is_confirmed(name):
            raise JobCancelledError
        assistant.delete_library(name)  # says so when there is none
    if call.arguments.json:
        call.console.json({"deleted": name})
    else:
        call.console.print(f"Library '{name}' is deleted. Its documents are where they were.")
    return 0


def run_forget(call: Invocation) -> int:
    """Take a folder out of a library."""
    folder = expanded(call.arguments.folder).absolute()
    with call.open_assistant() as assistant:
        library = assistant.library(call.arguments.library)
        roots = library.status().roots
        chosen = next((root for root in roots if root in (folder, folder.resolve())), None)
        if chosen is None:
            raise FolderNotInLibraryError(folder, library.name, roots)
        library.forget(chosen)
    if call.arguments.json:
        call.console.json({"library": call.arguments.library, "forgotten": str(chosen)})
    else:
        call.console.print(
            f"{chosen} is out of library '{call.arguments.library}'. Its files are where they were."
        )
    return 0


def _is_confirmed(name: str) -> bool:
    answer = input(f"Delete library '{name}'? Its documents stay; its index goes. [y/N] ")
    return answer.strip().lower() in ("y", "yes")


def _state(record: DocumentRecord) -> str:
    if record.reason is not None:
        return f"skipped: {record.reason.value}. {record.detail}".rstrip()
    return counted(record.page_count, "page") + (f". {record.detail}" if record.detail else "")


def _document_as_json(record: DocumentRecord) -> dict[str, Any]:
    return {
        "file": record.file,
        "folder": str(record.root),
        "state": record.state.value,
        "reason": record.reason.value if record.reason else None,
        "detail": record.detail,
        "title": record.title,
        "format": record.format,
        "pages": record.page_count,
        "chunks": record.chunk_count,
        "size_bytes": record.size_bytes,
        "sha256": record.sha256,
    }
