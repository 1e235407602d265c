"""No foreign figure and no forged citation passes the lock, whatever is tried."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.figures import code_before, figures, plain, spellings
from assistant.domain.number_lock import NumberLock, beginnings

SOURCE = (
    "The aft strut (ICD-204 rev C, 4.2 Loads) carries 41.3 kN at −54 °C, 1,204 times, 10 000 h,"
    " 10⁶ cycles; M8 bolts, 25 N·m, 5 m², 1.2e-5, 2026-11-20, 10-20 mm; row 12 100 9."
)
PIECES = [
    *"0123456789.,:;/^-−+eE ()[]kNmx%°\n",
    *[
        "41",
        ".3",
        "204",
        "1,",
        "10 ",
        "000",
        "[1]",
        "[2]",
        "[9]",
        "ICD-",
        "M",
        " 100",
        "²",
        "٥",
        "５",
    ],
    *["½", "Ⅳ", "①", "十", "\u200b", "\u20e3", "\u0338", "［", "】", "\u202f", "e-", "^6", "-11"],
    *["．", "·", "'", "⁄", "_", "×", "…", "Ｅ"],
]


def passed(lock: NumberLock, text: str) -> bool:
    written = lock.start().then(text)
    return written is not None and written.is_settled


@pytest.mark.parametrize(
    "text",
    [
        *["41.3 kN [1].", "41.3, then 25.", "1204 or 1 204", "10,000 h", "at -54 °C", "54 below"],
        *["ICD-204", "M8", "5 m^2 or m2", "10^6", "1.2e-5", "2026-11-20", "10 to 20", "[2][1]"],
        *["(41.3)", "41.3[1]", "25 N·m", "café"],
    ],
)
def test_what_the_sources_say_may_be_written(text):
    assert passed(NumberLock([SOURCE], 2), text)


@pytest.mark.parametrize(
    "text",
    [
        *["41", "41.4", "413", "-41.3", "ICD-205", "M9", "204", "10^5", "10 100", "1.2", "1.2e-4"],
        *["2026-11-21", "10-25", "41.3.5", "[3]", "[0]", "[12]", "[1", "1]", "[ 1]", "［1］"],
        *["٥", "５", "²", "½", "Ⅳ", "①", "十", "4\u200b1", "25\u20e3", "8", "m3", "25e5", "10:20"],
        *["25·1", "10'000", "9/5", "41．4", "5×9", "000−5"],
    ],
)
def test_what_they_do_not_say_may_not(text):
    assert not passed(NumberLock([SOURCE], 2), text)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.integers(0, 3))
def test_whatever_is_tried_no_foreign_figure_comes_out(pieces, citations):
    """Pieces that the lock refuses are left out, as a model's are; the rest is read anew."""
    lock = NumberLock([SOURCE], citations)
    written, text = lock.start(), ""
    settled = 0
    for piece in pieces:
        longer = written.then(piece)
        if longer is not None:
            written, text = longer, text + piece
            settled = len(text) if written.is_settled else settled
    text = text[:settled]

    cited = re.findall(r"\[.*?\]?", text.replace("\n", " "))
    assert text.count("[") == len(re.findall(r"\[[1-9]\]", text)) == len(cited)
    assert all(1 <= int(n) <= citations for n in re.findall(r"\[(\d)\]", text))
    said = plain(re.sub(r"\[\d\]", lambda match: ")" * len(match[0]), text))
    allowed = spellings(SOURCE)
    for figure in figures(said):
        before = said[: figure.start]
        code = "-" if figure.value.startswith("-") else code_before(before)
        assert said[figure.start : figure.end] in allowed.get(code, ()), said
    assert not [c for c in said if not c.isascii() and unicodedata.numeric(c, None) is not None]


def test_every_beginning_of_a_character_can_be_completed():
    """A model that writes in bytes is never led where no character follows."""
    assert "é".encode()[:1] in beginnings()
    assert "→".encode()[:2] in beginnings()
    assert "①".encode()[:1] in beginnings()  # other characters begin so too
    assert "\ue000".encode()[:1] not in beginnings()
