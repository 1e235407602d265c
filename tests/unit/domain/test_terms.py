"""Identifiers are found whole and in parts; numbers by value; words by stem."""

import pytest

from assistant.domain.terms import content_terms, index_terms, match_any, terms


@pytest.mark.parametrize(
    ("identifier", "exact", "part"),
    [
        ("MIL-STD-1553B", "_milstd1553b", "std"),
        ("HTH-007", "_hth007", "hth"),
        ("0x7A0", "_0x7a0", "7"),
        ("7075-T6", "_7075t6", "_t6"),
        ("C->acc[1]", "_cacc1", "acc"),
        ("preMsgHook", "_premsghook", "hook"),
        ("Svc::Health", "_svchealth", "health"),
        ("D12-datasheet.pdf", "_d12datasheetpdf", "_d12"),
        ("SFENCE.VMA", "_sfencevma", "vma"),
        ("fits_create_tbl(fitsfile", "_fitscreatetbl", "fitsfil"),
        ("swept_wing.inp", "_sweptwing", "wing"),
    ],
)
def test_an_identifier_is_one_exact_term_and_its_parts(identifier, exact, part):
    """The whole identifier leads to its place, and so does a piece of it."""
    found = terms(f"see {identifier}, there")

    assert exact in found
    assert part in found


@pytest.mark.parametrize("written", ["4,096", "4096", "4096.0", "4096.", "+4096"])
def test_a_number_is_found_however_it_is_written(written):
    """Thousands separators, trailing zeros and signs make no difference."""
    assert terms(written)[0] == "4096"


def test_numbers_that_differ_stay_apart():
    """A decimal is not its digits."""
    assert terms("4.25")[0] == "4_25"
    assert terms("0.160")[0] == terms("0.16")[0] != terms("0.0160")[0]


@pytest.mark.parametrize(
    ("written", "found"),
    [("10⁶", ["10", "6"]), ("8.8³", ["8_8", "_v8_8", "3"]), ("1½", ["1", "_12"])],
)
def test_what_stands_raised_beside_a_number_is_another(written, found):
    """An exponent, a footnote's mark, a fraction."""
    assert terms(written)[: len(found)] == found


def test_a_version_is_found_as_it_is_written():
    """Version 1.10 is the one in the file's name, and is not version 1.1."""
    named = terms("spec-v1.10.pdf")

    assert set(content_terms("1.10")).intersection(named)
    assert not set(content_terms("1.1")).intersection(named)


def test_a_plain_identifier_stays_one_word():
    """A register name has no parts."""
    assert terms("sstatus") == ["sstatus"]


def test_words_meet_by_their_stem():
    """Inflection does not part a question from its answer."""
    assert terms("stabilizing fins") == terms("stabilize fin")
    assert terms("the CSRs") == terms("the CSR")
    assert terms("the motor's thrust") == terms("the motor thrust")


def test_typography_makes_no_difference():
    """Hyphens, ligatures and quotes are as on a keyboard."""
    assert terms("MIL‑STD–1553B") == terms("MIL-STD-1553B")
    assert terms("ef\ufb01ciency") == terms("efficiency")
    assert terms("“torque”") == terms("torque")


def test_a_question_keeps_what_it_is_about():
    """Grammar goes, subject stays, each term once."""
    assert content_terms("What is the torque of the M8 bolt, and is the torque final?") == [
        *terms("torque"),
        *[term for term in terms("M8") if len(term) > 1],
        *terms("bolt"),
        *terms("final"),
    ]


def test_a_question_of_grammar_alone_is_still_searched():
    """'What is it?' searches for its words rather than for nothing."""
    assert content_terms("What is it?") == ["what", "is", "it"]


def test_a_query_matches_any_term_and_escapes_nothing_else():
    """Terms hold only word characters, so quoting them is enough for FTS5."""
    assert match_any(["a", "_b1"]) == '"a" OR "_b1"'
    assert all('"' not in term for term in terms('a"b OR "c" NEAR(x) *'))


def test_stored_terms_are_separated_by_spaces():
    """What the keyword index stores can be split again."""
    assert index_terms("Two coats of primer").split() == terms("Two coats of primer")


def test_a_text_without_words_has_no_terms():
    """Punctuation alone finds nothing and breaks nothing."""
    assert terms(" … -- ()[] ") == []
    assert content_terms("???") == []
