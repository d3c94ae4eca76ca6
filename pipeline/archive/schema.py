"""The tables of the store, and how a store of an older program is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipeline.archive.search import index
from pipeline.errors import StoreError

VERSION = 3
_SCHEMA = """
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT NOT NULL, member TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL,
    problem TEXT, PRIMARY KEY (path, member)
);
CREATE INDEX IF NOT EXISTS files_by_size ON files (size);
CREATE INDEX IF NOT EXISTS files_by_content ON files (content);
CREATE TABLE IF NOT EXISTS archives (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS contents (
    content TEXT PRIMARY KEY, stamp TEXT NOT NULL, outcome TEXT NOT NULL, problem TEXT, notice TEXT, text TEXT, rows TEXT
);
CREATE TABLE IF NOT EXISTS provenances (content TEXT PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS citations (content TEXT PRIMARY KEY, packed TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (key, content)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS costs (
    content TEXT PRIMARY KEY, seconds REAL NOT NULL, memory INTEGER NOT NULL, attempts INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# The citations of contents that an older program stored.
_CITATIONS = """
INSERT OR IGNORE INTO citations SELECT content, json_extract(rows, '$.citations') FROM contents
    WHERE json_array_length(rows, '$.citations') > 0;
"""
# The files that a run came by; gone with the connection.
_SEEN = """
CREATE TEMP TABLE seen (
    path TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (path, member) ON CONFLICT IGNORE
) WITHOUT ROWID
"""


# What a long run leaves of its journal once all of it stands in the database, in bytes.
_JOURNAL_KEPT = 32 << 20


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables that are missing.

    Raises: StoreError where a newer program made the store; what SQLite raises where the file is none.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise StoreError(f"{path}: was made by a newer duban (store {version}, this one reads {VERSION}); update duban")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_KEPT}")
    connection.execute(_SEEN)
    if version < VERSION:
        # Store 1 lacks archives, state and indexes, store 2 citations of their own; what they have stands as it is.
        connection.executescript(f"BEGIN;{_SCHEMA}{index.SCHEMA}{_CITATIONS}PRAGMA user_version = {VERSION};COMMIT;")
