"""Sections 3.1 to 3.4 of the specification: definition, performance, structure, mass."""

import product as p
from figures import strut_outline
from layout import Story
from requirements import RequirementList

ULTIMATE_KN = p.LIMIT_LOAD_KN * p.ULTIMATE_FACTOR
PROOF_KN = p.LIMIT_LOAD_KN * p.PROOF_FACTOR


def definition(story: Story) -> None:
    """Section 3.1."""
    story.heading("3", "Requirements")
    story.heading("3.1", "Item definition")
    story.text(
        "The AST is an inline electromechanical actuator. A brushless permanent-magnet motor turns"
        " a planetary roller nut through a hollow shaft; the nut runs in a preloaded pair of thrust"
        " bearings in the gland carrier. The screw shaft does not rotate. It leaves the housing"
        " through the gland as the output rod and ends in the rod end of side B. Axial load passes"
        " from rod end B through the screw, the roller nut and the thrust bearings into the housing"
        " tube, and from the tube through the end cap into rod end A.",
        "A holding brake on the motor shaft is engaged by springs and released by current. An"
        " absolute position sensor measures the travel of the output rod, not of the motor. The"
        " drive electronics are mounted on the housing and carry connectors J1 (power) and J2"
        " (signal). Two identical struts steer each engine: one in pitch, one in yaw. The harness"
        " tells a strut which of the two it is (see AST-ICD-002, section 5.3).",
    )
    story.figure(
        strut_outline(),
        "Figure 3-1: Aft strut at null length, principal dimensions in millimetres",
    )
    axes = (
        "Strut axes: the origin is the centre of pin A; x runs towards pin B, z through the centre"
        " of the drive electronics, y completes the right-handed system."
    )
    story.note(axes)


def performance(story: Story, req: RequirementList) -> None:
    """Section 3.2."""
    story.heading("3.2", "Performance")
    req.section("3.2.1", "Length and stroke")
    req.add(
        "Null length",
        f"The distance between the centres of pin A and pin B at electrical null SHALL be"
        f" {p.NULL_LENGTH:.1f} mm ± 0.5 mm, adjustable by ± 3.0 mm at rod end B.",
        "T",
        "Q, A",
        "Measured length at null",
    )
    req.add(
        "Operating stroke",
        f"The AST SHALL provide an operating stroke of not less than {p.STROKE:.1f} mm on either"
        f" side of null. At the moment arm of {p.MOMENT_ARM:.0f} mm this gives the engine a gimbal"
        " angle of ± 6.0°.",
        "T",
        "Q, A",
        "Measured stroke, both sides",
    )
    req.add(
        "Mechanical stops",
        f"Mechanical stops SHALL limit the travel to {p.STOP:.1f} mm ± 0.5 mm on either side"
        " of null and SHALL absorb an impact energy of 8 J without damage and without jamming.",
        "A, T",
        "Q",
        "Stop position; run-in test at 110 mm/s",
    )
    req.section("3.2.2", "Force and rate")
    story.text(
        "Table 3-1 gives the capability at the output rod. Nominal values are expected of a typical"
        " unit at 120 V and 21 °C; minimum and maximum values bind through the requirements"
        " below it.",
    )
    story.table("Table 3-1: Force and rate at the output rod", _FORCE_ROWS, (62, 34, 34, 35))
    req.add(
        "Rated point",
        f"The AST SHALL deliver a force of not less than {p.RATED_FORCE_KN} kN at a speed of not"
        f" less than {p.RATED_SPEED_MM_S} mm/s, extending and retracting, at any power bus voltage"
        " between 98 V and 132 V and at any operating temperature.",
        "T",
        "Q, A",
        "Force-speed curve at three voltages",
    )
    req.add(
        "No-load rate",
        "The AST SHALL reach a speed of not less than 140 mm/s without external load.",
        "T",
        "Q, A",
        "Measured speed",
    )
    req.add(
        "Stall force",
        "The AST SHALL develop a stall force between 12.0 kN and 15.0 kN. The stall force SHALL be"
        " limited by motor current, and the AST SHALL resume normal operation within 50 ms of the"
        " load being removed, without a reset.",
        "T",
        "Q, A",
        "Stall force and recovery time",
    )
    req.add(
        "Duty cycle",
        "The AST SHALL perform the duty cycle of a stage burn of 480 s given in Table 3-2 with the"
        " temperature of the motor winding not exceeding 155 °C, starting from a housing"
        " temperature of 71 °C.",
        "A, T",
        "Q",
        "Winding temperature at cut-off",
    )
    story.table("Table 3-2: Duty cycle of one stage burn", _DUTY_ROWS, (30, 32, 38, 33, 32))
    _control(req)


