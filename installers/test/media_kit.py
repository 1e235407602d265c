"""The media folders that are tried: stand-ins, older and newer ones, expired ones, altered ones."""

import dataclasses
import re
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from installers.media.build_media import build_media
from installers.media.sign import sign_packages
from installers.media.signing_key import SigningKey
from installers.test.stand_in import write_deb, write_rpm
from installers.test.throw_away_key import Keys

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class MediaKit:
    """Builds media folders for the proof.

    Attributes:
        folder: Where everything is built.
        keys: Sign it.
        epoch: The date of all that is built, in seconds since 1970.
    """

    folder: Path
    keys: Keys
    epoch: int

    @property
    def fingerprint(self) -> str:
        """Of the key that the administrator knows."""
        return self.keys.ours.fingerprint

    def of_stand_ins(
        self, name: str, version: str, *, depends: str = "libc6", requires: str = ""
    ) -> Path:
        """A media folder whose packages of Hangar are small stand-ins."""
        packages = self.folder / f"{name}-packages"
        write_deb(packages, version, depends=depends)
        write_rpm(packages, version, requires=requires)
        return self.of_packages(name, packages)

    def of_packages(
        self,
        name: str,
        packages: Path,
        *,
        valid_until: datetime | None = None,
        alter: Callable[[Path, SigningKey], None] | None = None,
        key: SigningKey | None = None,
    ) -> Path:
        """Sign packages and build their media folder.

        Args:
            name: Of the media folder.
            packages: The folder of .deb and .rpm files.
            valid_until: From when on apt is to refuse it.
            alter: Alters what was signed before the folder is signed as a whole.
            key: Signs in place of the key that the administrator knows.
        """
        signer = key or self.keys.ours
        signed, media = self.folder / f"{name}-signed", self.folder / name
        sign_packages(packages, signed, signer, epoch=self.epoch, valid_until=valid_until)
        if alter is not None:
            alter(signed, self.keys.stranger)
        build_media(signed, {}, media, signer)
        return media


def with_version(package: Path, version: str, folder: Path) -> Path:
    """A copy of a .deb that calls itself another version; all else stays."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        tree = Path(scratch, "tree")
        extract = ["dpkg-deb", "--raw-extract", str(package), str(tree)]
        subprocess.run(extract, check=True)
        control = tree / "DEBIAN/control"
        text = re.sub(r"(?m)^Version: .*", f"Version: {version}", control.read_text("utf-8"))
        control.write_text(text, "utf-8")
        renamed = folder / f"hangar_{version}_amd64.deb"
        build = [
            "dpkg-deb",
            "--root-owner-group",
            "-Zzstd",
            "-z1",
            "--build",
            str(tree),
            str(renamed),
        ]
        subprocess.run(build, check=True, capture_output=True)
    return renamed
