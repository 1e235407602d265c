"""The signed apt repository: pool, Packages, Release, InRelease."""

import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from installers.errors import BuildError
from installers.media.signing_key import SigningKey
from installers.programs import run

SUITE = "stable"
COMPONENT = "main"
_NO_WEAK_HASHES = ("-o", "APT::FTPArchive::MD5=false", "-o", "APT::FTPArchive::SHA1=false")
_RELEASE = {
    "Origin": "Hangar",
    "Label": "Hangar",
    "Suite": SUITE,
    "Codename": SUITE,
    "Architectures": "amd64",
    "Components": COMPONENT,
}
_HINT = "The .deb may be damaged; look at it with: dpkg-deb --info FILE"


def write_apt_repository(
    folder: Path,
    packages: Sequence[Path],
    key: SigningKey,
    *,
    epoch: int,
    valid_until: datetime | None = None,
) -> None:
    """Write a repository of these .deb files into the empty `folder`, and sign it.

    Args:
        folder: Where to; made when it is not there.
        packages: The .deb files, each package in one version.
        key: Signs Release.
        epoch: The date in Release, in seconds since 1970.
        valid_until: From when on apt refuses the repository; None for never.

    Raises:
        BuildError: A package is there twice, or a tool refused.
    """
    pool = folder / "pool" / COMPONENT
    pool.mkdir(parents=True)
    for package in packages:
        target = pool / _name_in_pool(package)
        if any(pool.glob(f"{target.name.split('_')[0]}_*")):
            raise BuildError(
                f"{target.name.split('_')[0]} is there in more than one version.",
                hint=f"Leave one of them in {package.parent}.",
            )
        shutil.copyfile(package, target)
        os.utime(target, (epoch, epoch))

    suite = folder / "dists" / SUITE
    index = suite / COMPONENT / "binary-amd64" / "Packages"
    index.parent.mkdir(parents=True)
    listing = ["apt-ftparchive", *_NO_WEAK_HASHES, "packages", f"pool/{COMPONENT}"]
    index.write_text(run(listing, folder=folder, hint=_HINT), "utf-8")

    release = suite / "Release"
    release.write_text(_release_of(suite, epoch, valid_until), "utf-8")
    key.sign_within(release, suite / "InRelease")
    release.unlink()  # InRelease holds the same text, and apt asks for it first


def field_of(package: Path, name: str) -> str:
    """A field of a .deb's control file."""
    return run(["dpkg-deb", "--field", package, name], hint=_HINT).strip()


def _name_in_pool(package: Path) -> str:
    """The usual name; an epoch would bring a colon, which no FAT file system holds."""
    version = field_of(package, "Version").rpartition(":")[2]
    return f"{field_of(package, 'Package')}_{version}_{field_of(package, 'Architecture')}.deb"


def _release_of(suite: Path, epoch: int, valid_until: datetime | None) -> str:
    """The text of Release. Its dates are put in here: apt-ftparchive would take the clock's."""
    fields = {**_RELEASE, "Date": _date(datetime.fromtimestamp(epoch, UTC))}
    options = [f"APT::FTPArchive::Release::{name}={value}" for name, value in fields.items()]
    text = run(
        [
            *("apt-ftparchive", *_NO_WEAK_HASHES),
            *(part for option in options for part in ("-o", option)),
            *("release", suite),
        ],
        hint=_HINT,
    )
    return text if valid_until is None else f"Valid-Until: {_date(valid_until)}\n{text}"


def _date(moment: datetime) -> str:
    return format_datetime(moment).replace("GMT", "+0000")
