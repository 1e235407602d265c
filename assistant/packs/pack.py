"""A pack: opened and checked against its signature before anything in it is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.packs.bundle import MAX_BUNDLE_BYTES, BundleError, UntrustedKeyError, open_bundle
from assistant.packs.card import CARD_FILE, MAX_CARD_BYTES, Card, read_card
from assistant.packs.contents import digest_of
from assistant.packs.folder import BUNDLE_FILE, check_files, files_in
from assistant.packs.keys import PublicKey
from assistant.packs.refusal import PackRefusedError, UntrustedPackError
from assistant.packs.statement import Statement, read_statement


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose signature, list of files and sizes are right; its contents are not yet hashed.

    Attributes:
        folder: Where it lies, often on removable media.
        card: What it says of itself.
        statement: SHA-256 of every file, as they were signed.
        key: Whose signature it carries.
        bundle: The signature file, byte for byte.
        sizes: Size in bytes of every file but the signature.
    """

    folder: Path
    card: Card
    statement: Statement
    key: PublicKey
    bundle: bytes
    sizes: Mapping[str, int]

    @property
    def sha256(self) -> str:
        """SHA-256 of the model's file, in hex."""
        return self.statement.digests[self.card.model]


def open_pack(folder: Path, trusted: Sequence[PublicKey], name: str = "") -> Pack:
    """Open the pack in `folder`, which errors call by `name`, or by the folder's own.

    The signature is checked first, then the list of files, then the card by its digest, then the
    sizes. The other files are not read: that is done when they are copied, or by `check_contents`.

    Raises:
        UntrustedPackError: It is not signed by any of the trusted keys.
        PackRefusedError: It is no pack, or altered.
    """
    shown = name or folder.name
    try:
        bundle, statement, key = open_signed(folder, trusted)
        found = files_in(folder)
        check_files(found, statement.digests)
        if CARD_FILE not in found or found[CARD_FILE] > MAX_CARD_BYTES:
            raise BundleError(f"it has no {CARD_FILE}, so it is no pack of Hangar's")
        content = (folder / CARD_FILE).read_bytes()
        if digest_of(content) != statement.digests[CARD_FILE]:
            raise BundleError(f"{CARD_FILE} is not the one that was signed")
        card = read_card(content)
        expected = {**card.sizes, CARD_FILE: len(content)}
        check_files(found, expected)
        wrong = [path for path, size in found.items() if size != expected[path]]
        if wrong:
            path = wrong[0]
            raise BundleError(f"{path} has {found[path]:,} bytes, not {expected[path]:,}")
    except UntrustedKeyError as error:
        raise UntrustedPackError(shown, str(error)) from error
    except BundleError as error:
        raise PackRefusedError(shown, str(error)) from error
    except OSError as error:
        raise PackRefusedError(
            shown,
            f"it cannot be read ({error.strerror})",
            "Name the folder that the pack is, with its 'model.sig'.",
        ) from error
    return Pack(folder, card, statement, key, bundle, expected)


def open_signed(folder: Path, trusted: Sequence[PublicKey]) -> tuple[bytes, Statement, PublicKey]:
    """The bundle of a signed folder, what it states and who signed it; no other file is read.

    Raises:
        BundleError: It is not signed by any of the trusted keys.
        OSError: It cannot be read.
    """
    file = folder / BUNDLE_FILE
    if folder.is_dir() and not file.is_file():
        raise BundleError(f"it is not signed: it has no {BUNDLE_FILE}")
    if file.is_symlink():
        raise BundleError(f"{BUNDLE_FILE} is a link")
    with file.open("rb") as stream:
        bundle = stream.read(MAX_BUNDLE_BYTES + 1)
    if len(bundle) > MAX_BUNDLE_BYTES:
        raise BundleError("its signature file is larger than any real one")
    payload, key = open_bundle(bundle, trusted)
    return bundle, read_statement(payload), key
