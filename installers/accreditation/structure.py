"""What the schema of CycloneDX 1.6 asks of our documents, checked without the schema.

The whole schema is checked by `validate.py`, which needs a library that Hangar does not.
"""

import re
from collections import Counter
from typing import Any

_SERIAL = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
_LINK = re.compile(r"urn:cdx:[0-9a-f-]{36}/[1-9][0-9]*#.+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PURL = re.compile(r"pkg:[a-z]+/[^@\s]+(@\S+)?")
_KINDS = frozenset({"application", "library", "data", "file", "machine-learning-model"})
_STATES = frozenset({"not_affected", "exploitable", "resolved", "in_triage"})
_JUSTIFICATIONS = frozenset(
    {
        "code_not_present",
        "code_not_reachable",
        "protected_at_perimeter",
        "protected_at_runtime",
        "protected_by_compiler",
        "protected_by_mitigating_control",
        "requires_configuration",
        "requires_dependency",
        "requires_environment",
    }
)


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document, one line each; none for a sound one."""
    found = []
    if (document.get("bomFormat"), document.get("specVersion")) != ("CycloneDX", "1.6"):
        found.append("it is not CycloneDX 1.6")
    if not _SERIAL.fullmatch(document.get("serialNumber", "")):
        found.append("its serial number is not made of its content")
    if not _TIME.fullmatch(document["metadata"]["timestamp"]):
        found.append("its time is not in the form asked for")
    components = [document["metadata"]["component"], *document.get("components", [])]
    for component in components:
        found += [f"{component.get('bom-ref')}: {fault}" for fault in _of_component(component)]
    found += _of_references(document, components)
    for note in document.get("vulnerabilities", []):
        found += [f"{note.get('id')}: {fault}" for fault in _of_note(note)]
    return found


def _of_component(component: dict[str, Any]) -> list[str]:
    found = []
    if component.get("type") not in _KINDS:
        found.append("its type is unknown")
    if not component.get("name") or not component.get("bom-ref"):
        found.append("it has no name or no ref")
    if not all(_DIGEST.fullmatch(one["content"]) for one in component.get("hashes", [])):
        found.append("a hash is none")
    if "purl" in component and not _PURL.fullmatch(component["purl"]):
        found.append("its purl is none")
    if "modelCard" in component and component["type"] != "machine-learning-model":
        found.append("only models have cards")
    return found


def _of_references(document: dict[str, Any], components: list[dict[str, Any]]) -> list[str]:
    inner = [part for component in components for part in component.get("components", [])]
    refs = Counter(component["bom-ref"] for component in [*components, *inner])
    found = [f"the ref {ref} is there {count} times" for ref, count in refs.items() if count > 1]
    for entry in document.get("dependencies", []):
        strangers = {entry["ref"], *entry.get("dependsOn", [])} - refs.keys()
        found += [f"a dependency names {ref}, which is not there" for ref in sorted(strangers)]
    return found


def _of_note(note: dict[str, Any]) -> list[str]:
    analysis = note["analysis"]
    found = []
    if analysis["state"] not in _STATES:
        found.append("its state is unknown")
    justification = analysis.get("justification")
    if (analysis["state"] == "not_affected") != (justification is not None):
        found.append("a justification stands with 'not_affected', and only there")
    if justification is not None and justification not in _JUSTIFICATIONS:
        found.append("its justification is unknown")
    if not analysis.get("detail"):
        found.append("it says nothing in words")
    if not note.get("affects") or not all(_LINK.fullmatch(a["ref"]) for a in note["affects"]):
        found.append("it does not link to the bill of materials")
    return found
