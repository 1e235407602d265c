"""The rows of one document: how they are put in, taken out and renamed within a transaction."""

import json
import sqlite3
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from assistant.domain.document import READING
from assistant.domain.library import DocumentState
from assistant.index.catalogue_read import page_key
from assistant.index.files import FileState
from assistant.index.prepared import (
    PreparedDocument,
    SkippedDocument,
    heading_terms,
)
from assistant.index.schema import PAGES_PER_DOCUMENT

_DOCUMENT_COLUMNS = (
    "root, file, size, mtime_ns, ctime_ns, inode, sha256, state, reason, detail, title, format,"
    " page_count, chunk_count, indexed_at, reading"
)


def remove_file(connection: sqlite3.Connection, state: FileState) -> int:
    """Take out what is stored of a file; returns how many vectors it had."""
    row = connection.execute(
        "SELECT id FROM documents WHERE root = ? AND file = ?", [state.root_id, state.file]
    ).fetchone()
    return remove_document(connection, row[0]) if row else 0


def remove_document(connection: sqlite3.Connection, document_id: int) -> int:
    """Take out a document; returns how many vectors it had."""
    removed = connection.execute(
        "SELECT count(*) FROM vectors WHERE chunk IN (SELECT id FROM chunks WHERE document = ?)",
        [document_id],
    ).fetchone()[0]
    connection.execute(
        "DELETE FROM chunk_terms WHERE rowid IN (SELECT id FROM chunks WHERE document = ?)",
        [document_id],
    )
    connection.execute(
        "DELETE FROM page_terms WHERE rowid BETWEEN ? AND ?",
        [page_key(document_id, 0), page_key(document_id, PAGES_PER_DOCUMENT - 1)],
    )
    connection.execute("DELETE FROM documents WHERE id = ?", [document_id])
    return int(removed)


def insert_skipped(connection: sqlite3.Connection, document: SkippedDocument) -> None:
    """Put in why a file has no text in the index."""
    about = (DocumentState.SKIPPED, document.reason, document.detail, "", "", 0, 0)
    _insert_row(connection, document.state, about)


def insert_document(
    connection: sqlite3.Connection, document: PreparedDocument, vectors: NDArray[np.float32]
) -> None:
    """Put in a document; `vectors` has a row for each of its chunks."""
    counts = (len(document.pages), len(document.chunks))
    about = (DocumentState.INDEXED, None, document.detail, document.title, document.format)
    document_id = _insert_row(connection, document.state, (*about, *counts))
    _insert_pages(connection, document_id, document)
    _insert_chunks(connection, document_id, document, np.asarray(vectors, dtype="<f4"))


def rename_document(
    connection: sqlite3.Connection, document_id: int, root_id: int, file: str
) -> None:
    """Give a document another path, which its chunks and pages are found by too."""
    title = connection.execute(
        "UPDATE documents SET root = ?, file = ? WHERE id = ? RETURNING title",
        [root_id, file, document_id],
    ).fetchone()[0]
    chunks = connection.execute(
        "SELECT id, page, section FROM chunks WHERE document = ?", [document_id]
    ).fetchall()
    sections_of_pages: dict[int, dict[str, None]] = {}
    for key, page, packed in chunks:
        section = json.loads(packed)
        sections_of_pages.setdefault(page, {}).update(dict.fromkeys(section))
        connection.execute(
            "UPDATE chunk_terms SET heading = ? WHERE rowid = ?",
            [heading_terms(title, section, file), key],
        )
    for page, sections in sections_of_pages.items():
        connection.execute(
            "UPDATE page_terms SET heading = ? WHERE rowid = ?",
            [heading_terms(title, tuple(sections), file), page_key(document_id, page)],
        )


def _insert_row(
    connection: sqlite3.Connection, state: FileState, about: tuple[str | int | None, ...]
) -> int:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    values = [state.root_id, state.file, *state.stat, state.sha256, *about, now, READING]
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(
        f"INSERT INTO documents ({_DOCUMENT_COLUMNS}) VALUES ({marks})",  # noqa: S608
        values,
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _insert_pages(
    connection: sqlite3.Connection, document_id: int, document: PreparedDocument
) -> None:
    for page in document.pages:
        key = page_key(document_id, page.number)
        connection.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                key,
                document_id,
                page.number,
                page.label,
                page.width_pt,
                page.height_pt,
                page.text,
                page.words,
                page.blocks,
            ],
        )
        if page.body_terms:
            connection.execute(
                "INSERT INTO page_terms (rowid, body, heading) VALUES (?, ?, ?)",
                [key, page.body_terms, page.heading_terms],
            )


def _insert_chunks(
    connection: sqlite3.Connection,
    document_id: int,
    document: PreparedDocument,
    vectors: NDArray[np.float32],
) -> None:
    for entry, vector in zip(document.chunks, vectors, strict=True):
        chunk = entry.chunk
        key = connection.execute(
            'INSERT INTO chunks (document, page, start, "end", section, search_text, token_count)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                document_id,
                chunk.page,
                chunk.start,
                chunk.end,
                json.dumps(chunk.section, ensure_ascii=False),
                chunk.search_text,
                chunk.token_count,
            ],
        ).lastrowid
        connection.execute("INSERT INTO vectors VALUES (?, ?)", [key, vector.tobytes()])
        connection.execute(
            "INSERT INTO chunk_terms (rowid, body, heading) VALUES (?, ?, ?)",
            [key, entry.body_terms, entry.heading_terms],
        )
