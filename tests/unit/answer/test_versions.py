"""A question about revision B is not answered from revision A."""

import pytest

from assistant.answer.versions import (
    agreement,
    is_named,
    superseded,
    versions_asked,
    versions_in,
)


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("What changed in version 1.10?", {"1.10"}),
        ("Versions 2.7.0 and later", {"2.7"}),
        ("ICD_rev_3_2024-05", {"3"}),
        ("Strut_v2_2024", {"2"}),
        ("spec v 1.2", {"1.2"}),
        ("revision AB of the drawing", {"ab"}),
        ("what does revision b say", {"b"}),
        ("In Rev. B of the report", {"b"}),
        ("revision C and revision D", {"c", "d"}),
        ("spec_v2_1 issue 3", {"2.1", "3"}),
        ("What replaced SFENCE.VM in RISC-V?", set()),
        ("Which reviews were held?", set()),
        ("Does the valve issue a warning?", set()),
        ("a 28 V 5 A supply, and the rotor of the V-22", set()),
        ("What must the revision a drawing has show?", set()),
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
        ("rev B/icd-204.pdf", "", 1),
        ("rev A/icd-204.pdf", "", -1),
        ("psu_28V.pdf", "", 0),
    ],
)
def test_a_document_agrees_by_its_name_or_title(file, title, expected):
    """One that names no version is neither right nor wrong."""
    assert agreement(frozenset({"b"}), file, title) == expected


def test_a_number_that_ends_the_name_of_a_document_is_its_version():
    files = ["server_guide_1_46.pdf", "server-guide-2.23.pdf", "primer.md"]

    asked = versions_asked("What does server 1.46 need?", files)

    assert [agreement(asked, file, "") for file in files] == [1, -1, 0]
    assert is_named("What does server 1.46 need?", files[0])
    assert not is_named("What does server 1.46 need?", files[1])


def test_a_number_that_ends_no_name_is_no_version():
    files = ["server_guide_1_46.pdf", "guide_2024-05.pdf"]

    assert not versions_asked("Where is a compliance of 1.56 µm/kN allowed?", files)
    assert not versions_asked("Where is a compliance of 2024.05 allowed?", files)


def test_a_question_without_a_version_agrees_with_all():
    """Nothing is preferred."""
    assert agreement(frozenset(), "TR-014A.pdf", "") == 0


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["TR-014A.pdf", "TR-014B.pdf"], {0}),
        (["spec-v1.9.1.pdf", "spec-v1.10.pdf", "spec-v1.8.pdf"], {0, 2}),
        (["guide_2023-06.pdf", "guide_2024-09.pdf"], {0}),
        (["guide.pdf", "guide_2023.pdf", "guide_2024.pdf"], {1}),
        (["spec-v2.pdf", "spec-2019.pdf", "spec-2021.pdf"], {1}),
        (["spec_rev_2021-06.pdf", "spec_rev_2023-09.pdf"], {0}),
        (["Strut spec 2019.docx", "Strut spec 2021.pdf"], {0}),
        (["icd rev C.pdf", "icd rev B.pdf"], {1}),
        (["rev A/icd-204.pdf", "rev B/icd-204.pdf"], {0}),
        (["v1/primer.md", "v1.0/primer.md"], set()),
        (["primer.md", "paint.md"], set()),
        (["part 1.pdf", "part 2.pdf"], set()),
        (["v1.pdf", "v2.pdf"], set()),
        (["ICD rev Z.pdf", "ICD rev AA.pdf", "ICD rev AB.pdf"], {0, 1}),
        (["Ölpumpe_v1.pdf", "Älpumpe_v2.pdf"], set()),
        (["图纸甲乙丙_v1.pdf", "图纸甲乙丙_v2.pdf"], {0}),
        (["ICD-2041.pdf", "ICD-2042.pdf"], set()),
        (["DWG-200112.pdf", "DWG-200211.pdf"], set()),
        (["engine/report_2021.pdf", "wing/report_2023.pdf"], set()),
        (["minutes_2023-01-05.md", "minutes_2023-02-09.md"], set()),
    ],
)
def test_a_newer_version_of_a_document_supersedes_the_others(files, expected):
    """Number, letter and date order versions, in any order; what is none supersedes nothing."""
    assert superseded(dict(enumerate(files))) == expected
    backwards = {len(files) - 1 - n: file for n, file in enumerate(reversed(files))}
    assert superseded(backwards) == expected


@pytest.mark.parametrize(
    ("question", "file", "expected"),
    [
        ("What backlash does TR-014A report?", "TR-014A.pdf", True),
        ("What backlash does tr-014a report?", "TR-014A.pdf", True),
        ("What backlash was found in rev A?", "TR-014A.pdf", True),
        ("What backlash was found in revision 1?", "ICD-204_rev_01.pdf", True),
        ("What is new in version 1.0?", "spec-v1.pdf", True),
        ("What load does version 2 give?", "Strut_v2_2024.pdf", True),
        ("What backlash was found in rev A?", "rev A/icd-204.pdf", True),
        ("Which limit load does the spec of 2019 give?", "Strut spec 2019.docx", True),
        ("What backlash does TR-014B report?", "TR-014A.pdf", False),
        ("Does MIL-STD-1553B apply to the strut?", "TR-014A.pdf", False),
        ("Does the valve issue a warning?", "TR-014A.pdf", False),
        ("What backlash was measured?", "TR-014A.pdf", False),
    ],
)
def test_a_question_names_a_version_by_number_letter_or_date(question, file, expected):
    """Whoever names an old version means it."""
    assert is_named(question, file) is expected
