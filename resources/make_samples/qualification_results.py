"""What was measured on unit QM2, in both revisions of the report, and how it is told."""

from dataclasses import dataclass, replace

from layout import Story


@dataclass(frozen=True, slots=True)
class Measured:
    """The values of one revision.

    Attributes:
        mass_kg: Weighed.
        stiffness_tension, stiffness_compression: As reported, kN/mm.
        stiffness_words: How they came about.
        backlash_mm: The largest of the three readings of `backlash_rows`.
        bandwidth_hz: Frequency of -3 dB.
        phase_lag_deg: At 1.0 Hz.
        has_ultimate: Whether the ultimate load test has been made.
        nonconformances: Rows of table 5-1.
    """

    mass_kg: float
    stiffness_tension: float
    stiffness_compression: float
    stiffness_words: tuple[str, ...]
    stiffness_rows: tuple[tuple[str, ...], ...]
    backlash_mm: float
    backlash_words: str
    backlash_rows: tuple[tuple[str, ...], ...]
    bandwidth_hz: float
    phase_lag_deg: float
    has_ultimate: bool
    nonconformances: tuple[tuple[str, ...], ...]
    conclusion: str


_DEVIATION = (
    "DEV-009",
    "Software version 1.4.2",
    "Differs from 1.5.0 only in the text of the built-in test report. Accepted for qualification.",
    "Accepted",
)
_STIFFNESS_HEAD = ("Direction", "Load step, kN", "Deflection, mm", "Stiffness, kN/mm")

REVISION_A = Measured(
    mass_kg=8.02,
    stiffness_tension=46.1,
    stiffness_compression=45.8,
    stiffness_words=(
        "The load was raised from 2 kN to 12 kN in steps of 1 kN with the brake engaged, and the"
        " distance between the pins was read from the crosshead of the load frame. The secant"
        " between 2 kN and 12 kN gives 46.1 kN/mm in tension and 45.8 kN/mm in compression, below"
        " the minimum of 48.0 kN/mm. No correction was made for the load frame. NCR-022 was"
        " raised.",
    ),
    stiffness_rows=(
        _STIFFNESS_HEAD,
        ("Tension", "2 to 12", "0.2169", "46.1"),
        ("Compression", "2 to 12", "0.2183", "45.8"),
    ),
    backlash_mm=0.062,
    backlash_words=(
        "Backlash was measured under ± 500 N at null and at 90 % of the stroke on either side. The"
        " largest reading, 0.062 mm at null, exceeds the maximum of 0.050 mm. NCR-021 was raised."
    ),
    backlash_rows=(
        ("Position", "Backlash, mm", "Maximum, mm", "Verdict"),
        ("Null", "0.062", "0.050", "Fail"),
        ("+34.2 mm", "0.058", "0.050", "Fail"),
        ("-34.2 mm", "0.057", "0.050", "Fail"),
    ),
    bandwidth_hz=9.4,
    phase_lag_deg=14.8,
    has_ultimate=False,
    nonconformances=(
        (
            "NCR-021",
            "Backlash 0.062 mm",
            "Cause under investigation. The preload of the thrust bearings is suspected.",
            "Open",
        ),
        (
            "NCR-022",
            "Stiffness 46.1 kN/mm",
            "Measured value is 11 % below the prediction of 51.6 kN/mm. Cause under investigation.",
            "Open",
        ),
        _DEVIATION,
    ),
    conclusion=(
        "Qualification of the aft strut by test on unit QM2 is not complete. AST-REQ-010 (backlash)"
        " and AST-REQ-016 (axial stiffness) are not met as measured. A revision of this report"
        " follows when both nonconformances are resolved and the ultimate load test is done."
    ),
)

