"""How the window words sizes, fingerprints and how far a copy is."""

import pytest

from assistant.desktop import model_words
from assistant.models.record import MemoryNeed

MIB, GIB = 2**20, 2**30


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [
        (840, "840\u202fB"),
        (12 * 1024, "12\u202fKiB"),
        (861 * MIB, "861\u202fMiB"),
        (2_200_000_000, "2.0\u202fGiB"),
    ],
)
def test_sizes_are_counted_as_memory_is(size_bytes: int, said: str) -> None:
    assert model_words.binary_size(size_bytes) == said


def test_a_fingerprint_stands_in_groups_of_four_on_two_lines() -> None:
    said = model_words.fingerprint("0123456789abcdef" * 4)

    first, second = said.split("\n")
    assert first == second == " ".join(["0123", "4567", "89ab", "cdef"] * 2)


def test_a_rate_is_told_only_once_it_means_something() -> None:
    share = "40\u202f% · 861 of 2,101\u202fMiB"

    assert model_words.transfer(861 * MIB, 2101 * MIB, 0.4) == share
    assert model_words.transfer(861 * MIB, 2101 * MIB, 6.0) == (
        f"{share} · 144\u202fMiB/s · about 9\u202fs left"
    )
    assert model_words.transfer(8 * MIB, 2101 * MIB, 16.0) == (
        "0\u202f% · 8 of 2,101\u202fMiB · 0.5\u202fMiB/s · about 70\u202fmin left"
    )


def test_memory_that_is_not_known_is_not_told() -> None:
    assert model_words.memory(MemoryNeed(3 * GIB, 2**62)) == "about 3.0\u202fGiB"
