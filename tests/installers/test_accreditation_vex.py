"""The VEX notes against the bill of materials."""

import dataclasses
import functools
import sysconfig
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from installers.accreditation.advisories import Advisory, fixed_by_debian, reviewed_advisories
from installers.accreditation.debian import Documents
from installers.accreditation.document import as_text
from installers.accreditation.inventory import Inventory, Sources, take_inventory
from installers.accreditation.sbom import bill_of_materials
from installers.accreditation.structure import faults
from installers.accreditation.vex import vex
from installers.errors import BuildError

EPOCH = 1_700_000_000
NOTE = """
[[advisory]]
ids = ["CVE-2026-0001"]
component = "pypi:chromadb"
versions = ["{version}"]
status = "{status}"
{more}
looked_at = ["https://example.org"]
reviewed = 2026-01-01
"""


@functools.cache
def shipped() -> Inventory:
    return take_inventory(Sources(Path(sysconfig.get_paths()["purelib"]), may_hold_more=True))


@functools.cache
def reviewed() -> list[Advisory]:
    return reviewed_advisories(shipped().components)


@functools.cache
def bill() -> dict[str, Any]:
    return bill_of_materials(shipped(), EPOCH)


@functools.cache
def notes() -> dict[str, Any]:
    return vex(reviewed(), bill(), EPOCH)


def version_of(name: str) -> str:
    return next(one.version for one in shipped().components if one.ref.startswith(f"{name}@"))


def table(folder: Path, status: str, more: str, version: str = "") -> Path:
    file = folder / "advisories.toml"
    version = version or version_of("pypi:chromadb")
    file.write_text(NOTE.format(version=version, status=status, more=more), "utf-8")
    return file


def test_each_note_is_about_a_component_of_the_bill_of_materials() -> None:
    serial = bill()["serialNumber"].removeprefix("urn:uuid:")
    refs = {component["bom-ref"] for component in bill()["components"]}

    for note in notes()["vulnerabilities"]:
        for affected in note["affects"]:
            link, _, ref = affected["ref"].partition("#")
            assert link == f"urn:cdx:{serial}/1"
            assert unquote(ref) in refs


def test_each_note_says_why_and_when_it_was_reviewed() -> None:
    for note in notes()["vulnerabilities"]:
        analysis = note["analysis"]
        assert len(analysis["detail"]) > 20, note["id"]
        assert ("justification" in analysis) == (analysis["state"] == "not_affected"), note["id"]
        assert note["properties"][0]["value"].startswith("20"), note["id"]
        assert note["advisories"], note["id"]


def test_the_server_of_chroma_is_explained() -> None:
    note = next(one for one in notes()["vulnerabilities"] if one["id"] == "CVE-2026-45829")

    assert note["analysis"]["justification"] == "code_not_reachable"
    assert "never starts the server" in note["analysis"]["detail"]


def test_the_document_is_sound_and_the_same_each_time() -> None:
    assert faults(notes()) == []
    assert as_text(vex(reviewed_advisories(shipped().components), bill(), EPOCH)) == as_text(
        notes()
    )


def test_no_advisory_is_explained_twice_for_one_component() -> None:
    about = [(one.id, affected) for one in reviewed() for affected in one.affects]

    assert len(about) == len(set(about))


def test_a_note_about_a_version_that_does_not_ship_stops_the_build(tmp_path: Path) -> None:
    more = 'detail = "None."\njustification = "code_not_present"'

    with pytest.raises(BuildError, match=r"pypi:chromadb 0\.1, which does not ship"):
        reviewed_advisories(
            shipped().components, table(tmp_path, "not_affected", more, version="0.1")
        )


@pytest.mark.parametrize(
    ("status", "more", "message"),
    [
        ("not_affected", 'detail = "None."', "does not say why"),
        ("affected", "", "does not say why"),
        ("fixed", 'detail = "None."\njustification = "code_not_present"', "does not say why"),
        ("harmless", 'detail = "None."', "has the status 'harmless'"),
    ],
)
def test_a_note_without_its_reasons_stops_the_build(
    tmp_path: Path, status: str, more: str, message: str
) -> None:
    with pytest.raises(BuildError, match=message):
        reviewed_advisories(shipped().components, table(tmp_path, status, more))


def test_an_affected_component_is_called_so(tmp_path: Path) -> None:
    advisories = reviewed_advisories(
        shipped().components, table(tmp_path, "affected", 'detail = "It is."')
    )

    note = vex(advisories, bill(), EPOCH)["vulnerabilities"][0]

    assert note["analysis"]["state"] == "exploitable"
    assert note["affects"][0]["versions"][0]["status"] == "affected"


def test_what_debian_fixed_is_noted_as_its_word_and_not_as_reviewed() -> None:
    changes = "python3.11 (3.11.2-6) stable; urgency=low\n\n  * CVE-2025-0938: hosts\n"
    debian = next(one for one in shipped().debian if one.name == "python3.11-minimal")
    inventory = dataclasses.replace(shipped(), documents=Documents(changes={debian.name: changes}))

    (advisory,) = fixed_by_debian(inventory)
    note = vex([advisory], bill(), EPOCH)["vulnerabilities"][0]

    assert note["id"] == "CVE-2025-0938"
    assert note["analysis"]["state"] == "resolved"
    assert note["properties"][0]["value"] == "no: as Debian's changelog says"
    assert faults(vex([advisory], bill(), EPOCH)) == []
