"""The entry of `hangar`: parse the call, close the air gap, run the command, end in order."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant import __version__
from assistant.cli import ask, desktop, doctor, index, library, models, search, settings, status
from assistant.cli.command import HelpFormatter, Invocation
from assistant.cli.console import Console, standard_console
from assistant.cli.interrupt import StoppedBySignalError
from assistant.errors import AssistantError, JobCancelledError, UnexpectedError, UsageError
from assistant.guard.air_gap import engage
from assistant.guard.proof import OlderThread
from assistant.log import log_uncaught, start_logging
from assistant.paths import hangar_home

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

_FAILED, _WRONG_USAGE, _INTERRUPTED, _PIPE_CLOSED = 1, 2, 130, 141
_COMMANDS = (index, ask, search, status, library, models, settings, doctor, desktop)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in one line, and where to read on."""

    def error(self, message: str) -> NoReturn:
        standard_console(is_json=False).error(f"{message}. Try '{self.prog} --help'.")
        raise SystemExit(_WRONG_USAGE)


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = _Parser(
        prog="hangar",
        description=(
            "An engineering assistant for isolated workstations: it reads your folders of"
            " documents and answers questions from them, with citations down to the passage."
            " It never touches a network."
        ),
        epilog=(
            "first steps:\n"
            "  hangar index ~/projects/actuator       read a folder\n"
            '  hangar ask "What is the salt fog test duration?"\n'
            "  hangar desktop                         the same in a window\n\n"
            "environment:\n"
            "  HANGAR_HOME   the data folder; its files are readable by you only\n"
            "  NO_COLOR      no colour on the terminal\n\n"
            "exit status:\n"
            "  0 done, 1 failed (one line on standard error says why), 2 wrong usage,\n"
            "  130 interrupted by Ctrl+C, 141 the reader of the output went away\n\n"
            "'hangar COMMAND --help' explains a command."
        ),
        formatter_class=HelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Hangar {__version__}")
    parser.set_defaults(run=None, json=False, needs_older_thread=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for command in _COMMANDS:
        command.add_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = make_parser()
    arguments = parser.parse_args(argv)
    console = standard_console(arguments.json)
    try:
        if arguments.run is None:
            parser.print_help(console.err)
            return _WRONG_USAGE
        exit_status = _run(arguments, console)
        console.out.flush()
        return exit_status
    except BrokenPipeError:
        # Whoever read the output has seen enough; nor may the exit try to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), console.out.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        console.error("Cancelled.")
        return _INTERRUPTED


def _run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the command behind the air gap, and put its failure into words."""
    os.umask(0o077)  # whatever is written from here on, by native code too, is its owner's
    older_thread = OlderThread() if arguments.needs_older_thread else None
    air_gap = engage()
    handler: logging.Handler | None = None
    try:
        home = hangar_home()
        handler = start_logging(home)
        call = Invocation(
            arguments, console, home, lambda: _build_assistant(home), air_gap, older_thread
        )
        exit_status: int = arguments.run(call)
        return exit_status
    except JobCancelledError as error:
        console.error(str(error))
        return error.exit_status if isinstance(error, StoppedBySignalError) else _INTERRUPTED
    except UsageError as error:
        console.error(str(error))
        return _WRONG_USAGE
    except AssistantError as error:
        console.error(str(error))
        return _FAILED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  the process's edge: no stack of code for the user
        log_uncaught(error)
        console.error(str(UnexpectedError(error)))
        return _FAILED
    finally:
        if older_thread is not None:
            older_thread.stop()
        if handler is not None:
            handler.close()


def _build_assistant(home: Path) -> "Assistant":
    from assistant.bootstrap import build_assistant  # may load engines, so only behind the air gap

    return build_assistant(home)


if __name__ == "__main__":
    sys.exit(main())
