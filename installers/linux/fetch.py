"""Fetch everything that the packages are made of, each file held against its pinned hash.

    python -m installers.linux.fetch

Only this step needs a package index (pip's) and Debian's archive (apt's), whichever those two are
set up to ask. What is there already and right is not fetched again.
"""

import sys

from installers.errors import BuildError
from installers.linux.fetch_interpreter import fetch_interpreter
from installers.linux.fetch_wheels import fetch_source, fetch_wheels
from installers.linux.places import Places


def main() -> int:
    """Fetch; the exit status is 1 when something is missing or has another hash."""
    try:
        fetch(Places())
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def fetch(places: Places) -> None:
    """Fetch wheels, the source of llama.cpp and the interpreter.

    Raises:
        BuildError: Something cannot be had, or is not what its lock says.
    """
    fetch_wheels(places)
    fetch_source(places)
    fetch_interpreter(places)


if __name__ == "__main__":
    sys.exit(main())
