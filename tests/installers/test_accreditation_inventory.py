"""What must account for each other: tree, wheelhouse, locks and models."""

import gzip
import hashlib
import json
import shutil
import subprocess
import sysconfig
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from installers.accreditation.bundled import bundled
from installers.accreditation.debian import components, documents_of, fixed
from installers.accreditation.embedded import embedded
from installers.accreditation.expression import NotAnExpressionError, texts_for
from installers.accreditation.hashes import origins
from installers.accreditation.inventory import Sources, take_inventory
from installers.accreditation.licence_names import spelt
from installers.accreditation.llama_source import llama_commit
from installers.accreditation.models import models
from installers.accreditation.wheels import (
    Wheel,
    files_of_nobody,
    needs_of,
    site_of,
    wheels_of,
)
from installers.errors import BuildError
from installers.linux.deb_lock import DebPin
from installers.linux.python_lock import Pin
from installers.reproducible import CHECKOUT

WHEEL = "rivet-1.0-py3-none-any.whl"


def install(site: Path, name: str = "rivet", version: str = "1.0", **files: str) -> Wheel:
    """A package in a folder, with a record of its files."""
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: {name}\nVersion: {version}\nLicense: MIT\n", "utf-8")
    for file, text in files.items():
        (site / file).write_text(text, "utf-8")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")
    return Wheel(name, version, info)


def pin(*contents: bytes) -> Pin:
    hashes = tuple(hashlib.sha256(content).hexdigest() for content in contents)
    return Pin("rivet", "1.0", hashes, "")


def test_a_package_of_the_tree_has_the_hash_of_its_wheel(tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"wheel")
    wheel = install(tmp_path / "site")

    origin = origins([wheel], [pin(b"wheel", b"another")], tmp_path)["rivet"]

    assert origin.sha256 == (hashlib.sha256(b"wheel").hexdigest(),)
    assert WHEEL in origin.of


def test_an_altered_wheel_is_refused(tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"altered")
    wheel = install(tmp_path / "site")

    with pytest.raises(BuildError, match=r"does not have a SHA-256 that requirements\.lock allows"):
        origins([wheel], [pin(b"wheel", b"another")], tmp_path)


def test_a_package_without_its_wheel_is_refused(tmp_path: Path) -> None:
    wheel = install(tmp_path / "site")

    with pytest.raises(BuildError, match="is in the tree and not in the wheelhouse"):
        origins([wheel], [pin(b"wheel", b"another")], tmp_path)


def test_a_wheel_compiled_here_names_the_source_that_the_lock_has(tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"compiled")
    wheel = install(tmp_path / "site")

    origin = origins([wheel], [pin(b"source")], tmp_path)["rivet"]

    assert f"compiled from the source with SHA-256 {hashlib.sha256(b'source').hexdigest()}" in (
        origin.of
    )


def test_a_tree_with_a_package_that_the_lock_does_not_name_is_refused(tmp_path: Path) -> None:
    install(tmp_path / "opt" / "hangar" / "lib")

    with pytest.raises(BuildError, match=r"rivet 1\.0 is in the tree and not in the lock"):
        take_inventory(Sources(tmp_path))


def test_a_dependency_by_way_of_an_extra_is_found(tmp_path: Path) -> None:
    outer, inner = install(tmp_path), install(tmp_path, "bolt")
    with (outer.dist_info / "METADATA").open("a", encoding="utf-8") as metadata:
        metadata.write("Requires-Dist: bolt[long]\nRequires-Dist: nut; extra == 'all'\n")
    with (inner.dist_info / "METADATA").open("a", encoding="utf-8") as metadata:
        metadata.write("Requires-Dist: washer; extra == 'long'\n")

    assert needs_of([outer, inner]) == {"rivet": {"bolt"}, "bolt": {"washer"}}


