"""hangar status: the libraries at a glance, and who keeps the air gap."""

from typing import Any

from assistant.cli.command import Commands, Invocation, add_json
from assistant.cli.console import Console, counted, size
from assistant.domain.library import LibraryStatus, VectorState

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
        statuses = [assistant.library(name).status() for name in assistant.library_names()]
    console = call.console
    if call.arguments.json:
        console.json(
            {
                "home": str(call.home),
                "air_gap": str(call.air_gap),
                "libraries": [library_as_json(status) for status in statuses],
            }
        )
        return 0
    for status in statuses:
        print_library(console, status)
        console.print()
    if not statuses:
        console.print("There is no library yet. Make one: hangar index FOLDER")
        console.print()
    console.print(f"Data folder  {call.home}")
    console.print(f"Air gap      {call.air_gap}")
    return 0


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
