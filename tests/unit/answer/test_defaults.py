"""What holds unless told otherwise is asked and said in many ways."""

import pytest

from assistant.answer.defaults import asks_default, gives_default, names_default, says_default


@pytest.mark.parametrize(
    "question",
    [
        "What is the default of the gain?",
        "Which port is used if none is given?",
        "What gain applies when it is not explicitly set?",
        "Which clock is used when no --clock was given?",
        "Which clock is used if --clock isn't specified?",
        "How long does it wait unless I change it?",
        "What does it write to out of the box?",
        "Which gain holds if gain_limit is left alone?",
        "Which clock is used without specifying one?",
    ],
)
def test_a_question_may_ask_what_holds_where_nothing_is_set(question):
    assert asks_default(question)


@pytest.mark.parametrize(
    "question", ["Which gain is set?", "Why is the valve not opened?", "When is the port used?"]
)
def test_other_questions_do_not(question):
    assert not asks_default(question)


@pytest.mark.parametrize(
    ("text", "says", "gives"),
    [
        ("The default is 3 s.", True, True),
        ("The default value is 100 ms.", True, True),
        ("Sets the time in ms (default 1500).", True, True),
        ("If not specified, 0x0403 is used.", True, False),
        ("Otherwise it is 3 s.", True, False),
        ("Sets the default of the model.", True, False),
        ("Sets the time in ms.", False, False),
    ],
)
def test_a_text_may_speak_of_it_and_may_give_it(text, says, gives):
    assert (says_default(text), gives_default(text)) == (says, gives)


def test_only_the_word_names_it():
    assert names_default("What is the default gain?")
    assert not names_default("Which gain holds unless it is set?")
