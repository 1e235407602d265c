"""Sign the models that come with Hangar: one signature over the folder that holds them."""

import getpass
import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.packs.bundle import BundleError
from assistant.packs.keys import ExternalKey, PrivateKey, read_private_key, read_public_key
from assistant.packs.write import sign_folder
from installers.errors import BuildError

_PASSWORD = "HANGAR_KEY_PASSWORD"  # noqa: S105  the name of a variable


@dataclass(frozen=True, slots=True)
class ModelSigning:
    """How the shipped models are signed, and whose signatures are trusted.

    Attributes:
        trusted: Public keys that are pinned in the package: the current one, and the next.
        key: The private key, ECDSA in PEM; the public one where a command signs.
        command: What signs in its place, for a key in a PKCS#11 token or elsewhere; it gets what
            is to be signed on standard input and gives the signature in DER. Empty for the key.
    """

    trusted: Sequence[Path] = ()
    key: Path | None = None
    command: str = ""


def sign_shipped_models(models: Path, signing: ModelSigning) -> None:
    """Sign the folder `models` of a tree; without trusted keys there is nothing to sign for.

    Raises:
        BuildError: Keys are pinned but none signs, the key that signs is not among them, or it
            cannot be used.
    """
    if not signing.trusted:
        return
    if signing.key is None:
        raise BuildError(
            "Keys are pinned in the package, but no key signs the models that come with it.",
            hint="Name one with --model-key, or leave out --pack-key.",
        )
    try:
        key = _key(signing.key, signing.command)
        trusted = {read_public_key(file).fingerprint for file in signing.trusted}
        if key.public.fingerprint not in trusted:
            raise BuildError(
                f"The public key of {signing.key} is not pinned in the package.",
                hint="Give it with --pack-key too: Hangar would not trust its own models.",
            )
        sign_folder(models, key.public, key.sign)
    except (AssistantError, BundleError) as error:
        raise BuildError(
            f"The models cannot be signed: {error}", hint="Look at the key that was named."
        ) from error


def _key(file: Path, command: str) -> PrivateKey | ExternalKey:
    if command:
        return ExternalKey(read_public_key(file), tuple(shlex.split(command)))
    return read_private_key(file, lambda: _password(file))


def _password(file: Path) -> bytes:
    """The password of an encrypted key: from the variable, or typed in."""
    given = os.environ.get(_PASSWORD)
    return (given if given is not None else getpass.getpass(f"Password of {file}: ")).encode()
