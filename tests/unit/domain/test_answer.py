"""Whether an answer is what it quotes, word for word."""

import pytest

from assistant.domain.answer import Answer, Citation, Evidence, Mode, with_marks


def answer(text: str, *quotes: str) -> Answer:
    citations = tuple(
        Citation(n, 1, "valve.pdf", 1, "", quote, 0, len(quote), (), 0, len(quote))
        for n, quote in enumerate(quotes, 1)
    )
    return Answer(
        *("What is the delay?", text, (), False, "", Mode.QUOTE, Evidence.FAIR),
        citations=citations,
        older=(),
        retrieved=(),
        closest=(),
        models={},
        timings_ms={},
    )


def test_breaks_of_lines_and_words_are_no_difference() -> None:
    quoted = answer(
        "The valve opens. [1] It is of steel. [2]", "The\n  valve opens.", "It is of steel."
    )

    assert quoted.is_word_for_word
    assert answer("The regulator opens. [1]", "The regu-\nlator opens.").is_word_for_word


@pytest.mark.parametrize(
    "text",
    [
        "VALVE_DELAY: The default is 40 ms. [1]",
        "… default is 40 ms. [1]",
        "Item: The default is 40 ms.; Mass: 2 kg [1]",
    ],
)
def test_what_is_added_or_cut_is_a_difference(text: str) -> None:
    assert not answer(text, "The default is 40 ms.").is_word_for_word


def test_marks_say_where_an_answer_cites_whatever_stands_in_what_it_quotes() -> None:
    text, marks = with_marks([("See [2].", [1]), ("It holds [1].", [2, 3])], " ")

    assert text == "See [2]. [1] It holds [1]. [2] [3]"
    assert [(mark.n, text[mark.start : mark.end]) for mark in marks] == [
        (1, " [1]"),
        (2, " [2]"),
        (3, " [3]"),
    ]
