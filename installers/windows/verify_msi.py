"""Verify a signed MSI: who signed it, when it was time-stamped, that nothing was altered.

    python -m installers.windows.verify_msi MSI --ca FILE --tsa-ca FILE [--signer SHA256]

Looks nothing up on a network. The exit status is 1 where anything is not as it must be.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from installers.errors import BuildError
from installers.windows.compound_file import StrayBytesError, check_compound_file
from installers.windows.tools import ask

_ASK_AGAIN = "Do not install it. Have it delivered anew, and ask who should have signed it."
_SYMPTOMS = (
    ("has no signature", "it is not signed"),
    ("MISMATCH", "it was altered after it was signed"),
    ("Leaf hash match: failed", "another signer than the one named signed it"),
    ("certificate revoked", "the signer's certificate was revoked"),
    ("certificate has expired", "a certificate had expired when it was signed"),
    ("unable to get local issuer", "the authority named did not certify the signer"),
)
"""What osslsigncode prints when it refuses, and what that means; the first that fits is said."""


def _same(digest: str) -> str:
    """What fits where the digest that stands in the file is the one that was calculated."""
    return rf"Current {digest}\s*: (\w+)\s+Calculated {digest}\s*: \1\s"


_CLAIMS = (
    (r"Message digest algorithm\s*: SHA(256|384|512)", "its digest is weaker than SHA-256"),
    (r"Current MsiDigitalSignatureEx", "its signature leaves out the names of its streams"),
    (_same("MsiDigitalSignatureEx"), "it was altered after it was signed"),
    (_same("DigitalSignature"), "it was altered after it was signed"),
    (r"Timestamp time: ", "it has no time stamp"),
    (r"Timestamp Server Signature verification: ok", "nobody trusted has time-stamped it"),
    (r"Number of verified signatures: 1\n", "it has not exactly one signature"),
    (r"(?m)^Signature verification: ok", "its signature does not hold"),
)
"""What it has to print besides. It exits with 0, too, for an MSI without a time stamp, for a time
stamp of somebody whom it was not told to trust, and for a digest of the streams' names that is
another than the one calculated."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe.

    Attributes:
        signing_ca: Certificates, in PEM, of those who certify signers.
        stamping_ca: The same for time-stamping authorities.
        signer_sha256: The fingerprint of the one signer accepted; empty accepts all of that CA.
        revoked: The signing CA's list of revoked certificates, in PEM; None without one.
    """

    signing_ca: Path
    stamping_ca: Path
    signer_sha256: str = ""
    revoked: Path | None = None


def verify_msi(msi: Path, trust: Trust) -> str:
    """Return when the MSI was time-stamped, in words.

    Raises:
        BuildError: It is not signed, not by those trusted, not time-stamped by them, or altered.
    """
    for file in (msi, trust.signing_ca, trust.stamping_ca, trust.revoked):
        if file is not None and not file.is_file():
            raise BuildError(f"There is no file {file}.", hint="Name one that is there.")
    asked: list[str | Path] = ["verify", "-in", msi, "-ignore-cdp"]
    asked += ["-CAfile", trust.signing_ca, "-TSA-CAfile", trust.stamping_ca]
    if trust.signer_sha256:
        asked += ["-require-leaf-hash", f"sha256:{trust.signer_sha256.replace(':', '').upper()}"]
    if trust.revoked is not None:
        asked += ["-CRLfile", trust.revoked]
    done = ask("osslsigncode", *asked)
    if done.returncode != 0:
        meant = (meaning for symptom, meaning in _SYMPTOMS if symptom in done.stdout)
        raise _refusal(msi, next(meant, "its signature does not hold"))
    try:
        check_compound_file(msi.read_bytes())
    except StrayBytesError as error:
        raise _refusal(msi, f"beside what is signed, {error}") from error
    for pattern, otherwise in _CLAIMS:
        if re.search(pattern, done.stdout) is None:
            raise _refusal(msi, otherwise)
    return done.stdout.partition("Timestamp time: ")[2].partition("\n")[0]


def _refusal(msi: Path, reason: str) -> BuildError:
    return BuildError(f"{msi.name} does not verify: {reason}.", hint=_ASK_AGAIN)


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say whom to believe."""
    parser.add_argument("--ca", type=Path, required=True, help="who certifies signers, PEM")
    parser.add_argument("--tsa-ca", type=Path, required=True, help="who certifies time stamps, PEM")
    parser.add_argument("--signer", default="", help="the SHA-256 of the one certificate accepted")
    parser.add_argument("--crl", type=Path, help="revoked certificates, PEM")


def trust_of(given: argparse.Namespace) -> Trust:
    """Whom the arguments say to believe."""
    return Trust(given.ca, given.tsa_ca, given.signer, given.crl)


def main(argv: list[str] | None = None) -> int:
    """Verify the MSI that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("msi", type=Path)
    add_trust(parser)
    given = parser.parse_args(argv)
    try:
        stamped = verify_msi(given.msi, trust_of(given))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{given.msi.name}: signature and time stamp hold; time-stamped {stamped}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
