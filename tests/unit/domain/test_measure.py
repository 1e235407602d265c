"""Figures are read with their units, however those are written."""

import pytest

from assistant.domain.figures import plain
from assistant.domain.measure import loose_units, measures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("41.3 kN.", [("41.3", "kN")]),
        ("-40 to +85 °C", [("-40", "°C"), ("85", "°C")]),
        ("24-48 hours", [("24-48", "h")]),
        ("10 ± 0.5 mm", [("10", "mm"), ("0.5", "mm")]),
        ("12 V, 24 V and 28 V", [("12", "V"), ("24", "V"), ("28", "V")]),
        ("100-hour intervals", [("100", "h")]),
        ("9.81 m/s2", [("9.81", "m/s2"), ("2", "")]),
        ("5 m per second", [("5", "m/s")]),
        ("25 newton meters", [("25", "N·m")]),
        ("25 Nm", [("25", "N·m")]),
        ("12 lbf·in", [("12", "in·lbf")]),
        ("180 degrees F", [("180", "°F")]),
        ("5 degrees per second", [("5", "°/s")]),
        ("41.3 meganewtons", [("41.3", "MN")]),
        ("20 kilometers", [("20", "km")]),
        ("41.3 (MN)", [("41.3", "MN")]),
        ("5-A fuse", [("5", "A")]),
        ("41.3 million N", [("41.3", "million")]),
    ],
)
def test_a_figure_has_its_unit_in_one_spelling(text, found):
    assert [(each.figure.value, each.unit) for each in measures(plain(text))] == found


@pytest.mark.parametrize("text", ["0.5 in both axes", "4 in total", "5 a day", "12 bolts"])
def test_a_word_after_a_figure_need_not_be_a_unit(text):
    assert [each.unit for each in measures(plain(text))] == [""]


def test_inches_are_told_from_the_word():
    for text in ("2 in thick", "2 in.", "2 in"):
        assert [each.unit for each in measures(plain(text))] == ["in"]


def test_cells_of_a_row_are_figures_of_their_own():
    assert [each.figure.value for each in measures(plain("M8\t25\t120"))] == ["8", "25", "120"]


def test_units_in_the_heads_of_columns_are_known():
    text = plain("Bolt: M8; Torque (N·m): 25; Axial load [kN]; mass in kg: 3; at 12 V")
    assert loose_units(text) == {"N·m", "kN", "kg"}
