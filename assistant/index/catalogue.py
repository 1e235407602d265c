"""The catalogue: one SQLite database per library, and the truth about what is in it."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.domain.chunk import Chunk
from assistant.domain.document import Page, SkipReason
from assistant.domain.library import DocumentRecord, DocumentState
from assistant.index.catalogue_check import problems
from assistant.index.catalogue_read import PassageReader, page_key
from assistant.index.connections import ConnectionPool
from assistant.index.files import FileStat, FileState, KnownFile
from assistant.index.page_codec import unpack_blocks, unpack_words
from assistant.index.schema import CATALOGUE_FILE, prepare
from assistant.paths import private_folder

_VECTORS_AT_ONCE = 4096
_RECORD_COLUMNS = (
    "d.id, r.path, d.file, d.state, d.reason, d.detail, d.title, d.format,"
    " d.page_count, d.chunk_count, d.size, d.sha256"
)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that is indexed.

    Attributes:
        is_whole: False where only single files of it were given.
        device: Number of the device it was on; an unmounted share leaves an empty folder on
            another one.
    """

    id: int
    path: Path
    is_whole: bool
    device: int


@dataclass(frozen=True, slots=True)
class Generation:
    """Which state of its chunks the catalogue is in.

    Attributes:
        number: Grows with every commit that adds or removes chunks.
        added: The number of the last commit that added some.
        removed: The number of the last commit that removed some.
        chunks: How many there are.
    """

    number: int
    added: int
    removed: int
    chunks: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a library holds: files indexed, files skipped, pages, chunks."""

    documents: int
    skipped: int
    pages: int
    chunks: int


class Catalogue(PassageReader):
    """The reading side, usable from any number of threads; `CatalogueWriter` is the other."""

    def __init__(self, connections: ConnectionPool) -> None:
        super().__init__(connections)
        self.file = connections.file

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the catalogue of the library in `folder`, creating both where they are missing.

        Raises:
            CatalogueTooNewError, CatalogueDamagedError, CatalogueWriteError, DiskFullError.
        """
        file = private_folder(folder) / CATALOGUE_FILE
        prepare(file)
        return cls(ConnectionPool(file))

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self.file.parent

    @property
    def is_replaced(self) -> bool:
        """Whether the library was deleted; another may have its name."""
        return self._connections.is_replaced

    def check_in_place(self) -> None:
        """See that the library is still the one that was opened.

        Raises:
            LibraryReplacedError: It is not.
        """
        self._connections.check_in_place()

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def roots(self) -> tuple[Root, ...]:
        """The folders that are indexed, by path."""
        rows = self._rows("SELECT id, path, whole, device FROM roots ORDER BY path")
        return tuple(Root(key, Path(path), bool(whole), dev) for key, path, whole, dev in rows)

    def documents(self) -> list[DocumentRecord]:
        """Every file the catalogue knows, by folder and path."""
        rows = self._rows(
            f"SELECT {_RECORD_COLUMNS} FROM documents d JOIN roots r ON r.id = d.root"  # noqa: S608
            " ORDER BY r.path, d.file"
        )
        return [_record(row) for row in rows]

    def document(self, document_id: int) -> DocumentRecord | None:
        """One file, or None when it is gone."""
        rows = self._rows(
            f"SELECT {_RECORD_COLUMNS} FROM documents d JOIN roots r ON r.id = d.root"  # noqa: S608
            " WHERE d.id = ?",
            document_id,
        )
        return _record(rows[0]) if rows else None

    def known_files(self) -> list[KnownFile]:
        """Every file, as the indexer compares it with what is in the folders."""
        rows = self._rows(
            "SELECT id, reason, detail, reading, root, file, sha256,"
            " size, mtime_ns, ctime_ns, inode FROM documents"
        )
        return [
            KnownFile(
                key,
                FileState(root, file, FileStat(*stat), sha256),
                SkipReason(reason) if reason else None,
                detail,
                reading,
            )
            for key, reason, detail, reading, root, file, sha256, *stat in rows
        ]

    def page(self, document_id: int, number: int) -> Page | None:
        """A page as parsed, or None when it is gone."""
        rows = self._rows(
            "SELECT text, blocks, label, width_pt, height_pt, words FROM pages WHERE id = ?",
            page_key(document_id, number),
        )
        if not rows:
            return None
        text, blocks, label, width_pt, height_pt, words = rows[0]
        return Page(
            number, text, unpack_blocks(blocks), label, width_pt, height_pt, unpack_words(words)
        )

    def totals(self) -> Totals:
        """How much the library holds."""
        rows = self._rows(
            "SELECT count(*), coalesce(sum(state = ?), 0), coalesce(sum(page_count), 0),"
            " coalesce(sum(chunk_count), 0) FROM documents",
            DocumentState.SKIPPED,
        )
        files, skipped, pages, chunks = rows[0]
        return Totals(files - skipped, skipped, pages, chunks)

    def size_bytes(self) -> int:
        """What the catalogue takes on disk."""
        files = (self.file, self.file.with_name(self.file.name + "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def generation(self) -> Generation:
        """Which state the chunks are in."""
        rows = dict(self._rows("SELECT key, value FROM meta WHERE key <> 'embedder'"))
        return Generation(rows["generation"], rows["added"], rows["removed"], rows["chunks"])

    def embedder_sha256(self) -> str:
        """SHA-256 of the model that made the vectors; empty before the first."""
        return str(self._rows("SELECT value FROM meta WHERE key = 'embedder'")[0][0])

    def chunk_ids(self) -> NDArray[np.int64]:
        """The keys of all chunks that have a vector, ascending."""
        rows = self._rows("SELECT chunk FROM vectors ORDER BY chunk")
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def existing(self, chunk_ids: Collection[int]) -> set[int]:
        """Those of these chunks that the catalogue still has."""
        rows = self._rows(
            "SELECT id FROM chunks WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps([int(key) for key in chunk_ids]),
        )
        return {row[0] for row in rows}

    def vectors(self, after: int = 0) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Batches of chunk keys, ascending, and their vectors, a row each.

        Args:
            after: Only chunks with a greater key.
        """
        while True:
            rows = self._rows(
                "SELECT chunk, vector FROM vectors WHERE chunk > ? ORDER BY chunk LIMIT ?",
                after,
                _VECTORS_AT_ONCE,
            )
            if not rows:
                return
            yield _stacked(rows)
            after = rows[-1][0]

    def vectors_of(
        self, documents: Iterable[int]
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """The chunk keys, ascending, and vectors of each of these documents in turn."""
        for document in documents:
            rows = self._rows(
                "SELECT v.chunk, v.vector FROM chunks c JOIN vectors v ON v.chunk = c.id"
                " WHERE c.document = ? ORDER BY c.id",
                document,
            )
            if rows:
                yield _stacked(rows)

    def chunks_without_vectors(self, limit: int) -> list[tuple[int, Chunk, str, str]]:
        """Up to `limit` chunks that have no vector: key, chunk, its document's title and file."""
        rows = self._rows(
            'SELECT c.id, d.title, d.file, c.page, c.start, c."end", c.section,'
            ' substr(p.text, c.start + 1, c."end" - c.start), c.search_text, c.token_count'
            " FROM chunks c JOIN documents d ON d.id = c.document"
            " JOIN pages p ON p.document = c.document AND p.number = c.page"
            " WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE chunk = c.id)"
            " ORDER BY c.id LIMIT ?",
            limit,
        )
        return [
            (key, Chunk(page, start, end, tuple(json.loads(section)), *rest), title, file)
            for key, title, file, page, start, end, section, *rest in rows
        ]

    def problems(self) -> list[str]:
        """What is inconsistent in the catalogue, a sentence each; empty when it is sound."""
        with self._connections.reading() as connection:
            return problems(connection)

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._connections.reading() as connection:
            return connection.execute(statement, values).fetchall()


def _record(row: tuple[Any, ...]) -> DocumentRecord:
    key, root, file, state, reason, *rest = row
    return DocumentRecord(
        key, Path(root), file, DocumentState(state), SkipReason(reason) if reason else None, *rest
    )


def _stacked(rows: Sequence[tuple[int, bytes]]) -> tuple[list[int], NDArray[np.float32]]:
    """Keys and vectors as read: a list, and a row for each."""
    ids = [row[0] for row in rows]
    joined = b"".join(row[1] for row in rows)
    return ids, np.frombuffer(joined, dtype="<f4").reshape(len(ids), -1)
