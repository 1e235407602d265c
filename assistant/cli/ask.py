"""hangar ask: a question answered from a library's documents, with citations."""

from pathlib import Path

from assistant.cli.answer_shape import SECTION_MARK, answer_as_json, place
from assistant.cli.batch import answer_batch
from assistant.cli.command import (
    Commands,
    HelpFormatter,
    Invocation,
    add_json,
    add_library,
    well_formed,
)
from assistant.cli.console import Console, counted, duration
from assistant.domain.answer import Answer, Citation, Evidence, Mode
from assistant.domain.library import LibraryStatus
from assistant.errors import UsageError

_CLOSEST_SHOWN = 3
_MOST_CHARACTERS_SHOWN = 400
_WORD_FOR_WORD = "Quoted word for word."
_READ_WITH_NAMES = (
    "Quoted; long quotes are cut, rows and options are read with the names they stand under."
)
_COMPOSED = "Written by a language model and checked against the passages."
_EVIDENCE = {
    Evidence.STRONG: "The evidence is strong.",
    Evidence.FAIR: "The evidence is fair: read the passage.",
    Evidence.WEAK: "The evidence is weak: this may be beside the question.",
}


def add_parser(commands: Commands) -> None:
    """Add `hangar ask`."""
    parser = commands.add_parser(
        "ask",
        help="answer a question from the documents",
        description=(
            "Answer a question from the documents of a library. Every statement is followed by the"
            " number of its citation: file, page, section and the words themselves. Where the"
            " documents do not say, Hangar says so and shows what came closest."
        ),
        epilog=(
            "examples:\n"
            '  hangar ask "What is the tightening torque of the strut bolts?"\n'
            '  hangar ask "Which tests failed?" --library reports --json\n'
            "  hangar ask --batch questions.jsonl > answers.jsonl\n\n"
            'A batch holds one JSON object per line, {"id": …, "question": …}, and may set\n'
            '"library" and "mode" for a line. Each line is answered by one line of JSON with the\n'
            'same "id", in the same order; a line that cannot be answered has an "error" instead,\n'
            "and the exit status is then 1. Empty lines are passed over."
        ),
        formatter_class=HelpFormatter,
    )
    parser.add_argument("question", metavar="QUESTION", nargs="?", help="the question")
    parser.add_argument(
        "--batch", metavar="FILE", type=Path, help="a file of questions; '-' is standard input"
    )
    parser.add_argument(
        "--mode",
        choices=[mode.value for mode in Mode],
        default=Mode.AUTO.value,
        help="quote the documents, compose with a language model, or what is best (auto, default)",
    )
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """Answer one question or a file of them."""
    question: str | None = call.arguments.question
    batch: Path | None = call.arguments.batch
    if (question is None) == (batch is None):
        raise UsageError(
            "Give either a question or --batch FILE.",
            hint='For example: hangar ask "What is the tightening torque?"',
        )
    if question is not None and not question.strip():
        raise UsageError("The question is empty.", hint="Ask in a whole sentence or in keywords.")
    mode = Mode(call.arguments.mode)
    with call.open_assistant() as assistant:
        if batch is not None:
            return answer_batch(call.console, assistant, batch, call.arguments.library, mode)
        library = assistant.library(call.arguments.library)
        answer = library.ask(well_formed(str(question)), mode)
        if call.arguments.json:
            call.console.json(answer_as_json(answer))
        else:
            _print(call.console, answer, library.status())
    return 0


def _print(console: Console, answer: Answer, status: LibraryStatus) -> None:
    if answer.refused:
        _print_refusal(console, answer)
    else:
        _print_answer(console, answer)
    searched = (
        f"Searched {counted(status.documents, 'document')}, {counted(status.pages, 'page')}"
        f" in library '{status.name}'"
    )
    if seconds := answer.timings_ms.get("total", 0.0) / 1000:
        searched += f", {duration(seconds)}"
    made = "" if answer.refused else f"{_made(answer)} {_EVIDENCE[answer.evidence]}"
    console.print(console.dim(f"{searched}. {made}".rstrip()))


def _made(answer: Answer) -> str:
    if answer.mode is not Mode.QUOTE:
        return _COMPOSED
    return _WORD_FOR_WORD if answer.is_word_for_word else _READ_WITH_NAMES


def _print_answer(console: Console, answer: Answer) -> None:
    for line in answer.text.splitlines():
        console.paragraph(line)
    console.print()
    for citation in answer.citations:
        _print_citation(console, citation)
    if answer.older:
        console.print()
        console.print("An older version differs:")
    for citation in answer.older:
        _print_citation(console, citation)
    left_out = [sentence for sentence in answer.sentences if not sentence.is_supported]
    if left_out:
        console.print()
        console.print("The language model also wrote, and this does not hold:")
    for sentence in left_out:
        console.paragraph(f"- {sentence.text} ({sentence.reason})", "", "  ")
    console.print()


def _print_citation(console: Console, citation: Citation) -> None:
    number = f"[{citation.n}]"
    section = f" · {citation.section}" if citation.section else ""
    where = console.bold(place(citation.file, citation.page))
    console.print(f"{number} {where}{section}")
    indent = " " * (len(number) + 1)
    console.paragraph(f"“{_shortened(citation.quote)}”", indent, indent)


def _print_refusal(console: Console, answer: Answer) -> None:
    console.paragraph(answer.reason)
    console.print()
    for n, passage in enumerate(answer.closest[:_CLOSEST_SHOWN], start=1):
        if n == 1:
            console.print("The closest passages:")
        section = f" · {SECTION_MARK.join(passage.section)}" if passage.section else ""
        where = console.bold(place(passage.file, passage.page))
        console.print(f"{n}. {where}{section}")
        console.paragraph(_shortened(passage.text), "   ", "   ")
    if answer.closest:
        console.print()


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _MOST_CHARACTERS_SHOWN:
        return text
    return text[:_MOST_CHARACTERS_SHOWN].rsplit(" ", 1)[0] + " …"
