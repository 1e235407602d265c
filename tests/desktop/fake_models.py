"""Models that are not there, and packs of nothing but their cards."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.errors import AssistantError
from assistant.jobs import CancelToken
from assistant.models.record import MemoryNeed
from assistant.packs.bundle import BundleError
from assistant.packs.card import Card
from assistant.packs.contents import Progressed
from assistant.packs.keys import PublicKey
from assistant.packs.pack import Pack
from assistant.packs.refusal import PackRefusedError
from assistant.packs.statement import Statement
from assistant.policy import Policy


def _set_event() -> threading.Event:
    made = threading.Event()
    made.set()
    return made


def make_key(name: str = "site-key") -> PublicKey:
    """A public key whose private half is thrown away."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return PublicKey(name, pem, private.public_key())


def make_pack(folder: Path, key: PublicKey, **changed: object) -> Pack:
    """A pack of nothing but its card; `changed` replaces fields of that."""
    fields: dict[str, object] = {
        "name": "granite-3b",
        "version": "3.1",
        "sequence": 4,
        "licence": "Apache-2.0",
        "summary": "An instruction model with 2.5 billion weights, in 4 bits.",
        "purpose": "writing",
        "valid_until": "2099-12-31",
        "model": "granite-3b.gguf",
        "sizes": {"granite-3b.gguf": 2_200_000_000, "LICENSE": 11_357, "bom.cdx.json": 900},
    }
    card = Card(**(fields | changed))  # type: ignore[arg-type]
    digests = dict.fromkeys((*card.sizes, "pack.json"), "0" * 64)
    return Pack(folder, card, Statement(digests), key, b"", {**card.sizes, "pack.json": 800})


@dataclass(frozen=True)
class FakeModel:
    """A model that can be used, unless it has a problem."""

    name: str = "all-MiniLM-L6-v2"
    problem: str = ""
    role: str = "embedding"
    version: str = ""
    licence: str = "Apache-2.0"
    source: str = "published by its authors; weights in 8 bits"
    signer: str = ""
    key: PublicKey | None = None
    size_bytes: int = 24 * 2**20
    memory_bytes: int = 0


@dataclass
class FakeModels:
    """The one model that is shipped, and language models; packs and what is wrong as told.

    Clear `may_go_on` to hold whatever goes through the files where it is.
    """

    model: FakeModel = field(default_factory=FakeModel)
    added: list[FakeModel] = field(default_factory=list)
    policy: Policy = field(default_factory=lambda: Policy(True, source="no policy"))
    packs: dict[Path, Pack] = field(default_factory=dict)
    refusal: AssistantError | None = None
    """Why no pack is opened."""
    install_refusal: AssistantError | None = None
    """Why an opened one is not installed."""
    signed_with: dict[Path, PublicKey] = field(default_factory=dict)
    """Keys that open a pack only once they are trusted."""
    trusted: list[PublicKey] = field(default_factory=list)
    memory: MemoryNeed = field(default_factory=lambda: MemoryNeed(3 * 2**30, 11 * 2**30))
    damage: dict[str, str] = field(default_factory=dict)
    """What is found only when every file is hashed, by the model's name."""
    checks: int = 0
    may_go_on: threading.Event = field(default_factory=_set_event)

    def records(
        self,
        *,
        thorough: bool = True,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> list[FakeModel]:
        if thorough:
            self._pass(progressed, token)
            self.checks += 1
            self.added = [replace(m, problem=self.damage.get(m.name, "")) for m in self.added]
        return [self.model, *self.added]

    def open_pack(self, folder: Path, keys: Sequence[PublicKey] = ()) -> Pack:
        if self.refusal is not None:
            raise self.refusal
        key = self.signed_with.get(folder)
        known = {each.fingerprint for each in keys or self.trusted}
        if key is not None and key.fingerprint not in known:
            reason = f"it is signed with a key that is not trusted here ({key.fingerprint[:16]}…)"
            raise PackRefusedError(folder.name, reason) from BundleError(reason)
        return self.packs[folder]

    def may_trust(self, refusal: AssistantError) -> bool:
        return self.policy.allows_unsigned_models and isinstance(refusal.__cause__, BundleError)

    def memory_for(self, pack: Pack) -> MemoryNeed:
        return self.memory

    def trust(self, key: PublicKey) -> None:
        self.trusted.append(key)

    def install(
        self,
        pack: Pack,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> FakeModel:
        self._pass(progressed, token)
        if self.install_refusal is not None:
            raise self.install_refusal
        card = pack.card
        made = FakeModel(
            card.name,
            role="writing",
            version=card.version,
            licence=card.licence,
            source=f"from a pack: {card.summary}",
            signer=pack.key.named,
            key=pack.key,
            size_bytes=card.size_bytes,
            memory_bytes=self.memory.needed_bytes,
        )
        return self._take(made)

    def add(
        self,
        file: Path,
        name: str = "",
        *,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> FakeModel:
        self._pass(progressed, token)
        source = "added by the user: Babble (llama, 0.1 billion weights)"
        return self._take(FakeModel(name or file.stem, role="writing", source=source))

    def remove(self, name: str) -> None:
        self.added = [model for model in self.added if model.name != name]

    def _take(self, model: FakeModel) -> FakeModel:
        self.remove(model.name)
        self.added.append(model)
        return model

    def _pass(self, progressed: Progressed, token: CancelToken | None) -> None:
        """Say that 861 of 2,101 MiB are done, and the rest when it may go on."""
        progressed(861 * 2**20, 2101 * 2**20)
        while not self.may_go_on.wait(0.02):
            if token is not None:
                token.check()
        progressed(2101 * 2**20, 2101 * 2**20)
