"""Vector drawings of the samples."""

from math import log10

import product as p
from layout import INK, RULE, SHADE
from reportlab.graphics.shapes import Circle, Drawing, Group, Line, PolyLine, Rect, String
from reportlab.lib import colors

_SCALE = 0.66  # points per millimetre
_AXIS = 88.0


def _x(length_mm: float) -> float:
    return 30 + length_mm * _SCALE


def _box(start: float, end: float, diameter: float) -> Rect:
    height = diameter * _SCALE
    return Rect(
        _x(start),
        _AXIS - height / 2,
        (end - start) * _SCALE,
        height,
        fillColor=SHADE,
        strokeColor=INK,
        strokeWidth=0.8,
    )


def _label(x: float, y: float, text: str, anchor: str = "middle") -> String:
    return String(x, y, text, fontName="Helvetica", fontSize=7.5, fillColor=INK, textAnchor=anchor)


def _dimension(start: float, end: float, y: float, text: str) -> Group:
    left, right = _x(start), _x(end)
    lines = [
        Line(left, y, right, y),
        Line(left, y - 4, left, y + 4),
        Line(right, y - 4, right, y + 4),
    ]
    for line in lines:
        line.strokeColor, line.strokeWidth = RULE, 0.6
    return Group(*lines, _label((left + right) / 2, y + 3, text))


def strut_outline() -> Drawing:
    """The strut from the side, with its principal dimensions."""
    tube_end = p.TUBE_START + p.TUBE_LENGTH
    drawing = Drawing(465, 168, hAlign="CENTER")
    drawing.add(_box(-14, p.TUBE_START, 28))
    drawing.add(_box(44, 84, 90))
    drawing.add(_box(p.TUBE_START + 32, tube_end - 30, p.TUBE_OUTER))
    drawing.add(_box(tube_end - 36, tube_end, 90))
    drawing.add(_box(tube_end, 560, p.ROD_OUTER))
    drawing.add(_box(560, p.NULL_LENGTH + 14, 28))
    electronics = _box(140, 285, 34)
    electronics.y = _AXIS + p.TUBE_OUTER * _SCALE / 2
    drawing.add(electronics)
    for pin in (0.0, p.NULL_LENGTH):
        drawing.add(Circle(_x(pin), _AXIS, 8 * _SCALE, fillColor=colors.white, strokeColor=INK))
    axis = Line(_x(-32), _AXIS, _x(p.NULL_LENGTH + 32), _AXIS, strokeDashArray=[9, 2, 2, 2])
    axis.strokeColor, axis.strokeWidth = RULE, 0.5
    drawing.add(axis)
    drawing.add(_dimension(0, p.NULL_LENGTH, 22, f"{p.NULL_LENGTH:.0f} at null"))
    drawing.add(_dimension(p.TUBE_START, tube_end, 44, f"housing tube {p.TUBE_LENGTH:.0f}"))
    drawing.add(_label(_x(0), _AXIS + 22, "pin A"))
    drawing.add(_label(_x(p.NULL_LENGTH), _AXIS + 22, "pin B"))
    drawing.add(_label(_x(212), _AXIS + 34, "drive electronics"))
    drawing.add(_label(_x(262), _AXIS - 16, "motor and brake"))
    drawing.add(_label(_x(455), _AXIS + 44, "gland and bearings"))
    drawing.add(_label(_x(520), _AXIS + 16, "output rod"))
    stroke = f"stroke ± {p.STROKE:.0f}"
    drawing.add(_dimension(p.NULL_LENGTH - p.STROKE, p.NULL_LENGTH + p.STROKE, 150, stroke))
    return drawing


def vibration_spectrum(points: tuple[tuple[float, float], ...], overall_g: float) -> Drawing:
    """Power spectral density over frequency, both axes logarithmic.

    Args:
        points: (frequency in Hz, density in g²/Hz), in order.
        overall_g: Root mean square of the whole spectrum.
    """
    drawing = Drawing(400, 190, hAlign="CENTER")
    left, bottom, width, height = 60.0, 34.0, 320.0, 140.0

    def place(frequency: float, density: float) -> tuple[float, float]:
        x = left + width * (log10(frequency) - 1) / (log10(3000) - 1)
        return x, bottom + height * (log10(density) + 2.3) / 2.0

    drawing.add(Rect(left, bottom, width, height, fillColor=None, strokeColor=INK, strokeWidth=0.8))
    for frequency in (20, 50, 100, 200, 500, 1000, 2000):
        x, _ = place(frequency, 0.01)
        drawing.add(Line(x, bottom, x, bottom + height, strokeColor=SHADE, strokeWidth=0.6))
        drawing.add(_label(x, bottom - 11, str(frequency)))
    for density in (0.01, 0.02, 0.05, 0.1, 0.2):
        _, y = place(20, density)
        drawing.add(Line(left, y, left + width, y, strokeColor=SHADE, strokeWidth=0.6))
        drawing.add(_label(left - 5, y - 3, f"{density:g}", "end"))
    line = [value for point in points for value in place(*point)]
    drawing.add(PolyLine(line, strokeColor=colors.HexColor("#a33a2a"), strokeWidth=1.4))
    drawing.add(_label(left + width / 2, 6, "Frequency, Hz"))
    drawing.add(_label(left + 4, bottom + height + 5, "Density, g²/Hz", "start"))
    drawing.add(_label(left + width - 6, bottom + height - 14, f"{overall_g} g rms overall", "end"))
    return drawing
