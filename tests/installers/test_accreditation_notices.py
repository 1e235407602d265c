"""Licence texts, notices, the reproducible-build statement, and the verb that writes all."""

import dataclasses
import functools
import shutil
import sysconfig
from pathlib import Path

import pytest

from installers.accreditation import build, sbom, vex
from installers.accreditation.component import Component, Licence
from installers.accreditation.debian import Documents
from installers.accreditation.inventory import Inventory, Sources, take_inventory
from installers.accreditation.notices import LICENCES, Notices, notices
from installers.accreditation.source_offer import source_offer
from installers.accreditation.statement import statement
from installers.errors import BuildError

EPOCH = 1_700_000_000
SITE = Path(sysconfig.get_paths()["purelib"])


@functools.cache
def shipped() -> Inventory:
    """What ships, with a stand-in for the copyright files of Debian's packages."""
    found = take_inventory(Sources(SITE, may_hold_more=True))
    stand_in = {pin.name: f"Copyright of {pin.name}\n" for pin in found.debian}
    return dataclasses.replace(found, documents=Documents(copyright=stand_in))


@functools.cache
def made() -> Notices:
    return notices(shipped())


def component(name: str, licence: str, *, is_expression: bool = True) -> Component:
    return Component(
        ref=f"cargo:{name}@1",
        name=name,
        version="1",
        kind="library",
        group="embedded",
        licence=Licence(licence, is_expression),
    )


def with_one(extra: Component) -> Inventory:
    return dataclasses.replace(shipped(), components=[*shipped().components, extra])


def test_everything_that_ships_is_in_the_notices() -> None:
    for one in shipped().components:
        assert f"\n{one.title}: {one.licence.text}\n" in made().text


def test_every_text_that_the_notices_name_is_there() -> None:
    folders = {"/".join(name.split("/")[:2]) for name in made().files}

    for line in made().text.splitlines():
        if line.startswith("    text: "):
            named = line.removeprefix("    text: ").rstrip(",").split(", ")
            assert all(name in made().files or name in folders for name in named), line
    assert all(made().files.values())


def test_qt_comes_with_its_licences_and_the_offer_of_its_sources() -> None:
    lesser = made().files["common/LGPL-3.0-only.txt"]

    assert b"GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert b"GNU GENERAL PUBLIC LICENSE" in made().files["common/GPL-3.0-only.txt"]
    assert "HarfBuzz (Qt Gui): MIT" in made().text
    assert "complete corresponding source" in made().text
    assert "\n- pyside6-essentials " in made().text


def test_the_texts_that_wheels_bring_are_copied_as_they_are() -> None:
    version = next(one.version for one in shipped().components if one.name == "onnxruntime")
    notice = SITE / "onnxruntime" / "ThirdPartyNotices.txt"

    copied = made().files[f"python/onnxruntime-{version}/onnxruntime/ThirdPartyNotices.txt"]

    assert copied == notice.read_bytes()


@pytest.mark.parametrize(
    "extra",
    [
        component("bolt", "Beerware"),
        component("bolt", "MIT AND Beerware"),
        component("bolt", "as you like", is_expression=False),
    ],
)
def test_a_component_without_a_licence_text_stops_the_build(extra: Component) -> None:
    with pytest.raises(BuildError, match=r"There is no licence text for bolt 1\."):
        notices(with_one(extra))


def test_a_package_whose_named_text_is_missing_stops_the_build(tmp_path: Path) -> None:
    shutil.copytree(LICENCES / "texts", tmp_path / "texts")
    (tmp_path / "texts" / "LGPL-3.0-only.txt").unlink()

    with pytest.raises(BuildError, match=r"There is no licence text for .*pyside6-essentials"):
        notices(shipped(), tmp_path / "texts")


def test_a_debian_package_without_its_copyright_file_stops_the_build() -> None:
    bare = dataclasses.replace(shipped(), documents=Documents())

    with pytest.raises(BuildError, match=r"There is no licence text for .*libxcb"):
        notices(bare)


def test_sources_are_offered_only_where_no_choice_goes_without() -> None:
    offer = source_offer(
        [
            component("copyleft", "LGPL-3.0-only OR GPL-3.0-only"),
            component("either", "GPL-2.0-only OR Apache-2.0"),
            component("both", "MPL-2.0 AND (Apache-2.0 OR MIT)"),
            component("free", "MIT"),
        ]
    )

    listed = [line for line in offer.splitlines() if line.startswith("- ")]
    assert [line.split()[1] for line in listed] == ["copyleft", "both"]


def test_the_statement_names_the_packages_and_compares_two_builds(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        (folder / "hangar.deb").write_bytes(b"same")
    (first / "hangar.rpm").write_bytes(b"one")
    (second / "hangar.rpm").write_bytes(b"other")

    text = statement(EPOCH, first, second)

    assert "SOURCE_DATE_EPOCH=1700000000, which is 2023-11-14T22:13:20Z" in text
    assert "SHA-256 0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5" in text
    assert "hangar.deb: identical, bit for bit" in text
    assert "hangar.rpm: DIFFERENT" in text


def test_the_statement_claims_nothing_that_was_not_looked_at() -> None:
    text = statement(EPOCH)

    assert "was not compared with a second one" in text
    assert "Signatures." in text
    assert "FIPS-approved algorithms" in text
    assert "validated" not in text.lower()


def test_the_verb_writes_the_same_files_each_time_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    monkeypatch.setattr(build, "take_inventory", lambda _: shipped())
    for name in ("first", "second"):
        build.write(Sources(SITE), tmp_path / name)
    (tmp_path / "second" / "left over").write_text("", "utf-8")
    build.write(Sources(SITE), tmp_path / "second")

    written = {
        name: {
            file.relative_to(tmp_path / name).as_posix(): file.read_bytes()
            for file in (tmp_path / name).rglob("*")
            if file.is_file()
        }
        for name in ("first", "second")
    }
    assert written["first"] == written["second"]
    documents = {name for name in written["first"] if "/" not in name}
    assert documents == {"NOTICES.txt", "REPRODUCIBLE.txt", sbom.file_name(), vex.file_name()}


def test_the_verb_says_in_two_lines_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = build.main(["--tree", str(tmp_path), "--out", str(tmp_path / "out")])

    told = capsys.readouterr().err.splitlines()
    assert status == 1
    assert told[0] == f"There are no Python packages in {tmp_path}."
    assert told[1].startswith("Build the tree first")