REVISION_B = replace(
    REVISION_A,
    mass_kg=8.03,
    stiffness_tension=49.7,
    stiffness_compression=49.3,
    stiffness_words=(
        "Revision A gave 46.1 kN/mm in tension and 45.8 kN/mm in compression. Those values hold the"
        " deflection of the load frame as well, because the distance was read from the crosshead."
        " AST-REQ-016 asks for the value without it.",
        "The compliance measured in tension is 21.69 µm/kN. The load frame contributes"
        " 1.56 µm/kN (section 3). The difference, 20.13 µm/kN, is the compliance of the strut: an"
        " axial stiffness of 49.7 kN/mm. In compression 21.83 µm/kN less 1.56 µm/kN leaves"
        " 20.27 µm/kN, or 49.3 kN/mm. A repeat with transducers between the pins gave 49.6 kN/mm in"
        " tension, which confirms the correction. The prediction is 51.6 kN/mm.",
    ),
    stiffness_rows=(
        (*_STIFFNESS_HEAD[:3], "As read, kN/mm", "Corrected, kN/mm"),
        ("Tension", "2 to 12", "0.2169", "46.1", "49.7"),
        ("Compression", "2 to 12", "0.2183", "45.8", "49.3"),
    ),
    backlash_mm=0.038,
    backlash_words=(
        "Revision A gave a largest backlash of 0.062 mm. The thrust bearings were found with too"
        " little preload: the shim was 0.03 mm thinner than the drawing asks. It was changed for"
        " one of 1.20 mm and the measurement repeated on 9 June 2026. The largest reading is now"
        " 0.038 mm at null."
    ),
    backlash_rows=(
        ("Position", "Backlash, mm", "Maximum, mm", "Verdict"),
        ("Null", "0.038", "0.050", "Pass"),
        ("+34.2 mm", "0.035", "0.050", "Pass"),
        ("-34.2 mm", "0.036", "0.050", "Pass"),
    ),
    bandwidth_hz=9.6,
    phase_lag_deg=14.1,
    has_ultimate=True,
    nonconformances=(
        (
            "NCR-021",
            "Backlash 0.062 mm",
            "Preload shim 1.17 mm instead of 1.20 mm. Shim changed, 0.038 mm measured. The shim is"
            " now measured before assembly.",
            "Closed",
        ),
        (
            "NCR-022",
            "Stiffness 46.1 kN/mm",
            "Deflection of the load frame was not removed. Corrected value 49.7 kN/mm. The test"
            " procedure now asks for transducers between the pins.",
            "Closed",
        ),
        _DEVIATION,
    ),
    conclusion=(
        "Unit QM2 meets every requirement tested. The requirements AST-REQ-010 (backlash) and"
        " AST-REQ-016 (axial stiffness), failed in revision A, are met. Qualification by test on"
        " unit QM2 is complete."
    ),
)


def verdicts(values: Measured) -> list[tuple[str, ...]]:
    """Rows of the table of results, the header first."""

    def verdict(is_met: bool) -> str:
        return "Pass" if is_met else "Fail"

    stiffness = min(values.stiffness_tension, values.stiffness_compression)
    rows: list[tuple[str, ...]] = [
        ("Requirement", "Characteristic", "Limit", "Measured", "Verdict"),
        ("AST-REQ-001", "Null length, mm", "612.0 ± 0.5", "612.1", "Pass"),
        ("AST-REQ-002", "Operating stroke, mm", "38.0 min.", "38.4 / 38.3", "Pass"),
        ("AST-REQ-004", "Speed at 9.5 kN and 98 V, mm/s", "95 min.", "101", "Pass"),
        ("AST-REQ-006", "Stall force, kN", "12.0 to 15.0", "13.1", "Pass"),
        ("AST-REQ-008", "Position accuracy, mm", "± 0.25", "+0.16 / -0.13", "Pass"),
        (
            "AST-REQ-010",
            "Backlash, mm",
            "0.050 max.",
            f"{values.backlash_mm:.3f}",
            verdict(values.backlash_mm <= 0.050),
        ),
        ("AST-REQ-011", "Bandwidth, Hz", "8.0 min.", f"{values.bandwidth_hz}", "Pass"),
        ("AST-REQ-013", "Brake creep at 11.0 kN, mm", "0.10 max.", "0.03", "Pass"),
        ("AST-REQ-015", "Permanent set after proof load, mm", "0.030 max.", "0.011", "Pass"),
        (
            "AST-REQ-016",
            "Axial stiffness (lower), kN/mm",
            "48.0 min.",
            f"{stiffness}",
            verdict(stiffness >= 48.0),
        ),
        ("AST-REQ-017", "First lateral frequency, Hz", "140 min.", "168", "Pass"),
        ("AST-REQ-021", "Mass, kg", "8.50 max.", f"{values.mass_kg:.2f}", "Pass"),
        ("AST-REQ-041", "Random vibration, g rms", "13.3 for 180 s", "13.4", "Pass"),
    ]
    if values.has_ultimate:
        ultimate = ("AST-REQ-014", "Ultimate load, kN", "25.9 for 60 s", "25.9", "Pass")
        rows.insert(9, ultimate)
    return rows


