"""A scripted core and a console in memory, so that a command can be called and read."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from assistant.cli.command import Invocation
from assistant.cli.console import Console
from assistant.cli.main import make_parser
from assistant.domain.answer import (
    Answer,
    Citation,
    Evidence,
    Mode,
    Passage,
    RetrievedPage,
    with_marks,
)
from assistant.domain.document import Rect, SkipReason
from assistant.domain.library import (
    DocumentRecord,
    DocumentState,
    IndexProgress,
    IndexReport,
    LibraryStatus,
    SkippedFile,
    VectorState,
)
from assistant.errors import AssistantError
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.jobs import CancelToken

QUOTE = "Tighten the strut bolts to 25 N·m."


def make_passage(n: int) -> Passage:
    text = f"Passage {n} speaks of struts."
    return Passage(n, 1, "spec/strut.pdf", "Strut", n, ("Assembly",), 0, 30, text, text, 1 / n)


def make_answer(question: str, mode: Mode = Mode.QUOTE) -> Answer:
    citation = Citation(
        n=1,
        document_id=1,
        file="spec/strut.pdf",
        page=4,
        section="Assembly › Bolts",
        quote=QUOTE,
        start=10,
        end=44,
        rects=(Rect(72.0, 100.004, 300.5, 112.0),),
        passage_start=0,
        passage_end=80,
    )
    text, marks = with_marks([(QUOTE, [1])], " ")
    return Answer(
        question=question,
        text=text,
        marks=marks,
        refused=False,
        reason="",
        mode=mode,
        evidence=Evidence.STRONG,
        citations=(citation,),
        older=(),
        retrieved=(RetrievedPage("spec/strut.pdf", 4, 0.98765432),),
        closest=(make_passage(1),),
        models={"all-MiniLM-L6-v2": "ab" * 32},
        timings_ms={"embed": 4.21, "total": 118.0},
    )


def make_refusal(question: str) -> Answer:
    return Answer(
        question=question,
        text="",
        marks=(),
        refused=True,
        reason="The documents do not say. Searched 3 documents.",
        mode=Mode.QUOTE,
        evidence=Evidence.WEAK,
        citations=(),
        older=(),
        retrieved=(),
        closest=tuple(make_passage(n) for n in range(1, 6)),
        models={},
        timings_ms={},
    )


@dataclass
class ScriptedLibrary:
    """A library that answers as it is told to, and remembers what it was asked."""

    name: str = "default"
    roots: tuple[Path, ...] = ()
    indexed: list[Path] = field(default_factory=list)
    forgotten: list[Path] = field(default_factory=list)
    answers: dict[str, Answer | Exception] = field(default_factory=dict)
    skipped: tuple[SkippedFile, ...] = ()

    def index(
        self,
        paths: Sequence[Path],
        progressed: Callable[[IndexProgress], None],
        token: CancelToken,
    ) -> IndexReport:
        progressed(IndexProgress(1, 2, 10, 12.3, 1.0, "strut.pdf"))
        token.check()
        self.indexed += paths or self.roots
        return IndexReport(self.name, 2, 1, 300, 4, 0, 34, 120, 2.0, self.skipped)

    def forget(self, folder: Path) -> None:
        self.forgotten.append(folder)

    def ask(
        self, question: str, mode: Mode = Mode.AUTO, scope: frozenset[int] | None = None
    ) -> Answer:
        answer = self.answers.get(question) or make_answer(question)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def search(self, query: str, limit: int) -> list[Passage]:
        return [make_passage(n) for n in range(1, limit + 1)]

    def documents(self) -> list[DocumentRecord]:
        root = self.roots[0] if self.roots else Path("/docs")
        indexed, skipped = DocumentState.INDEXED, DocumentState.SKIPPED
        return [
            DocumentRecord(1, root, "a.pdf", indexed, None, "", "A", "pdf", 2, 9, 10, "aa"),
            DocumentRecord(
                2, root, "b.pdf", skipped, SkipReason.ENCRYPTED, "It needs a password.",
                "", "pdf", 0, 0, 10, "bb",
            ),
        ]  # fmt: skip

    def status(self) -> LibraryStatus:
        return LibraryStatus(
            self.name, self.roots, 3, 1, 34, 1200, 2_500_000, VectorState.READY, ""
        )

    def close(self) -> None:
        pass


class NoSuchLibraryError(AssistantError):
    """What the scripted core says of a library it does not have."""


@dataclass
class ScriptedAssistant:
    """Libraries by name; the default one is there unless it is taken out."""

    libraries: dict[str, ScriptedLibrary] = field(
        default_factory=lambda: {"default": ScriptedLibrary()}
    )

    def library_names(self) -> list[str]:
        return list(self.libraries)

    def library(self, name: str = "default", *, create: bool = False) -> ScriptedLibrary:
        if create:
            self.libraries[name] = ScriptedLibrary(name)
        if name not in self.libraries:
            raise NoSuchLibraryError(f"There is no library '{name}'.")
        return self.libraries[name]

    def delete_library(self, name: str) -> None:
        if name not in self.libraries:
            raise NoSuchLibraryError(f"There is no library '{name}'.")
        del self.libraries[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        pass


@dataclass
class Terminal:
    """Calls commands as `hangar` does, behind the air gap, and keeps what they print."""

    home: Path
    assistant: ScriptedAssistant = field(default_factory=ScriptedAssistant)
    columns: int = 0
    has_colour: bool = False
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)

    def run(self, *argv: str) -> int:
        """Run one command; raises what the command raises."""
        arguments = make_parser().parse_args(argv)
        console = Console(self.out, self.err, self.columns, self.has_colour)
        air_gap = AirGapState(AirGapStrength.KERNEL)
        call = Invocation(arguments, console, self.home, lambda: self.assistant, air_gap)  # type: ignore[arg-type, return-value]
        exit_status: int = arguments.run(call)
        return exit_status

    @property
    def text(self) -> str:
        """All that was printed as a result."""
        return self.out.getvalue()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)
