"""What wheels say themselves of what is inside them: bills of materials in their dist-info."""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from installers.accreditation.component import Component, Licence
from installers.accreditation.licence_names import licence_of, spelt, table
from installers.accreditation.wheels import Wheel

_PURL = re.compile(r"pkg:(?P<kind>[a-z]+)/(?P<path>[^?#]+)")


def embedded(wheels: Iterable[Wheel]) -> list[Component]:
    """The components that wheels list, each once, in the order of their refs.

    What a wheel lists as no part of it ('excluded': tools of its build) is left out, and so is the
    wheel's own entry.
    """
    found: dict[str, Component] = {}
    for wheel in wheels:
        for entry in _entries(wheel):
            one = _component(entry, wheel)
            if one is None:
                continue
            known = found.get(one.ref, one)
            inside = tuple(sorted({*known.inside, wheel.ref}))
            found[one.ref] = replace(known, inside=inside)
    return [found[ref] for ref in sorted(found)]


def _entries(wheel: Wheel) -> Iterable[dict[str, Any]]:
    for file in sorted((wheel.dist_info / "sboms").glob("*.json")):
        yield from json.loads(file.read_text("utf-8")).get("components", [])


def _component(entry: dict[str, Any], wheel: Wheel) -> Component | None:
    match = _PURL.match(entry.get("purl", ""))
    if match is None or match["kind"] == "pypi" or entry.get("scope") == "excluded":
        return None
    licence, comes_from_wheel = _licence(entry, wheel)
    properties = {"stated-by": f"the bill of materials in {wheel.name}"}
    if comes_from_wheel:
        properties["licence-of"] = f"{wheel.name}, which declares none for this part"
    digests = [h["content"] for h in entry.get("hashes", []) if h["alg"] == "SHA-256"]
    if digests:
        properties["hash-of"] = "the source that it was built from"
    kind, path = match["kind"], match["path"]
    return Component(
        ref=f"{kind}:{path}",
        name=entry["name"],
        version=entry.get("version", ""),
        kind="library",
        group="embedded",
        licence=licence,
        sha256=tuple(digests),
        purl=f"pkg:{kind}/{path}",
        author=entry.get("author", ""),
        properties=properties,
    )


def _licence(entry: dict[str, Any], wheel: Wheel) -> tuple[Licence, bool]:
    """The licence of an entry, and whether it is the wheel's for want of one."""
    declared = (entry.get("licenses") or [{}])[0]
    named = declared.get("license", {})
    if expression := declared.get("expression") or named.get("id"):
        return spelt(expression), False
    if words := (named.get("text") or {}).get("content"):
        # Only MIT's text is met there; a new one shows as words, and then its text is missing.
        return _told_by_text(words), False
    if reviewed := table("embedded").get(entry["name"]):
        return Licence(reviewed), False
    return licence_of(wheel.name, wheel.metadata), True


def _told_by_text(encoded: str) -> Licence:
    text = base64.b64decode(encoded).decode("utf-8", "replace")
    if text.lstrip().startswith("MIT License"):
        return Licence("MIT")
    return Licence("a text of its own", is_expression=False)
