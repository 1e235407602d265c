"""Which entry of a list of options a question names."""

from assistant.answer.entries import of_another_entry
from assistant.answer.units import Unit
from assistant.domain.document import BlockKind
from tests.unit.answer.test_units import units

MANUAL = (
    "step_threshold\n"
    "    When it is set to zero the servo never steps the clock except on start.\n"
    "first_step_threshold\n"
    "    The maximum offset that is corrected without stepping the clock.\n"
    "Mode\n"
    "    What the servo does when the clock of the master goes away.\n"
)


def manual() -> list[Unit]:
    return units((BlockKind.CODE, MANUAL))


def test_an_option_that_is_named_as_typed_is_told_from_the_others() -> None:
    found = of_another_entry("What is the maximum (first_step_threshold)?", manual())

    assert found == [True, False, True]


def test_an_option_of_a_command_is_named_with_its_dashes() -> None:
    page = (
        "--dry-run, -n\n"
        "    Nothing is written and only what would be is shown.\n"
        "--keep-going\n"
        "    An error in one file does not end the work on others.\n"
    )
    found = units((BlockKind.CODE, page))

    assert of_another_entry("What does --dry-run of the tool do?", found) == [False, True]
    assert of_another_entry("What is -n for?", found) == [False, True]
    assert not any(of_another_entry("Is a dry run possible?", found))


def test_a_word_that_is_an_option_s_name_names_none() -> None:
    assert not any(of_another_entry("Mode of the servo when the master goes away", manual()))


def test_a_name_that_no_entry_has_picks_out_none() -> None:
    assert not any(of_another_entry("What is the default of last_step_threshold?", manual()))


def test_what_explains_no_option_is_left_alone() -> None:
    prose = units((BlockKind.PARAGRAPH, "The servo corrects offsets of the clock."))

    assert of_another_entry("What does step_threshold do?", [*manual(), *prose])[-1] is False
