"""Libraries and fonts inside wheels that no wheel lists, with versions read from their files."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from installers.accreditation.component import Component, Licence
from installers.accreditation.wheels import Wheel
from installers.errors import BuildError

TABLE = Path(__file__).parent / "bundled.toml"


def bundled(wheels: Iterable[Wheel], table: Path = TABLE) -> list[Component]:
    """The libraries of `bundled.toml` whose files are there, in the order of the table.

    Raises:
        BuildError: A file is there, and its version is not to be found or not known.
    """
    by_name = {wheel.name: wheel for wheel in wheels}
    entries = tomllib.loads(table.read_text("utf-8"))["library"]
    found = []
    for entry in entries:
        wheel = by_name.get(entry["inside"])
        file = next(iter(sorted(wheel.site.glob(entry["file"]))), None) if wheel else None
        if wheel is not None and file is not None:
            found.append(_component(entry, wheel, file))
    return found


def _component(entry: dict[str, Any], wheel: Wheel, file: Path) -> Component:
    version = _version(entry, file)
    name = entry["name"]
    slug = re.sub(r"[^a-z0-9.+]+", "-", name.lower())
    properties = {"seen-in": file.relative_to(wheel.site).as_posix()}
    if not version:
        properties["version"] = "nothing that ships says it"
    return Component(
        ref=f"bundled:{slug}@{version or 'unknown'}-in-{wheel.name}",
        name=name,
        version=version,
        kind="data" if file.suffix == ".ttf" else "library",
        group="bundled",
        licence=Licence(entry["licence"]),
        purl=f"pkg:generic/{slug}" + (f"@{version}" if version else ""),
        cpe=entry.get("cpe", "").replace("@", version),
        description=entry.get("note", ""),
        inside=(wheel.ref,),
        properties=properties,
    )


def _version(entry: dict[str, Any], file: Path) -> str:
    if pattern := entry.get("name_is"):
        match = re.search(pattern, file.name)
        parts = match.groups() if match else ()
    elif pattern := entry.get("version"):
        found = re.search(pattern.encode(), file.read_bytes())
        parts = tuple(part.decode() for part in found.groups() if part) if found else ()
    else:
        return ""
    version = ".".join(parts)
    if "known" in entry:
        version = entry["known"].get(version, "")
    if not version:
        raise BuildError(
            f"The version of {entry['name']} is not to be read in {file.name}.",
            hint=f"Look at the new {entry['inside']} and change {TABLE.name}.",
        )
    return version
