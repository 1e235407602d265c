"""The signed rpm repository: packages with a signature each, and signed metadata for dnf."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from installers.media.signing_key import SigningKey
from installers.programs import run

_HINT = "The .rpm may be damaged; look at it with: rpm -qip FILE"


def write_rpm_repository(
    folder: Path, packages: Sequence[Path], key: SigningKey, *, epoch: int
) -> None:
    """Write a repository of these .rpm files into the empty `folder`, all signed with `key`.

    The packages given stay as they are; the copies are signed, and then verified as a target
    would: every one must bear a signature and digests that hold.

    Raises:
        BuildError: A tool refused, or a signed copy does not verify.
    """
    folder.mkdir(parents=True)
    copies = [folder / package.name for package in packages]
    for package, copy in zip(packages, copies, strict=True):
        shutil.copyfile(package, copy)
        run(["rpmsign", "--addsign", *signing_macros(key), copy], hint=_HINT)
        os.utime(copy, (epoch, epoch))
    _verify(copies, key)

    run(
        [
            *("createrepo_c", "--quiet", "--no-database", "--checksum", "sha256"),
            *("--general-compress-type", "gz", "--simple-md-filenames"),
            *("--revision", str(epoch), "--set-timestamp-to-revision", folder),
        ],
        hint=_HINT,
    )
    key.sign_beside(folder / "repodata" / "repomd.xml")


def signing_macros(key: SigningKey) -> list[str]:
    """How rpmsign calls gpg. Debian's rpm knows no path of gpg, and takes the key by name."""
    macros = {
        "__gpg": shutil.which("gpg") or "/usr/bin/gpg",
        "_gpg_name": f"{key.fingerprint}!",
        "_gpg_digest_algo": "sha512",
        "_gpg_sign_cmd_extra_args": " ".join(key.gpg_options),
    }
    return [part for name, value in macros.items() for part in ("--define", f"{name} {value}")]


def _verify(packages: Sequence[Path], key: SigningKey) -> None:
    """Check the packages against the public key alone, in a database of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        key.write_public(Path(scratch))
        rpmkeys = ["rpmkeys", "--dbpath", f"{scratch}/rpm"]
        run([*rpmkeys, "--import", f"{scratch}/hangar.asc"], hint=_HINT)
        # Without the macro, rpm calls a package without any signature good.
        everything = ["--define", "_pkgverify_level all", "--checksig"]
        run([*rpmkeys, *everything, *packages], hint=_HINT)
