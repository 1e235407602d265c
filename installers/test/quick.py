"""The short form of the proof: one package, one tree, without upgrade and without tampering.

    python -m installers.test.quick

Part of `make test` where it can be done: it needs root, and the network for what is not there yet.
The exit status is 1 when a case differs from what was expected.
"""

import os
import sys
import tempfile
from pathlib import Path

from installers.debian_tools import TESTING, ensure
from installers.errors import BuildError, WrongHashError
from installers.linux.fetch import fetch
from installers.linux.places import Places
from installers.linux.tools import BUILDING
from installers.reproducible import source_date_epoch
from installers.test.install_cases import install_and_remove
from installers.test.media_kit import MediaKit
from installers.test.quick_package import quick_package
from installers.test.roots import DEBIAN_12, Root, ensure_root
from installers.test.table import Table
from installers.test.throw_away_key import throw_away_keys


def main() -> int:
    """Build a package, and prove it."""
    if os.geteuid() != 0:
        print("The packages are not tried: that needs root.")
        return 0
    try:
        ensure((*BUILDING, *TESTING))
        fetch(Places())
        ensure_root(DEBIAN_12)
    except WrongHashError as error:
        print(error, file=sys.stderr)
        return 1
    except BuildError as error:
        # What is pinned may have left the archive since; that says nothing against this checkout.
        print(f"The packages are not tried: {error}")
        return 0
    try:
        table = quick_proof(quick_package())
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{table.summary()}")
    return 1 if table.differences else 0


def quick_proof(packages: Path, root: Root = DEBIAN_12) -> Table:
    """Sign the .deb of a folder with a throw-away key, install it from media, use it, remove it.

    Needs root, the tools of `debian_tools.SIGNING`, and the tree's archive or Debian's to make it.

    Args:
        packages: The folder with the .deb.
        root: The tree to install in.

    Returns:
        The rows; `differences` is empty when all was as expected.
    """
    table, epoch = Table(), source_date_epoch()
    with tempfile.TemporaryDirectory() as folder, throw_away_keys(epoch) as keys:
        kit = MediaKit(Path(folder), keys, epoch)
        install_and_remove(table, root, kit.of_packages("media", packages), kit.fingerprint)
    return table


if __name__ == "__main__":
    sys.exit(main())
