"""A folder of documents, a library to index it into, and what a test asks of both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.domain.library import DocumentState, IndexProgress, IndexReport
from assistant.domain.terms import match_any, terms
from assistant.index.catalogue import Catalogue
from assistant.index.indexer import Indexer
from assistant.jobs import CancelToken
from tests.fakes import FakeEmbedder, FakeParser


@dataclass
class Bench:
    """A library with fast engines over a folder."""

    folder: Path
    catalogue: Catalogue
    parser: FakeParser = field(default_factory=FakeParser)
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    token: CancelToken = field(default_factory=CancelToken)
    max_file_bytes: int = 1 << 20
    left_out: Path | None = None

    def write(self, file: str, text: str) -> Path:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def indexer(self) -> Indexer:
        return Indexer(
            self.catalogue,
            self.parser,
            self.embedder,
            suffixes=frozenset({".txt", ".md"}),
            parser_processes=2,
            max_file_bytes=self.max_file_bytes,
            left_out=self.left_out,
        )

    def run(
        self, *paths: Path, progressed: Callable[[IndexProgress], None] = lambda _: None
    ) -> IndexReport:
        return self.indexer().run(paths or (self.folder,), progressed, self.token)

    def update(self) -> IndexReport:
        return self.indexer().run((), lambda _: None, self.token)

    def found(self, word: str) -> list[str]:
        """The files that keyword search finds a word in."""
        hits = self.catalogue.keyword_chunks(match_any(terms(word)), 50)
        return [p.file for p in self.catalogue.passages([hit.id for hit in hits])]

    def indexed(self) -> list[str]:
        records = self.catalogue.documents()
        return [record.file for record in records if record.state is DocumentState.INDEXED]

    def bytes_on_disk(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.catalogue.folder.glob("catalogue*"))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    folder = tmp_path / "documents"
    folder.mkdir()
    with Catalogue.open(tmp_path / "libraries" / "main") as catalogue:
        yield Bench(folder, catalogue)
        assert catalogue.problems() == []
