"""The finite-element model of the housing as a Nastran deck, in tonnes, mm, seconds and N."""

from collections.abc import Iterator
from math import cos, pi, sin
from pathlib import Path

import product as p

FILE = "AST-FEM-005_housing.bdf"
_AROUND = 16
_ALONG = 14
_PIN_A, _CAP, _GLAND, _ROD, _ROD_END, _PIN_B = 1, 2, 3, 4, 5, 6
_STATIONS = {2: 11, 3: 12, 5: 13, 8: 14, 12: 15, 13: 16}
"""Rings that carry masses, and the grid at the centre of each."""
_HOLDERS = {
    "20": _CAP,
    "30": _GLAND,
    "40": 15,
    "50": 15,
    "60": 16,
    "70": 14,
    "80": 12,
    "90": 11,
    "100": _PIN_A,
    "101": _PIN_B,
    "110": 13,
    "120": 13,
    "130": 14,
    "140": 15,
}
"""The grid that carries each part of the mass breakdown; the tube's own mass is in its shell."""
_GRAVITY = 9806.65
_LATERAL_G = 12.0


def build(folder: Path) -> None:
    """Write the deck into `folder`."""
    lines = [*_control(), *_materials(), *_grids(), *_elements(), *_masses(), *_loads(), "ENDDATA"]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def _card(name: str, *fields: str | float) -> Iterator[str]:
    """One card in small-field format, continued after every eight fields."""
    texts = [_field(field) for field in fields]
    for start in range(0, max(len(texts), 1), 8):
        head = name if start == 0 else ""
        yield (f"{head:<8}" + "".join(f"{text:<8}" for text in texts[start : start + 8])).rstrip()


def _field(value: str | float) -> str:
    """A number in at most eight characters, with the decimal point that the format asks of reals.

    Raises:
        ValueError: The value does not fit.
    """
    text = _real(value) if isinstance(value, float) else str(value)
    if len(text) > 8:
        raise ValueError(f"{text!r} is longer than a field")
    return text


def _real(value: float) -> str:
    """At most seven characters where six digits allow it, so that fields stay apart."""
    if value == 0:
        return "0."
    if 1e-2 <= abs(value) < 1e6:
        text = f"{value:.6g}"
        return text if "." in text else f"{text}."
    mantissa, exponent = f"{value:.3E}".split("E")
    text = f"{mantissa.rstrip('0')}E{int(exponent)}"
    return text if len(text) < 8 else text.replace("E", "")


def _ring(ring: int) -> list[int]:
    """The grids of a ring, in order around the tube."""
    return [1001 + 100 * ring + n for n in range(_AROUND)]


def _ring_x(ring: int) -> float:
    return p.TUBE_START + ring * p.TUBE_LENGTH / _ALONG


def _control() -> list[str]:
    return f"""\
$ ----------------------------------------------------------------------
$ {p.FINITE_ELEMENTS} Rev A   Aft strut housing, finite-element model
$ {p.MARKING}
$ Part number {p.PART_NUMBER}, specification AST-SPC-001 Rev C
$ Units: N, mm, tonne, second; stress in MPa
$ Axes: origin at pin A, x towards pin B, z through the electronics
$ Strut at null length, {p.NULL_LENGTH:.1f} mm, brake engaged
$ Predicted axial stiffness 51.6 kN/mm (AST-REQ-016: 48.0 minimum)
$ Predicted first lateral frequency 174 Hz (AST-REQ-017: 140 minimum)
$ For modes: SOL 103, and METHOD = 30 in a single subcase
$ ----------------------------------------------------------------------
SOL 101
CEND
TITLE = AFT STRUT HOUSING AST-FEM-005 REV A
SUBTITLE = STATIC LIMIT LOADS OF AST-SPC-001 TABLE 3-3
ECHO = NONE
DISPLACEMENT = ALL
SPCFORCES = ALL
STRESS(CENTER) = ALL
SPC = 1
SUBCASE 1
  LABEL = LC1 LIMIT TENSION 18.5 KN
  LOAD = 10
SUBCASE 2
  LABEL = LC1 LIMIT COMPRESSION 18.5 KN
  LOAD = 11
SUBCASE 3
  LABEL = LC3 TENSION 14.2 KN WITH 12 G LATERAL
  LOAD = 13
BEGIN BULK
PARAM,POST,-1
PARAM,GRDPNT,0""".splitlines()


def _materials() -> Iterator[str]:
    aluminium, steel, titanium = p.ALUMINIUM, p.STEEL, p.TITANIUM
    yield f"$ Housing tube: {aluminium.name} to {aluminium.standard}"
    yield f"$ yield {aluminium.yield_strength} MPa, ultimate {aluminium.ultimate_strength} MPa"
    density = aluminium.density_kg_m3 * 1e-12
    yield from _card("MAT1", 1, float(aluminium.modulus), "", aluminium.poisson, density, 23.4e-6)
    yield f"$ Output rod: {steel.name} to {steel.standard}; its mass is in CONM2 2040"
    yield from _card("MAT1", 2, float(steel.modulus), "", steel.poisson)
    yield f"$ Rod ends: {titanium.name} to {titanium.standard}; mass in CONM2 2100, 2101"
    yield from _card("MAT1", 3, float(titanium.modulus), "", titanium.poisson)
    yield f"$ Tube wall {p.TUBE_WALL:.1f} mm on {p.TUBE_OUTER:.0f} mm outer diameter"
    yield from _card("PSHELL", 1, 1, p.TUBE_WALL, 1, "", 1)
    yield f"$ Output rod, {p.ROD_OUTER:.0f} mm outer diameter, {p.ROD_BORE:.0f} mm bore"
    yield from _bar(2, 2, p.ROD_OUTER, p.ROD_BORE)
    yield "$ Rod ends as solid bars of 28 mm diameter"
    yield from _bar(3, 3, 28.0, 0.0)
    yield "$ Axial spring of roller nut, thrust bearings, joints, rod-end bearings"
    yield "$ and of the screw shaft inside the housing: 8.89 um/kN together"
    yield from _card("PBUSH", 4, "K", 1.125e5, 1e7, 1e7, 1e9, 1e9, 1e9)


