"""A question about revision B is not answered from revision A."""

import pytest

from assistant.answer.versions import agreement, versions_in


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("What changed in version 1.10?", {"1.10"}),
        ("Versions 2.7.0 and later", {"2.7.0"}),
        ("In Rev. B of the report", {"b"}),
        ("revision C and revision D", {"c", "d"}),
        ("spec_v2_1 issue 3", {"2.1", "3"}),
        ("What replaced SFENCE.VM in RISC-V?", set()),
        ("Which reviews were held?", set()),
    ],
)
def test_versions_are_found_where_they_are_named_as_such(text, versions):
    """A number alone is no version."""
    assert versions_in(text) == versions


@pytest.mark.parametrize(
    ("file", "title", "expected"),
    [
        ("reports/TR-014B.pdf", "", 1),
        ("reports/TR-014A.pdf", "", -1),
        ("TR-014.pdf", "Test report, revision B", 1),
        ("primer.md", "Primer", 0),
    ],
)
def test_a_document_agrees_by_its_name_or_title(file, title, expected):
    """One that names no version is neither right nor wrong."""
    assert agreement(frozenset({"b"}), file, title) == expected


def test_a_question_without_a_version_agrees_with_all():
    """Nothing is preferred."""
    assert agreement(frozenset(), "TR-014A.pdf", "") == 0
