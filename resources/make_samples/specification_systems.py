"""Sections 3.5 and 3.7 to 3.10 of the specification: electrical, materials, safety."""

from layout import Story
from product import ALUMINIUM, STEEL, TITANIUM
from requirements import RequirementList


def electrical(story: Story, req: RequirementList) -> None:
    """Section 3.5."""
    req.section("3.5", "Electrical and data")
    story.text(
        "The AST is fed by two isolated buses: the power bus drives the motor, the logic bus feeds"
        " the electronics and releases the brake. Both returns are isolated from the housing.",
    )
    story.table("Table 3-4: Power buses", _POWER_ROWS, (56, 36, 36, 37))
    req.add(
        "Power bus",
        "The AST SHALL meet its performance with a power bus of 98 V to 132 V DC and SHALL survive"
        " any voltage from 0 V to 140 V DC, applied for any time, without damage.",
        "T",
        "Q, A",
        "Performance at three voltages",
    )
    req.add(
        "Power demand",
        "The AST SHALL NOT draw more than 2.4 kW from the power bus for more than 0.5 s, nor more"
        " than 420 W averaged over the duty cycle of Table 3-2.",
        "T",
        "Q, A",
        "Recorded current and voltage",
    )
    req.add(
        "Inrush current",
        "The inrush current SHALL NOT exceed 30 A on the power bus and 4 A on the logic bus, and"
        " SHALL fall below the steady value within 5 ms.",
        "T",
        "Q",
        "Oscilloscope record at switch-on",
    )
    req.add(
        "Logic supply",
        "The drive electronics SHALL operate from a logic bus of 22 V to 34 V DC and SHALL NOT draw"
        " more than 12 W with the brake engaged, nor more than 31 W with the brake released.",
        "T",
        "Q, A",
        "Logic power, both states",
    )
    req.add(
        "Bonding",
        "The resistance between any two metallic parts of the AST, and between the bonding stud and"
        " the housing, SHALL NOT exceed 2.5 milliohm.",
        "T",
        "Q, A",
        "Resistance at 1 A",
    )
    req.add(
        "Insulation resistance",
        "The insulation resistance between each isolated circuit and the housing SHALL be not less"
        " than 20 megohm at 250 V DC, applied for 60 s.",
        "T",
        "Q, A",
        "Resistance after 60 s",
    )
    req.add(
        "Data bus",
        "The AST SHALL communicate over a CAN bus conforming to ISO 11898-2 at 1 Mbit/s with the"
        " messages of AST-ICD-002, section 5.",
        "T",
        "Q, A",
        "Message log against the ICD",
    )
    req.add(
        "Loss of command",
        "When no valid position command arrives for 25 ms the AST SHALL hold its position. When"
        " none arrives for 100 ms it SHALL return to null at 20 mm/s and engage the brake.",
        "T",
        "Q, A",
        "Response to interrupted traffic",
    )
    req.add(
        "Start-up",
        "The AST SHALL accept position commands not later than 3.0 s after the logic bus is"
        " applied. It SHALL NOT move during start-up.",
        "T",
        "Q, A",
        "Time from power to READY",
    )
    req.add(
        "Built-in test",
        "On request the AST SHALL run a built-in test that detects not less than 95 % of the"
        " failures of its electronics, in not more than 8 s, with a travel of not more than 2 mm.",
        "A, T",
        "Q",
        "Failure-detection analysis; seeded faults",
    )


def compatibility(req: RequirementList) -> None:
    """Section 3.7."""
    req.section("3.7", "Electromagnetic compatibility")
    req.add(
        "Emissions",
        "The AST SHALL meet the limits of MIL-STD-461G, CE102 (10 kHz to 10 MHz, the limit"
        " for a 115 V source) and RE102 (2 MHz to 18 GHz, the limit for space equipment).",
        "T",
        "Q",
        "Emission plots",
    )
    req.add(
        "Susceptibility",
        "The AST SHALL operate without error under MIL-STD-461G, CS101, CS114 (curve 3), CS116 and"
        " RS103 at 50 V/m from 2 MHz to 18 GHz. An error of position of more than 0.5 mm counts as"
        " a failure.",
        "T",
        "Q",
        "Position error during exposure",
    )


