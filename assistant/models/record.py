"""What is known of a model, and why one may not be used."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from assistant.errors import AssistantError
from assistant.packs.keys import PublicKey
from assistant.policy import Policy

VOID = "in a way that does not count here"
"""How a model is signed whose signature is none."""

Has = Callable[[Path, str], bool]
"""Whether a file has a SHA-256; how `HashedFiles` is asked, with whom to tell and whom to heed."""


class UnsignedModelError(AssistantError):
    """The site's policy does not allow language models that nobody has signed."""

    def __init__(self, name: str, policy: Policy) -> None:
        super().__init__(
            f"The language model {name} is not signed, and unsigned models are refused here"
            f" ({policy.source}).",
            hint="Install a signed pack with 'hangar models install FOLDER', or ask the"
            " administrator, whose policy may allow unsigned models.",
        )


class ModelChangedError(AssistantError):
    """A model's file is not what it was when it was brought in."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(
            f"The language model {name} has changed since it was brought in: {detail}.",
            hint="Remove it with 'hangar models remove', and bring it in anew.",
        )


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model on this workstation.

    Attributes:
        role: What it is for: 'embedding', 'reading' or 'writing'.
        version: As its publisher counts; empty where none is stated.
        source: Where it comes from, in a sentence.
        signer: Name and fingerprint of the key that signed it; empty when nobody has.
        size_bytes: Of all its files.
        memory_bytes: What it takes while it works; 0 where that is little.
        problem: What is wrong with it, as a sentence; empty when its files have their hashes.
        key: The key that signed it, where its signature counts here.
    """

    role: str
    name: str
    version: str
    sha256: str
    licence: str
    source: str
    signer: str
    size_bytes: int
    memory_bytes: int
    folder: Path
    problem: str
    key: PublicKey | None = None

    @property
    def signed(self) -> str:
        """Who vouches for it, in words; loud where nobody does."""
        if self.signer:
            return f"signed {self.signer}" if self.key is None else f"signed by {self.signer}"
        return "NOT SIGNED" if self.role == "writing" else "part of this checkout"


class MemoryNeed(NamedTuple):
    """What a model takes while it works, and what this computer has free."""

    needed_bytes: int
    free_bytes: int

    @property
    def fits(self) -> bool:
        """Whether there is room for it now."""
        return self.needed_bytes <= self.free_bytes
