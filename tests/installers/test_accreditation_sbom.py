"""The bill of materials, made of the packages of this checkout's own environment."""

import functools
import json
import sysconfig
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from installers.accreditation.component import Component
from installers.accreditation.document import as_text
from installers.accreditation.inventory import Inventory, Sources, take_inventory
from installers.accreditation.sbom import bill_of_materials, needed_by_nothing
from installers.accreditation.structure import faults
from installers.linux.places import INTERPRETER_LOCK, REQUIREMENTS
from installers.linux.python_lock import pins
from installers.reproducible import CHECKOUT

EPOCH = 1_700_000_000
SITE = Path(sysconfig.get_paths()["purelib"])


@functools.cache
def shipped() -> Inventory:
    return take_inventory(Sources(SITE, may_hold_more=True))


@functools.cache
def bill() -> dict[str, Any]:
    return bill_of_materials(shipped(), EPOCH, "cafe")


def by_ref(prefix: str) -> Component:
    return next(one for one in shipped().components if one.ref.startswith(prefix))


def test_the_same_packages_give_the_same_bytes() -> None:
    again = take_inventory(Sources(SITE, may_hold_more=True))

    assert as_text(bill_of_materials(again, EPOCH, "cafe")) == as_text(bill())


def test_the_serial_number_is_made_of_the_content() -> None:
    other = bill_of_materials(shipped(), EPOCH, "beef")

    assert other["serialNumber"] != bill()["serialNumber"]
    assert bill()["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"


def test_the_document_has_the_structure_that_cyclonedx_asks_for() -> None:
    assert faults(bill()) == []
    assert faults(json.loads(as_text(bill()))) == []


def test_faults_of_the_structure_are_found() -> None:
    unsound = json.loads(as_text(bill()))
    unsound["components"][0]["hashes"] = [{"alg": "SHA-256", "content": "none"}]
    unsound["dependencies"][0]["dependsOn"] = ["pypi:nowhere@1"]
    unsound["components"].append(unsound["components"][1])

    found = "\n".join(faults(unsound))

    assert "a hash is none" in found
    assert "pypi:nowhere@1, which is not there" in found
    assert "is there 2 times" in found


def test_every_package_of_the_lock_that_is_installed_is_listed() -> None:
    installed = {
        canonicalize_name(folder.name.removesuffix(".dist-info").rpartition("-")[0])
        for folder in SITE.glob("*.dist-info")
    }
    locked = {canonicalize_name(pin.name) for pin in pins(REQUIREMENTS.read_text("utf-8"))}

    listed = {one.name for one in shipped().components if one.group == "python"}

    assert listed == installed & locked
    assert {"chromadb", "cryptography", "pyside6-essentials"} <= listed


def test_hashes_of_python_packages_are_those_of_the_lock() -> None:
    locked = {
        (canonicalize_name(pin.name), pin.version): set(pin.hashes)
        for pin in pins(REQUIREMENTS.read_text("utf-8"))
    }

    for one in shipped().components:
        if one.group == "python":
            assert set(one.sha256) == locked[canonicalize_name(one.name), one.version]


def test_hashes_of_debian_packages_are_those_of_their_lock() -> None:
    lock = INTERPRETER_LOCK.read_text("utf-8")

    debian = [one for one in shipped().components if one.group == "debian"]

    assert "python3.11-minimal" in {one.name for one in debian}
    for one in debian:
        assert f"{one.name} {one.version} {one.sha256[0]}" in lock
        assert one.purl.startswith(f"pkg:deb/debian/{one.name}@")


def test_libraries_inside_wheels_are_listed_with_their_versions() -> None:
    for prefix in ("qt", "openssl", "sqlite", "pdfium", "tesseract", "llama.cpp", "libxml2"):
        assert by_ref(f"bundled:{prefix}@").version

    assert by_ref("cargo:libsqlite3-sys@").inside[0].startswith("pypi:chromadb@")
    assert by_ref("rpm:almalinux/libtiff@").inside[0].startswith("pypi:tesserocr@")


def test_what_a_wheel_states_and_its_files_show_is_listed_once() -> None:
    openssl = [one for one in shipped().components if one.name.lower() == "openssl"]
    inside = [one for one in openssl if any("cryptography" in ref for ref in one.inside)]

    assert [one.kind for one in inside if not one.purl.startswith("pkg:cargo")] == ["library"]
    assert by_ref("bundled:openssl@").sha256


def test_models_are_listed_with_their_cards_and_the_hashes_of_their_manifests() -> None:
    folder = CHECKOUT / "resources" / "models" / "reader"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))

    reader = by_ref("model:hangar-reader@")

    assert reader.sha256 == (manifest["files"]["model.onnx"]["sha256"],)
    parameters = reader.further["modelCard"]["modelParameters"]
    squad = next(one for one in parameters["datasets"] if one["name"] == "SQuAD 1.1 train")
    assert "CC BY-SA 4.0" in squad["description"]
    assert reader.further["modelCard"]["considerations"]["technicalLimitations"]
    assert by_ref("model:all-MiniLM").needs == ("model:hangar-embedder-adapter@1.0",)
    assert by_ref("model:hangar-second-reader@").needs == (
        "model:hangar-second-reader-adapter@1.0",
    )


def test_dependencies_lead_from_hangar_to_everything() -> None:
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in bill()["dependencies"]}

    assert needed_by_nothing(bill()) == []
    assert any(ref.startswith("pypi:numpy@") for ref in needs["hangar"])


def test_what_nothing_asks_for_is_named() -> None:
    entries = [{"ref": "hangar", "dependsOn": ["a"]}, {"ref": "a"}, {"ref": "b"}]

    assert needed_by_nothing({"dependencies": entries}) == ["b"]
