"""Write a model as the engines read it: its files, and a manifest that says what they are."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path


def write_model(
    folder: Path,
    about: Mapping[str, str],
    files: Mapping[str, bytes],
    parameters: Mapping[str, int],
) -> None:
    """Write `files`, by their names, into `folder`, which is made where it is not there.

    What the manifest says of each file is its SHA-256 and its size in bytes; `about` has the name,
    version, licence, source and recipe, and `parameters` what an engine has to know.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    entries = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
        for name, content in files.items()
    }
    manifest = {**about, "files": entries, "parameters": dict(parameters)}
    text = json.dumps(manifest, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    print(f"Wrote {folder}: {sum(map(len, files.values())) / 1e6:.1f} MB")
