"""The key that signs: named by its full fingerprint, kept by the caller's GnuPG, never by us."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from installers.errors import BuildError
from installers.programs import run

_FINGERPRINT = re.compile(r"[0-9A-F]{40}")
_LEAST_RSA_BITS = 3072
_RSA = "1"
_HINT = "See what gpg knows: gpg --list-secret-keys --with-subkey-fingerprint"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret key that the caller's GnuPG can use, from its key ring or from a smart card.

    Attributes:
        fingerprint: Fingerprint of the primary key; what the administrator compares.
        signed_at: The time that its signatures bear, in seconds since 1970.
    """

    fingerprint: str
    signed_at: int

    @classmethod
    def find(cls, fingerprint: str, epoch: int) -> Self:
        """The secret key with this full fingerprint, for signatures dated `epoch`.

        A key that was made after `epoch` dates its signatures with its own making: GnuPG takes no
        signature that is older than its key.

        Raises:
            BuildError: This is no full fingerprint, there is no such key, or it is a weak one.
        """
        wanted = fingerprint.replace(" ", "").upper()
        if _FINGERPRINT.fullmatch(wanted) is None:
            raise BuildError(
                f"'{fingerprint}' is no full fingerprint of a key: it has 40 hex digits.",
                hint=_HINT,
            )
        listing = run(
            ["gpg", "--batch", "--no-options", "--with-colons", "--list-secret-keys", wanted],
            hint=_HINT,
        )
        records = [line.split(":") for line in listing.splitlines()]
        primary = next(record for record in records if record[0] == "sec")
        if primary[3] != _RSA or int(primary[2]) < _LEAST_RSA_BITS:
            raise BuildError(
                "The key is not RSA of 3072 bits or more, which is what every rpm and apt reads.",
                hint="Make one: gpg --quick-gen-key NAME rsa4096 sign",
            )
        own = next(record[9] for record in records if record[0] == "fpr")
        # Only the primary key signs: every program then shows the fingerprint that is compared.
        if own != wanted:
            raise BuildError(
                f"{wanted} is the fingerprint of a subkey.",
                hint=f"Give the primary key's, which administrators compare: {own}",
            )
        return cls(own, max(epoch, int(primary[5])))

    @property
    def gpg_options(self) -> list[str]:
        """How gpg is called: nothing from its configuration, one fixed time.

        With the time fixed, RSA gives the same signature each time.
        """
        return ["--batch", "--no-options", "--faked-system-time", f"{self.signed_at}!"]

    def sign_beside(self, file: Path) -> Path:
        """Sign `file` into `file`.asc, and return that."""
        signature = file.with_name(f"{file.name}.asc")
        self._gpg("--armor", "--output", signature, "--detach-sign", file)
        return signature

    def sign_within(self, file: Path, signed: Path) -> None:
        """Write the text of `file` with a signature around it into `signed`."""
        self._gpg("--output", signed, "--clearsign", file)

    def write_public(self, folder: Path) -> None:
        """Write the public key into `folder`: in binary for gpgv and apt, as text for rpm."""
        folder.mkdir(parents=True, exist_ok=True)
        export = ["--export-options", "export-minimal"]
        self._gpg(*export, "--output", folder / "hangar.gpg", "--export", self.fingerprint)
        self._gpg(
            *export, "--armor", "--output", folder / "hangar.asc", "--export", self.fingerprint
        )

    def _gpg(self, *arguments: str | Path) -> None:
        run(
            [
                *("gpg", *self.gpg_options, "--yes", "--quiet"),
                *("--digest-algo", "SHA512", "--local-user", f"{self.fingerprint}!"),
                *arguments,
            ],
            hint="Is the key's smart card there, and its PIN or passphrase known to gpg-agent?",
        )
