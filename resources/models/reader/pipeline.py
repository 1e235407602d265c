"""A library and the pipeline over it, as far as answers are scored."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from assistant.answer.judge import Judge
from assistant.answer.retrieve import Retrieval, Retriever
from assistant.answer.select import Question, Scored
from assistant.bootstrap import build_assistant
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.engines.onnx_reader import OnnxReader
from assistant.index.catalogue import Catalogue
from assistant.index.exact import ExactSearch
from assistant.jobs import CancelToken
from assistant.paths import (
    embedder_folder,
    libraries_folder,
    reader_folder,
    second_reader_folder,
)

_LIBRARY = "measured"
_PASSAGES = 100


class Pipeline(NamedTuple):
    """What answers are made with; search is exact."""

    catalogue: Catalogue
    vectors: ExactSearch
    embedder: OnnxEmbedder
    retriever: Retriever
    judge: Judge

    def retrieve(self, question: str, documents: Collection[int] | None = None) -> Retrieval:
        """The passages that the answer is looked for in."""
        return self.retriever.retrieve(question, _PASSAGES, documents)

    def read(
        self, question: str, documents: Collection[int] | None = None
    ) -> tuple[Question, list[Scored]]:
        """The question as selecting sees it, and the units, best first."""
        return self.judge.judge(question, self.retrieve(question, documents))


@contextmanager
def indexed(home: Path, documents: Path) -> Iterator[Pipeline]:
    """Index `documents` into a library in the data folder `home`, kept there for the next time."""
    with build_assistant(home) as assistant:
        library = assistant.library(_LIBRARY, create=True)
        library.index([documents], lambda _: None, CancelToken())
    with Catalogue.open(libraries_folder(home) / _LIBRARY) as catalogue:
        embedder = OnnxEmbedder.open(embedder_folder())
        vectors = ExactSearch(catalogue)
        readers = (OnnxReader.open(folder) for folder in (reader_folder(), second_reader_folder()))
        judge = Judge(catalogue, embedder, *readers)
        retriever = Retriever(catalogue, vectors, embedder)
        yield Pipeline(catalogue, vectors, embedder, retriever, judge)