def write_results(story: Story, values: Measured) -> None:
    """Section 4: test by test."""
    story.heading("4", "Tests and results")
    story.heading("4.1", "Mass and dimensions")
    story.text(
        f"The strut was weighed with its connectors capped: {values.mass_kg:.2f} kg against a"
        " maximum of 8.50 kg. The null length is 612.1 mm. The stroke is 38.4 mm extending and"
        " 38.3 mm retracting; the stops lie at 40.2 mm and 40.1 mm.",
    )
    story.heading("4.2", "Proof load")
    story.text(
        "A load of 22.2 kN was held for 60 s in tension and for 60 s in compression. The permanent"
        " set was 0.011 mm after tension and 0.009 mm after compression; 0.030 mm is allowed. No"
        " part yielded visibly, and the functional test that followed gave the same values.",
    )
    story.table("Table 4-1: Proof load", _PROOF_ROWS, (35, 30, 30, 40, 30))
    story.heading("4.3", "Axial stiffness")
    story.text(*values.stiffness_words)
    width = 165 / len(values.stiffness_rows[0])
    story.table(
        "Table 4-2: Axial stiffness at null length",
        values.stiffness_rows,
        [width] * len(values.stiffness_rows[0]),
    )
    story.heading("4.4", "Backlash")
    story.text(values.backlash_words)
    story.table("Table 4-3: Backlash under ± 500 N", values.backlash_rows, (45, 40, 40, 40))
    _response(story, values)


def _response(story: Story, values: Measured) -> None:
    story.heading("4.5", "Force, rate and frequency response")
    story.text(
        "Force and speed were measured at three voltages of the power bus. At 98 V, the worst case,"
        " the strut reached 101 mm/s against 9.5 kN. With an inertial load of 347 kg and an"
        f" amplitude of ± 1.0 mm the response fell by 3 dB at {values.bandwidth_hz} Hz, and the"
        f" phase lag at 1.0 Hz was {values.phase_lag_deg}°.",
    )
    story.table("Table 4-4: Speed at rated force, mm/s", _SPEED_ROWS, (45, 40, 40, 40))
    story.heading("4.6", "Vibration")
    story.text(
        "A low-level sine sweep before the random vibration showed the first lateral frequency at"
        " 168 Hz; the finite-element model AST-FEM-005 predicts 174 Hz. After 180 s of random"
        " vibration at 13.4 g rms in each axis it was 167 Hz. A change of less than 5 % is taken as"
        " no damage. The brake did not slip: the output rod was within 0.02 mm of its place.",
    )
    story.table("Table 4-5: Random vibration as controlled", _VIBRATION_ROWS, (25, 40, 34, 36, 30))
    if values.has_ultimate:
        story.heading("4.7", "Ultimate load")
        story.text(
            "The load was raised to 25.9 kN in tension and held for 60 s, then the same in"
            " compression at full extension, 650 mm. The strut did not rupture or buckle."
            " Afterwards the permanent set was 0.047 mm and the backlash 0.044 mm; no limit applies"
            " after the ultimate load. Dye-penetrant inspection of the rod ends found no cracks.",
        )


_PROOF_ROWS = (
    ("Direction", "Load, kN", "Time, s", "Permanent set, mm", "Verdict"),
    ("Tension", "22.2", "60", "0.011", "Pass"),
    ("Compression", "22.2", "60", "0.009", "Pass"),
)
_SPEED_ROWS = (
    ("Power bus, V DC", "Extending", "Retracting", "Minimum"),
    ("98", "101", "102", "95"),
    ("120", "108", "109", "95"),
    ("132", "112", "112", "95"),
)
_VIBRATION_ROWS = (
    ("Axis", "Specified, g rms", "Actual, g rms", "Duration, s", "Verdict"),
    ("x (along)", "13.3", "13.4", "180", "Pass"),
    ("y (lateral)", "13.3", "13.3", "180", "Pass"),
    ("z (lateral)", "13.3", "13.4", "181", "Pass"),
)