def _control(req: RequirementList) -> None:
    req.section("3.2.3", "Accuracy")
    req.add(
        "Position accuracy",
        "The position of the output rod SHALL agree with the commanded position within"
        " ± 0.25 mm over the operating stroke and over the operating temperature range, at"
        " loads up to 9.5 kN.",
        "T",
        "Q, A",
        "Error map at three temperatures",
    )
    req.add(
        "Resolution and repeatability",
        "The AST SHALL respond to a change of command of 0.02 mm and SHALL return to a position"
        " approached from one side within 0.05 mm.",
        "T",
        "Q",
        "Smallest step followed; scatter of ten returns",
    )
    req.add(
        "Backlash",
        "Backlash between rod end A and rod end B SHALL NOT exceed 0.050 mm, measured with the"
        " brake engaged under a reversing load of ± 500 N at 21 °C ± 3 °C, at"
        " null and at 90 % of the stroke on either side.",
        "T",
        "Q, A",
        "Largest of three readings",
    )
    req.section("3.2.4", "Dynamic response")
    req.add(
        "Bandwidth",
        "With an inertial load of 347 kg and an amplitude of ± 1.0 mm the -3 dB bandwidth of"
        " the position loop SHALL be not less than 8.0 Hz, and the phase lag at 1.0 Hz SHALL NOT"
        " exceed 20°.",
        "A, T",
        "Q, A",
        "Frequency response 0.1 Hz to 30 Hz",
    )
    req.add(
        "Step response",
        "After a step command of 10 mm the overshoot SHALL NOT exceed 12 % and the position SHALL"
        " settle within ± 0.25 mm of its final value in not more than 0.35 s.",
        "T",
        "Q",
        "Step responses, both directions",
    )
    req.section("3.2.5", "Holding brake")
    req.add(
        "Holding force",
        "With all power removed the brake SHALL hold an axial load of not less than 11.0 kN, in"
        " tension and in compression, for not less than 300 s with a creep of not more than"
        " 0.10 mm. The brake SHALL release within 60 ms of the release command.",
        "T",
        "Q, A",
        "Creep under load; release time",
    )


def structure(story: Story, req: RequirementList) -> None:
    """Section 3.3."""
    req.section("3.3", "Strength, stiffness and life")
    story.text(
        "Limit loads are the largest loads expected in service, ground handling included. They act"
        " at the centres of the pins. Axial loads are positive in tension.",
    )
    story.table("Table 3-3: Limit loads", _LOAD_ROWS, (14, 60, 28, 30, 33))
    req.add(
        "Yield and ultimate strength",
        "The AST SHALL withstand the limit loads of Table 3-3 multiplied by a yield factor of"
        f" {p.YIELD_FACTOR:.2f} without detrimental permanent deformation, and multiplied by an"
        f" ultimate factor of {p.ULTIMATE_FACTOR:.2f} without rupture, buckling or loss of the load"
        f" path. For load case LC1 the ultimate load is {ULTIMATE_KN:.1f} kN.",
        "A, T",
        "Q",
        "Stress report; ultimate load test",
    )
    req.add(
        "Proof load",
        f"Every deliverable AST SHALL withstand an axial proof load of {PROOF_KN:.1f} kN, held for"
        " 60 s in tension and 60 s in compression, with a permanent set of not more than"
        " 0.030 mm and no loss of performance.",
        "T",
        "Q, A",
        "Permanent set after each direction",
    )
    req.add(
        "Axial stiffness",
        f"The axial stiffness from pin A to pin B SHALL be not less than {p.STIFFNESS_KN_MM} kN/mm"
        " at null length with the brake engaged, taken as the secant between 2 kN and 12 kN, in"
        " tension and in compression, corrected for the compliance of the load frame.",
        "A, T",
        "Q",
        "Load-deflection curves, both directions",
    )
    req.add(
        "First lateral frequency",
        "The first lateral bending frequency of the AST, pinned at both ends at null length, SHALL"
        f" be not less than {p.FREQUENCY_HZ} Hz.",
        "A, T",
        "Q",
        "Modal analysis; low-level sine sweep",
    )
    req.add(
        "Column stability",
        "The fully extended AST SHALL be stable under the limit compression of load case LC1"
        f" multiplied by {p.ULTIMATE_FACTOR:.2f}, with an initial bow of 0.6 mm at mid-length.",
        "A",
        "Q",
        "Stability analysis",
    )
    req.add(
        "Operating life",
        "The AST SHALL meet this specification after 1,800 full-stroke cycles and 42,000 cycles of"
        " ± 2 mm at 5 kN. Qualification SHALL show four times this life.",
        "T",
        "Q",
        "Life test, 7,200 and 168,000 cycles",
    )
    req.add(
        "Rod-end articulation",
        "Each rod end SHALL accept a misalignment of ± 8° about any axis normal to its"
        " pin, with a breakaway torque of not more than 6 N·m under an axial load of 9.5 kN.",
        "T",
        "Q",
        "Angle and breakaway torque",
    )


