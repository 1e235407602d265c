"""The sample documents: reproducible, and read as their authors meant them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.document import Block, BlockKind, Document, Page
from assistant.parse.pool import ParserPool
from assistant.paths import resources, samples

SPECIFICATION = "AST-SPC-001_requirements_specification.pdf"
INTERFACES = "AST-ICD-002_interface_control.docx"
MASS_PROPERTIES = "AST-MPR-003_mass_properties.xlsx"
REPORT_A = "AST-TRP-014A_qualification_test_report.pdf"
REPORT_B = "AST-TRP-014B_qualification_test_report.pdf"
DECK = "AST-FEM-005_housing.bdf"
SERVICING = "AST-MNT-007_ground_servicing.md"

QUESTIONS = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("sample_questions.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.fixture(scope="module")
def documents() -> Iterator[dict[str, Document]]:
    """Every sample, parsed in the jail, by file name."""
    pool = ParserPool(1, 2048, 60)
    yield {
        file.name: pool.parse(file.read_bytes(), file.name) for file in sorted(samples().iterdir())
    }
    pool.close()


def build(folder: Path) -> dict[str, bytes]:
    script = resources() / "make_samples" / "build.py"
    subprocess.run([sys.executable, script, folder], check=True, timeout=120)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def rows(document: Document) -> list[str]:
    """Every table row as it reads on its own."""
    return [
        block.reading
        for page in document.pages
        for block in page.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


def block_with(document: Document, words: str) -> tuple[Page, Block]:
    """The first block, not of a contents list, that holds `words`, with its page."""
    for page in document.pages:
        for block in page.blocks:
            if words in page.text[block.start : block.end]:
                return page, block
    raise AssertionError(f"{words!r} is in no block")


def one_line(document: Document, page: int) -> str:
    return " ".join(document.pages[page - 1].text.split())


def test_the_samples_are_these_and_small() -> None:
    files = {file.name: file.stat().st_size for file in samples().iterdir()}

    assert set(files) == {
        *(SPECIFICATION, INTERFACES, MASS_PROPERTIES),
        *(REPORT_A, REPORT_B, DECK, SERVICING),
    }
    assert sum(files.values()) < 1_500_000


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    first = build(tmp_path / "first")

    assert first == build(tmp_path / "second")
    assert set(first) | {SERVICING} == {file.name for file in samples().iterdir()}


def test_the_samples_that_are_kept_say_what_a_build_says(
    tmp_path: Path, documents: dict[str, Document]
) -> None:
    """Compressed bytes may differ from library to library; the text may not."""
    pool = ParserPool(1, 2048, 60)
    for name, content in build(tmp_path).items():
        built = pool.parse(content, name)
        assert [page.text for page in built.pages] == [p.text for p in documents[name].pages]
    pool.close()


def test_the_specification_keeps_its_titles_labels_and_turned_pages(
    documents: dict[str, Document],
) -> None:
    specification = documents[SPECIFICATION]

    assert specification.title == "AST-SPC-001 Rev C: Aft Strut Requirements Specification"
    labels = [page.label for page in specification.pages]
    assert labels == ["i", "ii", "iii", *(str(n) for n in range(1, 14))]
    assert [p.number for p in specification.pages if p.width_pt > p.height_pt] == [13, 14]


def test_a_requirement_stands_under_its_section(documents: dict[str, Document]) -> None:
    page, block = block_with(documents[SPECIFICATION], "AST-REQ-016 Axial stiffness")

    assert page.number == 7
    assert block.section[-1] == "3.3 Strength, stiffness and life"
    assert "3 Requirements" in block.section


def test_every_requirement_is_in_the_text_and_in_the_matrix(
    documents: dict[str, Document],
) -> None:
    specification = documents[SPECIFICATION]
    matrix = [row for row in rows(specification) if "Evidence recorded" in row]

    for number in range(1, 60):
        name = f"AST-REQ-{number:03d}"
        assert any(name in page.text for page in specification.pages[:11])
        assert any(f"Requirement: {name};" in row for row in matrix)


def test_a_row_of_a_turned_page_reads_with_its_headers(documents: dict[str, Document]) -> None:
    [row] = [row for row in rows(documents[SPECIFICATION]) if "Requirement: AST-REQ-016;" in row]

    assert "Title: Axial stiffness; Section: 3.3; Method: A, T; Level: Q" in row


def test_the_two_columns_of_the_appendix_are_read_one_after_the_other(
    documents: dict[str, Document],
) -> None:
    appendix = one_line(documents[SPECIFICATION], 16)

    terms = ("Acceptance.", "Backlash.", "Secant stiffness.", "Yield load.", "60 kN/mm")
    places = [appendix.index(term) for term in terms]
    assert places == sorted(places)


def test_the_revisions_of_the_report_differ_where_they_should(
    documents: dict[str, Document],
) -> None:
    first, second = (" ".join(rows(documents[name])) for name in (REPORT_A, REPORT_B))

    assert "Measured: 0.062; Verdict: Fail" in first
    assert "Measured: 0.038; Verdict: Pass" in second
    assert "As read, kN/mm: 46.1; Corrected, kN/mm: 49.7" in second
    assert "Supersedes revision A in full" in " ".join(second.split())


def test_merged_headers_of_the_interface_document_reach_every_column(
    documents: dict[str, Document],
) -> None:
    interfaces = documents[INTERFACES]

    [request] = [row for row in rows(interfaces) if "Built-in test request" in row]
    assert "Identifier Pitch: 0x7A0; Identifier Yaw: 0x7A1" in request
    assert any("Pin: 6; Signal: CAN_H" in row for row in rows(interfaces))
    assert "Pins are replaced whenever a strut is replaced" in interfaces.pages[0].text


def test_values_of_the_workbook_carry_their_units(documents: dict[str, Document]) -> None:
    masses = rows(documents[MASS_PROPERTIES])

    assert any("Predicted mass; Value: 8.112; Unit: kg" in row for row in masses)
    assert any(
        "Motor, stator and rotor" in row and "Basic mass (kg): 1.476" in row for row in masses
    )


def test_a_card_of_the_deck_keeps_its_comment(documents: dict[str, Document]) -> None:
    deck = documents[DECK]

    page, block = block_with(deck, "MAT1    1")
    assert block.kind is BlockKind.CARD
    assert "7075-T7351 to AMS 4124" in page.text[block.start : block.end] + block.reading
    assert "71700." in page.text[block.start : block.end]


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q["file"]], ids=lambda question: question["id"]
)
def test_the_answer_to_a_sample_question_is_where_it_should_be(
    question: dict[str, str], documents: dict[str, Document]
) -> None:
    document = documents[question["file"]]

    assert question["answer"] in one_line(document, int(question["page"]))
