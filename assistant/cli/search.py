"""hangar search: the passages that match best, without an answer."""

import argparse

from assistant.cli.answer_shape import SECTION_MARK, passage_as_json, place
from assistant.cli.command import (
    Commands,
    HelpFormatter,
    Invocation,
    add_json,
    add_library,
    well_formed,
)
from assistant.errors import UsageError

_MOST_PASSAGES = 1000
_MOST_CHARACTERS_SHOWN = 240


def add_parser(commands: Commands) -> None:
    """Add `hangar search`."""
    parser = commands.add_parser(
        "search",
        help="list the passages that match best",
        description=(
            "List the passages of a library that match best, by meaning and by the words"
            " themselves. Identifiers such as MIL-STD-1553B or 0x7A0 are found exactly."
        ),
        epilog=('examples:\n  hangar search "salt fog" -k 5\n  hangar search AST-REQ-016 --json'),
        formatter_class=HelpFormatter,
    )
    parser.add_argument("query", metavar="QUERY", help="keywords, an identifier or a sentence")
    parser.add_argument(
        "-k",
        metavar="N",
        dest="limit",
        type=_limit,
        default=20,
        help="how many passages at most (default: 20)",
    )
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """Search and list."""
    query = well_formed(call.arguments.query)
    if not query.strip():
        raise UsageError("The query is empty.", hint="Search for a word, a name or a sentence.")
    with call.open_assistant() as assistant:
        library = assistant.library(call.arguments.library)
        passages = library.search(query, call.arguments.limit)
    console = call.console
    if call.arguments.json:
        console.json(
            {
                "library": call.arguments.library,
                "query": query,
                "passages": [passage_as_json(passage) for passage in passages],
            }
        )
        return 0
    for n, passage in enumerate(passages, start=1):
        section = f" · {SECTION_MARK.join(passage.section)}" if passage.section else ""
        where = console.bold(place(passage.file, passage.page))
        console.print(f"{n:>3}. {where}{section}")
        text = " ".join(passage.text.split())
        shown = text[:_MOST_CHARACTERS_SHOWN] + ("…" if len(text) > _MOST_CHARACTERS_SHOWN else "")
        console.paragraph(shown, "     ")
    if not passages:
        console.print(f"Nothing in library '{call.arguments.library}' matches.")
    return 0


def _limit(text: str) -> int:
    """An argparse type: how many passages."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_PASSAGES:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no number of passages from 1 to {_MOST_PASSAGES}"
        )
    return int(text)
