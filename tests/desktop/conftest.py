"""A window over a library made for the test; nothing may outlive the test."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from assistant.answer.follow_up import standalone
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.domain.answer import (
    Answer,
    Citation,
    Evidence,
    Mode,
    Passage,
    Turn,
    with_marks,
)
from assistant.domain.document import Block, BlockKind, Page, Rect, SkipReason
from assistant.domain.library import (
    DocumentRecord,
    DocumentState,
    IndexProgress,
    IndexReport,
    LibraryStatus,
    SkippedFile,
    VectorState,
)
from assistant.errors import UsageError
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.jobs import CancelToken
from assistant.parse.page_images import PageNotShownError
from assistant.ports import PageImage, PageImages
from tests.desktop.fake_models import FakeModels

PAGES = (
    (
        "4.1 General",
        "The aft strut connects the bulkhead to the nozzle ring.",
        "All loads are limit loads unless stated otherwise.",
    ),
    (
        "4.2 Loads",
        "The aft strut carries a limit load of 41.3 kN in tension.",
        "The value holds up to 120 degrees Celsius.",
        "In compression the strut carries 28.0 kN.",
    ),
    ("4.3 Margins", "The margin of safety of the aft strut is 0.18.", "Margins follow ECSS."),
)
QUOTE = "The aft strut carries a limit load of 41.3 kN in tension."
QUESTION = "What is the limit load of the aft strut?"


@dataclass
class FakeImages:
    """Renders with PDFium, in this process."""

    content: bytes
    is_closed: bool = False
    unrenderable: set[int] = field(default_factory=set)
    rendered: list[int] = field(default_factory=list)

    @property
    def sizes_pt(self) -> tuple[tuple[float, float], ...]:
        with pypdfium2.PdfDocument(self.content) as document:
            return tuple(page.get_size() for page in document)

    def render(self, page: int, scale: float) -> PageImage:
        self.rendered.append(page)
        if page in self.unrenderable:
            raise PageNotShownError(f"Page {page} is damaged and cannot be shown.")
        with pypdfium2.PdfDocument(self.content) as document:
            bitmap = document[page - 1].render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            return PageImage(bitmap.width, bitmap.height, bytes(bitmap.buffer))

    def close(self) -> None:
        self.is_closed = True


@dataclass
class FakeLibrary:
    """Reads PDF and text files; answers what it was told to answer, refuses the rest.

    Clear `may_go_on` to hold an indexing run or a question where it is.
    """

    name: str
    answers: dict[str, Callable[["FakeLibrary"], Answer]] = field(default_factory=dict)
    records: dict[str, DocumentRecord] = field(default_factory=dict)
    pages: dict[int, list[Page]] = field(default_factory=dict)
    roots: list[Path] = field(default_factory=list)
    scopes: list[frozenset[int] | None] = field(default_factory=list)
    images: list[FakeImages] = field(default_factory=list)
    unrenderable: set[int] = field(default_factory=set)
    writes: Callable[[Answer, Callable[[str], None], CancelToken], Answer] | None = None
    """What its language model makes of a quoted answer; there is none where this is None."""
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def index(
        self,
        paths: Sequence[Path],
        progressed: Callable[[IndexProgress], None],
        token: CancelToken,
    ) -> IndexReport:
        files = [(root, file) for root in paths for file in sorted(root.rglob("*.*"))]
        added = 0
        skipped: list[SkippedFile] = []
        for done, (root, file) in enumerate(files):
            progressed(IndexProgress(done, len(files), done * 3, 35.0, 120.0, file.name))
            while not self.may_go_on.wait(0.02):
                token.check()
            token.check()
            record = self._read(root, file)
            self.records[record.file] = record
            if record.state is DocumentState.SKIPPED and record.reason:
                skipped.append(SkippedFile(record.file, record.reason, record.detail))
            else:
                added += 1
        self.roots = sorted({*self.roots, *paths})
        return IndexReport(self.name, added, 0, 0, 0, 0, 9, 9, 0.5, tuple(skipped))

    def _read(self, root: Path, file: Path) -> DocumentRecord:
        key = len(self.pages) + 1
        content = file.read_bytes()
        skip = SkipReason.ENCRYPTED if b"secret" in content else None
        self.pages[key] = [] if skip else list(_pages(file.suffix, content))
        return DocumentRecord(
            id=key,
            root=root,
            file=file.relative_to(root).as_posix(),
            state=DocumentState.SKIPPED if skip else DocumentState.INDEXED,
            reason=skip,
            detail="The file opens with a password only." if skip else "",
            title="",
            format=file.suffix[1:],
            page_count=len(self.pages[key]),
            chunk_count=3,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def forget(self, folder: Path) -> None:
        self.roots.remove(folder)
        self.records = {f: r for f, r in self.records.items() if r.root != folder}

    def ask(
        self, question: str, mode: Mode = Mode.AUTO, scope: frozenset[int] | None = None
    ) -> Answer:
        self.scopes.append(scope)
        self.may_go_on.wait()
        if question in self.answers:
            return self.answers[question](self)
        return self.refusal(question)

    def standalone(self, question: str, earlier: Sequence[Turn], token: CancelToken) -> str:
        return standalone(question, earlier)

    def can_compose(self) -> bool:
        return self.writes is not None

    def compose(self, quoted: Answer, told: Callable[[str], None], token: CancelToken) -> Answer:
        return self.writes(quoted, told, token) if self.writes else quoted

    def refusal(self, question: str) -> Answer:
        found = self._passage("4.3 Margins") if "icd.pdf" in self.records else None
        return Answer(
            question=question,
            text="",
            marks=(),
            refused=True,
            reason="No passage in 3 documents answers this; 9 passages were read.",
            mode=Mode.QUOTE,
            evidence=Evidence.WEAK,
            citations=(),
            older=(),
            retrieved=(),
            closest=(found,) if found else (),
            models={},
            timings_ms={"total": 42.0},
        )

    def quoted(self, question: str) -> Answer:
        """The answer that quotes `QUOTE`, from page 2 of icd.pdf."""
        return self.quoting(question, "icd.pdf", 2, QUOTE)

    def quoting(self, question: str, file: str, page: int, quote: str) -> Answer:
        key = self.records[file].id
        text = self.page(key, page).text
        start = text.index(quote)
        citation = Citation(
            n=1,
            document_id=key,
            file=file,
            page=page,
            section="4.2 Loads",
            quote=quote,
            start=start,
            end=start + len(quote),
            rects=self.rects(key, page, start, start + len(quote)),
            passage_start=0,
            passage_end=len(text),
        )
        text, marks = with_marks([(quote, [1])], " ")
        return Answer(
            question=question,
            text=text,
            marks=marks,
            refused=False,
            reason="",
            mode=Mode.QUOTE,
            evidence=Evidence.STRONG,
            citations=(citation,),
            older=(),
            retrieved=(),
            closest=(),
            models={"all-MiniLM-L6-v2": "0" * 64},
            timings_ms={"total": 84.0},
        )

    def _passage(self, words: str) -> Passage:
        record = self.records["icd.pdf"]
        text = self.pages[record.id][2].text
        return Passage(
            1, record.id, record.file, "", 3, ("4 Strut", words), 0, len(text), text, text, 0.4
        )

    def bring_vectors_in_step(self, token: CancelToken) -> None:
        token.check()

    def search(self, query: str, limit: int) -> list[Passage]:
        return [self._passage("4.3 Margins")][:limit] if "icd.pdf" in self.records else []

    def documents(self) -> list[DocumentRecord]:
        return list(self.records.values())

    def status(self) -> LibraryStatus:
        skipped = sum(r.state is DocumentState.SKIPPED for r in self.records.values())
        return LibraryStatus(
            name=self.name,
            roots=tuple(self.roots),
            documents=len(self.records),
            skipped=skipped,
            pages=sum(map(len, self.pages.values())),
            chunks=9,
            size_bytes=10_000,
            vectors=VectorState.READY,
            writer="",
        )

    def page(self, document_id: int, number: int) -> Page:
        return self.pages[document_id][number - 1]

    def rects(self, document_id: int, page: int, start: int, end: int) -> tuple[Rect, ...]:
        shown = self.page(document_id, page)
        if not shown.width_pt:
            return ()
        first = shown.text.count("\n", 0, start)
        last = shown.text.count("\n", 0, end - 1)
        return tuple(
            Rect(72.0, 86.0 + 24 * line, 400.0, 104.0 + 24 * line)
            for line in range(first, last + 1)
        )

    def page_images(self, document_id: int) -> PageImages:
        record = next(r for r in self.records.values() if r.id == document_id)
        made = FakeImages(record.path.read_bytes(), unrenderable=self.unrenderable)
        self.images.append(made)
        return made


def _pages(suffix: str, content: bytes) -> Iterator[Page]:
    if suffix == ".pdf":
        with pypdfium2.PdfDocument(content) as document:
            for number, page in enumerate(document, 1):
                text = page.get_textpage().get_text_range().replace("\r\n", "\n")
                end = text.index("\n")
                heading = Block(0, end, BlockKind.HEADING, ("4 Strut", text[:end]))
                yield Page(number, text, (heading,), width_pt=595.0, height_pt=842.0)
        return
    text = content.decode(errors="replace")
    kind = BlockKind.CARD if suffix == ".bdf" else BlockKind.TABLE_ROW
    blocks, start = [], 0
    for line in text.splitlines(keepends=True):
        blocks.append(Block(start, start + len(line.rstrip("\n")), kind))
        start += len(line)
    yield Page(1, text, tuple(blocks) if suffix != ".txt" else ())


@dataclass
class FakeAssistant:
    """Libraries by name, gone when the test ends."""

    libraries: dict[str, FakeLibrary] = field(default_factory=dict)
    models: FakeModels = field(default_factory=FakeModels)
    let_go: int = 0
    """How often the language model was let go of."""

    def chosen_language_model(self) -> str:
        return next((model.name for model in self.models.added if not model.problem), "")

    def let_go_of_language_model(self) -> None:
        self.let_go += 1

    def library_names(self) -> list[str]:
        return sorted(self.libraries)

    def library(self, name: str = "default", *, create: bool = False) -> FakeLibrary:
        if name not in self.libraries:
            if not create:
                raise UsageError(f"There is no library '{name}'.", hint="Make it first.")
            self.libraries[name] = FakeLibrary(name)
            self.libraries[name].may_go_on.set()
        return self.libraries[name]

    def delete_library(self, name: str) -> None:
        del self.libraries[name]


def write_pdf(path: Path, pages: Sequence[Sequence[str]] = PAGES) -> Path:
    """A PDF with a line of text every 24 points."""
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for lines in pages:
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 742 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return path


def pytest_configure() -> None:
    """Draw into memory, with or without a display; before Qt makes its application."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PDF, a table, a deck and a file that cannot be read."""
    made = tmp_path / "documents"
    (made / "decks").mkdir(parents=True)
    write_pdf(made / "icd.pdf")
    (made / "masses.tsv").write_text(
        "Item\tMass\tUnit\nAft strut\t12.4\tkg\nNozzle ring with flange\t8.25\tkg\n"
    )
    (made / "decks" / "wing.bdf").write_text("$ aft strut\nGRID           1        0.0     1.0\n")
    (made / "locked.pdf").write_bytes(b"secret")
    return made


