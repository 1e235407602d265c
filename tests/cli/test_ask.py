"""hangar ask, as read by a person and by a program."""

import io
import json
import sys
from dataclasses import replace

import pytest

from assistant.domain.answer import Evidence, Mode
from assistant.errors import AssistantError, UsageError
from tests.cli.conftest import Terminal, make_answer, make_refusal


def test_an_answer_is_followed_by_its_citations_and_by_what_was_searched(terminal):
    """Answer, file, page, section, words; then the extent of the search."""
    assert terminal.run("ask", "How tight?") == 0

    assert terminal.text == (
        "Tighten the strut bolts to 25 N·m. [1]\n"
        "\n"
        "[1] spec/strut.pdf, p. 4 · Assembly › Bolts\n"
        "    “Tighten the strut bolts to 25 N·m.”\n"
        "\n"
        "Searched 3 documents, 34 pages in library 'default', 0.1 s. Quoted word for word. The"
        " evidence is strong.\n"
    )


def test_what_an_older_version_says_otherwise_stands_below_the_answer(terminal):
    """It is no part of the answer, and has its own place and words."""
    answer = make_answer("How tight?")
    older = replace(
        answer.citations[0], n=2, file="spec/strut_2019.pdf", quote="Tighten to 20 N·m."
    )
    terminal.assistant.libraries["default"].answers["How tight?"] = replace(answer, older=(older,))

    assert terminal.run("ask", "How tight?") == 0

    assert (
        "An older version differs:\n"
        "[2] spec/strut_2019.pdf, p. 4 · Assembly › Bolts\n"
        "    “Tighten to 20 N·m.”\n"
    ) in terminal.text


def test_weak_evidence_is_said_to_be_weak(terminal):
    """In words, where the answer ends."""
    answer = replace(make_answer("How tight?"), evidence=Evidence.WEAK)
    terminal.assistant.libraries["default"].answers["How tight?"] = answer

    assert terminal.run("ask", "How tight?") == 0

    assert "The evidence is weak" in " ".join(terminal.text.split())


def test_a_refusal_says_why_and_shows_the_three_closest_passages(terminal):
    """It is an answer, not a failure: the exit status is 0."""
    terminal.assistant.libraries["default"].answers["Why?"] = make_refusal("Why?")

    assert terminal.run("ask", "Why?") == 0

    assert terminal.text == (
        "The documents do not say. Searched 3 documents.\n"
        "\n"
        "The closest passages:\n"
        "1. spec/strut.pdf, p. 1 · Assembly\n"
        "   Passage 1 speaks of struts.\n"
        "2. spec/strut.pdf, p. 2 · Assembly\n"
        "   Passage 2 speaks of struts.\n"
        "3. spec/strut.pdf, p. 3 · Assembly\n"
        "   Passage 3 speaks of struts.\n"
        "\n"
        "Searched 3 documents, 34 pages in library 'default'.\n"
    )


def test_the_json_of_an_answer_has_the_keys_that_programs_rely_on(terminal):
    """The contract, key by key."""
    assert terminal.run("ask", "How tight?", "--json") == 0

    assert json.loads(terminal.text) == {
        "id": None,
        "question": "How tight?",
        "answer": "Tighten the strut bolts to 25 N·m. [1]",
        "refused": False,
        "reason": "",
        "mode": "quote",
        "citations": [
            {
                "n": 1,
                "file": "spec/strut.pdf",
                "page": 4,
                "section": "Assembly › Bolts",
                "quote": "Tighten the strut bolts to 25 N·m.",
                "rects": [[72.0, 100.0, 300.5, 112.0]],
            }
        ],
        "evidence": "strong",
        "older": [],
        "sentences": [],
        "writing": None,
        "retrieved": [{"file": "spec/strut.pdf", "page": 4, "score": 0.987654}],
        "models": {"all-MiniLM-L6-v2": "ab" * 32},
        "timings_ms": {"embed": 4.2, "total": 118.0},
    }


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["ask"], "Give either a question or --batch FILE."),
        (["ask", "How?", "--batch", "q.jsonl"], "Give either a question or --batch FILE."),
        (["ask", "  "], "The question is empty."),
    ],
)
def test_a_call_without_a_clear_question_is_wrong_usage(terminal, argv, message):
    """Neither guessed at nor answered."""
    with pytest.raises(UsageError) as raised:
        terminal.run(*argv)

    assert raised.value.message == message


def test_a_batch_answers_each_line_in_order_under_its_own_id(terminal, tmp_path):
    """Ids of any kind come back as they were; empty lines are passed over."""
    questions = [{"id": "q-1", "question": "One?"}, {"id": 7, "question": "Two?"}]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(json.dumps(question) + "\n" for question in questions))
    terminal.assistant.libraries["default"].answers["Two?"] = make_refusal("Two?")

    assert terminal.run("ask", "--batch", str(batch)) == 0

    answers = [json.loads(line) for line in terminal.text.splitlines()]
    assert [(a["id"], a["question"], a["refused"]) for a in answers] == [
        ("q-1", "One?", False),
        (7, "Two?", True),
    ]


