"""The mark before raised text."""

import pytest

from assistant.parse.raised import mark_of


@pytest.mark.parametrize(
    ("text", "before", "after", "mark"),
    [
        ("6", "10", " cycles", "^"),
        ("-3", "10", "", "^"),
        ("−3", "2.5×10", "", "^"),
        ("−", "10", "3", "^"),
        ("2", "m", "", "^"),
        ("2", "(a+b)", "", "^"),
        ("n", "x", "", "^"),
        ("T", "x", "", "^"),
        ("o", "25", "C", ""),
        ("6", "10", "/s", "^"),
        ("6", "10", "/2", "^"),
        ("2", "m", "/3", "^"),
        ("1", "3", "/2 in", "-"),
        ("15", "2", "⁄16", "-"),
        ("nd", "2", "", ""),
        ("th", "4", "", ""),
        ("TM", "Loctite", "", ""),
        ("2", "end. ", "", ""),
        ("2", "", "", ""),
        ("  ", "10", "", ""),
    ],
)
def test_raised_text_is_told_from_what_it_stands_on(text, before, after, mark):
    assert mark_of(text, before, after, goes_on=False) == mark


def test_what_continues_raised_text_gets_no_mark_of_its_own():
    assert mark_of("2", "10^1", "", goes_on=True) == ""