@pytest.fixture
def core(folder: Path) -> FakeAssistant:
    """One library, 'Struts', with the folder indexed."""
    made = FakeAssistant()
    library = made.library("Struts", create=True)
    library.index([folder], lambda _: None, CancelToken())
    library.answers[QUESTION] = lambda library: library.quoted(QUESTION)
    return made


@pytest.fixture
def empty_core() -> FakeAssistant:
    """No library yet."""
    return FakeAssistant()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Light, whatever the system."""
    return Theme(qapp, "light")


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Callable[..., Window]:
    """Opens a window over a core, and closes it after the test."""

    def open_it(core: FakeAssistant, *, marking: str = "", width: int = 1440) -> Window:
        window = Window(core, theme, tmp_path, AirGapState(AirGapStrength.KERNEL), marking)
        qtbot.addWidget(window, before_close_func=lambda w: w.close())
        window.resize(width, 900)
        window.show()
        qtbot.waitExposed(window)
        window.start()
        qtbot.waitUntil(lambda: window.parts.workspace.is_settled)
        return window

    return open_it


@pytest.fixture
def window(open_window: Callable[..., Window], core: FakeAssistant) -> Window:
    """A window with the library 'Struts' open."""
    return open_window(core)


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """What a test copied does not outlive Python.

    The clipboard of the offscreen platform ends after Python, and with it what Python made for it.
    """
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Every worker thread ends with its window."""
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before
