"""The whole main job over the real engines: index a folder, ask it, see where the answer stands."""

import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.bootstrap import Assistant, UnknownLibraryError, build_assistant
from assistant.domain.answer import Evidence, Mode
from assistant.domain.document import SkipReason
from assistant.domain.library import VectorState
from assistant.errors import AssistantError, UsageError
from assistant.index.schema import LibraryReplacedError
from assistant.jobs import CancelToken
from assistant.library import DocumentChangedError, DocumentGoneError, Library


def pdf_of(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for text in pages:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def folder(tmp_path):
    """Three documents, and one that nobody can read."""
    root = tmp_path / "documents"
    (root / "specs").mkdir(parents=True)
    (root / "specs" / "strut.pdf").write_bytes(
        pdf_of("Contents.", "The aft strut carries a limit load of 41.3 kN in tension.")
    )
    (root / "notes.md").write_text("# Primer\n\nApply two coats of primer P-12.\n")
    (root / "masses.csv").write_text("part,mass in kg\nrod end,0.268\nhousing,0.857\n")
    (root / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    return root


@pytest.fixture
def assistant(tmp_path):
    """The assistant over a fresh data folder."""
    with build_assistant(tmp_path / "home") as built:
        yield built


@pytest.fixture
def library(assistant, folder):
    """A library with the folder indexed."""
    made = assistant.library("Struts", create=True)
    made.index([folder], lambda _: None, CancelToken())
    return made


def test_a_question_is_answered_from_the_page_that_says_it(library):
    """Text, page, section, quote and a rectangle on the page."""
    answer = library.ask("What limit load does the aft strut carry in tension?")

    citation = answer.citations[0]
    assert not answer.refused
    assert "41.3 kN" in answer.text
    assert (citation.file, citation.page) == ("specs/strut.pdf", 2)
    page = library.page(citation.document_id, 2)
    assert page.text[citation.start : citation.end] == citation.quote
    assert citation.rects[0].left == pytest.approx(72, abs=2)
    assert answer.retrieved[0].file == "specs/strut.pdf"
    assert answer.models


def test_a_row_of_a_table_answers_with_its_header(library):
    """The value is not parted from its name and unit."""
    answer = library.ask("What is the mass of the rod end?")

    assert "mass in kg: 0.268" in answer.text


def test_what_the_documents_do_not_say_is_refused(library):
    """A refusal says so, and shows the closest passages."""
    answer = library.ask("Which hydraulic fluid does the RAD750 pump of the B-314 need?")

    assert answer.refused
    assert answer.text == ""
    assert answer.citations == ()
    assert "answers this" in answer.reason
    assert "and 'RAD750' and 'B-314' are not found there." in answer.reason
    assert answer.closest


def test_a_name_of_which_the_documents_know_a_part_is_not_known(library):
    """The aft strut is not the STRUT-X9K of the AFT-X7Q."""
    asked = "What limit load does the {} carry in tension?"

    known, unknown = (library.ask(asked.format(n)) for n in ("aft strut", "STRUT-X9K of AFT-X7Q"))

    assert known.evidence is Evidence.STRONG
    assert unknown.evidence is Evidence.WEAK


def test_a_refusal_names_what_is_not_found_in_the_document_asked(library):
    """Another document may know it."""
    known = {document.file: document.id for document in library.documents()}

    answer = library.ask(
        "Which fluid do P-12 and the RAD750 need?", scope=frozenset({known["specs/strut.pdf"]})
    )

    assert "in the document chosen" in answer.reason
    assert "and 'P-12' and 'RAD750' are not found there." in answer.reason


def test_a_question_keeps_to_the_documents_chosen(library):
    """A scope leaves out what the other documents say."""
    notes = next(r.id for r in library.documents() if r.file == "notes.md")

    answer = library.ask("How many coats of primer P-12?", scope=frozenset({notes}))

    assert {page.file for page in answer.retrieved} == {"notes.md"}
    assert "two coats" in answer.text


def test_what_the_question_names_is_looked_for_in_the_documents_that_know_it(assistant, tmp_path):
    """A passage seldom repeats the name of what its document is about."""
    manuals = {"manual-1.pdf": "Kestrel", "manual-2.pdf": "Osprey"}
    root = tmp_path / "manuals"
    root.mkdir()
    for file, name in manuals.items():
        said = f"This is the manual of the {name} pump."
        (root / file).write_bytes(pdf_of(said, "Before opening it, bleed the reservoir."))
    library = assistant.library("Manuals", create=True)
    library.index([root], lambda _: None, CancelToken())

    for file, name in manuals.items():
        (citation,) = library.ask(f"What comes ahead of opening the {name}?").citations
        assert (citation.file, citation.page) == (file, 2)


def test_the_newest_version_answers_and_the_older_one_that_differs_is_named(assistant, tmp_path):
    """Unless the question names the older one."""
    root = tmp_path / "reports"
    root.mkdir()
    (root / "TR-014A.pdf").write_bytes(pdf_of("The backlash measured at null was 0.052 mm."))
    (root / "TR-014B.pdf").write_bytes(pdf_of("The backlash measured at null was 0.038 mm."))
    library = assistant.library("Reports", create=True)
    library.index([root], lambda _: None, CancelToken())

    newest = library.ask("What backlash was measured at null?")
    named = library.ask("What backlash was measured at null according to TR-014A?")

    assert newest.text == "The backlash measured at null was 0.038 mm. [1]"
    assert [older.quote for older in newest.older] == [
        "The backlash measured at null was 0.052 mm."
    ]
    assert newest.older[0].n == 2
    assert newest.older[0].rects
    assert newest.evidence is not Evidence.WEAK
    assert named.citations[0].file == "TR-014A.pdf"
    assert not named.older


def test_search_ranks_passages(library):
    """The nearest passage comes first, and the limit holds."""
    passages = library.search("primer", 2)

    assert passages[0].file == "notes.md"
    assert len(passages) <= 2


def test_a_file_that_cannot_be_read_is_listed_with_its_reason(library):
    """It costs the others nothing."""
    broken = next(r for r in library.documents() if r.file == "broken.pdf")

    assert broken.reason is SkipReason.DAMAGED
    assert library.status().documents == 3
    assert library.status().skipped == 1


def test_the_vector_index_is_in_step_after_indexing(library):
    """Chroma agrees with the catalogue, and nothing is wrong with either."""
    assert library.status().vectors is VectorState.READY
    assert library.check() == []


def test_pages_are_rendered_as_long_as_the_file_is_what_was_indexed(library, folder):
    """A changed file shows no page on which a highlight could be wrong."""
    strut = next(r for r in library.documents() if r.file == "specs/strut.pdf")
    images = library.page_images(strut.id)
    try:
        assert images.render(2, 0.5).width == pytest.approx(A4[0] / 2, abs=1)
    finally:
        images.close()

    (folder / "specs" / "strut.pdf").write_bytes(pdf_of("Another text."))

    with pytest.raises(DocumentChangedError, match="Index its folder again"):
        library.page_images(strut.id)


def test_a_document_that_has_gone_is_named_as_gone(library):
    """Asking for it is one clear error."""
    with pytest.raises(DocumentGoneError):
        library.page(4711, 1)
    with pytest.raises(DocumentGoneError):
        library.page_images(4711)


def test_an_empty_question_and_a_missing_language_model_are_said(library):
    """Neither is answered with nothing."""
    with pytest.raises(UsageError, match="empty"):
        library.ask("  ")
    with pytest.raises(AssistantError, match="No language model"):
        library.ask("What is the limit load?", Mode.COMPOSE)


def test_a_forgotten_folder_leaves_nothing(library, folder):
    """Its documents go, and so do their passages."""
    library.forget(folder)

    assert library.documents() == []
    assert library.search("primer", 5) == []


def test_an_empty_library_refuses(assistant):
    """Asking before indexing is no failure."""
    assert assistant.library("Empty", create=True).ask("What is the limit load?").refused


def test_where_there_is_nothing_no_threshold_makes_an_answer(tmp_path):
    """Whoever never wants a refusal still gets one then."""
    (tmp_path / "settings.toml").write_text("refusal_threshold = 0\n")
    with build_assistant(tmp_path) as assistant:
        assert assistant.library("Empty", create=True).ask("What is the limit load?").refused


def test_where_the_evidence_is_not_strong_more_of_the_page_is_quoted(tmp_path):
    """The sentence that answers is not the one that seems to, and stands beside it."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "strut.md").write_text(
        "# Strut\n\nThe aft strut carries a limit load of 41.3 kN in tension. The rod end is"
        " greased before every flight. The housing weighs less than the cap. The primer is applied"
        " in two coats.\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text("refusal_threshold = 0.01\n")
    with build_assistant(home) as assistant:
        library = assistant.library("Struts", create=True)
        library.index([folder], lambda _: None, CancelToken())
        sure = library.ask("What limit load does the aft strut carry in tension?")
        doubtful = library.ask("What must be done to the joint ahead of each sortie?")

    assert sure.evidence is Evidence.STRONG
    assert sure.text == "The aft strut carries a limit load of 41.3 kN in tension. [1]"
    assert doubtful.evidence is not Evidence.STRONG
    assert "greased before every flight" in doubtful.text


def test_an_unknown_library_is_named_with_those_there_are(assistant, library):
    """A slip of the pen is easy to mend."""
    with pytest.raises(UnknownLibraryError, match="Struts"):
        assistant.library("Strut")


@pytest.mark.parametrize("name", ["", "..", "a/b", " leading", "trailing ", "x" * 70, "nul\0"])
def test_a_name_that_could_leave_the_data_folder_is_refused(assistant: Assistant, name: str):
    """Library names are folder names."""
    with pytest.raises(AssistantError):
        assistant.library(name, create=True)


def test_a_deleted_library_is_gone_from_disk(assistant: Assistant, library: Library):
    """The documents stay where they are."""
    folder = assistant.home / "libraries" / "Struts"
    documents = [record.path for record in library.documents()]

    assistant.delete_library("Struts")

    assert not folder.exists()
    assert assistant.library_names() == []
    assert all(Path(file).exists() for file in documents)


def test_a_library_that_another_process_deletes_is_let_go_of(assistant, library, folder):
    """What was open answers no more; what has its name now is opened instead."""
    library.ask("What limit load does the aft strut carry in tension?")
    with build_assistant(assistant.home) as other:
        other.delete_library("Struts")

    with pytest.raises(LibraryReplacedError):
        library.search("primer", 5)
    with pytest.raises(UnknownLibraryError):
        assistant.library("Struts")
    made = assistant.library("Struts", create=True)
    made.index([folder / "notes.md"], lambda _: None, CancelToken())
    assert [record.file for record in made.documents()] == ["notes.md"]


def test_the_data_folder_is_not_indexed_itself(assistant, tmp_path):
    """Not even where it stands in the folder that is."""
    (tmp_path / "notes.md").write_text("Apply two coats of primer.")
    library = assistant.library(create=True)
    library.index([tmp_path], lambda _: None, CancelToken())
    assert library.index([tmp_path], lambda _: None, CancelToken()).unchanged == 1
    assert [record.file for record in library.documents()] == ["notes.md"]
