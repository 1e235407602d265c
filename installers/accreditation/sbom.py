"""The software bill of materials: CycloneDX 1.6, made of the inventory."""

import tomllib
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import assistant
from installers.accreditation.component import Component, Licence
from installers.accreditation.document import document
from installers.accreditation.inventory import Inventory
from installers.reproducible import CHECKOUT

ROOT = "hangar"


def file_name() -> str:
    """What the bill of materials is called."""
    return f"hangar-{assistant.__version__}.cdx.json"


def bill_of_materials(inventory: Inventory, epoch: int, commit: str = "") -> dict[str, Any]:
    """The document.

    Args:
        inventory: What ships.
        epoch: The time of the document, in seconds since 1970.
        commit: The commit that it was built from, where that is known.
    """
    hangar = Component(
        ref=ROOT,
        name="Hangar",
        version=assistant.__version__,
        kind="application",
        group="hangar",
        licence=Licence("Apache-2.0"),
        purl=f"pkg:generic/hangar@{assistant.__version__}",
        description="An engineering assistant for isolated workstations",
        properties={"commit": commit} if commit else {},
    )
    content = {
        "components": [component.as_json() for component in inventory.components],
        "dependencies": _dependencies(inventory.components),
        # Wheels contain libraries whose names or versions nothing says.
        "compositions": [{"aggregate": "incomplete", "assemblies": [ROOT]}],
    }
    metadata = {"component": hangar.as_json(), "lifecycles": [{"phase": "build"}]}
    return document(metadata, content, epoch)


def needed_by_nothing(bill: dict[str, Any]) -> list[str]:
    """The refs of what ships though nothing that ships asks for it, directly or not."""
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in bill["dependencies"]}
    reached: set[str] = set()
    ahead = [ROOT]
    while ahead:
        ref = ahead.pop()
        if ref not in reached:
            reached.add(ref)
            ahead += needs[ref]
    return sorted(needs.keys() - reached)


def _dependencies(components: list[Component]) -> list[dict[str, Any]]:
    needs = {component.ref: set(component.needs) for component in components}
    for component in components:
        for outer in component.inside:
            needs[outer].add(component.ref)
    needs[ROOT] = _directly_needed(components)
    entries = []
    for ref in sorted(needs):
        entry: dict[str, Any] = {"ref": ref}
        if needs[ref]:
            entry["dependsOn"] = sorted(needs[ref])
        entries.append(entry)
    return entries


def _directly_needed(components: list[Component]) -> set[str]:
    """What Hangar's own code asks for, the interpreter with its libraries, and the models."""
    table = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    asked = {canonicalize_name(Requirement(line).name) for line in table["project"]["dependencies"]}
    return {
        component.ref
        for component in components
        if component.group in {"debian", "model"}
        or (component.group == "python" and component.name in asked)
    }
