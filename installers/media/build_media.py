"""Build the media folder: everything that an isolated network needs, under one signature.

    python -m installers.media.build_media --key FINGERPRINT [--folder NAME=DIR …]

It takes what `sign` wrote, the scripts and the README of `on_media/`, what an accreditor asks for
where that was built, and the folders named, such as windows=DIR with the signed .msi and
models=DIR with signed packs. The list of all files and their SHA-256 is signed last. Copy the whole
folder onto the medium as it is.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from installers.debian_tools import SIGNING, ensure
from installers.errors import BuildError
from installers.media.apt_repository import field_of
from installers.media.media_files import SUMS, check_files, write_sums
from installers.media.output_folder import make_room
from installers.media.signing_key import SigningKey
from installers.reproducible import BUILD, CHECKOUT, entries_of, source_date_epoch

_ON_MEDIA = Path(__file__).resolve().parent / "on_media"
_ACCREDITATION = "accreditation"
"""Taken along from the build folder where it is there."""


def main() -> int:
    """Build what the arguments name; the exit status is 1 when that was not possible."""
    parser = argparse.ArgumentParser(description="Build the media folder and sign it.")
    parser.add_argument("--key", required=True, help="full fingerprint of the signing key")
    parser.add_argument("--signed", type=Path, default=BUILD / "signed", metavar="DIR")
    parser.add_argument("--out", type=Path, help="default: build/installers/media/hangar-VERSION")
    parser.add_argument(
        "--folder",
        action="append",
        default=[],
        metavar="NAME=DIR",
        help="put the content of DIR onto the media as NAME; may be given again",
    )
    given = parser.parse_args()
    try:
        ensure(SIGNING)
        key = SigningKey.find(given.key, source_date_epoch())
        out = given.out or BUILD / "media" / f"hangar-{version_of(given.signed)}"
        build_media(given.signed, folders_of(given.folder), out, key)
        verify(out, key.fingerprint)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    size_bytes = sum(file.stat().st_size for file in entries_of(out) if file.is_file())
    print(f"Built and verified: {out} ({size_bytes / 1e6:.0f} MB)")
    print(f"Tell every administrator, but not on the media: the key is {key.fingerprint}")
    return 0


def build_media(signed: Path, folders: Mapping[str, Path], out: Path, key: SigningKey) -> None:
    """Put the media folder together at `out`, in place of an earlier one, and sign it.

    Args:
        signed: What `sign_packages` wrote.
        folders: Further folders by the name that they get on the media.
        out: Where to.
        key: Signs the list of files. It must be the one that signed the packages.

    Raises:
        BuildError: Something cannot be on a medium, another key signed the packages, or a folder
            is not there.
    """
    make_room(out, made_of=SUMS)
    shutil.copytree(signed, out, symlinks=True)
    key.write_public(out / "keys")
    if (out / "keys" / "hangar.gpg").read_bytes() != (signed / "keys" / "hangar.gpg").read_bytes():
        raise BuildError(
            "Another key signed the packages.", hint="Sign packages and media with the same key."
        )
    for name, folder in folders.items():
        if (out / name).exists() or not folder.is_dir():
            raise BuildError(
                f"{folder} cannot go onto the media as {name}.",
                hint="The folder must be there, and its name on the media be free.",
            )
        shutil.copytree(folder, out / name, symlinks=True)
    for file in sorted(_ON_MEDIA.iterdir()):
        shutil.copyfile(file, out / file.name)
    shutil.copyfile(CHECKOUT / "LICENSE", out / "LICENCE.txt")
    check_files(out)
    key.sign_beside(write_sums(out))
    for entry in (out, *entries_of(out)):
        entry.chmod(0o755 if entry.is_dir() else 0o644)
        os.utime(entry, (key.signed_at, key.signed_at))


def verify(media: Path, fingerprint: str) -> None:
    """Run the media's own check, as the administrator will.

    Raises:
        BuildError: It refused.
    """
    check = ["sh", str(media / "verify.sh"), fingerprint]
    done = subprocess.run(check, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise BuildError(done.stderr.strip(), hint="What was built does not verify.")


def version_of(signed: Path) -> str:
    """The version of Hangar among the signed packages."""
    packages = sorted(signed.glob("apt/pool/main/hangar_*.deb"))
    if packages:
        return field_of(packages[0], "Version")
    packages = sorted(signed.glob("rpm/hangar-[0-9]*.rpm"))
    if packages:
        return packages[0].name.split("-")[1]
    raise BuildError(f"There is no package of Hangar in {signed}.", hint="Sign first.")


def folders_of(given: list[str]) -> dict[str, Path]:
    """The further folders: what an accreditor asks for, where built, and each NAME=DIR given."""
    built = BUILD / _ACCREDITATION
    folders = {_ACCREDITATION: built} if built.is_dir() else {}
    for entry in given:
        name, is_there, folder = entry.partition("=")
        if not is_there:
            raise BuildError(f"'{entry}' is not NAME=DIR.", hint="Such as models=build/packs")
        folders[name] = Path(folder)
    return folders


if __name__ == "__main__":
    sys.exit(main())