def test_a_file_that_no_package_brought_is_found(tmp_path: Path) -> None:
    wheel = install(tmp_path, rivet="bolt")
    (tmp_path / "assistant").mkdir()
    (tmp_path / "assistant" / "ours.py").write_text("", "utf-8")
    (tmp_path / "planted.so").write_text("", "utf-8")

    assert "planted.so" in files_of_nobody(tmp_path, [wheel])
    assert "rivet" not in files_of_nobody(tmp_path, [wheel])
    assert not [name for name in files_of_nobody(tmp_path, [wheel]) if "ours" in name]


def test_the_packages_of_a_built_tree_are_found_and_hangar_is_no_package(tmp_path: Path) -> None:
    site = tmp_path / "opt" / "hangar" / "lib"
    install(site)
    install(site, "hangar", "0.1.0")

    assert site_of(tmp_path) == site
    assert [wheel.name for wheel in wheels_of(site)] == ["rivet"]
    with pytest.raises(BuildError, match="There are no Python packages"):
        site_of(tmp_path / "usr")


def test_a_library_whose_version_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    table = tmp_path / "table.toml"
    table.write_text(
        '[[library]]\nname = "Bolt"\ninside = "rivet"\nfile = "bolt.so"\n'
        "version = 'Bolt (\\d+)'\nlicence = \"MIT\"\n",
        "utf-8",
    )
    known = install(tmp_path / "known", **{"bolt.so": "Bolt 7"})
    unknown = install(tmp_path / "unknown", **{"bolt.so": "Bolt"})

    assert [one.version for one in bundled([known], table)] == ["7"]
    assert bundled([install(tmp_path / "none")], table) == []
    with pytest.raises(BuildError, match=r"The version of Bolt is not to be read in bolt\.so"):
        bundled([unknown], table)


def test_a_model_that_is_not_that_of_its_manifest_is_refused(tmp_path: Path) -> None:
    checkout = CHECKOUT / "resources" / "models"
    for name in ("embedder", "reader", "second_reader"):
        shutil.copytree(checkout / name, tmp_path / name)
    (tmp_path / "reader" / "tokenizer.json").write_text("{}", "utf-8")

    with pytest.raises(BuildError, match=r"tokenizer\.json of the reader is not the file"):
        models(tmp_path, checkout)


def test_the_commit_of_llama_is_read_in_its_list_of_changes(tmp_path: Path) -> None:
    archive = tmp_path / "source.tar.gz"
    changes = b"## [0.3.2]\n- feat: llama.cpp@abc1234\n\n## [0.3.1]\n- llama.cpp@def5678\n"
    with tarfile.open(archive, "w:gz") as source:
        member = tarfile.TarInfo("llama/CHANGELOG.md")
        member.size = len(changes)
        source.addfile(member, BytesIO(changes))

    assert llama_commit(archive, "0.3.1") == "def5678"
    assert llama_commit(archive, "0.3.2") == "abc1234"
    assert llama_commit(archive, "0.2") == ""


def test_debian_packages_bring_their_licence_and_what_was_fixed(tmp_path: Path) -> None:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not there: install the package dpkg")
    root = tmp_path / "root"
    documents = root / "usr" / "share" / "doc" / "libbolt1"
    documents.mkdir(parents=True)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(
        "Package: libbolt1\nVersion: 1.0-1\nArchitecture: amd64\n"
        "Maintainer: none\nDescription: none\n",
        "utf-8",
    )
    copyright_file = "Format: none\n\nFiles: *\nCopyright: 2020 none\nLicense: Expat\n\nFiles: b\n"
    (documents / "copyright").write_text(copyright_file, "utf-8")
    changes = b"bolt (1.0-1) stable; urgency=low\n\n  * Fix CVE-2026-1111\n"
    (documents / "changelog.Debian.gz").write_bytes(gzip.compress(changes))
    package = DebPin("libbolt1", "1.0-1", "0" * 64)
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-b", str(root), str(tmp_path / package.file_name)],
        check=True,
        capture_output=True,
    )

    found = documents_of([package], tmp_path)

    assert found.copyright == {"libbolt1": copyright_file}
    assert fixed(found.changes["libbolt1"]) == {"CVE-2026-1111": "1.0-1"}
    assert components([package], found)[0].licence.text == "MIT"
    with pytest.raises(BuildError, match="is not there or cannot be read"):
        documents_of([DebPin("libnut1", "1.0-1", "0" * 64)], tmp_path)


