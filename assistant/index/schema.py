"""The catalogue's tables, and how a connection to them is set up."""

import os
import sqlite3
from pathlib import Path

from assistant.errors import AssistantError

APPLICATION_ID = 0x48414E47  # 'HANG', so that `file` and we ourselves know what the file is
SCHEMA_VERSION = 2
CATALOGUE_FILE = "catalogue.sqlite"

# A page's key says which page of which document it is: no look-up, and BM25 hits sort by document.
PAGES_PER_DOCUMENT = 1 << 24

_BUSY_TIMEOUT_S = 30.0

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE roots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    whole INTEGER NOT NULL,            -- 0: only single files of this folder were given
    device INTEGER NOT NULL            -- st_dev when it was last indexed
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    root INTEGER NOT NULL REFERENCES roots (id),
    file TEXT NOT NULL,                -- relative to the root, with '/'
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    sha256 TEXT NOT NULL,              -- empty where the file was not read
    state TEXT NOT NULL,
    reason TEXT,
    detail TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    page_count INTEGER NOT NULL,
    chunk_count INTEGER NOT NULL,
    indexed_at TEXT NOT NULL,          -- ISO 8601, UTC
    reading INTEGER NOT NULL,          -- domain.document.READING when it was read
    UNIQUE (root, file)
);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY,            -- document * PAGES_PER_DOCUMENT + number
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    width_pt REAL NOT NULL,
    height_pt REAL NOT NULL,
    text TEXT NOT NULL,
    words BLOB NOT NULL,
    blocks BLOB NOT NULL
);
CREATE UNIQUE INDEX pages_of_document ON pages (document, number);

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    section TEXT NOT NULL,             -- JSON list, outermost heading first
    search_text TEXT NOT NULL,
    token_count INTEGER NOT NULL
);
CREATE INDEX chunks_of_document ON chunks (document, page);

-- Vectors stand apart: reading them all must not drag the texts along, nor the other way round.
CREATE TABLE vectors (
    chunk INTEGER PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
    vector BLOB NOT NULL               -- float32, little endian
);

CREATE VIRTUAL TABLE chunk_terms USING fts5 (
    body, heading, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE page_terms USING fts5 (
    body, heading, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab (chunk_terms, 'row');

INSERT INTO meta VALUES
    ('generation', 0),                 -- counts the commits that add or remove chunks
    ('added', 0),                      -- the generation of the last one that added
    ('removed', 0),                    -- the generation of the last one that removed
    ('chunks', 0),                     -- how many there are
    ('traces', 0),                     -- 1: removed text may still stand in free space
    ('embedder', '');                  -- SHA-256 of the model that made the vectors
"""


class CatalogueTooNewError(AssistantError):
    """A newer Hangar has written this catalogue."""

    def __init__(self, file: Path, version: int) -> None:
        super().__init__(
            f"{file} was written by a newer version of Hangar (its format is {version};"
            f" this version knows up to {SCHEMA_VERSION}).",
            hint="Install the newer version, or index the folders again into another library.",
        )


class CatalogueDamagedError(AssistantError):
    """The catalogue's file is not a catalogue, or is damaged."""

    def __init__(self, file: Path, cause: object) -> None:
        super().__init__(
            f"The catalogue {file} cannot be read: {cause}.",
            hint="Remove this library and index its folders again; the documents are not touched.",
        )


class LibraryReplacedError(AssistantError):
    """The library that was opened is not on disk any more; another may have its name."""

    def __init__(self, library: str) -> None:
        super().__init__(
            f"The library '{library}' was deleted or replaced by another process.",
            hint="Open it again; where it is gone, index its folders again.",
        )


class DiskFullError(AssistantError):
    """There was no space left to write into."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The disk is full: {folder} cannot be written to.",
            hint="Free some space and index again; what was indexed so far is kept.",
        )


class CatalogueWriteError(AssistantError):
    """The catalogue cannot be written, for a reason outside Hangar."""

    def __init__(self, file: Path, cause: object) -> None:
        super().__init__(
            f"The catalogue {file} cannot be written: {cause}.",
            hint="Check that the data folder is on a working disk and may be written to.",
        )


def connect(file: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open the catalogue `file`, which exists, for use from any one thread at a time."""
    connection = sqlite3.connect(
        file, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.executescript(
            "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
            " PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;"
            f" PRAGMA query_only = {'ON' if read_only else 'OFF'};"
        )
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(file: Path) -> None:
    """Make sure that `file` is a catalogue this version can use; create it where it is missing.

    Raises:
        CatalogueTooNewError: A newer version wrote it.
        CatalogueDamagedError: It is no catalogue, or cannot be read.
        DiskFullError, CatalogueWriteError: It cannot be created.
    """
    try:
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        connection = connect(file, read_only=False)
    except sqlite3.OperationalError as error:
        raise write_failure(file, error) from error
    except (sqlite3.DatabaseError, OSError) as error:
        raise CatalogueDamagedError(file, error) from error
    try:
        _create_or_check(connection, file)
    except sqlite3.OperationalError as error:
        raise write_failure(file, error) from error
    except sqlite3.DatabaseError as error:
        raise CatalogueDamagedError(file, error) from error
    finally:
        connection.close()


def _create_or_check(connection: sqlite3.Connection, file: Path) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == 0:
        connection.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;")
        connection.execute("BEGIN IMMEDIATE")  # another process may be creating it too
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise CatalogueDamagedError(file, "it is another program's database")
            for statement in _statements(_TABLES):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
        version = SCHEMA_VERSION
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise CatalogueDamagedError(file, "it is another program's database")
    if version > SCHEMA_VERSION:
        raise CatalogueTooNewError(file, version)
    if version == 1:
        _add_reading(connection)


def _add_reading(connection: sqlite3.Connection) -> None:
    """Bring a catalogue of the first format up to date: nothing in it says how it was read."""
    connection.execute("BEGIN IMMEDIATE")  # another process may be doing it too
    if connection.execute("PRAGMA user_version").fetchone()[0] == 1:
        connection.execute("ALTER TABLE documents ADD COLUMN reading INTEGER NOT NULL DEFAULT 0")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _statements(script: str) -> list[str]:
    """Cut a script apart, since `executescript` would commit the transaction around it."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements


def write_failure(file: Path, error: sqlite3.Error) -> AssistantError:
    """The failure to report when SQLite could not write `file`."""
    if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return DiskFullError(file.parent)
    if error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CatalogueDamagedError(file, error)
    return CatalogueWriteError(file, error)
