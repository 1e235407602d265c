"""Starts the window. The air gap closes before Qt or any engine is loaded."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.desktop.display import check_display
from assistant.errors import AssistantError
from assistant.guard.air_gap import engage
from assistant.log import start_logging
from assistant.paths import expanded, hangar_home


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, and index the folders given; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="hangar-desktop", description="Ask your documents in a window; no network."
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a folder to index")
    arguments = parser.parse_args(argv)
    folders = [expanded(path).absolute() for path in arguments.paths]
    if missing := [path for path in folders if not path.exists()]:
        parser.error(f"there is no {missing[0]}")
    os.umask(0o077)  # whatever is written from here on, by native code too, is its owner's
    air_gap = engage()
    try:
        home = hangar_home()
        check_display(os.environ)
        if not logging.getLogger("assistant").handlers:  # 'hangar desktop' has one already
            start_logging(home)
        from assistant.desktop.application import run  # loads Qt, so only behind the air gap

        return run(home, air_gap, folders)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
