"""All models of a user: those that come with Hangar, and the language models brought in.

What the site's policy allows and what signatures say is decided here, and only here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from assistant import paths
from assistant.engines.gguf_check import check_gguf
from assistant.engines.installed import PACK_FOLDER, InstalledModel, InstalledModels
from assistant.engines.llama_generator import memory_needed
from assistant.engines.llama_messages import LoadOptions
from assistant.engines.manifest import Manifest, ModelDamagedError, read_manifest
from assistant.engines.memory import free_memory_bytes
from assistant.errors import AssistantError, JobCancelledError, UsageError
from assistant.jobs import CancelToken
from assistant.packs.bill import ModelFacts
from assistant.packs.bundle import BundleError
from assistant.packs.card import Card
from assistant.packs.contents import Progressed, check_contents, write_durably
from assistant.packs.folder import BUNDLE_FILE
from assistant.packs.intact import HashedFiles
from assistant.packs.keys import ExternalKey, PrivateKey, PublicKey, read_public_keys
from assistant.packs.pack import Pack, open_pack, open_signed
from assistant.packs.refusal import PackRefusedError
from assistant.packs.sequences import Sequences
from assistant.packs.write import CannotPackError, PackOrder, write_pack
from assistant.policy import Policy

_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$")
_USUAL_CONTEXT = LoadOptions(context_tokens=4096, threads=1)
_VOID = "in a way that does not count here"

_Has = Callable[[Path, str], bool]
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


class MemoryNeed(NamedTuple):
    """What a model takes while it works, and what this computer has free."""

    needed_bytes: int
    free_bytes: int

    @property
    def fits(self) -> bool:
        """Whether there is room for it now."""
        return self.needed_bytes <= self.free_bytes


class Models:
    """Lists, checks, brings in and takes out models."""

    def __init__(self, home: Path, policy: Policy) -> None:
        folder = paths.private_folder(paths.models_folder(home))
        self._keys = paths.keys_folder(home)
        self._installed = InstalledModels(folder)
        self._hashed = HashedFiles(folder)
        self._sequences = Sequences(folder)
        self.policy = policy

    def trusted_keys(self) -> tuple[PublicKey, ...]:
        """Whose packs are taken: the keys of the package and of the policy, less the revoked.

        Where unsigned models are allowed, the user's own choice of keys counts as well.

        Raises:
            KeyFileError: One of the files is no key.
        """
        files = [*paths.pinned_keys(), *self.policy.trusted_keys]
        if self.policy.allows_unsigned_models:
            files += sorted(self._keys.glob("*.pem"))
        keys = read_public_keys(files)
        return tuple(key for key in keys if key.fingerprint not in self.policy.revoked_keys)

    def trust(self, key: PublicKey) -> None:
        """Take packs that `key` has signed from now on.

        Raises:
            UsageError: The policy names whose packs are taken.
        """
        if not self.policy.allows_unsigned_models:
            raise UsageError(
                f"The site's policy names whose packs are taken ({self.policy.source}).",
                hint="The administrator adds a key to 'trusted_keys' there.",
            )
        file = paths.private_folder(self._keys) / f"{key.name}-{key.fingerprint[:16]}.pem"
        write_durably(file, key.pem, 0o600)

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
        shipped = {"embedding": paths.embedder_folder(), "reading": paths.reader_folder()}
        total = sum(model.size_bytes for model in installed) + sum(map(_size, shipped.values()))
        done = 0

        def passed(count: int) -> None:
            nonlocal done
            done += count
            progressed(min(done, total), total)

        has = partial(self._hashed.has, anew=thorough, progressed=passed, token=token)
        return [
            *(self._shipped_record(role, folder, has) for role, folder in shipped.items()),
            *(self._writing_record(model, has) for model in installed),
        ]

    def checked_folder(self, folder: Path) -> Path:
        """The folder of a shipped model, once its files are known to be the right ones.

        Raises:
            ModelMissingError: A file is missing.
            ModelDamagedError: A file is another one than its manifest names.
        """
        self._check_shipped(folder, read_manifest(folder), self._hashed.has)
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
        return _is_for_its_key(refusal) and self.policy.allows_unsigned_models

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

    def _check_shipped(self, folder: Path, manifest: Manifest, has: _Has) -> None:
        for file in manifest.files:
            if not has(folder / file.name, file.sha256):
                raise ModelDamagedError(
                    folder, f"{file.name} has another SHA-256 than its manifest"
                )

    def _shipped_record(self, role: str, folder: Path, has: _Has) -> ModelRecord:
        manifest: Manifest | None = None
        key: PublicKey | None = None
        signer = _VOID if paths.pinned_keys() else ""
        problem = ""
        try:
            manifest = read_manifest(folder)
            if key := self._shipped_signer(folder, manifest):
                signer = key.named
            self._check_shipped(folder, manifest, has)
        except JobCancelledError:
            raise
        except (AssistantError, BundleError, OSError) as error:
            problem = str(error)
        if manifest is None:
            return ModelRecord(role, folder.name, "", "", "", "", "", 0, 0, folder, problem)
        return ModelRecord(
            role=role,
            name=manifest.name,
            version=manifest.version,
            sha256=manifest.sha256,
            licence=manifest.licence,
            source=manifest.source,
            signer=signer,
            size_bytes=sum(file.size_bytes for file in manifest.files),
            memory_bytes=0,
            folder=folder,
            problem=problem,
            key=key,
        )

    def _shipped_signer(self, folder: Path, manifest: Manifest) -> PublicKey | None:
        """Who signed the models that come with an installation; None in a checkout."""
        if not paths.pinned_keys():
            return None
        root = paths.shipped_models_folder()
        keys = read_public_keys(paths.pinned_keys())
        _, statement, key = open_signed(root, keys)
        for file in manifest.files:
            path = (folder / file.name).relative_to(root).as_posix()
            if statement.digests.get(path) != file.sha256:
                raise ModelDamagedError(folder, f"{file.name} is not the one that was signed")
        return key

    def _writing_record(self, model: InstalledModel, has: _Has) -> ModelRecord:
        header, problem, card, key = model.header, "", None, None
        signer = _VOID if self._is_pack(model) else ""
        try:
            if pack := self._pack_of(model):
                card, key, signer = pack.card, pack.key, pack.key.named
            _check_writing(model, pack, has)
        except JobCancelledError:
            raise
        except AssistantError as error:
            problem = str(error)
            if _is_for_its_key(error):
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


def facts_of(folder: Path) -> ModelFacts:
    """What the one GGUF file in `folder`, or the first of a split one, says of itself.

    Raises:
        CannotPackError: There is none, or there are several models.
        NoLanguageModelFileError: It is no language model that can be run.
    """
    files = sorted(folder.glob("*.gguf"))
    firsts = [file for file in files if not _LATER_PART.search(file.name)]
    if len(firsts) != 1:
        found = f"it has {len(firsts)}" if firsts else "it has none"
        raise CannotPackError(
            f"{folder.name} makes no pack: it must have one model in GGUF, and {found}.",
            hint="Put the model and the text of its licence into a folder of their own.",
        )
    header = check_gguf(firsts[0])
    if len(files) != header.parts:
        raise CannotPackError(
            f"{folder.name} makes no pack: the model has {header.parts} parts, and there are"
            f" {len(files)} files."
        )
    return ModelFacts(
        firsts[0].name,
        header.name,
        header.architecture,
        header.licence,
        header.parameters,
        header.context_tokens,
    )


def _check_writing(model: InstalledModel, pack: Pack | None, has: _Has) -> None:
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


def _is_for_its_key(refusal: AssistantError) -> bool:
    cause = refusal.__cause__
    return isinstance(cause, BundleError) and "trusted here" in str(cause)


def _size(folder: Path) -> int:
    """Bytes of a shipped model by its manifest; 0 where that cannot be read."""
    try:
        return sum(file.size_bytes for file in read_manifest(folder).files)
    except (AssistantError, OSError):
        return 0


def _source(model: InstalledModel, card: Card | None, *, is_pack: bool) -> str:
    header = model.header
    size = f"{header.parameters / 1e9:.1f} billion weights"
    about = f"{header.name or model.name} ({header.architecture}, {size})"
    if card is not None and card.summary:
        return f"from a pack: {card.summary}"
    return f"from a pack: {about}" if is_pack else f"added by the user: {about}"
