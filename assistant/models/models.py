"""All models of a user: those that come with Hangar, and the language models brought in.

What the site's policy allows and what signatures say is decided here, and only here.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from assistant import paths
from assistant.durable import write_durably
from assistant.engines.gguf_check import check_gguf
from assistant.engines.installed import PACK_FOLDER, InstalledModel, InstalledModels
from assistant.engines.llama_generator import memory_needed
from assistant.engines.llama_messages import LoadOptions
from assistant.engines.manifest import read_manifest
from assistant.engines.memory import free_memory_bytes
from assistant.errors import AssistantError, JobCancelledError
from assistant.jobs import CancelToken
from assistant.models.packing import facts_of
from assistant.models.record import (
    VOID,
    Has,
    MemoryNeed,
    ModelChangedError,
    ModelRecord,
    UnsignedModelError,
)
from assistant.models.shipped import (
    check_shipped,
    shipped_bytes,
    shipped_models,
    shipped_record,
)
from assistant.packs.bundle import BundleError
from assistant.packs.card import Card
from assistant.packs.contents import Progressed, check_contents
from assistant.packs.folder import BUNDLE_FILE
from assistant.packs.intact import HashedFiles
from assistant.packs.keys import ExternalKey, PrivateKey, PublicKey
from assistant.packs.pack import Pack, open_pack
from assistant.packs.refusal import PackRefusedError, UntrustedPackError
from assistant.packs.sequences import Sequences
from assistant.packs.trust import Trust
from assistant.packs.write import PackOrder, write_pack
from assistant.policy import Policy

_USUAL_CONTEXT = LoadOptions(context_tokens=4096, threads=1)


class Models:
    """Lists, checks, brings in and takes out models."""

    def __init__(self, home: Path, policy: Policy) -> None:
        folder = paths.private_folder(paths.models_folder(home))
        self._trust = Trust(policy, paths.keys_folder(home))
        self._installed = InstalledModels(folder)
        self._hashed = HashedFiles(folder)
        self._sequences = Sequences(folder)
        self.policy = policy

    def trusted_keys(self) -> tuple[PublicKey, ...]:
        """Whose packs are taken; see `Trust.keys`."""
        return self._trust.keys()

    def trust(self, key: PublicKey) -> None:
        """Take packs that `key` has signed from now on; see `Trust.add`."""
        self._trust.add(key)

    def records(
        self,
        *,
        thorough: bool = True,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> list[ModelRecord]:
        """Every model; its files are hashed where `thorough`, else only those that changed.

        `progressed` gets the bytes hashed and the bytes of all models.

        Raises:
            JobCancelledError: The token asked for it.
        """
        installed = self._installed.all()
        total = shipped_bytes() + sum(model.size_bytes for model in installed)
        done = 0

        def passed(count: int) -> None:
            nonlocal done
            done += count
            progressed(min(done, total), total)

        has = partial(self._hashed.has, anew=thorough, progressed=passed, token=token)
        return [
            *(shipped_record(role, folder, has) for role, folder in shipped_models().items()),
            *(self._writing_record(model, has) for model in installed),
        ]

    def checked_folder(self, folder: Path) -> Path:
        """The folder of a shipped model, once its files are known to be the right ones.

        Raises:
            ModelMissingError: A file is missing.
            ModelDamagedError: A file is another one than its manifest names.
        """
        check_shipped(folder, read_manifest(folder), self._hashed.has)
        return folder

    def to_write_with(self, name: str) -> InstalledModel | None:
        """The language model of this name, or the first when it is empty; None without one.

        Raises:
            UnknownModelError: There is none of this name.
            UnsignedModelError: The policy does not allow it.
            PackRefusedError: Its signature does not count any more.
            ModelChangedError: Its file has changed.
        """
        if name:
            model = self._installed.get(name)
        elif models := self._installed.all():
            model = models[0]
        else:
            return None
        _check_writing(model, self._pack_of(model), self._hashed.has)
        return model

    def add(
        self,
        file: Path,
        name: str = "",
        *,
        trusts_template: bool = False,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> ModelRecord:
        """Bring in a language model that nobody has signed; see `InstalledModels.add`.

        Raises:
            UnsignedModelError: The policy does not allow it.
        """
        if not self.policy.allows_unsigned_models:
            raise UnsignedModelError(name or file.name, self.policy)
        model = self._installed.add(
            file, name, trusts_template=trusts_template, progressed=progressed, token=token
        )
        return self._writing_record(model, self._hashed.has)

    def open_pack(self, folder: Path, keys: Sequence[PublicKey] = ()) -> Pack:
        """Look at a pack: signature, list of files, card and sizes; takes no time.

        With `keys` those count and no others.

        Raises:
            PackRefusedError: It is not to be used; says why.
        """
        return open_pack(folder.absolute(), keys or self.trusted_keys())

    def may_trust(self, refusal: AssistantError) -> bool:
        """Whether a pack was refused for its key alone, and the user may trust that key."""
        return isinstance(refusal, UntrustedPackError) and self.policy.allows_unsigned_models

    def memory_for(self, pack: Pack) -> MemoryNeed:
        """What the model in a pack will take; its header is read in a jail.

        Raises:
            NoLanguageModelFileError: It is no language model that can be run.
        """
        header = check_gguf(pack.folder / pack.card.model)
        return MemoryNeed(memory_needed(header, _USUAL_CONTEXT), free_memory_bytes())

    def verify_pack(
        self,
        pack: Pack,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> None:
        """Hash every file of a pack where it lies.

        Raises:
            PackRefusedError: A file is not the one that was signed.
            JobCancelledError: The token asked for it.
        """
        self._passed_through(pack, progressed, token or CancelToken(), None)

    def install(
        self,
        pack: Pack,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> ModelRecord:
        """Install a pack that was opened: hash it while it is copied, then let it be seen.

        Raises:
            PackRefusedError: It is expired, older than what was installed before, or a file is not
                the one that was signed.
            AssistantError: What `InstalledModels.install` raises.
            JobCancelledError: The token asked for it; nothing is left behind.
        """
        card, shown = pack.card, pack.folder.name
        if card.has_expired:
            raise PackRefusedError(
                shown,
                f"it was to be installed by {card.valid_until}",
                "Bring in a newer pack; if none is due, look at this workstation's date.",
            )
        self._sequences.check(pack)

        def fill(folder: Path) -> None:
            self._passed_through(pack, progressed, token or CancelToken(), folder)
            write_durably(folder / BUNDLE_FILE, pack.bundle, 0o600)
            self._sequences.note(pack)  # before it can be seen, so that it is never forgotten

        try:
            model = self._installed.install(
                card.name, card.model, pack.sha256, card.size_bytes, fill
            )
        except OSError as error:
            raise PackRefusedError(shown, f"copying failed ({error.strerror})") from error
        return self._writing_record(model, self._hashed.has)

    def pack(
        self,
        folder: Path,
        order: PackOrder,
        key: PrivateKey | ExternalKey,
        progressed: Progressed = lambda done, total: None,
        token: CancelToken | None = None,
    ) -> Card:
        """Make a signed pack of a folder with a GGUF file and its licence; see `write_pack`.

        The licence is the one that the GGUF file states where the order names none.
        """
        facts = facts_of(folder)
        stated = replace(order, licence=order.licence or facts.licence)
        return write_pack(folder, stated, facts, key.public, key.sign, progressed, token)

    def remove(self, name: str) -> None:
        """Delete a language model.

        Raises:
            UnknownModelError: There is none of this name.
        """
        self._installed.remove(name)

    def _passed_through(
        self, pack: Pack, progressed: Progressed, token: CancelToken, to: Path | None
    ) -> None:
        try:
            check_contents(
                pack.folder, pack.statement.digests, pack.sizes, progressed, token, copy_to=to
            )
        except BundleError as error:
            raise PackRefusedError(pack.folder.name, str(error)) from error
        except OSError as error:
            raise PackRefusedError(
                pack.folder.name,
                f"reading or copying it failed ({error.strerror})",
                "Look at the media and at the room on the disk, and try again.",
            ) from error

    def _pack_of(self, model: InstalledModel) -> Pack | None:
        """See that a language model may be used; returns its pack where it came as one."""
        if not self._is_pack(model):
            if not self.policy.allows_unsigned_models:
                raise UnsignedModelError(model.name, self.policy)
            return None
        folder = next(each for each in model.file.parents if each.name == PACK_FOLDER)
        return open_pack(folder, self.trusted_keys(), model.name)

    def _writing_record(self, model: InstalledModel, has: Has) -> ModelRecord:
        header, problem, card, key = model.header, "", None, None
        signer = VOID if self._is_pack(model) else ""
        try:
            if pack := self._pack_of(model):
                card, key, signer = pack.card, pack.key, pack.key.named
            _check_writing(model, pack, has)
        except JobCancelledError:
            raise
        except AssistantError as error:
            problem = str(error)
            if isinstance(error, UntrustedPackError):
                signer = "with a key that is not trusted here"
        return ModelRecord(
            role="writing",
            name=model.name,
            version=card.version if card else "",
            sha256=model.sha256,
            licence=(card.licence if card else header.licence) or "not stated in the file",
            source=_source(model, card, is_pack=self._is_pack(model)),
            signer=signer,
            size_bytes=model.size_bytes,
            memory_bytes=memory_needed(header, _USUAL_CONTEXT),
            folder=model.file.parent,
            problem=problem,
            key=key,
        )

    def _is_pack(self, model: InstalledModel) -> bool:
        return self._installed.came_as_pack(model.name)


def _check_writing(model: InstalledModel, pack: Pack | None, has: Has) -> None:
    """See that the files of a language model are what was brought in."""
    files = {model.file: model.sha256}
    if pack is not None:
        files = {pack.folder / path: digest for path, digest in pack.statement.digests.items()}
    for file, sha256 in files.items():
        try:
            is_right = has(file, sha256)
        except OSError as error:
            raise ModelChangedError(model.name, f"{file.name}: {error.strerror}") from error
        if not is_right:
            raise ModelChangedError(model.name, f"{file.name} has another SHA-256")


def _source(model: InstalledModel, card: Card | None, *, is_pack: bool) -> str:
    header = model.header
    size = f"{header.parameters / 1e9:.1f} billion weights"
    about = f"{header.name or model.name} ({header.architecture}, {size})"
    if card is not None and card.summary:
        return f"from a pack: {card.summary}"
    return f"from a pack: {about}" if is_pack else f"added by the user: {about}"