def test_a_bad_line_gets_an_error_and_the_batch_goes_on(terminal, tmp_path):
    """Every line has its line; the exit status says that not all went well."""
    batch = tmp_path / "questions.jsonl"
    lines = [
        b"{not json",
        b"[1, 2]",
        b'{"id": "c"}',
        b'{"id": "d", "question": "D?", "library": "nowhere"}',
        b'{"id": "e", "question": "E?", "mode": "guess"}',
        b'{"id": "f", "question": "\xff"}',
        b"[" * 100_000,
        b'{"id": "g", "question": "Fails?"}',
        b'{"id": "h", "question": "Good?"}',
    ]
    batch.write_bytes(b"\n".join(lines))
    failure = AssistantError("The index is damaged.", hint="Index again.")
    terminal.assistant.libraries["default"].answers["Fails?"] = failure

    assert terminal.run("ask", "--batch", str(batch)) == 1

    answers = [json.loads(line) for line in terminal.text.splitlines()]
    assert [a["id"] for a in answers] == [None, None, "c", "d", "e", None, None, "g", "h"]
    errors = [a.get("error", "") for a in answers]
    assert errors[0].startswith("The line is not JSON:")
    assert errors[1] == "The line is no JSON object with a question."
    assert errors[2] == "The line has no question."
    assert errors[3] == "There is no library 'nowhere'."
    assert errors[4] == "The mode must be one of 'quote', 'compose', 'auto'."
    assert errors[7] == "The index is damaged. Index again."
    assert errors[8] == ""
    assert [a.get("line") for a in answers[:3]] == [1, 2, 3]


def test_a_line_that_fails_as_nobody_foresaw_does_not_end_the_batch(terminal, tmp_path):
    """The contract is one line out for each line in."""
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": 1, "question": "Fails?"}\n{"id": 2, "question": "Good?"}\n')
    terminal.assistant.libraries["default"].answers["Fails?"] = TypeError("TextEncodeInput")

    assert terminal.run("ask", "--batch", str(batch)) == 1

    failed, answered = [json.loads(line) for line in terminal.text.splitlines()]
    assert (failed["id"], failed["line"]) == (1, 1)
    assert failed["error"].startswith("Something failed that should not have: TypeError:")
    assert (answered["id"], answered["question"]) == (2, "Good?")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_json_lacks_is_refused_and_never_written(terminal, tmp_path, number):
    """Python's own reader and writer would let it through."""
    batch = tmp_path / "questions.jsonl"
    batch.write_text(f'{{"id": {number}, "question": "How tight?"}}\n')

    assert terminal.run("ask", "--batch", str(batch)) == 1

    assert json.loads(terminal.text) == {
        "id": None,
        "line": 1,
        "error": f"The line is not JSON: {number} is no number in it.",
    }


def test_half_a_character_in_a_question_is_replaced(terminal, tmp_path):
    """No tokenizer takes it; on the command line it comes from another encoding."""
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": 1, "question": "What \\ud800 torque?"}\n')

    assert terminal.run("ask", "--batch", str(batch)) == 0
    assert json.loads(terminal.text)["question"] == "What ? torque?"

    for command in ("ask", "search"):
        terminal.out.seek(terminal.out.truncate(0))
        assert terminal.run(command, "torque \udce9", "--json") == 0
        shown = json.loads(terminal.text)
        assert shown.get("question", shown.get("query")) == "torque ?"


def test_a_batch_can_come_from_standard_input(terminal, monkeypatch):
    """Named '-', as everywhere."""
    stdin = io.TextIOWrapper(io.BytesIO(b'{"id": 1, "question": "How tight?"}\n'))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert terminal.run("ask", "--batch", "-") == 0

    assert json.loads(terminal.text)["id"] == 1


def test_a_batch_that_is_not_there_is_named(terminal, tmp_path):
    """One sentence: which file, and why."""
    with pytest.raises(AssistantError) as raised:
        terminal.run("ask", "--batch", str(tmp_path / "none.jsonl"))

    assert str(raised.value) == (
        f"The questions in {tmp_path / 'none.jsonl'} cannot be read: No such file or directory."
        " Name a file with one JSON object per line."
    )


def test_a_composed_answer_says_that_a_model_wrote_it(terminal):
    """The reader can tell it from a quotation."""
    terminal.assistant.libraries["default"].answers["How?"] = make_answer("How?", Mode.COMPOSE)

    terminal.run("ask", "How?")

    assert terminal.text.endswith(
        "Written by a language model and checked against the passages. The evidence is strong.\n"
    )


def test_a_narrow_terminal_gets_wrapped_lines(tmp_path):
    """Answers and quotes stay within the width, quotes indented."""
    terminal = Terminal(tmp_path, columns=34)

    terminal.run("ask", "How tight?")

    lines = terminal.text.splitlines()
    assert lines[:2] == ["Tighten the strut bolts to 25 N·m.", "[1]"]
    assert "    “Tighten the strut bolts to 25" in lines
    assert "    N·m.”" in lines
