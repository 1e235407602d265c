"""Section 3.6 of the specification: climatic and mechanical environments."""

from figures import vibration_spectrum
from layout import Story
from requirements import RequirementList

VIBRATION = ((20.0, 0.020), (60.0, 0.180), (600.0, 0.180), (2000.0, 0.0162))
VIBRATION_G_RMS = 13.3


def environments(story: Story, req: RequirementList) -> None:
    """Section 3.6."""
    story.heading("3.6", "Environments")
    story.text(
        "The AST meets its performance during and after exposure to the environments below unless"
        " a requirement says otherwise. Levels are qualification levels; acceptance levels are"
        " 6 dB lower for vibration and 5 °C narrower at each end for temperature.",
    )
    req.section("3.6.1", "Climatic")
    story.text("The housing temperature is measured on the tube, 30 mm from the end cap.")
    story.table("Table 3-5: Climatic environments", _CLIMATE_ROWS, (46, 40, 40, 39))
    req.add(
        "Operating temperature",
        "The AST SHALL operate at housing temperatures from -35 °C to +71 °C and SHALL"
        " survive, without operating, from -54 °C to +85 °C.",
        "T",
        "Q, A",
        "Functional test at both ends",
    )
    req.add(
        "Thermal vacuum",
        "The AST SHALL withstand eight thermal cycles between its operating temperatures at a"
        " pressure of not more than 1.3E-3 Pa, with a dwell of 2 h at each end.",
        "T",
        "Q",
        "Functional test, cycles 1 and 8",
    )
    req.add(
        "Ascent pressure",
        "The AST SHALL withstand a fall of pressure from 101 kPa to vacuum at a rate of up to"
        " 3.5 kPa/s.",
        "A",
        "Q",
        "Vent-area analysis",
    )
    req.add(
        "Humidity",
        "The AST SHALL withstand ten 24 h cycles of humidity to MIL-STD-810H, method 507.6, with"
        " connectors mated or capped.",
        "T",
        "Q",
        "Insulation resistance after exposure",
    )
    req.add(
        "Salt fog",
        "The AST SHALL withstand 48 h of salt fog followed by 48 h of drying to MIL-STD-810H,"
        " method 509.7, without corrosion that affects its function.",
        "T",
        "Q",
        "Visual inspection; backlash",
    )
    _mechanical(story, req)


def _mechanical(story: Story, req: RequirementList) -> None:
    req.section("3.6.2", "Vibration, shock and acceleration")
    story.text(
        "Vibration enters through both pins, which are held in a rigid fixture at null length. The"
        " control signal is the mean of two accelerometers, one at each pin."
    )
    story.table("Table 3-6: Random vibration, each of three axes", _RANDOM_ROWS, (55, 55, 55))
    story.figure(
        vibration_spectrum(VIBRATION, VIBRATION_G_RMS),
        "Figure 3-2: Random vibration, qualification level",
    )
    req.add(
        "Random vibration",
        "The AST SHALL withstand the random vibration of Table 3-6, 13.3 g rms overall, for 180 s"
        " in each of three axes, powered, with the brake engaged.",
        "T",
        "Q, A",
        "Control spectra; functional test after",
    )
    req.add(
        "Sine vibration",
        "The AST SHALL withstand a sine sweep of 2.5 g from 5 Hz to 100 Hz at two octaves per"
        " minute in each of three axes.",
        "T",
        "Q",
        "Response plots",
    )
    story.table(
        "Table 3-7: Shock response spectrum (Q = 10), both directions of each axis",
        _SHOCK_ROWS,
        (55, 55, 55),
    )
    req.add(
        "Shock",
        "The AST SHALL withstand two shocks in each axis with the response spectrum of Table 3-7.",
        "T",
        "Q",
        "Measured spectra; functional test after",
    )
    req.add(
        "Acceleration",
        "The AST SHALL operate under a steady acceleration of 12 g along the vehicle axis and 3 g"
        " across it.",
        "A",
        "Q",
        "Analysis of brake, bearings, electronics",
    )


_CLIMATE_ROWS = (
    ("Environment", "Operating", "Not operating", "Duration"),
    ("Housing temperature, °C", "-35 to +71", "-54 to +85", "Continuous"),
    ("Pressure, Pa", "1.3E-3 to 1.04E5", "1.3E-3 to 1.04E5", "One mission"),
    ("Relative humidity, %", "10 to 85", "0 to 95, condensing", "240 h"),
    ("Salt fog, 5 % NaCl", "-", "35 °C", "48 h + 48 h"),
    ("Blowing rain", "-", "50 mm/h", "40 min"),
)
_RANDOM_ROWS = (
    ("Frequency, Hz", "Density, g²/Hz", "Slope"),
    ("20", "0.020", "-"),
    ("20 to 60", "0.020 to 0.180", "+6 dB/octave"),
    ("60 to 600", "0.180", "flat"),
    ("600 to 2000", "0.180 to 0.0162", "-6 dB/octave"),
    ("Overall", "13.3 g rms", "-"),
)
_SHOCK_ROWS = (
    ("Frequency, Hz", "Acceleration, g", "Tolerance"),
    ("100", "40", "± 6 dB"),
    ("1,600", "1,400", "± 6 dB"),
    ("10,000", "1,400", "+9 dB, -6 dB"),
)
