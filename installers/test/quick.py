"""The short form of the proof: one package, one tree, without upgrade and without tampering."""

import tempfile
from pathlib import Path

from installers.reproducible import source_date_epoch
from installers.test.install_cases import install_and_remove
from installers.test.media_kit import MediaKit
from installers.test.roots import DEBIAN_12, Root
from installers.test.table import Table
from installers.test.throw_away_key import throw_away_keys


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
