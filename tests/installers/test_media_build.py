"""Signing and building the media: the same bytes each time, and what any medium can hold."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from installers.debian_tools import SIGNING, Tool, ensure, packages_missing
from installers.errors import BuildError
from installers.media.build_media import build_media, folders_of, version_of
from installers.media.media_files import check_files
from installers.media.sign import sign_packages
from installers.media.signing_key import SigningKey
from installers.reproducible import digests_of
from installers.test.stand_in import write_deb, write_rpm
from installers.test.throw_away_key import Keys, throw_away_keys

_MISSING = packages_missing((*SIGNING, Tool("rpmbuild", "rpm")))
needs_tools = pytest.mark.skipif(bool(_MISSING), reason=f"needs {', '.join(_MISSING)}")
_EPOCH = 1_750_000_000


@pytest.fixture(scope="module")
def keys() -> Iterator[Keys]:
    """Throw-away keys."""
    with throw_away_keys(_EPOCH) as made:
        yield made


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a .deb and a .rpm."""
    folder = tmp_path_factory.mktemp("packages")
    write_deb(folder, "0.1.0")
    write_rpm(folder, "0.1.0")
    return folder


@needs_tools
def test_two_builds_give_the_same_bytes_signatures_included(
    packages: Path, keys: Keys, tmp_path: Path
) -> None:
    """In other folders, a second later, and under another umask."""
    media = []
    for name, umask in (("one", 0o022), ("two", 0o077)):
        before = os.umask(umask)
        try:
            sign_packages(packages, tmp_path / name / "signed", keys.ours, epoch=_EPOCH)
            folders = {"accreditation": packages}
            build_media(tmp_path / name / "signed", folders, tmp_path / name / "media", keys.ours)
        finally:
            os.umask(before)
        media.append(digests_of(tmp_path / name / "media"))
        time.sleep(1.1)

    assert media[0] == media[1]
    assert "accreditation/hangar_0.1.0_amd64.deb" in media[0]


@needs_tools
def test_the_repository_names_no_weak_hash(packages: Path, keys: Keys, tmp_path: Path) -> None:
    sign_packages(packages, tmp_path / "signed", keys.ours, epoch=_EPOCH)

    release = (tmp_path / "signed/apt/dists/stable/InRelease").read_text()
    index = (tmp_path / "signed/apt/dists/stable/main/binary-amd64/Packages").read_text()
    assert "Hash: SHA512" in release
    assert "\nSHA256:" in release
    assert not any(weak in release + index for weak in ("MD5", "SHA1"))


@needs_tools
def test_what_another_key_signed_is_not_built_into_media(
    packages: Path, keys: Keys, tmp_path: Path
) -> None:
    sign_packages(packages, tmp_path / "signed", keys.stranger, epoch=_EPOCH)

    with pytest.raises(BuildError, match="Another key signed the packages"):
        build_media(tmp_path / "signed", {}, tmp_path / "media", keys.ours)


@needs_tools
def test_a_folder_with_other_things_is_never_replaced(
    packages: Path, keys: Keys, tmp_path: Path
) -> None:
    (tmp_path / "kept.txt").write_text("kept")

    with pytest.raises(BuildError, match="holds other things"):
        sign_packages(packages, tmp_path, keys.ours, epoch=_EPOCH)

    assert (tmp_path / "kept.txt").exists()


@needs_tools
def test_two_versions_of_a_package_are_not_signed_together(keys: Keys, tmp_path: Path) -> None:
    write_deb(tmp_path / "packages", "0.1.0")
    write_deb(tmp_path / "packages", "0.2.0")

    with pytest.raises(BuildError, match="hangar is there in more than one version"):
        sign_packages(tmp_path / "packages", tmp_path / "signed", keys.ours, epoch=_EPOCH)


@needs_tools
@pytest.mark.parametrize(
    ("named", "complaint"),
    [("ABCD1234", "is no full fingerprint"), ("0" * 40, "gpg ended with status 2")],
)
def test_a_key_is_named_by_its_full_fingerprint(named: str, complaint: str, keys: Keys) -> None:
    with pytest.raises(BuildError, match=complaint):
        SigningKey.find(named, _EPOCH)


@needs_tools
def test_a_folder_without_packages_cannot_be_signed(keys: Keys, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"There is no \.deb and no \.rpm"):
        sign_packages(tmp_path, tmp_path / "signed", keys.ours, epoch=_EPOCH)


def _link(folder: Path) -> None:
    (folder / "link").symlink_to("/etc/hostname")


def _two_cases(folder: Path) -> None:
    (folder / "README").touch()
    (folder / "Readme").touch()


def _too_large(folder: Path) -> None:
    with (folder / "model.gguf").open("wb") as file:
        file.truncate(2**32)


@pytest.mark.parametrize(
    ("put", "complaint"),
    [
        (_link, "link is a link"),
        (_two_cases, "is there twice"),
        (_too_large, "larger than 4 GiB"),
        (lambda folder: (folder / "a:b").touch(), "a name that not every medium holds"),
        (lambda folder: (folder / "nul.txt").touch(), "a name that not every medium holds"),
        (lambda folder: (folder / ".hidden").touch(), "a name that not every medium holds"),
        (lambda folder: (folder / "ends.").touch(), "a name that not every medium holds"),
    ],
)
def test_what_a_medium_cannot_hold_is_refused(
    put: Callable[[Path], None], complaint: str, tmp_path: Path
) -> None:
    put(tmp_path)

    with pytest.raises(BuildError, match=complaint):
        check_files(tmp_path)


def test_a_folder_for_the_media_is_named_with_what_it_is(tmp_path: Path) -> None:
    assert folders_of([f"models={tmp_path}"])["models"] == tmp_path
    with pytest.raises(BuildError, match="is not NAME=DIR"):
        folders_of(["models"])


def test_the_version_is_that_of_the_signed_package(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="There is no package of Hangar"):
        version_of(tmp_path)


def test_missing_tools_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this is not root, in one line that can be copied."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(BuildError, match=r"Install with: sudo apt-get install .* no-such-package"):
        ensure((Tool("no-such-program", "no-such-package"),))


def test_the_scripts_on_the_media_are_plain_shell() -> None:
    """They parse in sh, and their README fits on a page."""
    folder = Path(__file__).parents[2] / "installers/media/on_media"
    for script in sorted(folder.glob("*.sh")):
        subprocess.run(["sh", "-n", str(script)], check=True)
    assert len((folder / "README.txt").read_text("utf-8").splitlines()) <= 60
