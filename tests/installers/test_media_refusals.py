"""What was altered on the media is refused by what the administrator runs, in a clear line."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers.debian_tools import SIGNING, Tool, packages_missing
from installers.reproducible import source_date_epoch
from installers.test.media_kit import LONG_AGO, MediaKit
from installers.test.tampering import MEDIA, REPOSITORY, Tampering, copy_of
from installers.test.throw_away_key import throw_away_keys

_MISSING = packages_missing((*SIGNING, Tool("rpmbuild", "rpm")))
pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"needs {', '.join(_MISSING)}")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaKit]:
    """Keys and a folder to build media in."""
    epoch = source_date_epoch()
    with throw_away_keys(epoch) as keys:
        yield MediaKit(tmp_path_factory.mktemp("media"), keys, epoch)


@pytest.fixture(scope="module")
def media(kit: MediaKit) -> Path:
    """A media folder as it was built and signed."""
    return kit.of_stand_ins("whole", "0.2.0")


@pytest.fixture(scope="module")
def packages(kit: MediaKit, media: Path) -> Path:
    """The packages that it was built from."""
    return kit.folder / f"{media.name}-packages"


def verify(media: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    check = ["sh", str(media / "verify.sh"), *arguments]
    return subprocess.run(
        check, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def test_media_as_they_were_signed_are_accepted(media: Path, kit: MediaKit) -> None:
    done = verify(media, kit.fingerprint)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"as they were signed by {kit.fingerprint}" in done.stdout


def test_a_fingerprint_may_be_given_as_it_is_printed(media: Path, kit: MediaKit) -> None:
    """In groups, as one argument or many, in small letters."""
    groups = [kit.fingerprint[n : n + 4].lower() for n in range(0, 40, 4)]

    assert verify(media, " ".join(groups)).returncode == 0
    assert verify(media, *groups).returncode == 0


@pytest.mark.parametrize("tampering", MEDIA, ids=lambda tampering: tampering.name)
def test_what_was_altered_after_signing_is_refused(
    tampering: Tampering, media: Path, kit: MediaKit
) -> None:
    altered = copy_of(media, kit.folder / "altered")
    tampering.alter(altered, kit.keys.stranger)

    done = verify(altered, kit.fingerprint)

    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("Refused: ")
    assert tampering.refusal in first
    assert second.startswith("Do not install from this folder.")


def test_another_fingerprint_than_the_signers_is_refused(media: Path, kit: MediaKit) -> None:
    done = verify(media, kit.keys.stranger.fingerprint)

    assert done.returncode == 1
    assert f"is {kit.fingerprint}, not {kit.keys.stranger.fingerprint}." in done.stderr


@pytest.mark.parametrize("part", ["8A55B839", "not hex"])
def test_what_is_no_full_fingerprint_is_wrong_usage(part: str, media: Path) -> None:
    done = verify(media, part)

    assert done.returncode == 2
    assert f"'{part}' is no" in done.stderr


def test_without_a_fingerprint_and_nobody_to_ask_nothing_is_confirmed(media: Path) -> None:
    done = verify(media)

    assert done.returncode == 2
    assert "Compare it with the one that you were given" in done.stderr


@pytest.mark.parametrize(("answer", "status"), [("yes", 0), ("y", 1), ("no", 1)])
def test_who_sits_there_is_asked_to_compare(
    answer: str, status: int, media: Path, kit: MediaKit
) -> None:
    """Nothing but a whole 'yes' counts."""
    keyboard, terminal = os.openpty()
    try:
        os.write(keyboard, f"{answer}\n".encode())
        check = ["sh", str(media / "verify.sh")]
        done = subprocess.run(check, check=False, capture_output=True, text=True, stdin=terminal)
    finally:
        os.close(keyboard)
        os.close(terminal)

    assert done.returncode == status
    assert kit.fingerprint in done.stdout.replace(" ", "")
    assert ("you did not confirm" in done.stderr) == bool(status)


def test_a_key_that_has_expired_is_refused(packages: Path, kit: MediaKit) -> None:
    expired = kit.of_packages("of-expired-key", packages, key=kit.keys.expired)

    done = verify(expired, kit.keys.expired.fingerprint)

    assert done.returncode == 1
    assert "is the key expired or revoked?" in done.stderr


class _Apt:
    """apt with folders of its own: nothing of this computer's apt is read or changed."""

    def __init__(self, folder: Path, media: Path) -> None:
        (folder / "lists/partial").mkdir(parents=True)
        (folder / "cache/archives/partial").mkdir(parents=True)
        (folder / "status").touch()
        signed_by = f"signed-by={media / 'keys/hangar.gpg'} arch=amd64"
        (folder / "hangar.list").write_text(f"deb [{signed_by}] file:{media}/apt stable main\n")
        options = {
            "Dir": folder,
            "Dir::State::Lists": folder / "lists",
            "Dir::State::Status": folder / "status",
            "Dir::Cache": folder / "cache",
            "Dir::Etc::SourceList": folder / "hangar.list",
            "APT::Architecture": "amd64",
            "APT::Sandbox::User": "root",
            "APT::Update::Error-Mode": "any",
        }
        # Read before all other configuration, it says that there is none.
        lines = [f'{name} "{value}";\n' for name, value in options.items()]
        nothing = [f'Dir::Etc::{name} "{folder}/none";\n' for name in ("Main", "Parts")]
        (folder / "apt.conf").write_text("".join(lines + nothing))
        self._folder = folder

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environ = {**os.environ, "LC_ALL": "C", "APT_CONFIG": str(self._folder / "apt.conf")}
        return subprocess.run(
            ["apt-get", *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self._folder,
            env=environ,
        )


def test_apt_takes_the_package_from_the_signed_repository(media: Path, tmp_path: Path) -> None:
    apt = _Apt(tmp_path, media)

    assert apt("update").returncode == 0
    assert apt("download", "hangar").returncode == 0


@pytest.mark.parametrize("tampering", REPOSITORY, ids=lambda tampering: tampering.name)
def test_apt_alone_refuses_what_was_altered_before_signing(
    tampering: Tampering, packages: Path, kit: MediaKit, tmp_path: Path
) -> None:
    """The signature over the folder holds, so that only apt can refuse."""
    media = kit.of_packages("altered-within", packages, alter=tampering.alter)
    assert verify(media, kit.fingerprint).returncode == 0
    apt = _Apt(tmp_path, media)

    is_updated = apt("update").returncode == 0

    assert is_updated == (tampering.name == "altered .deb")
    assert apt("download", "hangar").returncode != 0


def test_apt_alone_refuses_a_repository_that_has_expired(
    packages: Path, kit: MediaKit, tmp_path: Path
) -> None:
    media = kit.of_packages("expired", packages, valid_until=LONG_AGO)

    done = _Apt(tmp_path, media)("update")

    assert done.returncode != 0
    assert "is expired" in done.stderr
