"""What both CycloneDX documents have in common: time, serial number, form."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import assistant

SPECIFICATION = "1.6"
_NAMESPACE = uuid.UUID("6f1f9c0e-6a0b-5b6e-9d0c-6b2a3c7d8e10")
"""Ours alone; any fixed one makes serial numbers that depend on the content and nothing else."""


def document(metadata: dict[str, Any], content: dict[str, Any], epoch: int) -> dict[str, Any]:
    """A CycloneDX document whose serial number is made of what it says.

    Args:
        metadata: What stands in 'metadata' beside the time and the tool.
        content: The other fields.
        epoch: The time of the document, in seconds since 1970.
    """
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {"timestamp": timestamp(epoch), "tools": _tools(), **metadata},
        **content,
    }
    serial = uuid.uuid5(_NAMESPACE, json.dumps(made, sort_keys=True, ensure_ascii=False))
    return {"serialNumber": f"urn:uuid:{serial}", **made}


def timestamp(epoch: int) -> str:
    """A time in seconds since 1970, as CycloneDX writes it."""
    return datetime.fromtimestamp(epoch, UTC).isoformat().replace("+00:00", "Z")


def as_text(document: dict[str, Any]) -> str:
    """The document as it is written: keys sorted, two spaces, one line feed at the end."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, indent=2) + "\n"


def _tools() -> dict[str, Any]:
    name = "installers.accreditation"
    return {"components": [{"type": "application", "name": name, "version": assistant.__version__}]}
