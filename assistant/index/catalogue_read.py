"""What retrieval and answering read from the catalogue: keywords, passages, highlights."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from assistant.domain.answer import Passage
from assistant.domain.document import Rect
from assistant.domain.terms import match_any
from assistant.index.connections import ConnectionPool
from assistant.index.line_rects import line_rects
from assistant.index.page_codec import unpack_words
from assistant.index.schema import PAGES_PER_DOCUMENT
from assistant.ports import KeywordHit, PageHit

_HEADING_WEIGHT = 0.5
_AT_ONCE = 500  # values bound to one statement


class PassageReader:
    """The catalogue as a `PassageStore`; usable from any number of threads."""

    def __init__(self, connections: ConnectionPool) -> None:
        self._connections = connections

    def keyword_chunks(
        self,
        query: str,
        limit: int,
        *,
        heading_weight: float = _HEADING_WEIGHT,
        documents: Collection[int] | None = None,
    ) -> list[KeywordHit]:
        """Up to `limit` chunks by BM25, the best first.

        Args:
            query: In FTS5 syntax, made by `domain.terms`; empty finds nothing.
            heading_weight: What a term in the title, section or file path counts, where one in
                the text counts 1.
            documents: Keys of the documents to look in; all when None.
        """
        scope = "(SELECT document FROM chunks WHERE id = chunk_terms.rowid)"
        hits = self._keyword_hits("chunk_terms", scope, query, limit, heading_weight, documents)
        return [KeywordHit(key, score) for key, score in hits]

    def keyword_pages(
        self,
        query: str,
        limit: int,
        *,
        heading_weight: float = _HEADING_WEIGHT,
        documents: Collection[int] | None = None,
    ) -> list[PageHit]:
        """Up to `limit` pages by BM25, likewise."""
        scope = f"page_terms.rowid / {PAGES_PER_DOCUMENT}"
        hits = self._keyword_hits("page_terms", scope, query, limit, heading_weight, documents)
        return [PageHit(*divmod(key, PAGES_PER_DOCUMENT), score) for key, score in hits]

    def _keyword_hits(
        self,
        table: str,
        scope: str,
        query: str,
        limit: int,
        heading_weight: float,
        documents: Collection[int] | None,
    ) -> list[tuple[int, float]]:
        if not query.strip() or limit < 1:
            return []
        within = "" if documents is None else f"AND {scope} IN (SELECT value FROM json_each(?))"  # noqa: S608
        scoped = [] if documents is None else [json.dumps(sorted(documents))]
        statement = (
            f"SELECT rowid, bm25({table}, 1.0, ?) AS score FROM {table}"  # noqa: S608
            f" WHERE {table} MATCH ? {within} ORDER BY score, rowid LIMIT ?"
        )
        with self._connections.reading() as connection:
            rows = connection.execute(statement, [heading_weight, query, *scoped, limit])
            return [(key, -score) for key, score in rows]

    def term_counts(self, terms: Sequence[str]) -> tuple[dict[str, int], int]:
        """How many chunks hold each of these terms, and how many chunks there are."""
        counts = dict.fromkeys(terms, 0)
        with self._connections.reading() as connection:
            for term in counts:
                row = connection.execute(
                    "SELECT doc FROM chunk_vocabulary WHERE term = ?", [term]
                ).fetchone()
                counts[term] = row[0] if row else 0
            total = connection.execute("SELECT sum(chunk_count) FROM documents").fetchone()[0]
        return counts, total or 0

    def documents_with(self, term: str) -> set[int]:
        """The keys of the documents that hold a term, in their text, titles or file path."""
        statement = (
            f"SELECT DISTINCT rowid / {PAGES_PER_DOCUMENT} FROM page_terms"  # noqa: S608
            " WHERE page_terms MATCH ?"
        )
        with self._connections.reading() as connection:
            return {key for (key,) in connection.execute(statement, [match_any([term])])}

    def passages(self, chunk_ids: Sequence[int]) -> list[Passage]:
        """The chunks with these keys that still exist, in the order asked, scored 0."""
        statement = (
            'SELECT c.id, c.document, d.file, d.title, c.page, c.section, c.start, c."end",'
            ' substr(p.text, c.start + 1, c."end" - c.start), c.search_text'
            " FROM chunks c JOIN documents d ON d.id = c.document"
            " JOIN pages p ON p.document = c.document AND p.number = c.page"
            " WHERE c.id IN (SELECT value FROM json_each(?))"
        )
        found: dict[int, Passage] = {}
        with self._connections.reading() as connection:
            for row in _in_batches(connection, statement, chunk_ids):
                found[row[0]] = _passage(row)
        return [found[key] for key in chunk_ids if key in found]

    def chunks_of_pages(self, pages: Sequence[tuple[int, int]]) -> list[int]:
        """The keys of the chunks on these pages (document key, page number), in that order."""
        keys = [page_key(document_id, page) for document_id, page in pages]
        statement = (
            "SELECT p.id, c.id FROM pages p JOIN chunks c"
            " ON c.document = p.document AND c.page = p.number"
            " WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY c.id"
        )
        chunks: dict[int, list[int]] = {key: [] for key in keys}
        with self._connections.reading() as connection:
            for key, chunk_id in _in_batches(connection, statement, list(chunks)):
                chunks[key].append(chunk_id)
        return [chunk_id for of_page in chunks.values() for chunk_id in of_page]

    def rects(self, document_id: int, page: int, start: int, end: int) -> tuple[Rect, ...]:
        """Where these characters stand on the displayed page, a rectangle per line.

        Empty for formats without pages, and for a page that is gone.
        """
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT words FROM pages WHERE id = ?", [page_key(document_id, page)]
            ).fetchone()
        return line_rects(unpack_words(row[0]), start, end) if row else ()


def page_key(document_id: int, page: int) -> int:
    """The key of page number `page` (from 1) of a document."""
    return document_id * PAGES_PER_DOCUMENT + page


def _in_batches(
    connection: sqlite3.Connection, statement: str, keys: Sequence[int]
) -> Iterator[tuple[Any, ...]]:
    for first in range(0, len(keys), _AT_ONCE):
        batch = json.dumps([int(key) for key in keys[first : first + _AT_ONCE]])
        yield from connection.execute(statement, [batch])


def _passage(row: tuple[Any, ...]) -> Passage:
    chunk_id, document_id, file, title, page, section, start, end, text, search_text = row
    return Passage(
        chunk_id=chunk_id,
        document_id=document_id,
        file=file,
        title=title,
        page=page,
        section=tuple(json.loads(section)),
        start=start,
        end=end,
        text=text,
        search_text=search_text,
        score=0.0,
    )
