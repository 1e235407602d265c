"""The requirements specification: front matter, sections 1, 2, 4, 5 and the appendices."""

from pathlib import Path

import product as p
import specification_environments as environments
import specification_function as function
import specification_systems as systems
from layout import Identity, Story, title_page, write
from requirements import METHODS, RequirementList

FILE = "AST-SPC-001_requirements_specification.pdf"
IDENTITY = Identity(p.SPECIFICATION, "C", "Aft Strut Requirements Specification", "9 March 2026")
FRONT_PAGES = 3


def build(folder: Path) -> None:
    """Write the specification into `folder`."""
    story = Story()
    requirements = RequirementList(story)
    _front_matter(story)
    _scope(story)
    function.definition(story)
    function.performance(story, requirements)
    function.structure(story, requirements)
    function.mass(requirements)
    systems.electrical(story, requirements)
    environments.environments(story, requirements)
    systems.compatibility(requirements)
    systems.materials(story, requirements)
    systems.safety(requirements)
    _verification(story, requirements)
    _delivery(story)
    _definitions(story)
    write(folder / FILE, IDENTITY, story, front_pages=FRONT_PAGES)


def _front_matter(story: Story) -> None:
    facts = (
        ("Item", p.PRODUCT),
        ("Part number", p.PART_NUMBER),
        ("Vehicle", f"{p.VEHICLE} (invented), second stage"),
        ("Prepared by", "Mechanisms group"),
        ("Approved by", "Chief engineer, propulsion structures"),
        ("Supersedes", "AST-SPC-001 Rev B of 20 October 2025"),
        ("Status", p.MARKING),
    )
    title_page(story, IDENTITY, facts)
    story.turn_to("page")
    story.contents(FRONT_PAGES)
    story.turn_to("page")
    story.heading("Revision history", "")
    story.table("", _REVISIONS, (18, 32, 115))
    story.text(
        "A requirement is a sentence with the word SHALL and a number of the form AST-REQ-000."
        " Sentences without a number explain and bind nobody. Numbers are never used again: a"
        " requirement that is withdrawn leaves a gap in later revisions.",
    )


def _scope(story: Story) -> None:
    story.turn_to("page")
    story.heading("1", "Scope")
    story.heading("1.1", "Purpose")
    story.text(
        f"This specification gives the requirements for the {p.PRODUCT}, part number"
        f" {p.PART_NUMBER}, of the second stage of the {p.VEHICLE}, and says how each requirement"
        " is verified. It applies to development, qualification and delivered units.",
    )
    story.heading("1.2", "What the strut does")
    story.text(
        "The second stage has one engine on a gimbal. Two struts, at right angles to each other,"
        " reach from the aft thrust frame to the engine. They hold the engine while the first stage"
        " burns, when inertia loads are largest, and steer it while the second stage burns. Each"
        " strut changes its length on command; a change of 38 mm turns the engine by 6°.",
        "Stiffness governs the design. The control loop of the vehicle needs the lowest mode of the"
        " engine on its struts well above the bandwidth of steering, and the wall of the housing"
        " tube is set by that need and not by strength.",
    )
    story.heading("1.3", "Order of precedence")
    story.text(
        "Where documents disagree, this order decides: the contract, this specification, the"
        " interface control document AST-ICD-002, the drawings, the applicable standards.",
    )
    story.heading("2", "Applicable documents")
    story.text("The latest issue of the following documents is part of this specification.")
    story.table("Table 2-1: Documents of the project", _PROJECT_ROWS, (40, 125))
    story.table("Table 2-2: Standards", _STANDARD_ROWS, (40, 125))


def _verification(story: Story, requirements: RequirementList) -> None:
    story.heading("4", "Verification")
    story.heading("4.1", "Methods and levels")
    methods = ", ".join(f"{letter} {name.lower()}" for letter, name in METHODS.items())
    story.text(
        f"Each requirement is verified by one or more of four methods: {methods}. Qualification (Q)"
        " is done once, on units QM1 and QM2. Acceptance (A) is done on every delivered unit.",
        "Unit QM1 goes through the environments and the life test. Unit QM2 goes through the"
        " static tests and ends with the ultimate load test, after which it is not used again.",
    )
    story.heading("4.2", "Test conditions and tolerances")
    story.text(
        "Unless a requirement says otherwise, tests are made at 21 °C ± 5 °C, at the"
        " pressure of the room and at 30 % to 60 % relative humidity. Table 4-1 gives the"
        " tolerances of test conditions.",
    )
    story.table("Table 4-1: Tolerances of test conditions", _TOLERANCE_ROWS, (70, 95))
    story.heading("4.3", "Acceptance test sequence")
    story.bullets(
        "Inspection, mass, bonding and insulation.",
        "Functional test at room temperature: stroke, force, speed, accuracy, backlash, response.",
        "Proof load, tension then compression, and a second measurement of backlash.",
        "Random vibration at acceptance level, 60 s in each axis.",
        "Functional test at -30 °C and at +66 °C.",
        "Final functional test at room temperature and inspection.",
    )
    story.text(
        "A unit fails acceptance when any value lies outside its limit, or when backlash has grown"
        " by more than 0.010 mm since the first functional test. After a repair the sequence is"
        " repeated from the first step that the repair affects.",
        "Measured values are recorded as read, with the uncertainty of the measurement, before any"
        " correction. A correction is recorded beside them with its reason; a value is never"
        " replaced.",
    )
    story.heading("4.4", "Qualification test sequence")
    story.table("Table 4-2: Qualification test sequence", _SEQUENCE_ROWS, (14, 84, 34, 33))
    story.turn_to("turned")
    story.heading("4.5", "Verification matrix")
    widths = (28, 54, 18, 20, 18, 112)
    story.table("Table 4-3: Verification matrix", requirements.matrix(), widths, is_dense=True)
    story.turn_to("page")


