"""The writing side of the catalogue; whoever uses it holds the library's writer lock."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.index.catalogue import Catalogue, Root
from assistant.index.document_rows import (
    insert_document,
    insert_skipped,
    remove_document,
    remove_file,
    rename_document,
)
from assistant.index.files import FileStat, FileState
from assistant.index.prepared import PreparedDocument, SkippedDocument
from assistant.index.schema import connect, write_failure

_MERGE_PAGES = 1000  # of the keyword index rewritten between two looks at the cancel token


class CatalogueWriter:
    """Changes a catalogue, in transactions. Changing methods are called within one.

    Raises:
        DiskFullError, CatalogueWriteError, CatalogueDamagedError: From any method.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Open `catalogue` for writing.

        Raises:
            LibraryReplacedError: It was deleted, and what is read of it is not what is on disk.
        """
        catalogue.check_in_place()
        self._file = catalogue.file
        self._connection = connect(catalogue.file, read_only=False)
        self._added = 0
        self._removed = 0
        self._leaves_traces = False

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes within are made durable together at its end, or none of them."""
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            self._added = self._removed = 0
            self._leaves_traces = False
            try:
                yield
                self._note_changes()
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    def add_root(self, root: Root) -> Root:
        """Record a folder; `root.id` is ignored. Returns it as recorded."""
        row = self._connection.execute(
            "INSERT INTO roots (path, whole, device) VALUES (?, ?, ?) ON CONFLICT (path)"
            " DO UPDATE SET whole = max(whole, excluded.whole), device = excluded.device"
            " RETURNING id, whole",
            [str(root.path), root.is_whole, root.device],
        ).fetchone()
        return Root(row[0], root.path, bool(row[1]), root.device)

    def absorb_root(self, inner: Root, outer: Root) -> None:
        """Make the documents of `inner`, a folder inside `outer`, documents of `outer`."""
        prefix = inner.path.relative_to(outer.path).as_posix()
        for document_id, file in self._documents_of(inner):
            rename_document(self._connection, document_id, outer.id, f"{prefix}/{file}")
            self._leaves_traces = True
        self._connection.execute("DELETE FROM roots WHERE id = ?", [inner.id])

    def drop_empty_roots(self) -> None:
        """Forget the folders of which single files were given, and none of these is left."""
        self._connection.execute(
            "DELETE FROM roots WHERE NOT whole AND id NOT IN (SELECT root FROM documents)"
        )

    def remove_root(self, root: Root) -> int:
        """Forget a folder with all its documents; returns how many these were."""
        documents = self._documents_of(root)
        for document_id, _ in documents:
            self.remove(document_id)
        self._connection.execute("DELETE FROM roots WHERE id = ?", [root.id])
        return len(documents)

    def replace(self, document: PreparedDocument, vectors: NDArray[np.float32]) -> None:
        """Store an indexed document in place of what was stored of its file.

        Args:
            vectors: A row for each of `document.chunks`.
        """
        self._remove_file(document.state)
        insert_document(self._connection, document, vectors)
        self._added += len(document.chunks)

    def skip(self, document: SkippedDocument) -> None:
        """Store why a file has no text in the index, in place of what was stored of it."""
        self._remove_file(document.state)
        insert_skipped(self._connection, document)

    def touch(self, document_id: int, stat: FileStat) -> None:
        """Note that a file has another stat but the same content."""
        self._connection.execute(
            "UPDATE documents SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ? WHERE id = ?",
            [*stat, document_id],
        )

    def move(self, document_id: int, state: FileState) -> None:
        """Note that a file stands elsewhere, with the same content."""
        self.touch(document_id, state.stat)
        rename_document(self._connection, document_id, state.root_id, state.file)
        self._leaves_traces = True

    def remove(self, document_id: int) -> None:
        """Forget a file."""
        self._removed += remove_document(self._connection, document_id)
        self._leaves_traces = True

    def forget_vectors(self, embedder_sha256: str) -> None:
        """Drop every vector, since another model makes them from now on."""
        self._removed += self._connection.execute("DELETE FROM vectors").rowcount
        self._connection.execute(
            "UPDATE meta SET value = ? WHERE key = 'embedder'", [embedder_sha256]
        )

    def add_vectors(self, chunk_ids: list[int], vectors: NDArray[np.float32]) -> None:
        """Give stored chunks, which have none, their vectors."""
        rows = np.asarray(vectors, dtype="<f4")
        self._connection.executemany(
            "INSERT INTO vectors VALUES (?, ?)",
            ((key, row.tobytes()) for key, row in zip(chunk_ids, rows, strict=True)),
        )
        self._added += len(chunk_ids)

    def remove_traces(self, check: Callable[[], None]) -> None:
        """Overwrite what removed documents left in free space; call outside transactions.

        The keyword index keeps the terms of removed rows until its parts are merged, and the
        write-ahead log keeps old pages until it is cut.

        Args:
            check: Called now and then; what it raises ends the work, which stays to be done.
        """
        with self._translated():
            traces = self._connection.execute(
                "SELECT value FROM meta WHERE key = 'traces'"
            ).fetchone()[0]
            if traces:
                self._merge("chunk_terms", check)
                self._merge("page_terms", check)
            is_busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if traces and not is_busy:
                self._connection.execute("UPDATE meta SET value = 0 WHERE key = 'traces'")

    def _merge(self, table: str, check: Callable[[], None]) -> None:
        pages = -_MERGE_PAGES  # the minus asks for everything to be merged into one
        while True:
            before = self._connection.total_changes
            self._connection.execute(
                f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)",  # noqa: S608
                [pages],
            )
            if self._connection.total_changes - before < 2:  # how SQLite says that it is done
                return
            pages = _MERGE_PAGES
            check()

    def _documents_of(self, root: Root) -> list[tuple[int, str]]:
        return self._connection.execute(
            "SELECT id, file FROM documents WHERE root = ?", [root.id]
        ).fetchall()

    def _remove_file(self, state: FileState) -> None:
        removed = remove_file(self._connection, state)
        self._removed += removed
        self._leaves_traces |= removed > 0

    def _note_changes(self) -> None:
        """Say, in the transaction that changes the chunks, that they are other ones now."""
        if self._added or self._removed:
            self._set("generation", "value + 1")
            self._set("chunks", f"value + {self._added - self._removed}")
        if self._added:
            self._set("added", "(SELECT value FROM meta WHERE key = 'generation')")
        if self._removed:
            self._set("removed", "(SELECT value FROM meta WHERE key = 'generation')")
        if self._leaves_traces:
            self._set("traces", "1")

    def _set(self, key: str, expression: str) -> None:
        self._connection.execute(f"UPDATE meta SET value = {expression} WHERE key = ?", [key])  # noqa: S608

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise write_failure(self._file, error) from error
