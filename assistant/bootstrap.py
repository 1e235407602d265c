"""The composition root: builds the `Assistant` that both front ends use, and nothing else does."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from assistant import paths
from assistant.answer.prompt import Instructions
from assistant.engines.chroma import ChromaIndex
from assistant.engines.chroma_probe import is_usable
from assistant.engines.cores import physical_cores
from assistant.engines.installed import InstalledModel
from assistant.engines.llama_generator import LlamaGenerator, fitting_context
from assistant.engines.llama_messages import LoadOptions
from assistant.engines.memory import free_memory_bytes
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.engines.onnx_reader import OnnxReader
from assistant.errors import AssistantError, UsageError
from assistant.index.catalogue import Catalogue
from assistant.index.schema import CATALOGUE_FILE
from assistant.index.writer_lock import writer_lock
from assistant.library import Equipment, Library
from assistant.models.models import Models
from assistant.parse.formats import SUFFIXES
from assistant.parse.page_images import JailedPageImages
from assistant.parse.pool import ParserPool
from assistant.parse.scans import ScanReader, scan_worker
from assistant.policy import Policy, load_policy
from assistant.ports import DocumentParser, Embedder, Reader
from assistant.settings import Settings, load_settings

DEFAULT_LIBRARY = "default"
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,62}[\w-])?")
_MIB = 2**20


class UnknownLibraryError(AssistantError):
    """There is no library of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        hint = (
            f"The libraries are: {', '.join(known)}."
            if known
            else "There are none yet; 'hangar index FOLDER' makes the first."
        )
        super().__init__(f"There is no library '{name}'.", hint=hint)


class Assistant:
    """All libraries of one user; usable from any thread."""

    def __init__(self, home: Path, settings: Settings, policy: Policy) -> None:
        self.home = home
        self.settings = settings
        self.models = Models(home, policy)
        self._lock = threading.RLock()
        self._embedder: Embedder | None = None
        self._readers: dict[Path, Reader] = {}
        self._generator: LlamaGenerator | None = None
        self._libraries: dict[str, Library] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def library_names(self) -> list[str]:
        """Names of the libraries, in alphabetical order."""
        folder = paths.libraries_folder(self.home)
        found = (file.parent.name for file in folder.glob(f"*/{CATALOGUE_FILE}"))
        return sorted(found, key=str.casefold)

    def library(self, name: str = DEFAULT_LIBRARY, *, create: bool = False) -> Library:
        """Open a library, or make it; the same object each time, as long as nobody deletes it.

        Raises:
            UnknownLibraryError: There is none of this name, and `create` is False.
            UsageError: The name will not do for a new one.
        """
        with self._lock:
            known = self._libraries.get(name)
            if known is not None and known.is_replaced:
                self._libraries.pop(name).close()
            if name not in self._libraries:
                if name not in self.library_names():
                    if not create:
                        raise UnknownLibraryError(name, self.library_names())
                    _check_name(name)
                catalogue = Catalogue.open(self._folder(name))
                self._libraries[name] = Library(name, catalogue, self._equipment())
            return self._libraries[name]

    def delete_library(self, name: str) -> None:
        """Remove a library's index for good; the documents stay where they are.

        Raises:
            UnknownLibraryError: There is none of this name.
            LibraryBusyError: Someone is writing to it.
        """
        with self._lock:
            if name not in self.library_names():
                raise UnknownLibraryError(name, self.library_names())
            folder = self._folder(name)
            with writer_lock(folder):
                if library := self._libraries.pop(name, None):
                    library.close()
                (folder / CATALOGUE_FILE).unlink(missing_ok=True)
            shutil.rmtree(folder)

    def language_model_at_work(self) -> str:
        """Where the language model runs and with what, once it is loaded; empty without one.

        Raises:
            AssistantError: It cannot be used; says why.
        """
        generator = self._opened_generator()
        return generator.at_work() if generator else ""

    def chosen_language_model(self) -> str:
        """Name of the language model that writes the next answer; empty without one.

        Raises:
            AssistantError: It cannot be used; says why.
        """
        model = self.models.to_write_with(self.settings.language_model)
        return model.name if model else ""

    def let_go_of_language_model(self) -> None:
        """Close the language model that is open, once an answer it is writing is there.

        The next answer opens the one that is the right one by then.
        """
        with self._lock:
            generator, self._generator = self._generator, None
        if generator is not None:
            generator.close()

    def close(self) -> None:
        """Let go of every library."""
        with self._lock:
            for library in self._libraries.values():
                library.close()
            self._libraries.clear()
            if self._generator is not None:
                self._generator.close()
                self._generator = None

    def _folder(self, name: str) -> Path:
        return paths.libraries_folder(self.home) / name

    def _equipment(self) -> Equipment:
        settings = self.settings
        return Equipment(
            embedder=self._opened_embedder,
            reader=partial(self._opened_reader, paths.reader_folder()),
            second_reader=partial(self._opened_reader, paths.second_reader_folder()),
            generator=self._opened_generator,
            instructions=_instructions(),
            open_index=ChromaIndex.open,
            probe=is_usable,
            open_parser=partial(open_parser, settings),
            open_pages=partial(JailedPageImages, memory_mib=settings.parser_memory_mib),
            data_folder=self.home.resolve(),
            suffixes=frozenset(" ".join(SUFFIXES.values()).split()),
            parser_processes=settings.parser_processes,
            max_file_bytes=settings.max_file_mib * _MIB,
            refusal_threshold=settings.refusal_threshold,
        )

    def _opened_embedder(self) -> Embedder:
        with self._lock:
            if self._embedder is None:
                threads = self.settings.embedding_threads
                self._embedder = OnnxEmbedder.open(
                    self.models.checked_folder(paths.embedder_folder()), threads
                )
            return self._embedder

    def _opened_reader(self, folder: Path) -> Reader:
        with self._lock:
            if folder not in self._readers:
                threads = self.settings.embedding_threads
                checked = self.models.checked_folder(folder)
                self._readers[folder] = OnnxReader.open(checked, threads)
            return self._readers[folder]

    def _opened_generator(self) -> LlamaGenerator | None:
        """The language model of the settings, or the first; None where there is none.

        Raises:
            AssistantError: The settings name one that is not there, or it may not be used.
        """
        with self._lock:
            if self._generator is None:
                model = self.models.to_write_with(self.settings.language_model)
                if model is None:
                    return None
                self._generator = LlamaGenerator(
                    model,
                    _load_options(self.settings, model),
                    idle_s=self.settings.idle_minutes * 60,
                    free_bytes=free_memory_bytes,
                    known_templates=_known_templates(),
                )
            return self._generator


