"""The VEX document: what known advisories mean for what ships, in CycloneDX 1.6."""

import re
from typing import Any
from urllib.parse import quote

import assistant
from installers.accreditation.advisories import Advisory
from installers.accreditation.document import document

_SOURCES = (
    (re.compile(r"CVE-\d"), "NVD", "https://nvd.nist.gov/vuln/detail/"),
    (re.compile(r"GHSA-"), "GitHub", "https://github.com/advisories/"),
    (re.compile(r"RUSTSEC-"), "RustSec", "https://rustsec.org/advisories/"),
)


def file_name() -> str:
    """What the document is called."""
    return f"hangar-{assistant.__version__}.vex.cdx.json"


def vex(advisories: list[Advisory], bill: dict[str, Any], epoch: int) -> dict[str, Any]:
    """The document; it points into the bill of materials `bill`.

    Args:
        advisories: The advisories, in any order.
        bill: The bill of materials.
        epoch: The time of the document, in seconds since 1970.
    """
    serial = bill["serialNumber"].removeprefix("urn:uuid:")
    link = f"urn:cdx:{serial}/{bill['version']}#"
    ordered = sorted(advisories, key=lambda one: (one.id, one.affects))
    notes = [_note(advisory, link) for advisory in ordered]
    metadata = {"component": bill["metadata"]["component"]}
    return document(metadata, {"vulnerabilities": notes}, epoch)


def _note(advisory: Advisory, link: str) -> dict[str, Any]:
    status = "unaffected" if advisory.state in {"not_affected", "resolved"} else "unknown"
    if advisory.state == "exploitable":
        status = "affected"
    affects = [
        {
            "ref": link + quote(ref, safe=":@/.+-~"),
            "versions": [{"version": version, "status": status}],
        }
        for ref, version in advisory.affects
    ]
    analysis = {"state": advisory.state, "detail": advisory.detail}
    if advisory.justification:
        analysis["justification"] = advisory.justification
    note: dict[str, Any] = {
        "bom-ref": f"{advisory.id}:{advisory.affects[0][0]}",
        "id": advisory.id,
        "source": _source(advisory.id),
        "references": [{"id": other, "source": _source(other)} for other in advisory.aliases],
        "advisories": [{"url": url} for url in advisory.looked_at],
        "analysis": analysis,
        "affects": affects,
        "properties": [{"name": "hangar:reviewed", "value": _reviewed(advisory)}],
    }
    return {name: value for name, value in note.items() if value}


def _reviewed(advisory: Advisory) -> str:
    if advisory.reviewed is None:
        return "no: as Debian's changelog says"
    return advisory.reviewed.isoformat()


def _source(name: str) -> dict[str, str]:
    for pattern, source, address in _SOURCES:
        if pattern.match(name):
            return {"name": source, "url": address + name}
    repository, _, number = name.partition("#")
    return {"name": "GitHub", "url": f"https://github.com/{repository}/pull/{number}"}
