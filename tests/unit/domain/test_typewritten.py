"""Prose and lines of code in text of one width."""

from assistant.domain.typewritten import stretches

MANUAL = """\
VALVE_DELAY
       The time that the controller waits before it opens the valve. When a second valve
       is fitted it
       waits twice as long. The default is 40 ms.
RATE   The number of samples that are taken in a second by the pressure sensor. If it is
       zero none are taken.

    open --valve main
    wait 40
VALVE | STATE | MEANING
MAIN    open     0x01
"""


def read(text: str) -> list[tuple[bool, str, str]]:
    return [
        (each.is_prose, each.label, " ".join(text[each.start : each.end].split()))
        for each in stretches(text)
    ]


def test_prose_runs_on_over_line_ends_and_begins_with_the_name_above_it() -> None:
    assert read(MANUAL)[0] == (
        True,
        "VALVE_DELAY",
        "VALVE_DELAY The time that the controller waits before it opens the valve. When a second"
        " valve is fitted it waits twice as long. The default is 40 ms.",
    )


def test_a_name_in_the_margin_begins_prose_of_its_own() -> None:
    is_prose, label, text = read(MANUAL)[1]

    assert (is_prose, label) == (True, "RATE")
    assert text.endswith("If it is zero none are taken.")


def test_code_and_rows_of_tables_stay_lines() -> None:
    assert read(MANUAL)[2:] == [
        (False, "", "open --valve main"),
        (False, "", "wait 40"),
        (False, "", "VALVE | STATE | MEANING"),
        (False, "", "MAIN open 0x01"),
    ]


def test_a_blank_line_parts_a_name_from_the_prose_below() -> None:
    text = "VALVES\n\nThe valve has to be opened by hand where no controller is fitted."

    assert [label for _, label, _ in read(text)] == ["", ""]


def test_a_line_set_in_deeper_than_the_prose_below_is_no_name() -> None:
    text = "    open main\nThe valve has to be opened by hand where no controller is fitted."

    assert [label for _, label, _ in read(text)] == ["", ""]


def test_a_ruling_is_no_name() -> None:
    text = "------\nThe valve has to be opened by hand where no controller is fitted."

    assert [label for _, label, _ in read(text)] == ["", ""]


def test_the_items_of_a_list_are_parted() -> None:
    text = (
        "- Open the main valve by hand\n"
        "- Wait until the pressure sensor shows nothing\n"
        "  and close it again"
    )

    assert [line for _, _, line in read(text)] == [
        "- Open the main valve by hand",
        "- Wait until the pressure sensor shows nothing and close it again",
    ]


def test_no_text_has_no_stretches() -> None:
    assert stretches("\n  \n") == []