def materials(story: Story, req: RequirementList) -> None:
    """Section 3.8."""
    req.section("3.8", "Materials and processes")
    rows = _material_rows()
    story.table("Table 3-8: Structural materials", rows, (34, 34, 22, 20, 20, 18, 17))
    req.add(
        "Structural materials",
        "Structural parts SHALL be made of the materials of Table 3-8, or of materials accepted by"
        " the design authority before use.",
        "I",
        "Q, A",
        "Material certificates",
    )
    req.add(
        "Stress corrosion",
        "Aluminium alloys of the 7000 series SHALL be in the T73 type temper. Sustained tensile"
        " stress across the grain SHALL NOT exceed 170 MPa.",
        "A, I",
        "Q",
        "Stress report; certificates",
    )
    req.add(
        "Outgassing",
        "Non-metallic materials exposed to vacuum SHALL have a total mass loss of not more than"
        " 1.0 % and collected volatile condensable material of not more than 0.10 %.",
        "I",
        "Q",
        "Test certificates to ASTM E595",
    )
    req.add(
        "Lubrication",
        "The roller screw and the bearings SHALL be lubricated with a perfluoropolyether grease"
        " usable from -60 °C to +200 °C. The screw SHALL be charged with 24 g ± 2 g.",
        "I",
        "Q, A",
        "Build record",
    )
    req.add(
        "Threaded fasteners",
        "Every threaded fastener SHALL be tightened to a recorded torque and SHALL have a locking"
        " feature other than friction under the head. The twelve M6 screws of the end cap SHALL be"
        " tightened to 9.8 N·m ± 0.5 N·m.",
        "I",
        "Q, A",
        "Torque record",
    )
    req.add(
        "Corrosion protection",
        "Aluminium parts SHALL be anodized to MIL-PRF-8625, Type II, Class 1, except for bonding"
        " faces, which SHALL have a chemical conversion coating.",
        "I",
        "Q, A",
        "Process certificates",
    )


def safety(req: RequirementList) -> None:
    """Sections 3.9 and 3.10."""
    req.section("3.9", "Reliability, safety and maintenance")
    req.add(
        "Reliability",
        "The probability that an AST completes one mission of 2,400 s, launch and stage burn"
        " included, SHALL be not less than 0.9995 at a confidence of 60 %.",
        "A",
        "Q",
        "Reliability prediction",
    )
    req.add(
        "Single failures",
        "No single failure SHALL cause uncommanded motion of more than 2.0 mm or loss of the axial"
        " load path.",
        "A, T",
        "Q",
        "Failure modes analysis; seeded faults",
    )
    req.add(
        "Ground inhibit",
        "The AST SHALL NOT release its brake unless the arm discrete (J2, pin 9) is at 28 V and the"
        " ARM bit of the position command is set.",
        "T",
        "Q, A",
        "Truth table of the two inhibits",
    )
    req.add(
        "Storage life",
        "The AST SHALL meet this specification after storage of ten years at 5 °C to 40 °C"
        " and not more than 65 % relative humidity, serviced every 24 months to AST-MNT-007.",
        "A",
        "Q",
        "Assessment of seals and lubricant",
    )
    req.add(
        "Replacement time",
        "Two technicians SHALL be able to replace an AST in not more than 90 minutes without"
        " removing the engine.",
        "D",
        "Q",
        "Timed demonstration",
    )
    req.section("3.10", "Identification and transport")
    req.add(
        "Identification",
        "The AST SHALL carry, legibly and permanently, its part number, serial number, mass to"
        " 0.01 kg and date of acceptance.",
        "I",
        "Q, A",
        "Inspection",
    )
    req.add(
        "Transport",
        "In its container the AST SHALL withstand free falls of 0.6 m on any face. The container"
        " SHALL record accelerations above 15 g.",
        "T",
        "Q",
        "Functional test after falls",
    )


def _material_rows() -> list[tuple[str, ...]]:
    header: tuple[str, ...] = (
        "Part",
        "Material",
        "Standard",
        "Modulus, MPa",
        "Density, kg/m³",
        "Yield, MPa",
        "Ult., MPa",
    )
    uses = (
        ("Housing tube, end cap, gland", ALUMINIUM),
        ("Screw shaft, roller nut", STEEL),
        ("Rod ends", TITANIUM),
    )
    return [header] + [
        (
            part,
            material.name,
            material.standard,
            f"{material.modulus:,}",
            f"{material.density_kg_m3:,}",
            f"{material.yield_strength:,}",
            f"{material.ultimate_strength:,}",
        )
        for part, material in uses
    ]


_POWER_ROWS = (
    ("Characteristic", "Minimum", "Nominal", "Maximum"),
    ("Power bus voltage, V DC", "98", "120", "132"),
    ("Power bus peak current, A", "-", "17.5", "24.5"),
    ("Power bus peak power, kW", "-", "2.1", "2.4"),
    ("Logic bus voltage, V DC", "22", "28", "34"),
    ("Logic power, brake engaged, W", "-", "9", "12"),
    ("Logic power, brake released, W", "-", "26", "31"),
)
