"""The models that ship, as components: embedder, both readers, and what was added to the weights
of others when they were built.
"""

import json
from pathlib import Path
from typing import Any

from installers.accreditation.component import Component, Licence
from installers.accreditation.model_card import model_card
from installers.errors import BuildError
from installers.reproducible import sha256_of

_BERT = "BERT with 6 layers and a width of 384 (MiniLM), 8-bit integers, ONNX"
_MPNET = "MPNet with 12 layers and a width of 768, 8-bit integers, ONNX"
_TOKENS = "tokens of text"


def models(shipped: Path, checkout: Path) -> list[Component]:
    """The components of the models.

    Args:
        shipped: The folder with the models that ship, 'resources/models' of the tree.
        checkout: The same folder of the checkout, where the cards and the adapter are.

    Raises:
        BuildError: A file is not the one that its manifest names.
    """
    tuning_card = (checkout / "tuning" / "MODEL_CARD.md").read_text("utf-8")
    second_card = (checkout / "second_reader" / "MODEL_CARD.md").read_text("utf-8")
    adapter = _added(
        "embedder", checkout / "tuning" / "adapter.safetensors", tuning_card, "feature-extraction"
    )
    learnt = _added(
        "second-reader",
        checkout / "second_reader" / "learnt.safetensors",
        second_card,
        "question-answering",
    )
    embedder = _model(
        shipped / "embedder",
        model_card(
            tuning_card,
            task="feature-extraction",
            architecture=_BERT,
            inputs=_TOKENS,
            outputs="a vector of 384 numbers",
        ),
        needs=(adapter.ref,),
    )
    reader_card = (checkout / "reader" / "MODEL_CARD.md").read_text("utf-8")
    reader = _model(shipped / "reader", _reader_card(reader_card, _BERT))
    second = _model(
        shipped / "second_reader", _reader_card(second_card, _MPNET), needs=(learnt.ref,)
    )
    return [adapter, learnt, embedder, reader, second]


def _reader_card(card: str, architecture: str) -> dict[str, Any]:
    return model_card(
        card,
        task="question-answering",
        architecture=architecture,
        inputs=f"{_TOKENS}: a question and a passage",
        outputs="for each token start and end of an answer, and whether the passage answers",
    )


def _model(folder: Path, card: dict[str, Any], needs: tuple[str, ...] = ()) -> Component:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name, stated in manifest["files"].items():
        if sha256_of(folder / name) != stated["sha256"]:
            raise BuildError(
                f"{name} of the {folder.name} is not the file that its manifest names.",
                hint="Build the models again: make model",
            )
    ref = f"model:{manifest['name']}@{manifest['version']}"
    files = [
        {
            "type": "file",
            "bom-ref": f"{ref}:{name}",
            "name": name,
            "hashes": [{"alg": "SHA-256", "content": stated["sha256"]}],
        }
        for name, stated in sorted(manifest["files"].items())
    ]
    return Component(
        ref=ref,
        name=manifest["name"],
        version=manifest["version"],
        kind="machine-learning-model",
        group="model",
        licence=Licence(manifest["licence"]),
        sha256=(manifest["files"]["model.onnx"]["sha256"],),
        description=f"The {folder.name}. {manifest['source']}",
        needs=needs,
        properties={"recipe": manifest["recipe"], "hash-of": "model.onnx"},
        further={"modelCard": card, "components": files},
    )


def _added(to: str, file: Path, card: str, task: str) -> Component:
    return Component(
        ref=f"model:hangar-{to}-adapter@1.0",
        name=f"hangar-{to}-adapter",
        version="1.0",
        kind="machine-learning-model",
        group="model",
        licence=Licence("Apache-2.0"),
        sha256=(sha256_of(file),),
        description=f"What was added to the weights of the {to} when it was built.",
        properties={"hash-of": file.name, "ships": f"merged into the {to}, not as a file"},
        further={
            "modelCard": model_card(
                card,
                task=task,
                architecture="low-rank matrices for each dense layer",
                inputs=_TOKENS,
                outputs="what is added to the weights",
            )
        },
    )
