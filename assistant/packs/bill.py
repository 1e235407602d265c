"""The bill of materials of a pack: CycloneDX 1.6 in JSON, the model with its card."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BILL_FILE = "bom.cdx.json"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model's file says of itself.

    Attributes:
        file: Its path in the pack.
        title: The model's own name; may be empty.
        architecture: Such as 'llama'.
        licence: As the file states it; may be empty.
        parameters: Number of weights.
        context_tokens: Longest context that it was trained for.
    """

    file: str
    title: str
    architecture: str
    licence: str
    parameters: int
    context_tokens: int


def write_bill(
    name: str, version: str, licence: str, facts: ModelFacts, digests: Mapping[str, str]
) -> bytes:
    """The bill as a file; the same for the same model, whenever it is written."""
    component: dict[str, Any] = {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": name,
        "version": version,
        "description": facts.title or name,
        "licenses": [{"license": {"name": licence}}],
        "hashes": [{"alg": "SHA-256", "content": digests[facts.file]}],
        "modelCard": {
            "modelParameters": {
                "task": "text-generation",
                "architectureFamily": "transformer",
                "modelArchitecture": facts.architecture,
                "inputs": [{"format": "text"}],
                "outputs": [{"format": "text"}],
            },
            "considerations": {
                "useCases": [
                    "Writing short answers from passages that are given with the question"
                ],
                "technicalLimitations": [f"Context of {facts.context_tokens:,} tokens"],
            },
        },
        "properties": [{"name": "hangar:parameters", "value": str(facts.parameters)}],
    }
    files = [
        {
            "type": "file",
            "bom-ref": f"file:{path}",
            "name": path,
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }
        for path, digest in sorted(digests.items())
    ]
    content = json.dumps([component, files], sort_keys=True)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}",
        "version": 1,
        "metadata": {"component": component},
        "components": files,
        "dependencies": [{"ref": "model", "dependsOn": [file["bom-ref"] for file in files]}],
    }
    return (json.dumps(bill, indent=2) + "\n").encode()
