"""What comes of opening a pack: an offer to install it, to trust its key, or a refusal."""

from dataclasses import dataclass
from pathlib import Path

from assistant.desktop.core import MemoryState, ModelsCore
from assistant.errors import AssistantError
from assistant.packs.keys import KeyFileError, PublicKey, read_public_key
from assistant.packs.pack import Pack


class OtherKeyError(AssistantError):
    """The key that was chosen is not the one that a pack was signed with."""

    def __init__(self, file: Path, folder: Path) -> None:
        super().__init__(
            f"{file.name} is not the key that {folder.name} was signed with.",
            hint="Choose the key's file that whoever signed the pack has given you.",
        )


class KeyUntrustedError(AssistantError):
    """A pack is signed with a key that is not trusted here, and the user may change that."""

    def __init__(self, refusal: AssistantError) -> None:
        super().__init__(
            refusal.message,
            hint="If you know who signed it, choose the file of their public key and compare its"
            " fingerprint; if not, do not use the pack.",
        )


@dataclass(frozen=True, slots=True)
class PackOffer:
    """A pack that was opened and can be installed."""

    pack: Pack
    memory: MemoryState


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """A key that the pack in `folder` was signed with, and that the user may trust."""

    key: PublicKey
    folder: Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a pack is not installed.

    Attributes:
        may_trust: Whether it is for its key alone, and the user may trust that.
    """

    folder: Path
    error: AssistantError
    may_trust: bool


def offer_of(models: ModelsCore, folder: Path, trusting: PublicKey | None) -> PackOffer:
    """Open a pack, after trusting a key from now on where one is given.

    Raises:
        AssistantError: It is not to be installed; says why.
    """
    if trusting is not None:
        models.trust(trusting)
    pack = models.open_pack(folder)
    return PackOffer(pack, models.memory_for(pack))


def key_for(models: ModelsCore, folder: Path, file: Path) -> KeyOffer:
    """Read a public key, and see that the pack in `folder` was signed with it.

    Raises:
        KeyFileError: The file is no key.
        OtherKeyError: The pack was signed with another.
        PackRefusedError: It was signed with it, but is not as it was then.
    """
    key = read_public_key(file)
    try:
        models.open_pack(folder, [key])
    except AssistantError as error:
        if models.may_trust(error):
            raise OtherKeyError(file, folder) from error
        raise
    return KeyOffer(key, folder)


def refusal_of(models: ModelsCore, folder: Path, error: AssistantError) -> Refusal:
    """What to say of a pack for which `error` was raised."""
    if models.may_trust(error):
        untrusted = KeyUntrustedError(error)
        untrusted.__cause__ = error
        return Refusal(folder, untrusted, may_trust=True)
    return Refusal(folder, error, isinstance(error, OtherKeyError | KeyFileError))
