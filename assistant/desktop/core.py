"""What the window needs from the core; `assistant.bootstrap` builds the real thing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from assistant.domain.answer import Answer, Mode, Passage, Turn
from assistant.domain.document import Page, Rect
from assistant.domain.library import DocumentRecord, IndexProgress, IndexReport, LibraryStatus
from assistant.errors import AssistantError
from assistant.jobs import CancelToken
from assistant.packs.contents import Progressed
from assistant.packs.keys import PublicKey
from assistant.packs.pack import Pack
from assistant.policy import Policy
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
    def role(self) -> str:
        """What it is for: 'embedding', 'reading', 'rereading' or 'writing'."""
        ...

    @property
    def name(self) -> str:
        """As in its manifest."""
        ...

    @property
    def version(self) -> str:
        """As its publisher counts; empty where none is stated."""
        ...

    @property
    def licence(self) -> str:
        """Of its weights."""
        ...

    @property
    def source(self) -> str:
        """Where it comes from, in a sentence."""
        ...

    @property
    def signer(self) -> str:
        """Who signed it, in words; empty when nobody has."""
        ...

    @property
    def key(self) -> PublicKey | None:
        """The key that signed it, where its signature counts here."""
        ...

    @property
    def size_bytes(self) -> int:
        """Of all its files."""
        ...

    @property
    def memory_bytes(self) -> int:
        """What it takes while it works; 0 where that is little."""
        ...

    @property
    def problem(self) -> str:
        """Why it cannot be used, as a sentence; empty where it can."""
        ...


class MemoryState(Protocol):
    """What a model takes while it works, and what this computer has free."""

    @property
    def needed_bytes(self) -> int:
        """What it takes."""
        ...

    @property
    def free_bytes(self) -> int:
        """What is free; 2**62 where that is not known."""
        ...

    @property
    def fits(self) -> bool:
        """Whether there is room for it now."""
        ...


class ModelsCore(Protocol):
    """The models; every method may block and may be called from any thread."""

    @property
    def policy(self) -> Policy:
        """What the site's administrator allows; does not block."""
        ...

    def records(
        self,
        *,
        thorough: bool = True,
        progressed: Progressed = ...,
        token: CancelToken | None = None,
    ) -> Sequence[ModelState]:
        """The models; their files are hashed where `thorough`, else only those that changed."""
        ...

    def open_pack(self, folder: Path, keys: Sequence[PublicKey] = ()) -> Pack:
        """Look at a pack; with `keys` those count and no others.

        Raises:
            PackRefusedError: It is not to be used; says why.
        """
        ...

    def may_trust(self, refusal: AssistantError) -> bool:
        """Whether a pack was refused for its key alone, and the user may trust that key.

        Does not block.
        """
        ...

    def memory_for(self, pack: Pack) -> MemoryState:
        """What the model in a pack will take."""
        ...

    def trust(self, key: PublicKey) -> None:
        """Take packs that `key` has signed from now on."""
        ...

    def install(
        self, pack: Pack, progressed: Progressed = ..., token: CancelToken | None = None
    ) -> ModelState:
        """Install a pack that was opened; nothing is left behind where it does not come to that."""
        ...

    def add(
        self,
        file: Path,
        name: str = "",
        *,
        progressed: Progressed = ...,
        token: CancelToken | None = None,
    ) -> ModelState:
        """Bring in a language model that nobody has signed."""
        ...

    def remove(self, name: str) -> None:
        """Delete a language model."""
        ...


class AssistantCore(Protocol):
    """All libraries of this user."""

    @property
    def models(self) -> ModelsCore:
        """The models on this computer."""
        ...

    def chosen_language_model(self) -> str:
        """Name of the language model that writes the next answer; empty without one.

        Raises:
            AssistantError: It cannot be used.
        """
        ...

    def let_go_of_language_model(self) -> None:
        """Close the language model that is open; the next answer opens the right one."""
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
