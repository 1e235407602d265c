"""Sign the packages and build the media with a throw-away key, twice, and compare the bytes.

python -m installers.test.compare_media
"""

import argparse
import sys
import tempfile
from pathlib import Path

from installers.debian_tools import SIGNING, ensure
from installers.errors import BuildError
from installers.media.build_media import build_media, folders_of, verify
from installers.media.sign import sign_packages
from installers.media.signing_key import SigningKey
from installers.reproducible import BUILD, digests_of, source_date_epoch
from installers.test.throw_away_key import throw_away_keys


def main() -> int:
    """Build the media twice; the exit status is 1 when they differ or could not be built."""
    parser = argparse.ArgumentParser(description="Sign and build the media twice, and compare.")
    parser.add_argument("--packages", type=Path, default=BUILD / "packages", metavar="DIR")
    parser.add_argument("--folder", action="append", default=[], metavar="NAME=DIR")
    given = parser.parse_args()
    try:
        ensure(SIGNING)
        return _compare(given.packages, folders_of(given.folder))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _compare(packages: Path, folders: dict[str, Path]) -> int:
    epoch = source_date_epoch()
    BUILD.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=BUILD, prefix="compare-") as folder,
        throw_away_keys(epoch) as keys,
    ):
        first, second = (
            _build(Path(folder, name), packages, folders, keys.ours, epoch)
            for name in ("first", "second")
        )
        verify(first, keys.ours.fingerprint)
        one, other = digests_of(first), digests_of(second)
        differing = sorted(name for name in one | other if one.get(name) != other.get(name))
    print(f"Built twice, {len(one)} files; differing: {', '.join(differing) or 'none'}.")
    return 1 if differing else 0


def _build(
    folder: Path, packages: Path, folders: dict[str, Path], key: SigningKey, epoch: int
) -> Path:
    sign_packages(packages, folder / "signed", key, epoch=epoch)
    build_media(folder / "signed", folders, folder / "media", key)
    return folder / "media"


if __name__ == "__main__":
    sys.exit(main())
