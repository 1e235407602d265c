"""What reaches a terminal, and what never may."""

import io
import json

import pytest

from assistant.cli.console import Console, counted, duration, harmless, rate, size


def make_console(**options: object) -> Console:
    return Console(io.StringIO(), io.StringIO(), **options)  # type: ignore[arg-type]


def text_of(console: Console) -> str:
    assert isinstance(console.out, io.StringIO)
    return console.out.getvalue()


@pytest.mark.parametrize("has_colour", [False, True])
@pytest.mark.parametrize(
    "attack",
    [
        "\x1b]0;title\x07",  # sets the title
        "\x1b]52;c;cm0gLXJm\x07",  # fills the clipboard
        "\x1b[2J\x1b[8m",  # clears, hides
        "\x9b2J",  # the one-character form
        "safe\u202etxt.exe",  # reads backwards
        "first\rsecond",  # writes over
    ],
)
def test_a_document_cannot_steer_the_terminal(attack, has_colour):
    """Control characters are shown, not obeyed."""
    console = make_console(has_colour=has_colour)

    console.print(f"quote: {attack}")

    shown = text_of(console).removesuffix("\n")
    assert "�" in shown
    assert not [c for c in shown if ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e"]


def test_colour_is_for_terminals_that_want_it():
    """Without it, painted text is plain."""
    assert make_console(has_colour=True).bold("x") == "\x1b[1mx\x1b[0m"
    assert make_console(has_colour=False).bold("x") == "x"


def test_our_own_colours_survive_printing():
    """They are a closed set; anything else is made visible."""
    assert harmless("\x1b[31mred\x1b[0m \x1b[5mblink", keeps_colour=True) == (
        "\x1b[31mred\x1b[0m �[5mblink"
    )


def test_json_escapes_what_a_terminal_would_obey_and_still_says_the_same():
    """Read back, it is the text as it was."""
    console = make_console()

    console.json({"quote": "a\x1b[2J\x9b\x7f", "unit": "N·m"})

    assert "\x1b" not in text_of(console)
    assert "\x9b" not in text_of(console)
    assert "N·m" in text_of(console)
    assert json.loads(text_of(console)) == {"quote": "a\x1b[2J\x9b\x7f", "unit": "N·m"}


def test_an_error_is_one_line():
    """Whatever a file's name holds."""
    console = make_console()

    console.error("There is no a\nb\x1b[31m.")

    assert isinstance(console.err, io.StringIO)
    assert console.err.getvalue() == "hangar: There is no a b�[31m.\n"


def test_paragraphs_are_wrapped_on_terminals_only():
    """A pipe gets one line, for `grep`."""
    text = "word " * 30

    narrow, pipe = make_console(columns=40), make_console(columns=0)
    narrow.paragraph(text, "  ")
    pipe.paragraph(text, "  ")

    assert max(len(line) for line in text_of(narrow).splitlines()) <= 40
    assert len(text_of(pipe).splitlines()) == 1


def test_numbers_read_as_people_write_them():
    """Counts, times and sizes."""
    assert counted(1, "page") == "1 page"
    assert counted(1204, "page") == "1,204 pages"
    assert counted(2, "entry", "entries") == "2 entries"
    assert [duration(s) for s in (0.0452, 0.42, 12.3, 65, 7800)] == [
        "45 ms",
        "0.4 s",
        "12 s",
        "1 min 05 s",
        "2 h 10 min",
    ]
    assert [rate(per_s) for per_s in (0.84, 23.4, 1204.0)] == ["0.8", "23", "1,204"]
    assert [size(b) for b in (512, 2048, 3_500_000)] == ["512 B", "2.0 KiB", "3.3 MiB"]