def test_an_advisory_that_a_changelog_only_mentions_is_not_called_fixed() -> None:
    changes = (
        "bolt (2.0-2) stable; urgency=medium\n\n"
        "  * Apply upstream patches for the following CVEs:\n"
        "    - CVE-2026-2222: bolts come loose\n"
        "  * Skip tests. We build against nut, which was patched for\n"
        "    CVE-2026-3333, and that broke some tests.\n\n"
        "bolt (2.0-1) stable; urgency=medium\n\n"
        "  * Backport upstream security fix for CVE-2026-4444: threads strip\n"
    )

    assert fixed(changes) == {"CVE-2026-2222": "2.0-2", "CVE-2026-4444": "2.0-1"}


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("MIT", {"MIT"}),
        ("ISC OR MIT", {"MIT"}),
        ("(ISC OR MIT) AND Zlib", {"MIT", "Zlib"}),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", {"GPL-3.0-only", "GCC-exception-3.1"}),
        ("ISC AND MIT", None),
    ],
)
def test_an_expression_asks_for_the_texts_of_one_choice(
    expression: str, texts: set[str] | None
) -> None:
    available = {"MIT", "Zlib", "GPL-3.0-only", "GCC-exception-3.1"}

    assert texts_for(expression, available) == texts


@pytest.mark.parametrize("expression", ["", "MIT OR", "(MIT", "MIT Zlib", "MIT, Zlib"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(NotAnExpressionError):
        texts_for(expression, {"MIT", "Zlib"})


def test_words_become_an_expression_only_where_all_of_them_are_known() -> None:
    assert spelt("Apache License, Version 2.0").text == "Apache-2.0"
    assert spelt("MIT OR Apache-2.0").is_expression
    assert not spelt("as you like").is_expression


def test_bills_of_materials_inside_wheels_are_read_without_tools_of_their_builds() -> None:
    site = Path(sysconfig.get_paths()["purelib"])
    file = next(site.glob("orjson-*.dist-info/sboms/*.json"))
    stated = json.loads(file.read_text("utf-8"))["components"]
    wheel = next(wheel for wheel in wheels_of(site) if wheel.name == "orjson")

    names = {one.name for one in embedded([wheel])}

    assert names == {one["name"] for one in stated if one["scope"] != "excluded"}
    assert len(names) < len(stated)


def test_a_part_without_a_declared_licence_has_the_reviewed_one_or_else_that_of_its_wheel(
    tmp_path: Path,
) -> None:
    wheel = install(tmp_path)
    (wheel.dist_info / "sboms").mkdir()
    entries = [
        {"name": "openssl", "version": "1", "purl": "pkg:generic/openssl@1?download_url=x"},
        {"name": "bolt", "version": "2", "purl": "pkg:cargo/bolt@2"},
        {"name": "nut", "version": "3", "purl": "pkg:cargo/nut@3", "scope": "excluded"},
        {"name": "pin", "purl": "pkg:cargo/pin@4", "licenses": [{"expression": "ISC"}]},
    ]
    stated = wheel.dist_info / "sboms" / "rivet.cdx.json"
    stated.write_text(json.dumps({"components": entries}), "utf-8")

    found = {one.purl: one.licence.text for one in embedded([wheel])}

    assert found == {
        "pkg:generic/openssl@1": "Apache-2.0",
        "pkg:cargo/bolt@2": "MIT",
        "pkg:cargo/pin@4": "ISC",
    }
