"""A composed sentence is held against what it cites."""

import pytest

from assistant.answer.verify import Statement, objection, statement_of

SOURCES = {
    1: "ICD-204 rev C › 4.2 Loads\nThe aft strut carries a limit load of 41.3 kN in tension at"
    " −54 °C. It shall not be painted.",
    2: "Bolt: M8; Torque (N·m): 25; Count: 12",
}


@pytest.mark.parametrize(
    "sentence",
    [
        "The aft strut carries a limit load of 41.3 kN in tension [1].",
        "At -54 °C the strut carries 41.3 kN [1].",
        "The aft strut must not be painted [1].",
        "The torque of the M8 bolt is 25 N·m [2].",
        "There are twelve M8 bolts, torque 25 N·m, count 12 [2].",
        "ICD-204 gives the strut a limit load of 41.3 kN [1]",
    ],
)
def test_what_the_passage_says_holds(sentence):
    assert objection(statement_of(sentence), SOURCES) == ""


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The aft strut carries a limit load of 41.3 kN.", "cites nothing"),
        ("The aft strut carries a limit load of 41.3 kN [3].", "not given"),
        ("The aft strut carries a limit load of 41.8 kN [1].", "41.8 does not stand"),
        ("The aft strut carries a limit load of 41.3 MN [1].", "does not have this unit"),
        ("The aft strut carries a limit load of 41.3 kN at 54 K [1].", "with a minus only"),
        ("The torque of the M8 bolt is 25 kN·m [2].", "does not have this unit"),
        ("The aft strut carries 41.3 kN [2].", "does not stand"),
        ("The limit load of ICD-41.3 [1].", "does not stand"),
        ("Three aft struts carry a limit load of 41.3 kN [1].", "'three' does not stand"),
        ("The forward engine mount yields early during landing [1].", "does not say this"),
        ("The torque of the M8 bolt is not 25 N·m [2].", "does not deny"),
    ],
)
def test_what_it_does_not_say_is_told(sentence, reason):
    assert reason in objection(statement_of(sentence), SOURCES)


def test_a_statement_is_told_from_its_citations():
    assert statement_of("It holds [1] and lasts [2][1].") == Statement(
        "It holds and lasts.", (1, 2)
    )


