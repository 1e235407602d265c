"""What every command shares: how it is called, the options that recur, what a call is."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from assistant.cli.console import Console
from assistant.guard.air_gap import AirGapState
from assistant.guard.proof import OlderThread

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

DEFAULT_LIBRARY = "default"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of a command.

    Attributes:
        arguments: As parsed.
        console: Where to write.
        home: The data folder.
        open_assistant: Builds the assistant, which the caller has to close.
        air_gap: Which lock holds.
        older_thread: A thread from before the lock; only the doctor gets one.
    """

    arguments: argparse.Namespace
    console: Console
    home: Path
    open_assistant: Callable[[], "Assistant"]
    air_gap: AirGapState
    older_thread: OlderThread | None = None


Run = Callable[[Invocation], int]
"""Runs a command and returns its exit status."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command adds its own parser."""


def well_formed(question: str) -> str:
    """A question with what is no character replaced: a byte of another encoding, half a pair."""
    return question.encode("utf-8", "replace").decode("utf-8")


class HelpFormatter(argparse.HelpFormatter):
    """Wraps a description to the terminal and leaves examples, which have lines, as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if "\n" in text else super()._fill_text(text, width, indent)


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument(
        "--json", action="store_true", help="print JSON on standard output, and nothing else there"
    )


def add_library(parser: argparse.ArgumentParser) -> None:
    """Add `--library`."""
    parser.add_argument(
        "--library",
        metavar="NAME",
        default=DEFAULT_LIBRARY,
        help=f"the library to use (default: {DEFAULT_LIBRARY})",
    )


def add_action(actions: Commands, name: str, run: Run, summary: str) -> argparse.ArgumentParser:
    """Add a command of a command, such as 'hangar library show'; it takes '--json' too."""
    parser = actions.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
    # Suppressed, so that it does not undo a '--json' given before the action.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    parser.set_defaults(run=run)
    return parser
