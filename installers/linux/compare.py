"""Build the tree and both packages twice, in surroundings that differ, and compare every byte.

    python -m installers.linux.compare [options of build_tree]

The two builds have other folders, another umask, language, time zone and home. What was fetched
and compiled is shared.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from installers.errors import BuildError
from installers.linux.build_deb import build_deb, hangar_control
from installers.linux.build_rpm import build_rpm, hangar_spec
from installers.linux.build_tree import add_tree_options, build_tree, signing_of
from installers.linux.places import Places
from installers.linux.sign_models import ModelSigning
from installers.reproducible import BUILD, digests_of, sha256_of, source_date_epoch

_SURROUNDINGS = (
    ("a", 0o022, {"LANG": "C.UTF-8", "TZ": "UTC"}),
    ("another-and-longer-folder", 0o077, {"LANG": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"}),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Build twice; the exit status is 1 when anything differs."""
    parser = argparse.ArgumentParser(description="Build twice and compare every byte.")
    add_tree_options(parser)
    parser.add_argument("--once", metavar="FOLDER", type=Path, help="build once, into FOLDER")
    chosen = parser.parse_args(argv)
    try:
        if chosen.once is not None:
            _build(Places(root=chosen.once), signing_of(chosen))
            return 0
        return _compare(sys.argv[1:] if argv is None else list(argv))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _compare(options: list[str]) -> int:
    found = []
    epoch = str(source_date_epoch())  # once: somebody may commit meanwhile
    # Beside what is fetched, so that files can be linked instead of copied.
    with tempfile.TemporaryDirectory(prefix="compare-", dir=BUILD) as scratch:
        for name, umask, variables in _SURROUNDINGS:
            root = Path(scratch) / name
            started = time.monotonic()
            command = [sys.executable, "-m", "installers.linux.compare", "--once", str(root)]
            environ = {**os.environ, **variables, "HOME": scratch, "SOURCE_DATE_EPOCH": epoch}
            subprocess.run([*command, *options], check=True, env=environ, umask=umask)
            print(f"Built in {time.monotonic() - started:.0f} s.", flush=True)
            places = Places(root=root)
            packages = {file.name: sha256_of(file) for file in places.packages.iterdir()}
            found.append(digests_of(places.tree) | packages)
            shutil.rmtree(root)
    first, second = found
    for name in packages:
        is_same = "equal" if first.get(name) == second.get(name) else "DIFFERENT"
        print(f"{is_same}  {second[name]}  {name}")
    differing = [name for name in first | second if first.get(name) != second.get(name)]
    print(f"{len(first)} files compared, {len(differing)} differ.")
    for name in differing[:20]:
        print(f"  {name}")
    return 1 if differing else 0


def _build(places: Places, signing: ModelSigning) -> None:
    build_tree(places, signing)
    build_deb(places.tree, hangar_control(places.tree), places.packages)
    build_rpm(places.tree, hangar_spec(places.tree), places.packages)


if __name__ == "__main__":
    sys.exit(main())