PAIRS_THAT_HOLD = [
    ("The range is -40 to +85 °C.", "The range is -40 °C to 85 °C"),
    ("Cure for 24-48 hours.", "It cures for 24 to 48 hours"),
    ("The gap is 10 ± 0.5 mm.", "The gap is 10 mm ± 0.5 mm"),
    ("The gain is 0.5 in both axes.", "The gain is 0.5 in both axes"),
    ("There are 4 in total.", "There are 4 in total"),
    ("Inspect at 100-hour intervals.", "Inspect it at intervals of 100 hours"),
    ("A 12-bit converter.", "The converter has 12 bits"),
    ("Torque the bolt to 25 N·m.", "Torque the bolt to 25 Nm"),
    ("The bus has 28 V DC.", "The bus has 28 VDC"),
    ("It accelerates at 3 m/s2.", "It accelerates at 3 m/s²"),
    ("A delay of 5 us.", "A delay of 5 µs"),
    ("The dwell is 90 sec.", "The dwell is 90 s"),
    ("Torque 12 in-lb to the nut.", "The nut has a torque of 12 in·lb"),
    ("Slew at 5 deg/s.", "It slews at 5 °/s"),
    ("A speed of 5 meters per second.", "A speed of 5 m/s"),
    ("Heated to 180 degrees F.", "It is heated to 180 °F"),
    ("A range of 20 kilometers.", "Its range is 20 km"),
    ("The load is at most 41.3 kN.", "The load is no more than 41.3 kN"),
    ("The pressure shall not exceed 30 psi.", "The pressure is at most 30 psi"),
    ("Smoking is prohibited near the tank.", "Smoking is not allowed near the tank"),
    ("Item\tMass in kg\nRod end\t0.268", "The mass of the rod end is 0.268 kg"),
    ("The strut (DO-178C, level A) has 4 bolts.", "The strut has four bolts to DO-178C"),
    ("The voltage is 12 V, 24 V or 28 V.", "The voltage is 12, 24 or 28 V"),
    ("The pressure shall not exceed 30 psi.", "The pressure must not go above 30 psi"),
    ("The load is ≤ 5 kN.", "The load is 5 kN or less"),
    ("Keep at least 5 mm and at most 8 mm.", "Keep at least 5 mm"),
    ("The unit can't be repaired in the field.", "The unit cannot be repaired in the field"),
    ("Use a non-flammable solvent.", "The solvent is not flammable"),
    ("The test takes at most 5 minutes.", "The test takes 5 min"),
    ("The test takes at most 5 minutes and 30 s.", "The test takes 5 min 30 s"),
    ("It stays below 5 kN in one mode and above 5 kN in another.", "It stays above 5 kN in one"),
]
PAIRS_THAT_DO_NOT = [
    ("The strut shall not be painted.", "The strut shall be painted"),
    ("At -54 °C the strut carries 41.3 kN.", "At 54 °C the strut carries 41.3 kN"),
    ("Software to DO-178C.", "Software to DO-178B"),
    ("The bus is MIL-STD-1553B.", "The bus is MIL-STD-1553A"),
    ("Use P/N 1001C washers.", "Use P/N 1001D washers"),
    ("M8\t25\t120\nTorque (N·m)", "The torque of M8 is 25,120 N·m"),
    ("See Table 3 100 mm clearance.", "The clearance is 3,100 mm"),
    ("A gap of 0,125 mm.", "A gap of 125 mm"),
    ("A plate 1/4 in thick.", "A plate 4 in thick"),
    ("The load is 41.3 kN.", "The load is 41.3 meganewtons"),
    ("The load is 41.3 kN.", "The load is 41.3 million N"),
    ("The load is 41.3 kN.", "The load is 41.3 (MN)"),
    ("The tank holds 120 gallons.", "The tank holds 120 liters"),
    ("Its mass is 2.5 kg.", "Its mass is 2.5 tonnes"),
    ("Heated to 180 degrees F.", "It is heated to 180 degrees C"),
    ("A fuse of 5 V.", "A 5-A fuse"),
    ("Use 12 bolts, each torqued to 25 N·m and sealed.", "Use bolts torqued to 12 N·m"),
    ("A motor has 5 poles.", "A motor is rated 5 A"),
    ("Four bolts hold the strut.", "Fifteen bolts hold the strut"),
    ("Drain the oil before servicing.", "Drain the oil after servicing"),
    ("Keep the pressure below 30 psi.", "Keep the pressure above 30 psi"),
    ("The maximum load is 41.3 kN.", "The minimum load is 41.3 kN"),
    ("The pressure shall not exceed 30 psi.", "The pressure shall exceed 30 psi"),
    ("Do not exceed 30 psi.", "Exceed 30 psi"),
    ("A gap of no more than 5 mm.", "A gap of more than 5 mm"),
    ("The load is ≤ 5 kN.", "The load is ≥ 5 kN"),
    ("The load is < 5 kN.", "The load is > 5 kN"),
    ("The load is less than 5 kN.", "The load is greater than 5 kN"),
    ("A load of 5 kN or less.", "A load of 5 kN or more"),
    ("Torque the nut to 12 N·m, never to 15 N·m.", "Torque the nut to 15 N·m"),
    ("The valve opens at 15 bar. It does not open at 12 bar.", "The valve opens at 12 bar"),
    ("The unit can't be repaired in the field.", "The unit can be repaired in the field"),
    ("The valve fails to open at 5 bar.", "The valve opens at 5 bar"),
    ("The solvent is non-flammable.", "The solvent is flammable"),
    ("A motor of 5 kW.", "A motor of 5 kVA"),
    ("A speed of 30 km/h.", "A speed of 30 mph"),
    ("A pressure of 3 bar.", "A pressure of 3 atm"),
    ("A dose of 5 Gy.", "A dose of 5 Sv"),
    ("A film of 5 mm.", "A film of 5 mil"),
]


@pytest.mark.parametrize(("source", "said"), PAIRS_THAT_HOLD)
def test_the_same_said_otherwise_holds(source, said):
    assert objection(statement_of(f"{said} [1]."), {1: source}) == ""


@pytest.mark.parametrize(("source", "said"), PAIRS_THAT_DO_NOT)
def test_something_else_said_alike_does_not_hold(source, said):
    assert objection(statement_of(f"{said} [1]."), {1: source})


@pytest.mark.parametrize(
    ("sentence", "text", "cited"),
    [
        ("The load is 41.3 kN [1], [2].", "The load is 41.3 kN.", (1, 2)),
        ("It holds [1] and [2].", "It holds.", (1, 2)),
        ("According to [1], the load is 41.3 kN.", "the load is 41.3 kN.", (1,)),
    ],
)
def test_lists_of_citations_leave_no_trace(sentence, text, cited):
    assert statement_of(sentence) == Statement(text, cited)
