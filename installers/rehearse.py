"""Build and sign everything as for a release, with keys that are thrown away afterwards.

    python -m installers.rehearse

The media lie in build/installers/media when it is done. Nobody has a reason to trust their keys; a
release takes the same steps with keys that are kept elsewhere (installers/README.md). The Windows
installer is rehearsed with stand-in content, since its payload is built on Windows, and is not put
onto the media.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant import __version__
from installers import build
from installers.accreditation import build as accreditation
from installers.debian_tools import SIGNING, ensure
from installers.errors import BuildError
from installers.linux.build_gpu_backend import build_gpu_backend
from installers.linux.places import Places
from installers.media.build_media import build_media, verify, version_of
from installers.media.sign import sign_packages
from installers.reproducible import BUILD, CHECKOUT, source_date_epoch
from installers.test.throw_away_key import throw_away_keys
from installers.windows.build_msi import build_msi
from installers.windows.sign_msi import Signer, Stamper, sign_msi
from installers.windows.stand_in import write_stand_in
from installers.windows.throw_away_authority import SIGNS, STAMPS, ThrowAwayAuthority
from installers.windows.tools import can_time_stamp
from installers.windows.verify_msi import Trust

_POLICY = CHECKOUT / "installers" / "linux" / "policy.toml"


def main() -> int:
    """Rehearse a release; the exit status is 1 when a step cannot be done."""
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder:
            if status := build.main(_pack_keys(Path(folder))):
                return status
        with _timed("Vulkan backend"):
            build_gpu_backend(Places(), "vulkan")
        with _timed("accreditation"):
            if status := accreditation.main(["--packages", str(Places().packages)]):
                return status
        _sign_and_build_media()
        _rehearse_windows()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{time.monotonic() - started:6.0f} s  altogether")
    return 0


def _pack_keys(folder: Path) -> list[str]:
    """Two keys for model packs, and the arguments that pin both and sign with the first."""
    arguments = []
    for name in ("current", "next"):
        key = ec.generate_private_key(ec.SECP256R1())
        private, public = folder / f"{name}.key", folder / f"{name}.pem"
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        public.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        arguments += ["--pack-key", str(public)]
    return [*arguments, "--model-key", str(folder / "current.key")]


def _sign_and_build_media() -> None:
    ensure(SIGNING)
    epoch, signed = source_date_epoch(), BUILD / "signed"
    with throw_away_keys(epoch) as keys:
        with _timed("signing"):
            sign_packages(Places().packages, signed, keys.ours, epoch=epoch)
        out = BUILD / "media" / f"hangar-{version_of(signed)}"
        with _timed("media"):
            build_media(signed, {"packs": CHECKOUT / "installers" / "packs"}, out, keys.ours)
        with _timed("verifying"):
            verify(out, keys.ours.fingerprint)
        print(f"{out}, signed with the throw-away key {keys.ours.fingerprint}")


def _rehearse_windows() -> None:
    if not can_time_stamp():
        print("The Windows installer is left out: osslsigncode 2.8 or later is not installed.")
        return
    with _timed("Windows installer, with stand-in content"), tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        msi = folder / "hangar.msi"
        payload = write_stand_in(folder / "payload")
        build_msi(payload, _POLICY, msi, version=__version__, epoch=source_date_epoch())
        authority = ThrowAwayAuthority(folder / "authority")
        signs, stamps = authority.certify("signer", SIGNS), authority.certify("stamper", STAMPS)
        sign_msi(
            msi,
            folder / "signed.msi",
            Signer(signs.certificate, str(signs.key)),
            Stamper(stamps.certificate, stamps.key),
            Trust(authority.certificate, authority.certificate),
        )


@contextmanager
def _timed(step: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:6.0f} s  {step}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
