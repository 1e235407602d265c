"""The mass-properties workbook, with formulas and the values they give."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import product as p
import xlsxwriter
from archive import fix_times
from mass_sheets import Sheet, cell_name

FILE = "AST-MPR-003_mass_properties.xlsx"
_FIRST = 7
"""Row (from 0) of the first part, below the title block, the header and the units."""


def build(folder: Path) -> None:
    """Write the workbook into `folder`."""
    book = xlsxwriter.Workbook(str(folder / FILE))
    book.set_properties(
        {
            "title": "AST-MPR-003 Rev D: Aft Strut Mass Properties",
            "subject": p.MARKING,
            "author": "AST design authority (fictional)",
            "created": datetime(2026, 7, 6),  # noqa: DTZ001  # the format knows no zone
        }
    )
    for name, write in _SHEETS:
        write(Sheet(book, name))
    book.close()
    fix_times(folder / FILE)


def _summary(sheet: Sheet) -> None:
    sheet.title_block("Aft Strut Mass Properties", "Summary at null length, 612.0 mm")
    sheet.columns(46, 14, 12, 52)
    sheet.header(5, ("Property", "Value", "Unit", "Remark"))
    x, y, z = p.centre_of_gravity()
    last = _FIRST + len(p.PARTS)
    total = f"Breakdown!D{last + 1}"
    predicted = f"Breakdown!G{last + 1}"
    rows: tuple[tuple[str, str, float, str, str], ...] = (
        ("Basic mass", f"={total}", p.basic_mass_kg(), "kg", "Sum of the breakdown"),
        ("Predicted mass", f"={predicted}", p.predicted_mass_kg(), "kg", "With growth allowance"),
        ("Mass limit", "", p.MASS_LIMIT_KG, "kg", "AST-SPC-001, AST-REQ-021"),
        ("Margin to the limit", "=B9-B8", p.MASS_LIMIT_KG - p.predicted_mass_kg(), "kg", ""),
        ("Mass of QM2 as weighed", "", 8.03, "kg", "AST-TRP-014 Rev B, section 4.1"),
        ("CG, x from pin A", f"='Centre of gravity'!G{last + 1}", x, "mm", "Limit 302 ± 10"),
        ("CG, y", f"='Centre of gravity'!H{last + 1}", y, "mm", "Limit ± 10"),
        ("CG, z", f"='Centre of gravity'!I{last + 1}", z, "mm", "Limit ± 10"),
        *_inertia_rows(last),
    )
    for row, (name, formula, value, unit, remark) in enumerate(rows, start=6):
        sheet.text(row, 0, name)
        sheet.number(row, 1, value, {"kg": 3, "mm": 1}.get(unit, 0), formula)
        sheet.text(row, 2, unit)
        sheet.text(row, 3, remark)


def _inertia_rows(last: int) -> tuple[tuple[str, str, float, str, str], ...]:
    names = ("Ixx, roll about the strut axis", "Iyy, pitch", "Izz, yaw")
    return tuple(
        (name, f"=Inertia!{column}{last + 1}", value, "kg·mm²", "About the CG of the strut")
        for name, column, value in zip(names, "EFG", _inertia_totals(), strict=True)
    )


def _breakdown(sheet: Sheet) -> None:
    sheet.title_block("Aft Strut Mass Properties", "Mass breakdown")
    sheet.columns(8, 36, 8, 14, 14, 16, 16)
    sheet.header(
        5, ("Item", "Part", "Count", "Basic mass", "Basis", "Growth allowance", "Predicted mass")
    )
    sheet.units(6, ("", "", "", "kg", "", "%", "kg"))
    for row, part in enumerate(p.PARTS, start=_FIRST):
        growth = p.GROWTH[part.basis]
        sheet.text(row, 0, part.item)
        sheet.text(row, 1, part.name)
        sheet.number(row, 2, part.count, 0)
        sheet.number(row, 3, part.mass_kg, 3)
        sheet.text(row, 4, part.basis)
        sheet.number(row, 5, growth * 100, 0)
        mass = part.count * part.mass_kg * (1 + growth)
        sheet.number(row, 6, mass, 3, f"=C{row + 1}*D{row + 1}*(1+F{row + 1}/100)")
    end = _FIRST + len(p.PARTS)
    sheet.text(end, 1, "Total, AST without vehicle harness and pins", is_bold=True)
    products = f"=SUMPRODUCT(C{_FIRST + 1}:C{end},D{_FIRST + 1}:D{end})"
    sheet.number(end, 3, p.basic_mass_kg(), 3, products)
    sheet.number(end, 6, p.predicted_mass_kg(), 3, f"=SUM(G{_FIRST + 1}:G{end})")


def _centre(sheet: Sheet) -> None:
    sheet.title_block("Aft Strut Mass Properties", "Centre of gravity, strut axes, null length")
    sheet.columns(8, 36, 12, 10, 10, 10, 14, 14, 14)
    header = ("Item", "Part", "Basic mass", "x", "y", "z", "Moment x", "Moment y", "Moment z")
    sheet.header(5, header)
    sheet.units(6, ("", "", "kg", "mm", "mm", "mm", "kg·mm", "kg·mm", "kg·mm"))
    for row, part in enumerate(p.PARTS, start=_FIRST):
        sheet.text(row, 0, part.item)
        sheet.text(row, 1, part.name)
        sheet.number(row, 2, part.mass_kg, 3, f"=Breakdown!D{row + 1}")
        for offset, value in enumerate((part.x, part.y, part.z)):
            sheet.number(row, 3 + offset, value, 1)
            formula = f"=C{row + 1}*{cell_name(row, 3 + offset)}"
            sheet.number(row, 6 + offset, part.mass_kg * value, 2, formula)
    end = _FIRST + len(p.PARTS)
    sheet.text(end, 1, "Centre of gravity, mm", is_bold=True)
    sheet.number(end, 2, p.basic_mass_kg(), 3, f"=SUM(C{_FIRST + 1}:C{end})")
    for column, value in zip("GHI", p.centre_of_gravity(), strict=True):
        formula = f"=SUM({column}{_FIRST + 1}:{column}{end})/C{end + 1}"
        sheet.number(end, ord(column) - ord("A"), value, 1, formula)


def _inertia(sheet: Sheet) -> None:
    sheet.title_block("Aft Strut Mass Properties", "Moments of inertia")
    sheet.columns(8, 36, 12, 12, 16, 16, 16)
    sheet.header(
        5, ("Item", "Part", "Own Ixx", "Own Iyy", "Ixx about CG", "Iyy about CG", "Izz about CG")
    )
    sheet.units(6, ("", "", "kg·mm²", "kg·mm²", "kg·mm²", "kg·mm²", "kg·mm²"))
    end = _FIRST + len(p.PARTS)
    centre = {
        axis: f"'Centre of gravity'!{c}${end + 1}" for axis, c in zip("xyz", "GHI", strict=True)
    }
    for row, part in enumerate(p.PARTS, start=_FIRST):
        mass = f"'Centre of gravity'!C{row + 1}"
        arm = {
            axis: f"('Centre of gravity'!{column}{row + 1}-{centre[axis]})^2"
            for axis, column in zip("xyz", "DEF", strict=True)
        }
        sheet.text(row, 0, part.item)
        sheet.text(row, 1, part.name)
        sheet.number(row, 2, part.ixx, 0)
        sheet.number(row, 3, part.iyy, 0)
        ixx, iyy, izz = _about_centre(part)
        sheet.number(row, 4, ixx, 0, f"=C{row + 1}+{mass}*({arm['y']}+{arm['z']})")
        sheet.number(row, 5, iyy, 0, f"=D{row + 1}+{mass}*({arm['x']}+{arm['z']})")
        own_izz = f"{part.izz - part.iyy:+g}" if part.izz != part.iyy else ""
        sheet.number(row, 6, izz, 0, f"=D{row + 1}{own_izz}+{mass}*({arm['x']}+{arm['y']})")
    sheet.text(end, 1, "Total about the CG of the strut", is_bold=True)
    for column, value in zip("EFG", _inertia_totals(), strict=True):
        formula = f"=SUM({column}{_FIRST + 1}:{column}{end})"
        sheet.number(end, ord(column) - ord("A"), value, 0, formula)


def _about_centre(part: p.Part) -> tuple[float, float, float]:
    """Moments of inertia of one part about the centre of gravity of the strut."""
    x, y, z = (
        (own - whole) ** 2
        for own, whole in zip((part.x, part.y, part.z), p.centre_of_gravity(), strict=True)
    )
    mass = part.mass_kg
    return part.ixx + mass * (y + z), part.iyy + mass * (x + z), part.izz + mass * (x + y)


def _inertia_totals() -> tuple[float, float, float]:
    parts = [_about_centre(part) for part in p.PARTS]
    return sum(i[0] for i in parts), sum(i[1] for i in parts), sum(i[2] for i in parts)


def _history(sheet: Sheet) -> None:
    sheet.title_block("Aft Strut Mass Properties", "History of the predicted mass")
    sheet.columns(10, 18, 18, 70)
    sheet.header(5, ("Revision", "Date", "Predicted mass", "Cause of the change"))
    sheet.units(6, ("", "", "kg", ""))
    rows = (
        ("A", "16 April 2025", 7.62, "First estimate from layout drawings"),
        ("B", "3 November 2025", 8.31, "Screw shaft and rod ends enlarged for LC1 of 18.5 kN"),
        ("C", "12 January 2026", 8.24, "Bore of the screw shaft opened from 14 mm to 16 mm"),
        (
            "D",
            "6 July 2026",
            p.predicted_mass_kg(),
            "Motor, brake, nut and bearings weighed; QM2 weighed",
        ),
    )
    for row, (revision, date, mass, cause) in enumerate(rows, start=_FIRST):
        sheet.text(row, 0, revision)
        sheet.text(row, 1, date)
        sheet.number(row, 2, mass, 2)
        sheet.text(row, 3, cause)


_SHEETS: tuple[tuple[str, Callable[[Sheet], None]], ...] = (
    ("Summary", _summary),
    ("Breakdown", _breakdown),
    ("Centre of gravity", _centre),
    ("Inertia", _inertia),
    ("History", _history),
)
