"""Tables on a page: rows, headers, and how each row reads."""

import pytest

from assistant.domain.document import BlockKind
from assistant.parse.layout import lay_out
from tests.unit.parse.page_setter import set_line, set_lines, set_row

LEFTS = [72.0, 200.0, 320.0]


def rows_of(words):
    """Text and reading of each block that is a table's row."""
    page = lay_out(words, 612, 792)
    return [
        (page.text[block.start : block.end], block.reading)
        for block in page.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


def readings_of(words):
    return [reading for _, reading in rows_of(words) if reading]


def test_each_row_reads_with_the_names_of_its_columns():
    words = [
        *set_row(["Motor", "Delay (s)", "Mass (g)"], LEFTS, 100),
        *set_row(["D12-3", "2.39", "41.4"], LEFTS, 112),
        *set_row(["D12-5", "4.25", "45.2"], LEFTS, 124),
    ]

    assert rows_of(words) == [
        ("Motor\tDelay (s)\tMass (g)", ""),
        ("D12-3\t2.39\t41.4", "Motor: D12-3; Delay (s): 2.39; Mass (g): 41.4"),
        ("D12-5\t4.25\t45.2", "Motor: D12-5; Delay (s): 4.25; Mass (g): 45.2"),
    ]


def test_a_header_of_two_lines_is_one_name():
    words = [
        *set_row(["", "Average", "Initial"], LEFTS, 100, bold=True),
        *set_row(["Delay", "Measured", "Mass"], LEFTS, 112, bold=True),
        *set_row(["3", "2.39", "41.4 g"], LEFTS, 124),
        *set_row(["5", "4.25", "45.2 g"], LEFTS, 136),
    ]

    assert readings_of(words)[1] == "Delay: 5; Average Measured: 4.25; Initial Mass: 45.2 g"


def test_a_header_over_two_columns_names_both():
    words = [
        *set_row(["Motor", "Thrust (N)"], [72, 247], 100, bold=True),
        *set_row(["", "Peak", "Mean"], LEFTS, 112, bold=True),
        *set_row(["D12", "29.73", "10.21"], LEFTS, 124),
        *set_row(["C6", "14.10", "4.74"], LEFTS, 136),
    ]

    assert readings_of(words)[0] == "Motor: D12; Thrust (N) Peak: 29.73; Thrust (N) Mean: 10.21"


def test_a_cell_of_several_lines_stays_in_its_row():
    words = [
        *set_row(["Tag", "Type", "Description"], LEFTS, 100, bold=True),
        *set_row(["args", "list", "Starts the region where the"], LEFTS, 120),
        *set_row(["", "", "arguments are speci-"], LEFTS, 132),
        *set_row(["", "", "fied"], LEFTS, 144),
        *set_row(["name", "text", "The name"], LEFTS, 164),
    ]

    assert rows_of(words)[1:] == [
        (
            "args\tlist\tStarts the region where the arguments are speci-\nfied",
            "Tag: args; Type: list;"
            " Description: Starts the region where the arguments are specified",
        ),
        ("name\ttext\tThe name", "Tag: name; Type: text; Description: The name"),
    ]


def test_a_label_and_its_value_are_read_together():
    words = [
        *set_row(["Total impulse:", "17.00 newton-seconds"], LEFTS[:2], 100),
        *set_row(["Propellant mass:", "21.1 grams"], LEFTS[:2], 112),
        *set_row(["Casing:", "24 mm × 70 mm"], LEFTS[:2], 124),
    ]

    assert readings_of(words) == [
        "Total impulse: 17.00 newton-seconds",
        "Propellant mass: 21.1 grams",
        "Casing: 24 mm × 70 mm",
    ]


def test_a_group_s_name_leads_its_rows():
    words = [
        *set_row(["Number", "Name", "Use of it"], LEFTS, 100),
        *set_row(["0x000", "ustatus", "User status"], LEFTS, 112),
        *set_line("Supervisor registers", 160, 124),
        *set_row(["0x100", "sstatus", "Supervisor status"], LEFTS, 136),
        *set_row(["0x104", "sie", "Interrupt enable"], LEFTS, 148),
    ]

    assert readings_of(words) == [
        "Number: 0x000; Name: ustatus; Use of it: User status",
        "Supervisor registers — Number: 0x100; Name: sstatus; Use of it: Supervisor status",
        "Supervisor registers — Number: 0x104; Name: sie; Use of it: Interrupt enable",
    ]


def rows_with_a_lone_cell(lone, *, bold):
    """Three rows under a header, and a lone first cell before the last of them."""
    return [
        *set_row(["Part", "Material", "Load (kN)"], LEFTS, 100, bold=True),
        *set_row(["Bolt", "Steel", "3.2"], LEFTS, 120),
        *set_row(["Pin", "Steel", "3.3"], LEFTS, 140),
        *set_line(lone, LEFTS[0], 160, bold=bold),
        *set_row(["Nut", "Brass", "4.4"], LEFTS, 180),
    ]


@pytest.mark.parametrize("lone", ["2", "R2", "2.5 kN", "Rod"])
def test_a_first_cell_without_values_leads_no_other_row(lone):
    assert readings_of(rows_with_a_lone_cell(lone, bold=False))[-1] == (
        "Part: Nut; Material: Brass; Load (kN): 4.4"
    )


def test_a_title_in_bold_leads_the_rows_below_it():
    assert readings_of(rows_with_a_lone_cell("Gear", bold=True))[-1] == (
        "Gear — Part: Nut; Material: Brass; Load (kN): 4.4"
    )


def test_a_title_right_below_the_header_leads_the_rows_below_it():
    words = [
        *set_row(["Part", "Material", "Load (kN)"], LEFTS, 100, bold=True),
        *set_line("Gear", LEFTS[0], 120),
        *set_row(["Bolt", "Steel", "3.2"], LEFTS, 140),
        *set_row(["Nut", "Brass", "4.4"], LEFTS, 160),
    ]

    assert readings_of(words) == [
        "Gear — Part: Bolt; Material: Steel; Load (kN): 3.2",
        "Gear — Part: Nut; Material: Brass; Load (kN): 4.4",
    ]


def test_the_caption_leads_every_row():
    words = [
        *set_line("Table 3 Mass properties", 72, 80),
        *set_row(["Item", "Mass (kg)"], LEFTS[:2], 100),
        *set_row(["Strut", "4.1"], LEFTS[:2], 112),
        *set_row(["Wheel", "7.9"], LEFTS[:2], 124),
    ]

    assert readings_of(words)[0] == "Table 3 Mass properties — Item: Strut; Mass (kg): 4.1"


def test_a_first_cell_left_blank_repeats_the_one_above():
    words = [
        *set_row(["Motor", "Quantity", "Value"], LEFTS, 100, bold=True),
        *set_row(["D12", "Thrust", "29.73 N"], LEFTS, 116),
        *set_row(["", "Impulse", "17.00 N s"], LEFTS, 132),
    ]

    assert readings_of(words)[1] == "Motor: D12; Quantity: Impulse; Value: 17.00 N s"


def test_no_header_is_invented_for_rows_of_numbers():
    words = [
        *set_row(["1.0", "2.0", "3.0"], LEFTS, 100),
        *set_row(["4.0", "5.0", "6.0"], LEFTS, 112),
        *set_row(["7.0", "8.0", "9.0"], LEFTS, 124),
    ]

    assert readings_of(words) == []


def test_names_with_figures_over_states_that_repeat_are_a_header():
    rows = [("0", "No", "No"), ("1", "No", "Yes"), ("2", "Yes", "No"), ("3", "Yes", "Yes")]
    words = [
        word
        for line, cells in enumerate([("Address", "A1 jumper", "A0 jumper"), *rows])
        for word in set_row(list(cells), LEFTS, 100 + 12 * line)
    ]

    assert readings_of(words)[2] == "Address: 2; A1 jumper: Yes; A0 jumper: No"
    assert readings_of(words[5:]) == []


def test_items_contents_and_prompts_are_no_tables():
    items = [w for i in range(4) for w in set_row(["•", "An item of it"], [72, 100], 100 + 12 * i)]
    contents = set_lines("1 Scope .......... 3\n2 Loads .......... 7", top=200)
    prompts = [
        w
        for i in range(2)
        for w in set_row(["Prompt>", "make all"], [72, 130], 300 + 12 * i, mono=False)
    ]

    assert rows_of([*items, *contents, *prompts]) == []


def test_prose_with_wide_spaces_is_no_table():
    words = set_lines(
        "The unit   was tested in May\nand then it   did not fail at any\npoint on   the test stand"
    )

    assert rows_of(words) == []


def test_a_list_of_assignments_gets_no_header():
    words = [
        w
        for i, cells in enumerate((["mass = 50", "kg"], ["speed = 3", "m/s"], ["side = 7", "m"]))
        for w in set_row(cells, LEFTS[:2], 100 + 12 * i)
    ]

    assert readings_of(words) == []


def test_a_wrapped_label_beside_level_cells_is_one_row_with_them():
    words = [
        *set_row(["Part", "Material", "Yield"], LEFTS, 100, bold=True),
        *set_line("Housing tube, end cap,", 72, 120),
        *set_row(["", "7075-T7351", "385"], LEFTS, 126),
        *set_line("gland", 72, 132),
        *set_row(["Screw shaft", "15-5PH", "1000"], LEFTS, 152),
        *set_row(["Rod ends", "Ti-6Al-4V", "825"], LEFTS, 172),
    ]

    assert readings_of(words) == [
        "Part: Housing tube, end cap, gland; Material: 7075-T7351; Yield: 385",
        "Part: Screw shaft; Material: 15-5PH; Yield: 1000",
        "Part: Rod ends; Material: Ti-6Al-4V; Yield: 825",
    ]


def test_a_wrapped_cell_in_the_last_row_stays_in_the_table():
    words = [
        *set_row(["Standard", "Used for", ""], LEFTS, 100, bold=True),
        *set_row(["ISO 11898-2", "CAN bus", ""], LEFTS, 120),
        *set_row(["ASTM E595", "Outgassing", ""], LEFTS, 140),
        *set_line("AMS 4124, AMS 4928, AMS", 72, 160),
        *set_line("Bar stock", 200, 166),
        *set_line("5659", 72, 172),
    ]

    assert readings_of(words)[-1] == "Standard: AMS 4124, AMS 4928, AMS 5659; Used for: Bar stock"


def test_a_wide_cell_that_stands_above_a_gutter_does_not_move_it():
    words = [
        *set_row(["Part", "Mass"], [72, 200], 100, bold=True),
        *set_row(["Bracket and screw shaft", "4.1 kg"], [72, 200], 114),
        *(
            word
            for row in range(6)
            for word in set_row([f"Pin {row}", "0.4 kg"], [72, 200], 128 + 14 * row)
        ),
    ]

    assert readings_of(words)[0] == "Part: Bracket and screw shaft; Mass: 4.1 kg"


def test_a_caption_between_two_tables_parts_them():
    def table(top, name):
        return [
            *set_line(f"Table {name}", 72, top),
            *set_row(["Item", "Use", ""], LEFTS, top + 20, bold=True),
            *set_row([f"{name} pin", "Holds", ""], LEFTS, top + 36),
            *set_row([f"{name} nut", "Turns", ""], LEFTS, top + 52),
        ]

    readings = readings_of([*table(100, "1: Rods"), *table(180, "2: Ends")])

    assert readings[0] == "Table 1: Rods — Item: 1: Rods pin; Use: Holds"
    assert readings[2] == "Table 2: Ends — Item: 2: Ends pin; Use: Holds"


def test_a_cell_whose_second_line_begins_with_a_tables_name_goes_on():
    words = [
        *set_row(["Tag", "Name", "Description"], LEFTS, 100, bold=True),
        *set_row(["member", "type", "One of those of"], LEFTS, 118),
        *set_line("Table 2 or another", 320, 130),
        *set_row(["member", "size", "The size"], LEFTS, 148),
    ]

    assert readings_of(words)[0] == (
        "Tag: member; Name: type; Description: One of those of Table 2 or another"
    )