def mass(req: RequirementList) -> None:
    """Section 3.4."""
    x = p.centre_of_gravity()[0]
    req.section("3.4", "Mass, envelope and interfaces")
    req.add(
        "Mass",
        f"The mass of the AST, without the vehicle harness and the pins, SHALL NOT exceed"
        f" {p.MASS_LIMIT_KG:.2f} kg.",
        "I",
        "Q, A",
        "Weighed to 0.01 kg",
    )
    req.add(
        "Centre of gravity",
        f"At null length the centre of gravity SHALL lie {round(x):.0f} mm ± 10 mm from pin A"
        " and within 10 mm of the line through the pins.",
        "A, I",
        "Q",
        "Mass-properties report; one unit measured",
    )
    req.add(
        "Envelope",
        "The AST SHALL remain within a cylinder of 96 mm diameter about the line through the pins,"
        " except for the drive electronics and the connectors, which SHALL remain within the"
        " envelope of AST-ICD-002, section 3.2.",
        "I",
        "Q, A",
        "Gauge check",
    )
    req.add(
        "Interfaces",
        "The mechanical, electrical and data interfaces of the AST SHALL conform to AST-ICD-002.",
        "I, T",
        "Q, A",
        "Interface checklist",
    )
    req.add(
        "Interchangeability",
        "Any AST of one part number SHALL replace any other, in pitch and in yaw, without"
        " adjustment other than the null length.",
        "D",
        "Q",
        "Exchange of two units",
    )


_FORCE_ROWS = (
    ("Parameter", "Minimum", "Nominal", "Maximum"),
    ("Rated force, kN", f"{p.RATED_FORCE_KN}", "10.2", "-"),
    ("Speed at rated force, mm/s", f"{p.RATED_SPEED_MM_S}", "103", "-"),
    ("No-load speed, mm/s", "140", "152", "165"),
    ("Stall force, kN", "12.0", "13.4", "15.0"),
    ("Screw lead, mm per revolution", "-", "5.0", "-"),
    ("Overall efficiency at the rated point", "0.68", "0.72", "-"),
)
_DUTY_ROWS = (
    ("Phase", "Duration, s", "Mean force, kN", "Amplitude, mm", "Frequency, Hz"),
    ("Ignition transient", "4", "6.8", "12.0", "0.8"),
    ("Early burn", "156", "3.1", "3.5", "0.5"),
    ("Main burn", "290", "2.4", "1.6", "0.5"),
    ("Terminal guidance", "26", "3.6", "6.0", "0.7"),
    ("Cut-off", "4", "1.2", "2.0", "0.5"),
)
_LOAD_ROWS = (
    ("Case", "Event", "Axial, kN", "Lateral, g", "Strut length, mm"),
    ("LC1", "Stage 2 ignition transient, strut held", "± 18.5", "2.0", "612"),
    ("LC2", "Powered flight, strut moving", "± 9.5", "2.5", "574 to 650"),
    ("LC3", "Stage 1 flight, largest lateral, brake on", "± 14.2", "12.0", "612"),
    ("LC4", "Stage separation, brake on", "+ 11.6", "8.0", "612"),
    ("LC5", "Ground handling and transport", "± 3.0", "3.5", "574 to 650"),
)
