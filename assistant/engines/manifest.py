"""A model's manifest: what the model is, where it comes from, and the hashes of its files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError

MANIFEST_FILE = "manifest.json"
MODEL_FILE = "model.onnx"


class ModelMissingError(AssistantError):
    """The model's folder, or a file of it, does not exist."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The {folder.name} model is not built: {folder} is missing or incomplete.",
            hint="Run 'make model' in the checkout, or install Hangar again.",
        )


class ModelDamagedError(AssistantError):
    """A model's files are not those that its manifest names."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"The {folder.name} model in {folder} is damaged: {detail}.",
            hint="Run 'make model' in the checkout, or install Hangar again.",
        )


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, as its manifest names it."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model is.

    Attributes:
        name: The model's name, as shown to the user.
        version: Version of the weights.
        licence: SPDX identifier of the licence of the weights.
        source: Where the weights come from, in one sentence.
        recipe: How the model was made from them, in one sentence.
        files: Every file of the model but the manifest.
        parameters: Numbers its engine needs, such as 'dimension' and 'max_tokens'.
    """

    name: str
    version: str
    licence: str
    source: str
    recipe: str
    files: tuple[ModelFile, ...]
    parameters: dict[str, float]

    @property
    def sha256(self) -> str:
        """SHA-256 of the model proper, in hex; tells one model from another."""
        return next(file.sha256 for file in self.files if file.name == MODEL_FILE)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the model in `folder`, and see that its files are all there.

    Sizes are compared; hashes, which take longer, are compared elsewhere.

    Raises:
        ModelMissingError: The folder, its manifest or a file is missing.
        ModelDamagedError: The manifest makes no sense, or a file has another size.
    """
    try:
        manifest = _parse(json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ModelMissingError(folder) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelDamagedError(folder, f"{MANIFEST_FILE} cannot be read") from error
    for file in manifest.files:
        if not (folder / file.name).is_file():
            raise ModelMissingError(folder)
        size_bytes = (folder / file.name).stat().st_size
        if size_bytes != file.size_bytes:
            raise ModelDamagedError(
                folder, f"{file.name} has {size_bytes:,} bytes, not {file.size_bytes:,}"
            )
    return manifest


def _parse(table: Any) -> Manifest:
    files = tuple(
        ModelFile(name, str(entry["sha256"]), int(entry["size_bytes"]))
        for name, entry in table["files"].items()
    )
    if MODEL_FILE not in {file.name for file in files}:
        raise KeyError(MODEL_FILE)
    return Manifest(
        name=str(table["name"]),
        version=str(table["version"]),
        licence=str(table["licence"]),
        source=str(table["source"]),
        recipe=str(table["recipe"]),
        files=files,
        parameters={name: float(value) for name, value in table["parameters"].items()},
    )
