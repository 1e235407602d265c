"""An authority for trials: certificates and keys that nobody has a reason to trust.

    python -m installers.windows.throw_away_authority FOLDER

Makes FOLDER with ca.pem, signer.pem and stamper.pem, and the keys beside them, by OpenSSL. A
release is signed with keys that are kept elsewhere; these are thrown away with their folder.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

from installers.windows.tools import run

SIGNS = "codeSigning"
STAMPS = "critical,timeStamping"
_CA_DAYS = 300


class Certified(NamedTuple):
    """A certificate, in PEM, and the file with its key."""

    certificate: Path
    key: Path


class ThrowAwayAuthority:
    """Certifies signers and stampers of any age.

    Attributes:
        certificate: Its own certificate, in PEM.
    """

    def __init__(self, folder: Path, *, days_ago: int = 100) -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        self.certificate = folder / "ca.pem"
        self._openssl(
            days_ago,
            *("req", "-x509", *self._new_key("ca"), "-out", self.certificate),
            *("-days", str(_CA_DAYS), "-subj", f"/CN=Throw-away authority {folder.name}"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
        )

    def certify(self, name: str, use: str, *, days_ago: int = 1, days: int = 30) -> Certified:
        """Certify somebody for one use, from `days_ago` on, for `days`."""
        certified = Certified(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        asked, extensions = self._folder / f"{name}.csr", self._folder / f"{name}.ext"
        self._openssl(0, "req", *self._new_key(name), "-subj", f"/CN={name}", "-out", asked)
        extensions.write_text(
            "basicConstraints=CA:FALSE\n"
            "keyUsage=critical,digitalSignature\n"
            f"extendedKeyUsage={use}\n",
            encoding="ascii",
        )
        self._openssl(
            days_ago,
            *("x509", "-req", "-in", asked, "-CA", self.certificate),
            *("-CAkey", self._folder / "ca.key", "-CAcreateserial", "-days", str(days)),
            *("-extfile", extensions, "-out", certified.certificate),
        )
        asked.unlink()
        extensions.unlink()
        return certified

    def _new_key(self, name: str) -> tuple[str | Path, ...]:
        key = self._folder / f"{name}.key"
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key)

    @staticmethod
    def _openssl(days_ago: int, *arguments: str | Path) -> None:
        run("faketime", f"{days_ago} days ago", "openssl", *arguments)


def main(argv: list[str] | None = None) -> int:
    """Make the authority, a signer and a stamper."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    authority = ThrowAwayAuthority(parser.parse_args(argv).folder)
    authority.certify("signer", SIGNS)
    authority.certify("stamper", STAMPS, days=90)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
