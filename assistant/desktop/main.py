"""Starts the window. The air gap closes before Qt or any engine is loaded."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant.guard.air_gap import engage


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, and index the folders given; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="hangar-desktop", description="Ask your documents; no network."
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="folder to index")
    arguments = parser.parse_args(argv)
    folders = [path.expanduser().absolute() for path in arguments.paths]
    if missing := [path for path in folders if not path.exists()]:
        parser.error(f"there is no {missing[0]}")
    air_gap = engage()
    from assistant.desktop.application import run  # loads Qt, so only now

    return run(air_gap, folders)


if __name__ == "__main__":
    raise SystemExit(main())
