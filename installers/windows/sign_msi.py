"""Sign an MSI and time-stamp it, without a network; verify it before it is handed out.

    python -m installers.windows.sign_msi MSI --out SIGNED
        --certificates FILE --key FILE_OR_PKCS11_URI [--pkcs11-module FILE] [--pin-file FILE]
        --tsa-certificates FILE --tsa-key FILE
        --ca FILE --tsa-ca FILE [--signer SHA256]

A key is named, never stored: a file, or a key in a token such as
'pkcs11:token=release;object=hangar', with the token's PKCS#11 library as --pkcs11-module. The PIN
or the password is read from a file, so that no list of processes shows it. osslsigncode takes the
key of the time-stamping authority from a file only.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installers.errors import BuildError
from installers.windows.product import NAME
from installers.windows.tools import can_time_stamp, run
from installers.windows.verify_msi import Trust, add_trust, trust_of, verify_msi

_TOKEN = "pkcs11:"  # noqa: S105 - the scheme of a URI, no password


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs.

    Attributes:
        certificates: The signer's certificate and those above it, in PEM, its own first.
        key: A file, or the PKCS#11 URI of a key in a token.
        module: The PKCS#11 library of the token; None for a key in a file.
        pin: A file with the PIN, or with the password of the key file; None without.
    """

    certificates: Path
    key: str
    module: Path | None = None
    pin: Path | None = None


@dataclass(frozen=True, slots=True)
class Stamper:
    """The time-stamping authority: its certificates, in PEM, its own first, and its key file."""

    certificates: Path
    key: Path


def sign_msi(msi: Path, signed: Path, signer: Signer, stamper: Stamper, trust: Trust) -> str:
    """Write the signed MSI to `signed`, and return when it was time-stamped, in words.

    Raises:
        BuildError: It could not be signed, or the outcome does not verify; nothing is left then.
    """
    if signer.key.startswith(_TOKEN) != (signer.module is not None):
        raise BuildError(
            "A key in a token and its PKCS#11 library are only of use together.",
            hint="Name both --key 'pkcs11:…' and --pkcs11-module, or a key file alone.",
        )
    if not can_time_stamp():
        raise BuildError(
            "This osslsigncode cannot time-stamp without a network; that needs 2.8 or later.",
            hint="Run python -m installers.windows.tools as root, or install a later one.",
        )
    signed.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=signed.parent, prefix=".sign-") as made:
        draft = Path(made) / signed.name
        asked: list[str | Path] = ["sign", "-h", "sha256", "-add-msi-dse", "-n", NAME]
        if signer.module is not None:
            asked += ["-pkcs11module", signer.module]
        if signer.pin is not None:
            asked += ["-readpass", signer.pin]
        asked += ["-certs", signer.certificates, "-key", signer.key]
        asked += ["-TSA-certs", stamper.certificates, "-TSA-key", stamper.key]
        run("osslsigncode", *asked, "-in", msi, "-out", draft)
        stamped = verify_msi(draft, trust)
        draft.replace(signed)
    return stamped


def main(argv: list[str] | None = None) -> int:
    """Sign the MSI that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("msi", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the signed MSI")
    parser.add_argument("--certificates", type=Path, required=True, help="the signer's, PEM")
    parser.add_argument("--key", required=True, help="a file, or a PKCS#11 URI")
    parser.add_argument("--pkcs11-module", type=Path, help="the PKCS#11 library of the token")
    parser.add_argument("--pin-file", type=Path, help="holds the PIN or the password of the key")
    parser.add_argument("--tsa-certificates", type=Path, required=True, help="the stamper's, PEM")
    parser.add_argument("--tsa-key", type=Path, required=True, help="a file")
    add_trust(parser)
    given = parser.parse_args(argv)
    try:
        stamped = sign_msi(
            given.msi,
            given.out.absolute(),
            Signer(given.certificates, given.key, given.pkcs11_module, given.pin_file),
            Stamper(given.tsa_certificates, given.tsa_key),
            trust_of(given),
        )
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{given.out}: signed; time-stamped {stamped}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
