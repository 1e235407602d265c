"""Keys that packs are signed with: ECDSA on P-256 or P-384, as PEM files.

A key is named by its fingerprint, the SHA-256 of its public half in PEM, which is what `sha256sum
key.pem` prints and what the signature bundle carries as a hint.
"""

import hashlib
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, UsageError

# Imported where a key is used: where there is none, starting does not wait for it.
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

_MAX_PEM_BYTES = 65_536
_CURVES = ("secp256r1", "secp384r1")


class KeyFileError(UsageError):
    """A file is no key that packs can be signed or checked with."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"{file} cannot be used as a key: {reason}.",
            hint="Keys are ECDSA on P-256 or P-384, in PEM; 'openssl ecparam -name prime256v1"
            " -genkey -noout' makes one.",
        )


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Whose signature counts.

    Attributes:
        name: How the key is called, the name of its file.
        pem: The key in PEM, as the fingerprint is taken of it.
    """

    name: str
    pem: bytes
    _key: "ec.EllipticCurvePublicKey"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the PEM text, in hex."""
        return hashlib.sha256(self.pem).hexdigest()

    @property
    def named(self) -> str:
        """Name and fingerprint, as they are shown."""
        return f"{self.name} (SHA-256 {self.fingerprint})"

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` (in DER) is this key's over `message`."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._key.verify(signature, message, _algorithm(self._key.curve))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """What signs; kept no longer than it takes."""

    public: PublicKey
    _key: "ec.EllipticCurvePrivateKey"

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`, in DER."""
        return self._key.sign(message, _algorithm(self._key.curve, is_signing=True))


class SigningFailedError(AssistantError):
    """The command that signs did not."""

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(
            f"'{command}' did not sign: {reason}.",
            hint="It must take what is to be signed on standard input and write the signature in"
            " DER to standard output.",
        )


@dataclass(frozen=True, slots=True)
class ExternalKey:
    """A private key that is elsewhere, such as in a PKCS#11 token, and a command that uses it."""

    public: PublicKey
    command: tuple[str, ...]

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`, in DER.

        Raises:
            SigningFailedError: The command gives none.
        """
        shown = self.command[0] if self.command else ""
        try:
            done = subprocess.run(self.command, input=message, stdout=subprocess.PIPE, check=False)
        except (OSError, IndexError) as error:
            raise SigningFailedError(shown, str(error)) from error
        if done.returncode or not done.stdout:
            raise SigningFailedError(shown, f"it ended with {done.returncode}")
        return done.stdout


def read_public_key(file: Path) -> PublicKey:
    """The public key in a PEM file.

    Raises:
        KeyFileError: It is none, or of another kind.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        key = serialization.load_pem_public_key(_content(file))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(file, "it is no public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KeyFileError(file, "it is of another kind")
    return _public(file, key)


def read_private_key(file: Path, ask_password: Callable[[], bytes]) -> PrivateKey:
    """The private key in a PEM file; `ask_password` is called where it is encrypted.

    Raises:
        KeyFileError: It is none, of another kind, or the password is wrong.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    content = _content(file)
    try:
        try:
            key = serialization.load_pem_private_key(content, None)
        except TypeError:  # how the library says that it is encrypted
            key = serialization.load_pem_private_key(content, ask_password())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        reason = "it is no private key in PEM, or the password is wrong"
        raise KeyFileError(file, reason) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyFileError(file, "it is of another kind")
    return PrivateKey(_public(file, key.public_key()), key)


def read_public_keys(files: Iterable[Path]) -> tuple[PublicKey, ...]:
    """The keys in several files, each once.

    Raises:
        KeyFileError: One of them is none.
    """
    keys = {key.fingerprint: key for key in map(read_public_key, files)}
    return tuple(keys.values())


def _algorithm(curve: "ec.EllipticCurve", *, is_signing: bool = False) -> "ec.ECDSA":
    """ECDSA with the hash that goes with the curve; signing is deterministic (RFC 6979)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    chosen = hashes.SHA256() if curve.name == _CURVES[0] else hashes.SHA384()
    return ec.ECDSA(chosen, deterministic_signing=is_signing)


def _public(file: Path, key: "ec.EllipticCurvePublicKey") -> PublicKey:
    from cryptography.hazmat.primitives import serialization

    if key.curve.name not in _CURVES:
        raise KeyFileError(file, f"its curve is {key.curve.name}")
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return PublicKey(file.stem, pem, key)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_MAX_PEM_BYTES)
    except OSError as error:
        raise KeyFileError(file, f"it cannot be read ({error.strerror})") from error
