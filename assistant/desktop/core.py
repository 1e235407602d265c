"""What the window needs from the core; `assistant.bootstrap` builds the real thing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from assistant.domain.answer import Answer, Mode, Passage, Turn
from assistant.domain.document import Page, Rect
from assistant.domain.library import DocumentRecord, IndexProgress, IndexReport, LibraryStatus
from assistant.jobs import CancelToken
from assistant.ports import PageImages


class LibraryCore(Protocol):
    """One library; every method may block and may be called from any thread."""

    @property
    def name(self) -> str:
        """The library's name."""
        ...

    def index(
        self,
        paths: Sequence[Path],
        progressed: Callable[[IndexProgress], None],
        token: CancelToken,
    ) -> IndexReport:
        """Bring the index up to date with the folders in `paths`."""
        ...

    def forget(self, folder: Path) -> None:
        """Take a folder and its documents out of the library; the files stay."""
        ...

    def bring_vectors_in_step(self, token: CancelToken) -> None:
        """Open the vector index, or build it again; search is exact meanwhile."""
        ...

    def ask(
        self, question: str, mode: Mode = Mode.AUTO, scope: frozenset[int] | None = None
    ) -> Answer:
        """Answer from the documents in `scope`, keys of documents; from all when None."""
        ...

    def standalone(self, question: str, earlier: Sequence[Turn], token: CancelToken) -> str:
        """A question of a conversation as it is to be asked: with what it leaves out put in."""
        ...

    def can_compose(self) -> bool:
        """Whether there is a language model.

        Raises:
            AssistantError: The settings name one that is not there.
        """
        ...

    def compose(self, quoted: Answer, told: Callable[[str], None], token: CancelToken) -> Answer:
        """Write an answer from what a quoted one found; `told` gets it piece by piece."""
        ...

    def search(self, query: str, limit: int) -> list[Passage]:
        """The best passages on `query`, best first."""
        ...

    def documents(self) -> list[DocumentRecord]:
        """Every file the catalogue knows, indexed or skipped."""
        ...

    def status(self) -> LibraryStatus:
        """The library at a glance."""
        ...

    def page(self, document_id: int, number: int) -> Page:
        """A page's text, blocks and size, as indexed."""
        ...

    def rects(self, document_id: int, page: int, start: int, end: int) -> tuple[Rect, ...]:
        """Where characters stand on the displayed page; empty for formats without pages."""
        ...

    def page_images(self, document_id: int) -> PageImages:
        """The pages of a PDF as pictures; the caller closes it."""
        ...


class ModelState(Protocol):
    """A model on this computer."""

    @property
    def name(self) -> str:
        """As in its manifest."""
        ...

    @property
    def problem(self) -> str:
        """Why it cannot be used, as a sentence; empty where it can."""
        ...


class AssistantCore(Protocol):
    """All libraries of this user."""

    def models(self, *, thorough: bool = True) -> Sequence[ModelState]:
        """The models, their files compared with their hashes; of large ones only if `thorough`."""
        ...

    def library_names(self) -> list[str]:
        """Names of the libraries, in the order to show them."""
        ...

    def library(self, name: str = "default", *, create: bool = False) -> LibraryCore:
        """Open a library, or make it."""
        ...

    def delete_library(self, name: str) -> None:
        """Remove a library's index; the documents stay where they are."""
        ...
