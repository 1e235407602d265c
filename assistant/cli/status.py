"""hangar status: the libraries at a glance, and who keeps the air gap."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, Invocation, add_json
from assistant.cli.console import Console, counted, size
from assistant.domain.library import LibraryStatus, VectorState
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

_VECTORS = {
    VectorState.READY: "vector index ready",
    VectorState.EXACT: "exact search, until the vector index is built again",
}


def add_parser(commands: Commands) -> None:
    """Add `hangar status`."""
    parser = commands.add_parser(
        "status",
        help="show the libraries at a glance",
        description=(
            "Show each library with its folders, what it holds, whether its vector index is ready"
            " and who is writing to it; and who keeps the air gap."
        ),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """Show all libraries."""
    with call.open_assistant() as assistant:
        sound, damaged = all_libraries(assistant)
    console = call.console
    if call.arguments.json:
        console.json(
            {
                "home": str(call.home),
                "air_gap": str(call.air_gap),
                "libraries": libraries_as_json(sound, damaged),
            }
        )
        return say_which_are_damaged(console, damaged)
    for status in sound:
        print_library(console, status)
        console.print()
    for name, error in damaged.items():
        print_damaged(console, name, error)
        console.print()
    if not sound and not damaged:
        console.print("There is no library yet. Make one: hangar index FOLDER")
        console.print()
    console.print(f"Data folder  {call.home}")
    console.print(f"Air gap      {call.air_gap}")
    return say_which_are_damaged(console, damaged)


def all_libraries(
    assistant: "Assistant",
) -> tuple[list[LibraryStatus], dict[str, AssistantError]]:
    """The libraries, and by its name each that cannot be read, which must not hide the others."""
    sound: list[LibraryStatus] = []
    damaged: dict[str, AssistantError] = {}
    for name in assistant.library_names():
        try:
            sound.append(assistant.library(name).status())
        except AssistantError as error:
            damaged[name] = error
    return sound, damaged


def libraries_as_json(
    sound: Sequence[LibraryStatus], damaged: Mapping[str, AssistantError]
) -> list[dict[str, Any]]:
    """The JSON objects of all libraries; a damaged one has its name and an "error"."""
    return [
        *(library_as_json(status) for status in sound),
        *({"name": name, "error": str(error)} for name, error in damaged.items()),
    ]


def library_as_json(status: LibraryStatus) -> dict[str, Any]:
    """The JSON object of a library."""
    return {
        "name": status.name,
        "folders": [str(root) for root in status.roots],
        "documents": status.documents,
        "skipped": status.skipped,
        "pages": status.pages,
        "chunks": status.chunks,
        "size_bytes": status.size_bytes,
        "vectors": status.vectors.value,
        "writer": status.writer,
    }


def print_library(console: Console, status: LibraryStatus) -> None:
    """Write a library for people, some lines."""
    console.print(console.bold(status.name))
    for root in status.roots:
        console.print(f"  {root}")
    held = [counted(status.documents, "document"), counted(status.pages, "page")]
    held += [counted(status.chunks, "chunk"), size(status.size_bytes)]
    if status.skipped:
        held.append(f"{counted(status.skipped, 'file')} skipped")
    console.paragraph(", ".join(held), "  ")
    console.paragraph(_VECTORS[status.vectors], "  ")
    if status.writer:
        console.print(f"  being written by {status.writer}")


def print_damaged(console: Console, name: str, error: AssistantError) -> None:
    """Write for people why a library cannot be read."""
    console.print(console.bold(name))
    console.paragraph(str(error), "  ")


def say_which_are_damaged(console: Console, damaged: Mapping[str, AssistantError]) -> int:
    """Write one line on standard error about the damaged libraries; returns the exit status."""
    if not damaged:
        return 0
    console.error(f"Cannot be read: {', '.join(damaged)}. The list says why and what to do.")
    return 1