def _delivery(story: Story) -> None:
    story.heading("5", "Preparation for delivery")
    story.text(
        "Each AST is delivered retracted to 574 mm with its brake engaged, its connectors capped"
        " with conductive caps and its bonding face protected by film. It is sealed in an"
        " antistatic bag with 250 g of desiccant and a humidity card, and packed in its reusable"
        " container with a shock recorder set to 15 g.",
        "The delivery holds the certificate of conformity, the acceptance test record with every"
        " measured value, the torque record, the mass, the log book and the date on which the next"
        " servicing to AST-MNT-007 is due.",
    )
    story.table("Table 5-1: Contents of a delivery", _DELIVERY_ROWS, (14, 96, 55))


def _definitions(story: Story) -> None:
    story.turn_to("columns")
    story.heading("Appendix A", "Definitions and abbreviations")
    for term, meaning in _DEFINITIONS:
        story.text(f"<b>{term}.</b> {meaning}")
    story.heading("Appendix B", "Origin of the stiffness requirement")
    story.text(*_STIFFNESS_ORIGIN)


_STIFFNESS_ORIGIN = (
    "This appendix explains AST-REQ-016 and binds nobody.",
    "The steering loop of the vehicle needs the lowest mode of the engine on its struts at 40 Hz or"
    " above. The engine has a moment of inertia of 45 kg·m² about its gimbal, and the strut"
    " acts at an arm of 360 mm, which the strut feels as a mass of 347 kg.",
    "The brackets of the thrust frame and of the engine have together a stiffness of 60 kN/mm. In"
    " series with a strut of 48.0 kN/mm the path has 26.7 kN/mm, and the mode lies at 44 Hz. With"
    " the 45.0 kN/mm of revision B it would lie at 43 Hz, which left too little for the scatter of"
    " the brackets.",
    "The compliance of the strut is the sum of the compliances of its parts. By calculation the"
    " housing tube contributes 8.07 µm/kN, the roller nut 3.85 µm/kN, the thrust bearings"
    " 3.33 µm/kN, the two rod ends 2.22 µm/kN, the loaded length of the screw shaft"
    " 1.51 µm/kN, and the end cap with its joints 0.40 µm/kN. The sum is 19.38 µm/kN:"
    " a predicted stiffness of 51.6 kN/mm.",
    "A load frame is not rigid. Its own deflection, read as deflection of the strut, makes the"
    " strut look softer than it is. Compliances subtract: the compliance of the frame is taken"
    " from the compliance measured, and the rest is that of the strut.",
)
_REVISIONS = (
    ("Revision", "Date", "Change"),
    ("A", "14 April 2025", "First issue, after the preliminary design review."),
    (
        "B",
        "20 October 2025",
        "Limit load LC1 raised from 16.8 kN to 18.5 kN after the coupled loads analysis. Proof and"
        " ultimate loads follow. Power bus changed from 100 V to 120 V.",
    ),
    (
        "C",
        "9 March 2026",
        "Axial stiffness (AST-REQ-016) raised from 45.0 kN/mm to 48.0 kN/mm, corrected for the"
        " load frame. Backlash (AST-REQ-010) tightened from 0.080 mm to 0.050 mm. Salt fog"
        " added.",
    ),
)
_PROJECT_ROWS = (
    ("Document", "Title"),
    ("AST-ICD-002", "Aft Strut Interface Control Document"),
    ("AST-MPR-003", "Aft Strut Mass Properties"),
    ("AST-FEM-005", "Aft Strut Housing, Finite-Element Model"),
    ("AST-MNT-007", "Aft Strut Ground Servicing"),
    ("AST-TRP-014", "Aft Strut Qualification Test Report, Unit QM2"),
)
_STANDARD_ROWS = (
    ("Standard", "Used for"),
    ("ISO 11898-2", "CAN bus, high-speed medium access unit"),
    ("MIL-STD-461G", "Electromagnetic emissions and susceptibility"),
    ("MIL-STD-810H", "Humidity (method 507.6), salt fog (method 509.7)"),
    ("MIL-DTL-38999", "Connectors J1 and J2, series III"),
    ("MIL-PRF-8625", "Anodizing of aluminium alloys"),
    ("ASTM E595", "Outgassing in vacuum"),
    ("AMS 4124, AMS 4928, AMS 5659", "Bar stock of the structural materials"),
)
_TOLERANCE_ROWS = (
    ("Condition", "Tolerance"),
    ("Temperature", "± 3 °C"),
    ("Force", "± 1 % of reading"),
    ("Displacement", "± 0.005 mm"),
    ("Vibration density", "± 1.5 dB to 1,000 Hz, ± 3 dB above"),
    ("Vibration, overall", "± 10 % of g rms"),
    ("Pressure in the thermal vacuum chamber", "Not more than 1.3E-3 Pa"),
    ("Duration", "+10 %, -0 %"),
)
_SEQUENCE_ROWS = (
    ("Step", "Test", "Unit", "Report"),
    ("1", "Inspection, mass, centre of gravity", "QM1, QM2", "AST-TRP-014"),
    ("2", "Functional baseline", "QM1, QM2", "AST-TRP-014"),
    ("3", "Proof load and axial stiffness", "QM2", "AST-TRP-014"),
    ("4", "Low-level sine sweep, random and sine vibration", "QM1, QM2", "AST-TRP-014"),
    ("5", "Shock", "QM1", "AST-TRP-015"),
    ("6", "Thermal vacuum, eight cycles", "QM1", "AST-TRP-015"),
    ("7", "Humidity and salt fog", "QM1", "AST-TRP-015"),
    ("8", "Electromagnetic compatibility", "QM1", "AST-TRP-016"),
    ("9", "Operating life, four times", "QM1", "AST-TRP-017"),
    ("10", "Ultimate load", "QM2", "AST-TRP-014"),
)
_DELIVERY_ROWS = (
    ("No.", "Article", "Quantity"),
    ("1", f"Aft strut, part number {p.PART_NUMBER}", "1"),
    ("2", "Container with shock recorder", "1"),
    ("3", "Connector caps, J1 and J2", "1 set"),
    ("4", "Jam-nut lock ring, spare", "2"),
    ("5", "Acceptance test record and log book", "1 set"),
)
_DEFINITIONS = (
    ("Acceptance", "Tests and inspections that every delivered unit passes."),
    ("AST", "Aft strut, the item of this specification."),
    (
        "Axial stiffness",
        "Change of axial load divided by the change of distance between the centres of the pins,"
        " with the compliance of the load frame removed.",
    ),
    (
        "Backlash",
        "Free travel of the output rod between the two directions of a small reversing load, with"
        " elastic deflection removed.",
    ),
    ("Bandwidth", "Frequency at which the amplitude of the response has fallen by 3 dB."),
    ("BIT", "Built-in test."),
    ("CAN", "Controller area network."),
    ("CG", "Centre of gravity."),
    ("Creep", "Slow motion under a steady load."),
    ("CVCM", "Collected volatile condensable material."),
    ("DLC", "Data length code: the number of data bytes in a CAN frame."),
    ("EMC", "Electromagnetic compatibility."),
    ("Gimbal angle", "Angle between the thrust axis and the vehicle axis."),
    ("ICD", "Interface control document."),
    ("LC", "Load case."),
    ("Limit load", "Largest load expected in service. It is multiplied by no factor."),
    ("MGA", "Mass growth allowance."),
    ("Null", "Length at which the engine points along the vehicle axis."),
    ("Pin A", "Pin at the thrust frame; the origin of the strut axes."),
    ("Pin B", "Pin at the engine."),
    (
        "Proof load",
        "Limit load times 1.20, applied to every unit to show workmanship and material.",
    ),
    ("PSD", "Power spectral density."),
    ("QM1, QM2", "Qualification units 1 and 2."),
    ("rms", "Root mean square."),
    (
        "Secant stiffness",
        "Slope of the straight line between two points of a load-deflection curve.",
    ),
    ("SRS", "Shock response spectrum."),
    ("Stall force", "Force at which the motor, at its current limit, no longer moves the rod."),
    ("Strut axes", "Axes with their origin at pin A and x towards pin B."),
    ("TML", "Total mass loss."),
    ("Ultimate load", "Limit load times 1.40. The strut may deform but not rupture."),
    ("Yield load", "Limit load times 1.25. The strut may not deform permanently to its harm."),
)
