"""Sign the packages: an apt repository, an rpm repository, and the public key beside them.

    python -m installers.media.sign --key FINGERPRINT [--valid-until 2030-12-31]

The key is one that your GnuPG can use, in the key ring of GNUPGHOME or on a smart card; it is named
by its full fingerprint and stays where it is. The packages given are not changed.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from installers.debian_tools import SIGNING, ensure
from installers.errors import BuildError
from installers.media.apt_repository import write_apt_repository
from installers.media.output_folder import make_room
from installers.media.rpm_repository import write_rpm_repository
from installers.media.signing_key import SigningKey
from installers.reproducible import BUILD, source_date_epoch


def main() -> int:
    """Sign what the arguments name; the exit status is 1 when that was not possible."""
    parser = argparse.ArgumentParser(description="Sign the packages into two repositories.")
    parser.add_argument("--key", required=True, help="full fingerprint of the signing key")
    parser.add_argument("--packages", type=Path, default=BUILD / "packages", metavar="DIR")
    parser.add_argument("--out", type=Path, default=BUILD / "signed", metavar="DIR")
    parser.add_argument(
        "--valid-until",
        type=lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
        metavar="YYYY-MM-DD",
        help="the day from which on apt refuses the repository; without it, never",
    )
    given = parser.parse_args()
    try:
        ensure(SIGNING)
        epoch = source_date_epoch()
        key = SigningKey.find(given.key, epoch)
        sign_packages(given.packages, given.out, key, epoch=epoch, valid_until=given.valid_until)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Signed with {key.fingerprint}: {given.out}")
    return 0


def sign_packages(
    packages: Path,
    out: Path,
    key: SigningKey,
    *,
    epoch: int,
    valid_until: datetime | None = None,
) -> None:
    """Sign every .deb and .rpm of a folder into `out`, in place of what was there.

    Args:
        packages: The folder; either kind may be absent, not both.
        out: Gets `apt`, `rpm` and `keys`.
        key: Signs everything.
        epoch: The date of all that is written, in seconds since 1970.
        valid_until: From when on apt refuses the repository; None for never. rpm has no such date.

    Raises:
        BuildError: There is nothing to sign, or a tool refused.
    """
    debs, rpms = sorted(packages.glob("*.deb")), sorted(packages.glob("*.rpm"))
    if not debs and not rpms:
        raise BuildError(
            f"There is no .deb and no .rpm in {packages}.", hint="Build the packages first."
        )
    make_room(out, made_of="keys/hangar.asc")
    key.write_public(out / "keys")
    if debs:
        write_apt_repository(out / "apt", debs, key, epoch=epoch, valid_until=valid_until)
    if rpms:
        write_rpm_repository(out / "rpm", rpms, key, epoch=epoch)


if __name__ == "__main__":
    sys.exit(main())