def build_assistant(home: Path | None = None) -> Assistant:
    """Build the assistant over the data folder `home`, the user's own when None.

    Raises:
        UsageError: It is no data folder, or the settings there cannot be read.
        PolicyError: The site's policy cannot be read.
    """
    folder = paths.data_folder(home or paths.hangar_home())
    policy = load_policy(paths.policy_file(), is_installed=paths.is_installed())
    return Assistant(folder, load_settings(paths.settings_file(folder), policy.settings), policy)


@contextmanager
def open_parser(settings: Settings) -> Iterator[DocumentParser]:
    """The parser of one run: jailed workers, and more of them for scans where OCR is installed."""
    limits = (settings.parser_processes, settings.parser_memory_mib, settings.parser_seconds)
    with ExitStack() as stack:
        pool = stack.enter_context(ParserPool(*limits))
        models = paths.text_recognition_models()
        if models is None or find_spec("tesserocr") is None:
            yield pool
        else:
            command = scan_worker(models)
            yield ScanReader(pool, stack.enter_context(ParserPool(*limits, command=command)))


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' cannot be the name of a library.",
            hint="Use up to 64 letters, digits, spaces, dots, hyphens and underscores,"
            " beginning with a letter or digit.",
        )


def _instructions() -> Instructions:
    folder = paths.prompts_folder()
    names = Instructions._fields
    return Instructions(*((folder / f"{n}.txt").read_text(encoding="utf-8").strip() for n in names))


def _known_templates() -> frozenset[str]:
    text = (paths.prompts_folder() / "known_templates.txt").read_text(encoding="utf-8")
    return frozenset(line.split()[0] for line in text.splitlines() if not line.startswith("#"))


def _load_options(settings: Settings, model: InstalledModel) -> LoadOptions:
    options = LoadOptions(
        context_tokens=settings.context_tokens,
        threads=physical_cores(),
        layers=model.header.layers,
        weights_bytes=model.header.size_bytes,
        quantized_cache=settings.quantized_context,
        temperature=settings.temperature,
        seed=settings.seed,
    )
    return fitting_context(model.header, options, free_memory_bytes())
