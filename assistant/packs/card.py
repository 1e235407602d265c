"""The pack's own card, `pack.json`: what the model is, and how big each of its files is."""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from assistant.packs.bundle import BundleError

CARD_FILE = "pack.json"
MAX_CARD_BYTES = 2**20
_FORMAT = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_MAX_TEXT = 500
_MAX_SEQUENCE = 2**53


@dataclass(frozen=True, slots=True)
class Card:
    """What a pack says of itself.

    Attributes:
        name: Name of the model where it is installed.
        version: As its publisher counts; for people.
        sequence: Rises with each pack of this name; an older one is refused after a newer one.
        licence: SPDX identifier of the licence of the weights.
        summary: What the model is, in a sentence.
        purpose: What Hangar does with it; 'writing' is the only one so far.
        valid_until: Last day on which it may be installed, ISO 8601; empty for no end.
        model: The file that is loaded; the first where a model is split over several.
        sizes: Size in bytes of every file but this card and the signature, by its path.
    """

    name: str
    version: str
    sequence: int
    licence: str
    summary: str
    purpose: str
    valid_until: str
    model: str
    sizes: Mapping[str, int]

    @property
    def size_bytes(self) -> int:
        """Of all files together, but the card and the signature."""
        return sum(self.sizes.values())

    @property
    def has_expired(self) -> bool:
        """Whether its last day has passed, by the clock of this workstation."""
        today = datetime.datetime.now(tz=datetime.UTC).date()
        return bool(self.valid_until) and datetime.date.fromisoformat(self.valid_until) < today


def write_card(card: Card) -> bytes:
    """The card as a file."""
    return (json.dumps({"format": _FORMAT, **asdict(card)}, indent=2) + "\n").encode()


def read_card(content: bytes) -> Card:
    """The card in a file that is known to be signed.

    Raises:
        BundleError: It makes no sense; says what.
    """
    try:
        table: Any = json.loads(content)
        if table.pop("format") != _FORMAT:
            raise BundleError("it is of a newer kind; a newer Hangar may take it")
        card = Card(**table)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BundleError(f"{CARD_FILE} makes no sense") from error
    check_card(card)
    return card


def check_card(card: Card) -> None:
    """See that a card is one that can be used.

    Raises:
        BundleError: A field will not do; says which, and what would.
    """
    if not isinstance(card.name, str) or not _NAME.fullmatch(card.name):
        raise BundleError(
            "its name must be up to 80 letters, digits, dots, hyphens and underscores"
        )
    texts = (card.version, card.licence, card.summary, card.purpose, card.valid_until, card.model)
    if not all(isinstance(text, str) and _is_line(text) for text in texts):
        raise BundleError("its version, licence and summary must be single lines of text")
    if not card.version or not card.licence:
        raise BundleError("it states no version or no licence")
    if type(card.sequence) is not int or not 0 < card.sequence < _MAX_SEQUENCE:
        raise BundleError("its sequence must be a whole number above 0")
    if card.purpose != "writing":
        raise BundleError(f"it is for '{card.purpose}', which this Hangar does not know")
    _check_day(card.valid_until)
    if not isinstance(card.sizes, dict) or not all(
        type(size) is int and size >= 0 for size in card.sizes.values()
    ):
        raise BundleError(f"{CARD_FILE} makes no sense")
    if card.model not in card.sizes or PurePosixPath(card.model).suffix.lower() != ".gguf":
        raise BundleError("the model that it names is no GGUF file in it")


def _is_line(text: str) -> bool:
    return len(text) <= _MAX_TEXT and text.isprintable()


def _check_day(day: str) -> None:
    try:
        if day:
            datetime.date.fromisoformat(day)
    except ValueError as error:
        raise BundleError("its last day must be a date such as 2027-12-31") from error
