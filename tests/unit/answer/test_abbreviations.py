"""What an abbreviation stands for is asked and said in a few ways."""

import pytest

from assistant.answer.abbreviations import abbreviation_asked, spells_out


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What does ICD stand for?", "ICD"),
        ("What does the acronym WIRI mean in version 1.9.1?", "WIRI"),
        ("What is the meaning of CCSDS?", "CCSDS"),
        ("What is TM short for?", "TM"),
        ("What is an HDU in a FITS file?", "HDU"),
        ("What is the SUM bit of sstatus?", ""),
        ("What does the maximum mean?", ""),
        ("What does REQ-014 mean?", ""),
        ("Which ICD holds for the strut?", ""),
    ],
)
def test_what_a_question_asks_to_have_spelled_out(question, short):
    """An identifier with a number is no abbreviation."""
    assert abbreviation_asked(question) == short


@pytest.mark.parametrize(
    ("short", "text"),
    [
        ("ICD", "the Interface Control Document (ICD) says"),
        ("ICD", "ICD - interface control document"),
        ("UPDI", "PM_UPDI: Unified Program and Debug Interface"),
        ("WIRI", "Reserved Writes Ignored, Reads Ignore Values (WIRI)"),
        ("HOD", "the head of department (HOD)"),
    ],
)
def test_words_that_begin_with_its_letters_spell_it_out(short, text):
    """On either side; small words need not count."""
    assert spells_out(short, text)


@pytest.mark.parametrize(
    ("short", "text"),
    [
        ("ICD", "The ICD is controlled daily."),
        ("ICD", "Interface control documents are kept."),
        ("CSR", "A CSR stores it."),
        ("RI", "It reads and then ignores values (RI)."),
    ],
)
def test_other_words_beside_it_do_not(short, text):
    assert not spells_out(short, text)
