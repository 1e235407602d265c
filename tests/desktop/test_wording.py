"""Numbers, places and reasons in an engineer's words."""

from pathlib import Path

import pytest

from assistant.desktop import wording
from assistant.domain.document import SkipReason
from assistant.domain.library import (
    DocumentRecord,
    DocumentState,
    IndexProgress,
    IndexReport,
    SkippedFile,
)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.42, "0.4 s"), (48, "48 s"), (120, "2 min"), (7500, "2 h 5 min")],
)
def test_a_duration_is_as_exact_as_it_is_useful(seconds: float, said: str) -> None:
    assert wording.duration(seconds).replace(wording.THIN, " ") == said


def test_a_count_groups_its_digits_and_knows_one_from_many() -> None:
    assert wording.count(1, "document") == "1 document"
    assert wording.count(1204, "document") == "1,204 documents"


def test_progress_says_how_far_how_fast_and_how_long() -> None:
    said = wording.progress(IndexProgress(412, 980, 3000, 35.2, 118.0, "a.pdf"))

    assert said.replace(wording.THIN, " ") == "412 of 980 files · 35 pages/s\nabout 2 min left"


def test_progress_makes_no_guess_where_there_is_none() -> None:
    assert wording.progress(IndexProgress(0, 0, 0, 0.0, None, "")) == "Looking for files…"
    assert wording.progress(IndexProgress(1, 1, 0, 0.0, None, "a")) == "1 of 1 file"


def test_a_report_names_only_what_happened() -> None:
    skipped = (SkippedFile("a.pdf", SkipReason.ENCRYPTED),)

    report = IndexReport("L", 12, 0, 5, 1, 0, 40, 90, 3.21, skipped)
    idle = IndexReport("L", 0, 0, 5, 0, 0, 0, 0, 0.1, ())

    assert wording.report(report) == f"12 added, 1 removed, 1 skipped in 3.2{wording.THIN}s."
    assert wording.report(idle) == "Up to date: 5 files unchanged."


@pytest.mark.parametrize("reason", list(SkipReason))
def test_every_reason_to_skip_a_file_has_its_words(reason: SkipReason) -> None:
    record = DocumentRecord(
        1, Path("/d"), "a.pdf", DocumentState.SKIPPED, reason, "", "", "pdf", 0, 0, 1, ""
    )

    assert wording.state(record).startswith("skipped: ")
    assert "_" not in wording.state(record)


def test_a_place_names_the_page_only_where_there_are_pages() -> None:
    with_pages = wording.place("icds/a.pdf", 37, "4.2 Loads", has_pages=True)

    assert with_pages == f"a.pdf, p.{wording.THIN}37 · 4.2 Loads"
    assert wording.place("masses.xlsx", 1, "", has_pages=False) == "masses.xlsx"


def test_a_preview_leaves_out_rules_drawn_of_characters() -> None:
    deck = "$ ---------- $ AST-FEM-005\n$ =====\nGRID, 1.2...3"

    assert wording.preview(deck, 60) == "$ $ AST-FEM-005 $ GRID, 1.2...3"


def test_a_long_file_name_leaves_room_for_its_page() -> None:
    name = "reports/Integration and verification of subsystem interfaces, revision C.pdf"

    shown = wording.place(name, 37, "4.2 Loads", has_pages=True, limit=20)

    assert shown == f"Integratio…sion C.pdf, p.{wording.THIN}37 · 4.2 Loads"
    assert "subsystem" in wording.place(name, 37, "", has_pages=True)
