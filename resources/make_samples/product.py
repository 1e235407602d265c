"""The fictional product of the sample documents: one number, said once, used in all of them.

The Aft Strut (AST) is an electromechanical linear actuator that carries and steers the engine of
the second stage of an invented small launch vehicle. Lengths are in mm, forces in kN, masses in
kg, stresses in MPa unless a name says otherwise.
"""

from dataclasses import dataclass
from math import pi

VEHICLE = "Corvane small launch vehicle"
PRODUCT = "Aft Strut (AST)"
PART_NUMBER = "4410-0100-01"
MARKING = "Sample document: fictional"

SPECIFICATION = "AST-SPC-001"
INTERFACES = "AST-ICD-002"
MASS_PROPERTIES = "AST-MPR-003"
FINITE_ELEMENTS = "AST-FEM-005"
SERVICING = "AST-MNT-007"
TEST_REPORT = "AST-TRP-014"

NULL_LENGTH = 612.0
STROKE = 38.0
STOP = 40.0
MOMENT_ARM = 360.0

RATED_FORCE_KN = 9.5
RATED_SPEED_MM_S = 95
LIMIT_LOAD_KN = 18.5
PROOF_FACTOR = 1.20
YIELD_FACTOR = 1.25
ULTIMATE_FACTOR = 1.40
STIFFNESS_KN_MM = 48.0
FREQUENCY_HZ = 140
MASS_LIMIT_KG = 8.50

TUBE_OUTER = 80.0
TUBE_WALL = 3.0
TUBE_LENGTH = 420.0
TUBE_START = 52.0
"""Distance of the tube's fixed end from pin A."""

ROD_OUTER = 30.0
ROD_BORE = 16.0


@dataclass(frozen=True, slots=True)
class Material:
    """An isotropic material.

    Attributes:
        name: Alloy and temper.
        standard: Procurement specification.
        modulus: Young's modulus, MPa.
        poisson: Poisson's ratio.
        density_kg_m3: Density.
        yield_strength: Minimum 0.2 % proof stress, MPa.
        ultimate_strength: Minimum tensile strength, MPa.
    """

    name: str
    standard: str
    modulus: int
    poisson: float
    density_kg_m3: int
    yield_strength: int
    ultimate_strength: int


ALUMINIUM = Material("7075-T7351", "AMS 4124", 71_700, 0.33, 2810, 385, 460)
STEEL = Material("15-5PH, H1025", "AMS 5659", 196_000, 0.27, 7800, 1000, 1070)
TITANIUM = Material("Ti-6Al-4V, annealed", "AMS 4928", 110_000, 0.31, 4430, 825, 895)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the mass breakdown, in the strut's axes (x from pin A to pin B).

    Attributes:
        item: Item number in the drawing tree.
        name: What it is.
        count: How many there are; `mass_kg` is of one.
        mass_kg: Basic mass.
        basis: 'calculated', 'estimated' or 'weighed'.
        x, y, z: Centre of gravity, mm.
        ixx, iyy, izz: Moments of inertia about its own centre of gravity, kg·mm².
    """

    item: str
    name: str
    count: int
    mass_kg: float
    basis: str
    x: float
    y: float
    z: float
    ixx: float
    iyy: float
    izz: float


PARTS = (
    Part("10", "Housing tube, 7075-T7351", 1, 0.857, "calculated", 262, 0, 0, 1272, 13235, 13235),
    Part("20", "End cap, fixed end", 1, 0.742, "calculated", 62, 0, 0, 610, 428, 428),
    Part("30", "Gland and bearing carrier", 1, 0.415, "calculated", 462, 0, 0, 342, 221, 221),
    Part("40", "Screw shaft and output rod", 1, 1.184, "calculated", 430, 0, 0, 171, 8970, 8970),
    Part("50", "Planetary roller nut", 1, 0.872, "weighed", 415, 0, 0, 395, 690, 690),
    Part("60", "Thrust bearing pair", 1, 0.386, "weighed", 440, 0, 0, 241, 148, 148),
    Part("70", "Motor, stator and rotor", 1, 1.476, "weighed", 300, 0, 0, 1140, 1830, 1830),
    Part("80", "Holding brake", 1, 0.292, "weighed", 150, 0, 0, 198, 122, 122),
    Part("90", "Position sensor", 1, 0.174, "estimated", 120, 0, 0, 44, 96, 96),
    Part("100", "Rod end, side A", 1, 0.268, "calculated", 26, 0, 0, 58, 92, 92),
    Part("101", "Rod end, side B", 1, 0.268, "calculated", 586, 0, 0, 58, 92, 92),
    Part("110", "Drive electronics", 1, 0.648, "estimated", 210, 0, 68, 402, 1260, 1110),
    Part("120", "Connectors and internal harness", 1, 0.142, "estimated", 180, 12, 61, 38, 74, 74),
    Part("130", "Fasteners, seals and shims", 1, 0.118, "estimated", 262, 0, 0, 175, 2900, 2900),
    Part("140", "Lubricant", 1, 0.038, "estimated", 400, 0, 0, 9, 60, 60),
)
GROWTH = {"calculated": 0.03, "estimated": 0.08, "weighed": 0.01}
"""Mass growth allowance by the basis of the value."""


def tube_area() -> float:
    """Cross-section of the housing tube, mm²."""
    inner = TUBE_OUTER - 2 * TUBE_WALL
    return pi / 4 * (TUBE_OUTER**2 - inner**2)


def basic_mass_kg() -> float:
    """Sum of the basic masses."""
    return sum(part.count * part.mass_kg for part in PARTS)


def predicted_mass_kg() -> float:
    """Basic masses with their growth allowances."""
    return sum(part.count * part.mass_kg * (1 + GROWTH[part.basis]) for part in PARTS)


def centre_of_gravity() -> tuple[float, float, float]:
    """Of the whole strut at null length, mm."""
    total = basic_mass_kg()
    return (
        sum(p.count * p.mass_kg * p.x for p in PARTS) / total,
        sum(p.count * p.mass_kg * p.y for p in PARTS) / total,
        sum(p.count * p.mass_kg * p.z for p in PARTS) / total,
    )
