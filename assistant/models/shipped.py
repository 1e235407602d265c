"""The models that come with Hangar: in an installation with one signature over them all."""

from pathlib import Path

from assistant import paths
from assistant.engines.manifest import Manifest, ModelDamagedError, read_manifest
from assistant.errors import AssistantError, JobCancelledError
from assistant.models.record import VOID, Has, ModelRecord
from assistant.packs.bundle import BundleError
from assistant.packs.keys import PublicKey, read_public_keys
from assistant.packs.pack import open_signed


def shipped_models() -> dict[str, Path]:
    """Their folders, by what they are for."""
    return {
        "embedding": paths.embedder_folder(),
        "reading": paths.reader_folder(),
        "rereading": paths.second_reader_folder(),
    }


def shipped_bytes() -> int:
    """Their size by their manifests, as far as those can be read."""
    return sum(map(_size, shipped_models().values()))


def check_shipped(folder: Path, manifest: Manifest, has: Has) -> PublicKey | None:
    """See that a shipped model's files are those of its manifest, and signed in an installation.

    Returns who signed them; None in a checkout.

    Raises:
        ModelDamagedError: One of them is not.
    """
    try:
        key = _signer(folder, manifest)
    except (BundleError, OSError) as error:
        raise ModelDamagedError(folder, str(error)) from error
    for file in manifest.files:
        if not has(folder / file.name, file.sha256):
            raise ModelDamagedError(folder, f"{file.name} has another SHA-256 than its manifest")
    return key


def shipped_record(role: str, folder: Path, has: Has) -> ModelRecord:
    """What is known of a shipped model, its files looked at with `has`.

    Raises:
        JobCancelledError: Whoever looks was asked to stop.
    """
    manifest: Manifest | None = None
    key: PublicKey | None = None
    signer = VOID if paths.pinned_keys() else ""
    problem = ""
    try:
        manifest = read_manifest(folder)
        if key := check_shipped(folder, manifest, has):
            signer = key.named
    except JobCancelledError:
        raise
    except (AssistantError, OSError) as error:
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


def _signer(folder: Path, manifest: Manifest) -> PublicKey | None:
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


def _size(folder: Path) -> int:
    """Bytes of a shipped model by its manifest; 0 where that cannot be read."""
    try:
        return sum(file.size_bytes for file in read_manifest(folder).files)
    except (AssistantError, OSError):
        return 0
