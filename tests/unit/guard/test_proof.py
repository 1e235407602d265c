"""What counts as a proof, in a process that is not locked."""

from assistant.guard import attempts
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.guard.proof import OlderThread, Probe, prove_air_gap


def test_only_a_refusal_proves_anything():
    """An opened socket and an attempt that was not made both fail."""
    assert Probe("IPv4", "refused", "refused: Permission denied").holds
    assert not Probe("IPv4", "refused", "opened").holds
    assert not Probe("IPv4", "refused", "not tried: no such program").holds


def test_an_open_process_is_seen_to_be_open():
    """The proof can fail: without the lock, sockets open and names would be looked up."""
    seen = {probe.name: probe for probe in prove_air_gap(AirGapState(), None)}

    assert seen["IPv4 TCP socket"].seen == "opened"
    assert not seen["Name lookup (DNS)"].holds


def test_an_older_thread_makes_the_attempt_itself_and_ends_when_told():
    """It answers with what it saw."""
    thread = OlderThread()
    try:
        assert thread.outcome(attempts.ipv4_udp) == "opened"
    finally:
        thread.stop()


def test_the_state_says_in_words_what_holds_and_why():
    """For the status bar and the doctor alike."""
    assert str(AirGapState()) == "off"
    assert str(AirGapState(AirGapStrength.KERNEL)) == "enforced by the kernel"
    assert (
        str(AirGapState(AirGapStrength.TRIPWIRE, "this system has no seccomp"))
        == "tripwire only (this system has no seccomp)"
    )
