"""Make a pack out of a folder with a model and its licence, and sign it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.durable import write_durably
from assistant.errors import UsageError
from assistant.jobs import CancelToken
from assistant.packs.bill import BILL_FILE, ModelFacts, write_bill
from assistant.packs.bundle import BundleError, to_sign, write_bundle
from assistant.packs.card import CARD_FILE, Card, check_card, write_card
from assistant.packs.contents import Progressed, digest_of, hash_file
from assistant.packs.folder import BUNDLE_FILE, files_in
from assistant.packs.keys import PublicKey
from assistant.packs.statement import Statement, check_paths, write_statement

_LICENCE_BEGINNINGS = ("licence", "license", "copying")
_FAT_BYTES = 4 * 2**30

Sign = Callable[[bytes], bytes]
"""Gives the signature over some bytes, in DER."""


class CannotPackError(UsageError):
    """The folder, or what was said of it, makes no pack."""


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What whoever packs says of the pack; the fields are those of `Card`."""

    name: str
    version: str
    sequence: int
    licence: str
    summary: str
    valid_until: str = ""


def write_pack(
    folder: Path,
    order: PackOrder,
    facts: ModelFacts,
    key: PublicKey,
    sign: Sign,
    progressed: Progressed = lambda done, total: None,
    token: CancelToken | None = None,
) -> Card:
    """Add to `folder` the card, the bill of materials and, last, the signature.

    Raises:
        CannotPackError: The folder or the order makes no pack; nothing is written.
        OSError: Writing failed.
        JobCancelledError: The token asked for it.
    """
    try:
        sizes = _contents(folder)
        check_card(_card(order, facts, sizes))
    except BundleError as error:
        raise CannotPackError(f"{folder.name} makes no pack: {error}.") from error
    (folder / BUNDLE_FILE).unlink(missing_ok=True)  # of what it was before
    digests = _hashed(folder, sizes, progressed, token)
    bill = write_bill(order.name, order.version, order.licence, facts, digests)
    digests[BILL_FILE], sizes[BILL_FILE] = digest_of(bill), len(bill)
    card = _card(order, facts, dict(sorted(sizes.items())))
    content = write_card(card)
    digests[CARD_FILE] = digest_of(content)
    statement = Statement(dict(sorted(digests.items())))
    payload = write_statement(order.name, statement)
    signature = sign(to_sign(payload))
    if not key.has_signed(to_sign(payload), signature):
        raise CannotPackError(f"The signature is not that of the key '{key.name}'.")
    for name, written in (
        (BILL_FILE, bill),
        (CARD_FILE, content),
        (BUNDLE_FILE, write_bundle(payload, signature, key)),
    ):
        write_durably(folder / name, written, 0o644)  # for whoever the pack is given to
    return card


def sign_folder(folder: Path, key: PublicKey, sign: Sign) -> None:
    """Sign every file in `folder` as it is: one signature over the models that ship.

    Raises:
        BundleError: Something in it cannot be signed.
        OSError: Reading or writing failed.
    """
    sizes = files_in(folder)
    check_paths(list(sizes))
    statement = Statement({path: hash_file(folder / path) for path in sizes})
    payload = write_statement(folder.name, statement)
    bundle = write_bundle(payload, sign(to_sign(payload)), key)
    write_durably(folder / BUNDLE_FILE, bundle, 0o644)


def fits_fat(card: Card) -> bool:
    """Whether each file can lie on FAT32, which ends files at 4 GiB."""
    return max(card.sizes.values()) < _FAT_BYTES


def _contents(folder: Path) -> dict[str, int]:
    sizes = files_in(folder)
    for made in (CARD_FILE, BILL_FILE):
        sizes.pop(made, None)
    check_paths(list(sizes))
    if not any(path.lower().startswith(_LICENCE_BEGINNINGS) for path in sizes):
        raise BundleError("it has no text of the licence, such as a file LICENSE")
    return sizes


def _card(order: PackOrder, facts: ModelFacts, sizes: dict[str, int]) -> Card:
    return Card(
        name=order.name,
        version=order.version,
        sequence=order.sequence,
        licence=order.licence,
        summary=order.summary,
        purpose="writing",
        valid_until=order.valid_until,
        model=facts.file,
        sizes=sizes,
    )


def _hashed(
    folder: Path, sizes: dict[str, int], progressed: Progressed, token: CancelToken | None
) -> dict[str, str]:
    total, done = sum(sizes.values()), 0

    def passed(count: int) -> None:
        nonlocal done
        done += count
        progressed(done, total)

    return {path: hash_file(folder / path, passed, token) for path in sizes}
