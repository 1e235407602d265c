"""Where the newest version answers, an older one that says otherwise is named."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.answer.older import differing, newest_first
from assistant.answer.read import ReadUnit
from assistant.answer.select import Scored, score_units
from assistant.answer.units import units_of
from assistant.domain.document import Block, BlockKind, Page
from tests.factories import make_page
from tests.unit.answer.test_select import passage_of, question_of


def said(file: str, words: str, answer: str) -> Scored:
    """A unit of a file, with the answer that the reader found in it."""
    page = make_page((BlockKind.PARAGRAPH, words))
    (unit,) = units_of(replace(passage_of(page), file=file), page)
    start = words.index(answer)
    read = ReadUnit(unit, relevance=1.0, margin=1.0, span=(start, start + len(answer)))
    return score_units(question_of("What is the backlash?"), [read], np.zeros((1, 2)))[0]


NEW = said("TR-014B.pdf", "The backlash measured was 0.038 mm.", "0.038 mm")


def test_another_number_in_an_older_version_is_found():
    """The same sentence with another value."""
    old = said("TR-014A.pdf", "The backlash measured was 0.052 mm.", "0.052 mm")
    assert differing(NEW, [NEW, old]) is old


@pytest.mark.parametrize(
    ("then", "now"), [("25 lbf·ft", "25 N·m"), ("-40 °C", "40 °C"), ("25 kN", "25 N")]
)
def test_the_same_number_with_another_unit_or_sign_is_found(then, now):
    new = said("TR-014B.pdf", f"The bound that was measured was {now}.", now)
    old = said("TR-014A.pdf", f"The bound that was measured was {then}.", then)
    assert differing(new, [old]) is old


def test_a_unit_in_the_head_of_the_column_makes_no_difference():
    new = said("TR-014B.pdf", "The torque that was measured in N·m was 25.", "25")
    old = said("TR-014A.pdf", "The torque that was measured was 25 N·m.", "25 N·m")
    assert differing(new, [old]) is None


def test_another_name_in_an_older_version_is_found():
    """What the reader takes for the answer differs."""
    new = said("spec-v1.10.pdf", "The bit of sstatus is called SUM here.", "SUM")
    old = said("spec-v1.9.1.pdf", "The bit of sstatus is called PUM here.", "PUM")
    assert differing(new, [old]) is old


@pytest.mark.parametrize(
    "other",
    [
        said("TR-014A.pdf", "The backlash measured was 0.038 mm.", "0.038 mm"),
        said("TR-014C.pdf", "The backlash measured was 0.052 mm.", "0.052 mm"),
        said("TR-099A.pdf", "The backlash measured was 0.052 mm.", "0.052 mm"),
        said("TR-014A.pdf", "Apply primer P-12 in 2 coats to the housing.", "2 coats"),
        said("TR-014B.pdf", "The backlash measured was 0.052 mm.", "0.052 mm"),
        said("TR-014A.pdf", "4.3.1 The backlash measured was 0.038 mm.", "0.038 mm"),
        said("TR-014A.pdf", "The backlash measured was 0.038 mm.", "measured"),
        said("TR-014A.pdf", "The backlash measured was 0.052 mm.", ""),
    ],
    ids=[
        *("the same", "a newer version", "another document", "another matter"),
        *("the same document", "another clause number", "another answer to the same", "not read"),
    ],
)
def test_what_is_no_older_word_on_the_same_matter_is_left_alone(other):
    """Only an older version of the same document, on the same matter, saying otherwise."""
    assert differing(NEW, [NEW, other]) is None


def row(file: str, reading: str, answer: str) -> Scored:
    """A row of a table, read with its headers."""
    page = Page(1, "row", (Block(0, 3, BlockKind.TABLE_ROW, (), reading),))
    (unit,) = units_of(replace(passage_of(page), file=file), page)
    start = reading.index(answer)
    read = ReadUnit(unit, relevance=1.0, margin=1.0, span=(start, start + len(answer)))
    return score_units(question_of("What is the backlash?"), [read], np.zeros((1, 2)))[0]


BACKLASH = "Parameter: Backlash; Unit: mm; Maximum: 0.1; Measured: {}"
STROKE = "Parameter: Stroke; Unit: mm; Maximum: 90; Measured: 80.1"


def test_a_row_corresponds_to_the_row_of_the_same_name():
    """All rows of a table share its headers; the first cell tells them apart."""
    old = replace(row("TR-014A.pdf", BACKLASH.format("0.052"), "0.052"), score=9.0)
    stroke = replace(row("TR-014B.pdf", STROKE, "80.1"), score=8.0)
    new = replace(row("TR-014B.pdf", BACKLASH.format("0.038"), "0.038"), score=7.0)

    ordered = newest_first("What is the backlash?", [old, stroke, new])

    assert [each.unit for each in ordered] == [new.unit, stroke.unit, old.unit]
    assert differing(ordered[0], ordered).unit is old.unit
    assert differing(stroke, ordered) is None


def test_the_newest_version_answers_though_an_older_one_was_ranked_higher():
    """Their places change; the order stays best first."""
    old = replace(said("TR-014A.pdf", "The backlash measured was 0.052 mm.", "0.052 mm"), score=9.0)
    new = replace(NEW, score=8.0)

    ordered = newest_first("What is the backlash?", [old, new])

    assert [each.unit for each in ordered] == [new.unit, old.unit]
    assert [each.score for each in ordered] == [9.0, 8.0]


def test_a_version_that_the_question_names_keeps_its_place():
    """Whoever asks for revision A means it."""
    old = said("TR-014A.pdf", "The backlash measured was 0.052 mm.", "0.052 mm")
    assert newest_first("What was the backlash in rev A?", [old, NEW]) == [old, NEW]


def test_another_matter_in_a_newer_version_stays_behind():
    """Only what corresponds changes places."""
    old = said("TR-014A.pdf", "The backlash measured was 0.052 mm.", "0.052 mm")
    new = said("TR-014B.pdf", "Apply primer P-12 in 2 coats to the housing.", "2 coats")
    assert newest_first("What is the backlash?", [old, new]) == [old, new]