def _bar(number: int, material: int, outer: float, bore: float) -> Iterator[str]:
    area = pi / 4 * (outer**2 - bore**2)
    inertia = pi / 64 * (outer**4 - bore**4)
    yield from _card("PBAR", number, material, area, inertia, inertia, 2 * inertia)


def _grids() -> Iterator[str]:
    yield "$ Pins, end cap, gland, output rod"
    end = p.TUBE_START + p.TUBE_LENGTH
    places = (
        (_PIN_A, 0.0),
        (_CAP, p.TUBE_START),
        (_GLAND, end),
        (_ROD, end),
        (_ROD_END, 560.0),
        (_PIN_B, p.NULL_LENGTH),
    )
    for grid, x in places:
        yield from _card("GRID", grid, "", x, 0.0, 0.0)
    yield "$ Centres of the rings that carry masses"
    for ring, grid in _STATIONS.items():
        yield from _card("GRID", grid, "", _ring_x(ring), 0.0, 0.0)
    yield "$ Housing tube, middle surface"
    radius = (p.TUBE_OUTER - p.TUBE_WALL) / 2
    for ring in range(_ALONG + 1):
        for n, grid in enumerate(_ring(ring)):
            angle = 2 * pi * n / _AROUND
            y, z = round(radius * cos(angle), 3), round(radius * sin(angle), 3)
            yield from _card("GRID", grid, "", _ring_x(ring), y + 0.0, z + 0.0)


def _elements() -> Iterator[str]:
    yield "$ Housing tube"
    for ring in range(_ALONG):
        near, far = _ring(ring), _ring(ring + 1)
        for n in range(_AROUND):
            m = (n + 1) % _AROUND
            yield from _card("CQUAD4", near[n], 1, near[n], far[n], far[m], near[m])
    yield "$ Rod end A, output rod, rod end B"
    yield from _card("CBAR", 1, 3, _PIN_A, _CAP, 0.0, 0.0, 1.0)
    yield from _card("CBAR", 2, 2, _ROD, _ROD_END, 0.0, 0.0, 1.0)
    yield from _card("CBAR", 3, 3, _ROD_END, _PIN_B, 0.0, 0.0, 1.0)
    yield "$ Drive train between gland and output rod"
    yield from _card("CBUSH", 4, 4, _GLAND, _ROD, "", "", "", 0)
    yield "$ End cap and gland are rigid"
    yield from _card("RBE2", 101, _CAP, 123456, *_ring(0))
    yield from _card("RBE2", 102, _GLAND, 123456, *_ring(_ALONG))
    yield "$ Masses inside the tube hang on their rings without stiffening them"
    for ring, grid in _STATIONS.items():
        yield from _card("RBE3", 110 + ring, "", grid, 123456, 1.0, 123, *_ring(ring))


def _masses() -> Iterator[str]:
    places = {_PIN_A: 0.0, _CAP: p.TUBE_START, _GLAND: p.TUBE_START + p.TUBE_LENGTH}
    places |= {_PIN_B: p.NULL_LENGTH}
    places |= {grid: _ring_x(ring) for ring, grid in _STATIONS.items()}
    for part in p.PARTS:
        if part.item not in _HOLDERS:
            continue
        grid = _HOLDERS[part.item]
        offset = part.x - places[grid]
        yield f"$ Item {part.item}: {part.name}, {part.mass_kg:.3f} kg"
        mass = part.mass_kg * 1e-3
        number = 2000 + int(part.item)
        yield from _card(
            "CONM2",
            *(number, grid, "", mass, float(offset), float(part.y), float(part.z), ""),
            *(part.ixx * 1e-3, "", part.iyy * 1e-3, "", "", part.izz * 1e-3),
        )


def _loads() -> Iterator[str]:
    yield "$ Pin A holds x, y, z and roll; pin B holds y and z"
    yield from _card("SPC1", 1, 1234, _PIN_A)
    yield from _card("SPC1", 1, 23, _PIN_B)
    yield f"$ LC1, limit load {p.LIMIT_LOAD_KN} kN in tension and in compression"
    limit = p.LIMIT_LOAD_KN * 1e3
    yield from _card("FORCE", 10, _PIN_B, 0, limit, 1.0, 0.0, 0.0)
    yield from _card("FORCE", 11, _PIN_B, 0, limit, -1.0, 0.0, 0.0)
    yield f"$ LC3, 14.2 kN in tension with {_LATERAL_G:.0f} g along y"
    yield from _card("GRAV", 12, 0, _LATERAL_G * _GRAVITY, 0.0, 1.0, 0.0)
    yield from _card("FORCE", 14, _PIN_B, 0, 14200.0, 1.0, 0.0, 0.0)
    yield from _card("LOAD", 13, 1.0, 1.0, 14, 1.0, 12)
    yield "$ Ten modes up to 2,000 Hz, scaled to unit modal mass"
    yield from _card("EIGRL", 30, 0.0, 2000.0, 10, "", "", "", "MASS")
