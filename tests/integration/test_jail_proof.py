"""The proof of the parser jail: what it shows, and that it could fail."""

import sys

import pytest

from assistant.guard.attempts import OPENED, outcome
from assistant.guard.jail_proof import WAYS_OUT, prove_jail

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the whole jail")


def test_every_way_out_of_the_jail_is_refused():
    """Sockets, files, programs and other processes."""
    probes = prove_jail()

    assert [probe.name for probe in probes if not probe.holds] == []
    assert len(probes) == 5


@pytest.mark.parametrize(("name", "way_out"), WAYS_OUT)
def test_outside_the_jail_the_same_attempt_succeeds(name, way_out):
    """Otherwise a refusal would prove nothing."""
    assert outcome(way_out) == OPENED
