"""Whether a catalogue is sound: SQLite's own check, and what must agree with what."""

import sqlite3

_AGREEMENTS = (
    (
        "SELECT count(*) FROM chunks LEFT JOIN vectors ON chunk = id WHERE chunk IS NULL",
        "{n} chunks have no vector; index the folders again.",
    ),
    (
        "SELECT count(*) FROM chunks c LEFT JOIN chunk_terms_docsize t ON t.id = c.id"
        " WHERE t.id IS NULL",
        "{n} chunks are missing from the keyword index.",
    ),
    (
        "SELECT count(*) FROM chunk_terms_docsize t LEFT JOIN chunks c ON c.id = t.id"
        " WHERE c.id IS NULL",
        "The keyword index has {n} chunks that no longer exist.",
    ),
    (
        "SELECT count(*) FROM page_terms_docsize t LEFT JOIN pages p ON p.id = t.id"
        " WHERE p.id IS NULL",
        "The keyword index has {n} pages that no longer exist.",
    ),
    (
        "SELECT count(*) FROM documents d WHERE d.chunk_count <>"
        " (SELECT count(*) FROM chunks c WHERE c.document = d.id)"
        " OR d.page_count <> (SELECT count(*) FROM pages p WHERE p.document = d.id)",
        "{n} documents do not have the pages or chunks they should have.",
    ),
)


def problems(connection: sqlite3.Connection) -> list[str]:
    """What is wrong, a sentence each; empty when nothing is."""
    try:
        found = [
            f"SQLite reports: {row[0]}."
            for row in connection.execute("PRAGMA quick_check(5)")
            if row[0] != "ok"
        ]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        found += [f"SQLite reports a broken reference from {row[0]}." for row in orphans]
        for count, sentence in _AGREEMENTS:
            n = connection.execute(count).fetchone()[0]
            if n:
                found.append(sentence.format(n=n))
    except sqlite3.DatabaseError as error:
        found = [f"The catalogue cannot be read: {error}."]
    return found
