"""Stage Hangar itself: the package, what it reads, the keys it trusts, and its launchers."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from installers.errors import BuildError
from installers.linux.places import FILES
from installers.reproducible import CHECKOUT

PROGRAMS = {"hangar": "assistant", "hangar-desktop": "assistant.desktop.main"}
"""The launchers, and the module that each runs."""
_MODELS = ("embedder", "reader", "second_reader")
_OF_A_MODEL = ("manifest.json", "model.onnx", "tokenizer.json")
_CARD = "MODEL_CARD.md"
_RESOURCES = ("icons", "licences", "prompts", "samples", "styles")


def stage_hangar(prefix: Path, pack_keys: Sequence[Path]) -> None:
    """Put Hangar into `prefix`: the code and resources in lib, the launchers in bin.

    `pack_keys` are the public keys, as PEM files, whose model packs this installation trusts.

    Raises:
        BuildError: A model was not built, or a key is no public key.
    """
    site = prefix / "lib"
    package = CHECKOUT / "assistant"
    for module in sorted(package.rglob("*.py")):
        _copy(module, site / "assistant" / module.relative_to(package))
    resources = CHECKOUT / "resources"
    for name in _RESOURCES:
        for file in sorted((resources / name).rglob("*")):
            if file.is_file():
                _copy(file, site / "resources" / file.relative_to(resources))
    for model in _MODELS:
        _stage_model(resources / "models" / model, site / "resources" / "models" / model)
    for key in pack_keys:
        if b"-----BEGIN PUBLIC KEY-----" not in key.read_bytes():
            raise BuildError(
                f"{key} is no public key in PEM format.",
                hint="Make one from the private key: openssl pkey -in KEY -pubout",
            )
        _copy(key, site / "resources" / "keys" / f"{key.stem}.pem")
    launcher = (FILES / "launcher.sh").read_text("utf-8")
    (prefix / "bin").mkdir()
    for program, module_name in PROGRAMS.items():
        started = prefix / "bin" / program
        started.write_text(launcher.replace("@MODULE@", module_name), "utf-8")
        started.chmod(0o755)


def _stage_model(source: Path, target: Path) -> None:
    missing = [name for name in _OF_A_MODEL if not (source / name).is_file()]
    if missing:
        raise BuildError(
            f"The model in {source} is not complete: there is no {missing[0]}.",
            hint="Build it: make model",
        )
    for name in (*_OF_A_MODEL, _CARD):
        if (source / name).is_file():
            _copy(source / name, target / name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
