"""What a model's manifest says, and what the user reads when a model is not as it says."""

import hashlib
import json
from pathlib import Path

import pytest

from assistant.engines.manifest import (
    ModelDamagedError,
    ModelMissingError,
    read_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of two files, in order."""
    model = tmp_path / "embedder"
    model.mkdir()
    files = {"model.onnx": b"weights", "tokenizer.json": b"{}"}
    for name, content in files.items():
        (model / name).write_bytes(content)
    manifest = {
        "name": "small-model",
        "version": "1.2",
        "licence": "Apache-2.0",
        "source": "A package.",
        "recipe": "A script.",
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
            for name, content in files.items()
        },
        "parameters": {"dimension": 384, "max_tokens": 512},
    }
    (model / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return model


def test_a_manifest_says_what_the_model_is(folder):
    manifest = read_manifest(folder)
    assert (manifest.name, manifest.version, manifest.licence) == (
        "small-model",
        "1.2",
        "Apache-2.0",
    )
    assert manifest.sha256 == hashlib.sha256(b"weights").hexdigest()
    assert manifest.parameters["dimension"] == 384


def test_a_model_that_is_not_built_says_how_to_build_it(tmp_path):
    with pytest.raises(ModelMissingError) as caught:
        read_manifest(tmp_path / "embedder")
    assert caught.value.message.startswith("The embedder model is not built")
    assert "make model" in caught.value.hint


def test_a_model_without_one_of_its_files_is_missing(folder):
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelMissingError):
        read_manifest(folder)


def test_a_file_cut_short_is_noticed_without_hashing(folder):
    (folder / "model.onnx").write_bytes(b"weig")
    with pytest.raises(ModelDamagedError, match=r"model\.onnx has 4 bytes, not 7"):
        read_manifest(folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"name": "x", "files": {}}', '{"files": {"model.onnx": 3}}', "null"]
)
def test_a_manifest_that_makes_no_sense_is_damage_and_no_crash(folder, text):
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelDamagedError, match=r"manifest\.json cannot be read"):
        read_manifest(folder)
