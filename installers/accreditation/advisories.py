"""What is known against what ships: read from `advisories.toml`, and from Debian's changelogs."""

import datetime
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installers.accreditation.component import Component
from installers.accreditation.debian import fixed
from installers.accreditation.inventory import Inventory
from installers.errors import BuildError

TABLE = Path(__file__).parent / "advisories.toml"
_STATES = {
    "affected": "exploitable",
    "fixed": "resolved",
    "not_affected": "not_affected",
    "under_investigation": "in_triage",
}
"""The words of the table and those of CycloneDX."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One advisory, and what it means for Hangar.

    Attributes:
        id: Its name.
        aliases: Other names of the same.
        affects: The refs and versions of the components that it is about.
        state: In CycloneDX's words.
        justification: Why Hangar is not affected, in CycloneDX's words; empty otherwise.
        detail: The same in plain words.
        looked_at: Where it was read.
        reviewed: When; None for what Debian's changelogs say.
    """

    id: str
    aliases: tuple[str, ...]
    affects: tuple[tuple[str, str], ...]
    state: str
    justification: str
    detail: str
    looked_at: tuple[str, ...]
    reviewed: datetime.date | None


def reviewed_advisories(components: list[Component], table: Path = TABLE) -> list[Advisory]:
    """The advisories of the table, one for each name, in its order.

    Raises:
        BuildError: A note is about something that does not ship, or does not say why.
    """
    entries = tomllib.loads(table.read_text("utf-8"))["advisory"]
    return [advisory for entry in entries for advisory in _read(entry, components)]


def fixed_by_debian(inventory: Inventory) -> list[Advisory]:
    """What Debian's changelogs name as fixed in the packages that ship, one note for each.

    What they name was at hand when they were written; it is not reviewed here.
    """
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for pin in inventory.debian:
        changes = inventory.documents.changes.get(pin.name, "")
        source = changes.partition(" ")[0]
        for name, version in fixed(changes).items():
            ref = f"deb:{pin.name}@{pin.version}"
            found.setdefault((name, source, version), []).append((ref, pin.version))
    return [
        Advisory(
            id=name,
            aliases=(),
            affects=tuple(affects),
            state="resolved",
            justification="",
            detail=f"Debian's changelog of {source} names it as fixed in {version}.",
            looked_at=(f"https://security-tracker.debian.org/tracker/{name}",),
            reviewed=None,
        )
        for (name, source, version), affects in sorted(found.items())
    ]


def _read(entry: dict[str, Any], components: list[Component]) -> Iterable[Advisory]:
    name = entry["ids"][0]
    if entry["status"] not in _STATES:
        raise BuildError(
            f"The note on {name} has the status '{entry['status']}'.",
            hint=f"Choose one of {', '.join(_STATES)} in {TABLE.name}.",
        )
    says_why = bool(entry.get("justification")) == (entry["status"] == "not_affected")
    if not says_why or not entry.get("detail"):
        raise BuildError(
            f"The note on {name} does not say why.",
            hint=f"Give a detail, and with 'not_affected' a justification, in {TABLE.name}.",
        )
    affects = tuple(_affected(entry, components))
    for one in entry["ids"]:
        yield Advisory(
            id=one,
            aliases=tuple(entry.get("aliases", ())) if len(entry["ids"]) == 1 else (),
            affects=affects,
            state=_STATES[entry["status"]],
            justification=entry.get("justification", ""),
            detail=entry["detail"],
            looked_at=tuple(entry["looked_at"]),
            reviewed=entry["reviewed"],
        )


def _affected(entry: dict[str, Any], components: list[Component]) -> Iterable[tuple[str, str]]:
    inside = entry.get("inside")
    for version in entry["versions"]:
        matches = [
            component
            for component in components
            if component.ref.partition("@")[0] == entry["component"]
            and component.version == version
            and (inside is None or component.ref.endswith(f"-in-{inside}"))
        ]
        if not matches:
            raise BuildError(
                f"The note on {entry['ids'][0]} is about {entry['component']} {version}, which"
                " does not ship.",
                hint=f"Review it for the version that does, or delete it, in {TABLE.name}.",
            )
        yield matches[0].ref, version
