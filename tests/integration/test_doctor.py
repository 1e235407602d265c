"""The doctor on data folders that are not as they should be."""

from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.doctor import Check, diagnose
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.jobs import CancelToken
from assistant.paths import libraries_folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with a library of one document."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "strut.md").write_text("# Strut\n\nThe bolts are tightened to 25 N·m.\n")
    with build_assistant(tmp_path / "home") as assistant:
        library = assistant.library("struts", create=True)
        library.index([documents], lambda progress: None, CancelToken())
    return tmp_path / "home"


def checks(home: Path, air_gap: AirGapState | None = None) -> dict[str, Check]:
    diagnosis = diagnose(home, air_gap or AirGapState(), None)
    return {check.name: check for check in diagnosis.checks}


def test_a_sound_library_is_found_sound(home):
    """Its models, too."""
    found = checks(home)

    assert found["Library struts"].is_sound
    assert found["Library struts"].found == "consistent: 1 document, 1 chunk"
    assert found["Model all-MiniLM-L6-v2-hangar"].is_sound
    assert found["Model hangar-reader"].is_sound
    assert found["Model hangar-second-reader"].is_sound


def test_a_library_whose_catalogue_is_overwritten_is_found_damaged(home):
    """In words, with what to do, and without an end of the doctor."""
    catalogue = libraries_folder(home) / "struts" / "catalogue.sqlite"
    content = bytearray(catalogue.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    catalogue.write_bytes(content)

    found = checks(home)["Library struts"]

    assert not found.is_sound
    assert found.found
    assert found.advice


def test_an_open_process_is_a_finding(home):
    """Neither the state nor the attempts are glossed over."""
    diagnosis = diagnose(home, AirGapState(), None)

    assert not {check.name: check for check in diagnosis.checks}["Locks"].is_sound
    assert {p.name for p in diagnosis.air_gap_probes if not p.holds} >= {"IPv4 TCP socket"}
    assert diagnosis.faults >= 7


def test_a_tripwire_is_not_enough_where_the_kernel_could_hold(home):
    """The advice names what is missing."""
    state = AirGapState(AirGapStrength.TRIPWIRE, "libseccomp is missing")

    found = checks(home, state)["Locks"]

    assert not found.is_sound
    assert "tripwire only (libseccomp is missing)" in found.found
    assert "Install libseccomp" in found.advice


def test_settings_that_cannot_be_read_are_a_finding(tmp_path):
    """The rest is looked at all the same."""
    (tmp_path / "settings.toml").write_text("theme = 'purple'\n")

    found = checks(tmp_path)

    assert not found["Start"].is_sound
    assert "'theme' is 'purple'" in found["Start"].found
    assert found["Free disk space"].found.endswith("GiB")
