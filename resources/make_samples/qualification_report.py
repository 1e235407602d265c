"""The qualification test report, in the two revisions that disagree about the same tests."""

from dataclasses import dataclass
from pathlib import Path

import product as p
import qualification_results as results
from layout import Identity, Story, title_page, write
from qualification_results import Measured

FRONT_PAGES = 2


@dataclass(frozen=True, slots=True)
class _Issue:
    """One revision of the report: its identity, its values and its words."""

    revision: str
    date: str
    values: Measured
    supersedes: str
    history: tuple[tuple[str, ...], ...]
    summary: tuple[str, ...]


_HISTORY = (
    ("Revision", "Date", "Change"),
    ("A", "12 May 2026", "First issue."),
    (
        "B",
        "30 June 2026",
        "Supersedes revision A in full. Axial stiffness corrected for the compliance of the load"
        " frame: 49.7 kN/mm in tension instead of 46.1 kN/mm (section 4.3). Backlash measured again"
        " after the preload shim was changed: 0.038 mm instead of 0.062 mm (section 4.4)."
        " Bandwidth and mass measured again after the same change. NCR-021 and NCR-022 closed."
        " Ultimate load test added (section 4.7).",
    ),
)
_REVISION_A = _Issue(
    "A",
    "12 May 2026",
    results.REVISION_A,
    "None",
    _HISTORY[:2],
    (
        "Unit QM2 passed eleven of thirteen checks. Two requirements were not met: the axial"
        " stiffness, measured as 46.1 kN/mm in tension against a minimum of 48.0 kN/mm, and the"
        " backlash, measured as 0.062 mm against a maximum of 0.050 mm. Nonconformance reports"
        " NCR-021 (backlash) and NCR-022 (stiffness) are open.",
        "The ultimate load test has been put off until both reports are closed, because it ends"
        " the life of the unit.",
    ),
)
_REVISION_B = _Issue(
    "B",
    "30 June 2026",
    results.REVISION_B,
    "AST-TRP-014 Rev A of 12 May 2026",
    _HISTORY,
    (
        "Unit QM2 passed all fourteen checks. The two that failed in revision A now pass: the axial"
        " stiffness is 49.7 kN/mm in tension after correction for the load frame, and the backlash"
        " is 0.038 mm after the preload shim was changed. Nonconformance reports NCR-021 (backlash)"
        " and NCR-022 (stiffness) are closed.",
        "The ultimate load test was made on 23 June 2026. The strut carried 25.9 kN in tension and"
        " in compression for 60 s each without rupture. Unit QM2 is not to be used again.",
    ),
)


def build(folder: Path) -> None:
    """Write both revisions into `folder`."""
    for issue in (_REVISION_A, _REVISION_B):
        _write(folder, issue)


def _write(folder: Path, issue: _Issue) -> None:
    title = "Aft Strut Qualification Test Report, Unit QM2"
    identity = Identity(p.TEST_REPORT, issue.revision, title, issue.date)
    story = Story()
    facts = (
        ("Item", f"{p.PRODUCT}, part number {p.PART_NUMBER}"),
        ("Unit tested", "QM2, serial number 0002"),
        ("Tested to", "AST-SPC-001 Rev C"),
        ("Prepared by", "Mechanisms test laboratory"),
        ("Approved by", "Qualification manager"),
        ("Supersedes", issue.supersedes),
        ("Status", p.MARKING),
    )
    title_page(story, identity, facts)
    story.turn_to("page")
    story.heading("Revision history", "")
    story.table("", issue.history, (18, 30, 117))
    story.contents(FRONT_PAGES)
    story.turn_to("page")
    _summary(story, issue)
    _conditions(story)
    results.write_results(story, issue.values)
    _nonconformances(story, issue.values)
    file = f"{p.TEST_REPORT}{issue.revision}_qualification_test_report.pdf"
    write(folder / file, identity, story, front_pages=FRONT_PAGES)


def _summary(story: Story, issue: _Issue) -> None:
    story.heading("1", "Summary")
    story.text(*issue.summary)
    story.table(
        "Table 1-1: Results against requirements",
        results.verdicts(issue.values),
        (28, 50, 38, 31, 18),
    )


def _conditions(story: Story) -> None:
    story.heading("2", "Unit and configuration")
    story.text(
        "QM2 was built to the released drawings with one deviation: the drive electronics carry"
        " software 1.4.2 instead of 1.5.0. The two versions differ only in the text of the built-in"
        " test report (deviation DEV-009, accepted for qualification).",
        "The strut was tested with its rod ends at null length, 612.0 mm, unless stated otherwise."
        " Power came from a laboratory supply set to 120 V DC, logic power from a second supply set"
        " to 28 V DC. Commands were sent at 200 Hz over CAN at 1 Mbit/s.",
    )
    story.heading("3", "Test equipment")
    story.table("Table 3-1: Equipment and calibration", _EQUIPMENT_ROWS, (22, 66, 42, 35))
    story.text(
        "The load frame LF-2 was calibrated with a solid steel bar of 38 mm diameter in place of"
        " the strut. Its compliance between the pins is 1.56 µm/kN, a stiffness of 640 kN/mm.",
    )


def _nonconformances(story: Story, values: Measured) -> None:
    story.heading("5", "Nonconformances and deviations")
    rows = (("Number", "Subject", "Cause and disposition", "State"), *values.nonconformances)
    story.table("Table 5-1: Nonconformances and deviations", rows, (20, 34, 93, 18))
    story.heading("6", "Conclusion")
    story.text(values.conclusion)


_EQUIPMENT_ROWS = (
    ("Number", "Equipment", "Range, uncertainty", "Calibrated until"),
    ("LF-2", "Load frame, servo-hydraulic", "50 kN, ± 0.5 %", "2 February 2027"),
    ("LC-31", "Load cell, tension and compression", "25 kN, ± 0.25 %", "11 January 2027"),
    ("LC-40", "Load cell, ultimate load", "50 kN, ± 0.25 %", "11 January 2027"),
    ("DT-07", "Displacement transducer pair", "± 50 mm, ± 0.002 mm", "30 November 2026"),
    ("SH-1", "Electrodynamic shaker", "35 kN, 5 Hz to 2,500 Hz", "19 March 2027"),
    ("SC-3", "Balance", "30 kg, ± 0.005 kg", "8 October 2026"),
)
