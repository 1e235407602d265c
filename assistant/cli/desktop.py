"""hangar desktop: opens the window."""

from importlib import import_module
from pathlib import Path

from assistant.cli.command import Commands, Invocation
from assistant.errors import AssistantError


class DesktopMissingError(AssistantError):
    """Hangar was installed without its window."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"The window cannot be opened: '{missing}' is not installed.",
            hint="Install Hangar with its window; the command line works without.",
        )


def add_parser(commands: Commands) -> None:
    """Add `hangar desktop`."""
    parser = commands.add_parser(
        "desktop",
        help="open the window",
        description="Open the window, and index the folders given.",
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a folder to index")
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """Open the window and wait until it is closed."""
    try:
        # By name, because the two front ends do not import each other.
        main = import_module("assistant.desktop.main").main
        return int(main([str(path) for path in call.arguments.paths]))
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(("PySide6", "qtawesome", "shiboken6")):
            raise DesktopMissingError(str(error.name)) from error
        raise
