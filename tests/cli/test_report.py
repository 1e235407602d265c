"""The doctor's report to be signed off."""

import hashlib

import pytest

from assistant.cli.report import list_digest, report_of
from assistant.doctor import Check, Diagnosis
from assistant.errors import UsageError
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.guard.jail import JailStrength
from assistant.guard.proof import Probe


def diagnosis(*, is_sound: bool = True) -> Diagnosis:
    return Diagnosis(
        air_gap=AirGapState(AirGapStrength.KERNEL),
        air_gap_probes=(Probe("IPv4 TCP socket", "refused", "refused: Permission denied"),),
        jail=JailStrength.KERNEL,
        jail_probes=(),
        checks=(Check("Model x", is_sound, "intact " * 30, "Install \x1b[2J it again."),),
        versions={"Hangar": "0.1.0"},
    )


def test_a_report_says_what_was_found_and_has_its_own_hash_and_room_for_a_signature():
    text = report_of(diagnosis(), {"bin/hangar": "ab" * 32})

    body, _, rest = text.partition("\nSHA-256 of the text above")
    assert hashlib.sha256(body.encode()).hexdigest() in rest
    assert "Signature  ____" in rest
    assert "IPv4 TCP socket: refused: Permission denied" in body
    assert list_digest({"bin/hangar": "ab" * 32}) in body
    assert "sound" in body
    assert max(map(len, text.splitlines())) <= 100


def test_a_report_of_findings_says_so_and_cannot_steer_a_terminal():
    text = report_of(diagnosis(is_sound=False), {})
    assert "NOT SOUND, findings: 1" in text
    assert "FAIL Model x" in text
    assert "\x1b" not in text


def test_the_hash_of_the_list_is_that_of_what_sha256sum_prints(tmp_path):
    listed = "aa  a\nbb  b\n"
    assert list_digest({"b": "bb", "a": "aa"}) == hashlib.sha256(listed.encode()).hexdigest()


def test_a_report_is_not_written_over_another(terminal, tmp_path):
    (tmp_path / "report.txt").write_text("signed")
    with pytest.raises(UsageError, match="is there already"):
        terminal.run("doctor", "--report", str(tmp_path / "report.txt"))
