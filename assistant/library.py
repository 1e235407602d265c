"""One library: index it, ask it, look at it. What both front ends work with."""

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from assistant.answer.answerer import Answerer
from assistant.answer.compose import Composer
from assistant.answer.follow_up import rewritten, standalone
from assistant.answer.judge import Judge
from assistant.answer.prompt import Instructions
from assistant.answer.retrieve import Retriever
from assistant.domain.answer import Answer, Mode, Passage, Turn
from assistant.domain.document import Page, Rect
from assistant.domain.library import (
    DocumentRecord,
    IndexProgress,
    IndexReport,
    LibraryStatus,
    VectorState,
)
from assistant.errors import AssistantError, JobCancelledError
from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.index.stamped_index import OpenIndex, Probe
from assistant.index.vectors import VectorLane, vector_state
from assistant.index.writer_lock import writer_lock_file
from assistant.jobs import CancelToken
from assistant.ports import DocumentParser, Embedder, Generator, PageImages, Reader

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a library works with; shared by all libraries, opened when first needed.

    Attributes:
        embedder: Gives the embedder, always the same.
        reader: Gives the reader, likewise.
        second_reader: Gives the larger one that reads the best passages again, likewise.
        generator: Gives the language model, likewise; None where none is installed.
        instructions: What the language model is told.
        open_index: Opens the vector index in a folder.
        probe: Says, from a process of its own, whether a folder opens and holds so many chunks.
        open_parser: Starts the parser of one indexing run; ended with its context.
        open_pages: Renders the pages of a PDF, given as bytes.
        data_folder: Where libraries, models and logs are kept; it is never indexed itself.
        suffixes: What the parser reads, in lower case, with the dot.
        parser_processes: Files it parses at the same time.
        max_file_bytes: Larger files are skipped.
        refusal_threshold: Questions whose answer is less likely than this are refused, 0 to 1.
    """

    embedder: Callable[[], Embedder]
    reader: Callable[[], Reader]
    second_reader: Callable[[], Reader]
    generator: Callable[[], Generator | None]
    instructions: Instructions
    open_index: OpenIndex
    probe: Probe
    open_parser: Callable[[], AbstractContextManager[DocumentParser]]
    open_pages: Callable[[bytes], PageImages]
    data_folder: Path
    suffixes: frozenset[str]
    parser_processes: int
    max_file_bytes: int
    refusal_threshold: float


class NoLanguageModelError(AssistantError):
    """A composed answer was asked for, and there is no language model."""

    def __init__(self) -> None:
        super().__init__(
            "No language model is installed, so an answer cannot be composed.",
            hint="'hangar models add FILE.gguf' installs one; the mode 'quote' needs none.",
        )


class DocumentGoneError(AssistantError):
    """The document is not in the library any more."""

    def __init__(self) -> None:
        super().__init__(
            "This document is not in the library any more.", hint="Ask again to see what is."
        )


class DocumentChangedError(AssistantError):
    """The file is not what was indexed, so that no highlight in it could be trusted."""

    def __init__(self, record: DocumentRecord) -> None:
        super().__init__(
            f"{record.file} has changed or gone since it was indexed.",
            hint="Index its folder again.",
        )


class Library:
    """Everything that can be done with one library; usable from any thread."""

    def __init__(self, name: str, catalogue: Catalogue, equipment: Equipment) -> None:
        self.name = name
        self._catalogue = catalogue
        self._equipment = equipment
        self._opening = threading.Lock()
        self._lane: VectorLane | None = None
        self._answering: tuple[Retriever, Answerer] | None = None

    def index(
        self,
        paths: Sequence[Path],
        progressed: Callable[[IndexProgress], None],
        token: CancelToken,
    ) -> IndexReport:
        """Bring the library in step with `paths`; with the folders it has when there are none.

        The vector index follows; until it has, search is exact.
        """
        with self._equipment.open_parser() as parser:
            report = self._indexer(parser).run(paths, progressed, token)
        self._follow(token)
        return report

    def forget(self, folder: Path) -> None:
        """Take a folder and its documents out of the library; the files stay."""
        token = CancelToken()
        with self._equipment.open_parser() as parser:
            self._indexer(parser).forget(folder, token)
        self._follow(token)

    def bring_vectors_in_step(self, token: CancelToken) -> None:
        """Open the vector index, built again where it disagrees with the catalogue.

        Search is exact until then, and goes on meanwhile. Worth it for a process that stays.

        Raises:
            JobCancelledError: The token asked for it.
        """
        if self._catalogue.totals().chunks:
            self._vectors().refresh(token)

    def ask(
        self, question: str, mode: Mode = Mode.AUTO, scope: frozenset[int] | None = None
    ) -> Answer:
        """Answer from the documents in `scope`, keys of documents; from all when None.

        Raises:
            UsageError: The question is empty.
            NoLanguageModelError: `mode` is compose, and there is no language model.
            AssistantError: The same, and the language model cannot be used; says why.
        """
        if mode is Mode.COMPOSE and self._equipment.generator() is None:
            raise NoLanguageModelError
        quoted = self._answers()[1].ask(question, scope)
        if mode is Mode.QUOTE:
            return quoted
        try:
            return self.compose(quoted, lambda _: None, CancelToken())
        except JobCancelledError:
            raise
        except AssistantError as error:
            if mode is Mode.COMPOSE:
                raise
            log.warning("Quoted instead of composed: %s", error)
            return quoted

    def standalone(self, question: str, earlier: Sequence[Turn], token: CancelToken) -> str:
        """A question of a conversation as it is to be asked: with what it leaves out put in.

        Raises:
            JobCancelledError: The token asked for it.
        """
        by_rule = standalone(question, earlier)
        if by_rule == question:
            return question
        try:
            generator = self._equipment.generator()
            if generator is None:
                return by_rule
            instructions = self._equipment.instructions.rewrite
            return rewritten(question, earlier, generator, instructions, token)
        except JobCancelledError:
            raise
        except AssistantError as error:
            log.warning("A follow-up question was completed by rule: %s", error)
            return by_rule

    def can_compose(self) -> bool:
        """Whether there is a language model.

        Raises:
            AssistantError: The settings name one that is not there.
        """
        return self._equipment.generator() is not None

    def compose(self, quoted: Answer, told: Callable[[str], None], token: CancelToken) -> Answer:
        """Write an answer from what a quoted one found; `told` gets it piece by piece, unchecked.

        The quoted one is returned where there is no language model, or nothing that it wrote holds.

        Raises:
            JobCancelledError: The token asked for it.
            AssistantError: The language model cannot be used; says why.
        """
        generator = self._equipment.generator()
        if generator is None:
            return quoted
        equipment = self._equipment
        composer = Composer(self._catalogue, equipment.reader(), generator, equipment.instructions)
        return composer.compose(quoted, told, token)

    def search(self, query: str, limit: int) -> list[Passage]:
        """The best passages on `query`, best first."""
        return list(self._answers()[0].retrieve(query, limit).passages)

    def documents(self) -> list[DocumentRecord]:
        """Every file the catalogue knows, indexed or skipped."""
        return self._catalogue.documents()

    def status(self) -> LibraryStatus:
        """The library at a glance."""
        totals = self._catalogue.totals()
        return LibraryStatus(
            name=self.name,
            roots=tuple(root.path for root in self._catalogue.roots()),
            documents=totals.documents,
            skipped=totals.skipped,
            pages=totals.pages,
            chunks=totals.chunks,
            size_bytes=self._catalogue.size_bytes(),
            vectors=self._lane.state if self._lane else vector_state(self._catalogue),
            writer=writer_lock_file(self._catalogue.folder).holder(),
        )

    def check(self) -> list[str]:
        """What is wrong with the library, a sentence each; empty when it is sound."""
        return self._catalogue.problems()

    def page(self, document_id: int, number: int) -> Page:
        """A page's text, blocks and size, as indexed.

        Raises:
            DocumentGoneError: It is not in the library any more.
        """
        page = self._catalogue.page(document_id, number)
        if page is None:
            raise DocumentGoneError
        return page

    def rects(self, document_id: int, page: int, start: int, end: int) -> tuple[Rect, ...]:
        """Where characters stand on the displayed page; empty for formats without pages."""
        return self._catalogue.rects(document_id, page, start, end)

    def page_images(self, document_id: int) -> PageImages:
        """The pages of a PDF as pictures; the caller closes it.

        Raises:
            DocumentGoneError: It is not in the library any more.
            DocumentChangedError: The file is not what was indexed.
        """
        record = self._catalogue.document(document_id)
        if record is None:
            raise DocumentGoneError
        try:
            content = record.path.read_bytes()
        except OSError as error:
            raise DocumentChangedError(record) from error
        if hashlib.sha256(content).hexdigest() != record.sha256:
            raise DocumentChangedError(record)
        return self._equipment.open_pages(content)

    @property
    def is_replaced(self) -> bool:
        """Whether another process has deleted it; another library may have its name."""
        return self._catalogue.is_replaced

    def close(self) -> None:
        """Let go of the library's files."""
        if self._lane is not None:
            self._lane.close()
        self._catalogue.close()

    def _indexer(self, parser: DocumentParser) -> Indexer:
        equipment = self._equipment
        return Indexer(
            self._catalogue,
            parser,
            equipment.embedder(),
            left_out=equipment.data_folder,
            suffixes=equipment.suffixes,
            parser_processes=equipment.parser_processes,
            max_file_bytes=equipment.max_file_bytes,
        )

    def _follow(self, token: CancelToken) -> None:
        """Bring the vector index in step after a run; opening it for nothing would take longer."""
        if self.status().vectors is not VectorState.READY:
            self.bring_vectors_in_step(token)

    def _vectors(self) -> VectorLane:
        with self._opening:
            if self._lane is None:
                self._lane = VectorLane(
                    self._catalogue,
                    self._equipment.open_index,
                    self._equipment.probe,
                    self._equipment.embedder().sha256,
                )
            return self._lane

    def _answers(self) -> tuple[Retriever, Answerer]:
        vectors = self._vectors()
        with self._opening:
            if self._answering is None:
                embedder = self._equipment.embedder()
                retriever = Retriever(self._catalogue, vectors, embedder)
                readers = self._equipment.reader(), self._equipment.second_reader()
                judge = Judge(self._catalogue, embedder, *readers)
                models = {model.name: model.sha256 for model in (embedder, *readers)}
                threshold = self._equipment.refusal_threshold
                answerer = Answerer(self._catalogue, retriever, judge, models, threshold)
                self._answering = retriever, answerer
            return self._answering
