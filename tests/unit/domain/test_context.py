"""A text under the line that says where it stands."""

from assistant.domain.context import with_context


def test_title_and_the_innermost_headings_lead():
    """Two headings say enough."""
    section = ("3 Design", "3.2 Structure", "3.2.1 Loads")
    expected = "Strut ICD › 3.2 Structure › 3.2.1 Loads\nIt is 41.3 kN."
    assert with_context("It is 41.3 kN.", "Strut ICD", section, "icd.pdf") == expected


def test_a_document_without_a_title_goes_by_its_file():
    """In words."""
    assert with_context("Mass", "", (), "a/ICD-204_rev_C.pdf") == "ICD-204 rev C\nMass"


def test_a_heading_is_not_said_twice():
    """Neither one that the text begins with, nor one that is the title."""
    assert with_context("4.2 Loads\n41 kN", "ICD", ("4.2 Loads",), "") == "ICD\n4.2 Loads\n41 kN"
    assert with_context("41 kN", "ICD", ("ICD",), "") == "ICD\n41 kN"
    assert with_context("Loading by crane", "", ("ICD", "Load"), "").startswith("ICD › Load\n")


def test_without_anything_to_say_the_text_stays_alone():
    """No empty line leads it."""
    assert with_context("41 kN", "", (), "") == "41 kN"
