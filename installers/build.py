"""Build everything that is handed over, one step after the other, and say how long each took.

    python -m installers.build [options of installers.linux.build_tree]

Signing and the media come after it, with keys: see `installers.media`.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant import __version__
from installers.errors import BuildError
from installers.linux.build_deb import build_deb, hangar_control
from installers.linux.build_rpm import build_rpm, hangar_spec
from installers.linux.build_tree import add_tree_options, build_tree, signing_of
from installers.linux.compile_llama import compiled_wheel
from installers.linux.fetch import fetch
from installers.linux.places import Places
from installers.reproducible import source_date_epoch


class _Step(NamedTuple):
    """A step of the build, and what it is called."""

    name: str
    run: Callable[[], object]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the steps; the exit status is 1 when one cannot be done."""
    parser = argparse.ArgumentParser(description="Build the Linux packages.")
    add_tree_options(parser)
    chosen = parser.parse_args(argv)
    places = Places()
    # Every step gets the same time, even when somebody commits meanwhile.
    os.environ["SOURCE_DATE_EPOCH"] = str(source_date_epoch())
    tree, packages = places.tree, places.packages
    for package in packages.glob("hangar*"):
        if __version__ not in package.name:
            package.unlink()  # what is signed next is all that lies here
    steps = (
        _Step("fetch", lambda: fetch(places)),
        _Step("compile llama.cpp", lambda: compiled_wheel(places)),
        _Step("tree", lambda: build_tree(places, signing_of(chosen))),
        _Step(".deb", lambda: build_deb(tree, hangar_control(tree), packages)),
        _Step(".rpm", lambda: build_rpm(tree, hangar_spec(tree), packages)),
    )
    for step in steps:
        started = time.monotonic()
        try:
            step.run()
        except BuildError as error:
            print(f"{step.name}: {error}", file=sys.stderr)
            return 1
        print(f"{time.monotonic() - started:6.0f} s  {step.name}", flush=True)
    for package in sorted(packages.glob("hangar*.[dr][ep][bm]")):
        print(f"{package.stat().st_size / 1e6:6.0f} MB  {package}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
