"""What is kept of a run's files: SQLite in the output folder, by content, so that nothing is read twice."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.content import (
    NO_PROVENANCE,
    Content,
    packed_problem,
    packed_provenance,
    unpacked_problem,
    unpacked_provenance,
)
from pipeline.archive.search import index
from pipeline.archive.search.index import SearchIndex
from pipeline.errors import NoticeError
from pipeline.model.entry import Outcome, Problem, Provenance
from pipeline.tabulate.identity import folded
from pipeline.tabulate.spec import Row

FILE_NAME = "duban.sqlite"
# 2: with the index of `duban search`, which a program of version 1 would not keep.
_SCHEMA_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    path TEXT NOT NULL, member TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL,
    problem TEXT, PRIMARY KEY (path, member)
);
CREATE TABLE IF NOT EXISTS contents (
    content TEXT PRIMARY KEY, stamp TEXT NOT NULL, outcome TEXT NOT NULL, problem TEXT, notice TEXT, text TEXT, rows TEXT
);
CREATE TABLE IF NOT EXISTS provenances (content TEXT PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS keys (key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (key, content)) WITHOUT ROWID;
"""


class StoreError(NoticeError):
    """The store cannot be used: made by a newer program, or no store at all."""

    reason_code = "store"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that a run was given; `path` and `member` as in `Source`, `shown` is what tables call it."""

    path: str
    member: str
    shown: str
    content: str
    problem: Problem | None


class Store:
    """Files, contents and where an id stands; `index` holds the words of the same contents."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.index = SearchIndex(connection)

    def add_roots(self, roots: Iterable[str]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO roots VALUES (?)", ((root,) for root in roots))

    def is_unchanged(self, path: str, member: str, size: int, mtime_ns: int, stamp: str) -> bool:
        """Whether a file has the size and time of when it was read, by this version of the program."""
        found = self._db.execute(
            "SELECT 1 FROM files JOIN contents USING (content)"
            " WHERE path = ? AND member = ? AND size = ? AND mtime_ns = ? AND stamp = ?",
            (path, member, size, mtime_ns, stamp),
        )
        return found.fetchone() is not None

    def has_content(self, content: str, stamp: str) -> bool:
        """Whether this content was read by this version of the program."""
        found = self._db.execute("SELECT 1 FROM contents WHERE content = ? AND stamp = ?", (content, stamp))
        return found.fetchone() is not None

    def put_file(
        self, path: str, member: str, size: int, mtime_ns: int, content: str, problem: Problem | None = None
    ) -> None:
        self.index.touch([*self._contents_at([(path, member)]), content])
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (path, member, size, mtime_ns, content, packed_problem(problem)),
        )

    def put_content(self, content: Content, stamp: str) -> None:
        rows = dict(content.rows or {})
        notices = rows.pop("notices", [])
        self.index.remove(content.key)
        self._db.execute("DELETE FROM keys WHERE content = ?", (content.key,))
        self._db.executemany(
            "INSERT OR IGNORE INTO keys VALUES (?, ?)",
            ((key, content.key) for key in _keys(notices, rows.get("tasks", []))),
        )
        self._db.execute(
            "INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                content.key,
                stamp,
                content.outcome.value,
                packed_problem(content.problem),
                _packed(notices),
                content.text,
                _packed(rows),
            ),
        )
        self.index.put(content.key, content.text, notices, rows)
        self._db.execute("DELETE FROM provenances WHERE content = ?", (content.key,))
        if packed := packed_provenance(content.provenance):
            self._db.execute("INSERT INTO provenances VALUES (?, ?)", (content.key, packed))

    def commit(self) -> None:
        self.index.settle()
        self._db.commit()

    def files(self) -> list[StoredFile]:
        """All files in the order of the names that tables give them."""
        root = self._root()
        rows = self._db.execute("SELECT path, member, content, problem FROM files")
        files = [
            StoredFile(p, m, _shown(root, p, m), content, unpacked_problem(packed)) for p, m, content, packed in rows
        ]
        return sorted(files, key=lambda file: (file.shown, file.path))

    def outcomes(self) -> Iterator[tuple[str, Outcome, Problem | None]]:
        """Shown name, outcome and problem of each file, in order."""
        of_content = {
            key: (Outcome(outcome), unpacked_problem(packed))
            for key, outcome, packed in self._db.execute("SELECT content, outcome, problem FROM contents")
        }
        for file in self.files():
            outcome, problem = of_content.get(file.content, (Outcome.FAILED, file.problem))
            yield file.shown, outcome, problem

    def notices(self) -> Iterator[tuple[str, Row]]:
        """Content and row of `notices` for each content that holds a notice."""
        for key, packed in self._db.execute("SELECT content, notice FROM contents WHERE notice <> '[]'"):
            yield key, json.loads(packed)[0]

    def citations(self) -> Iterator[tuple[str, str, list[Row]]]:
        """Content, text and rows of `citations` for each content that cites anything."""
        found = self._db.execute(
            "SELECT content, text, json_extract(rows, '$.citations') FROM contents"
            " WHERE json_array_length(rows, '$.citations') > 0 ORDER BY content"
        )
        for key, text, packed in found:
            yield key, text, json.loads(packed)

    def text(self, key: str) -> str:
        """The text of a content, empty where it has none."""
        found = self._db.execute("SELECT text FROM contents WHERE content = ?", (key,)).fetchone()
        return str(found[0] or "") if found else ""

    def content(self, key: str) -> Content | None:
        """What came of a content, but for its provenance."""
        found = self._db.execute("SELECT outcome, text, notice, rows, problem FROM contents WHERE content = ?", (key,))
        row = found.fetchone()
        if row is None:
            return None
        outcome, text, notice, rows, problem = row
        return Content(
            key, Outcome(outcome), text, {"notices": json.loads(notice)} | json.loads(rows), unpacked_problem(problem)
        )

    def provenance(self, key: str) -> Provenance:
        """Where the content's text stands on its pages."""
        row = self._db.execute("SELECT packed FROM provenances WHERE content = ?", (key,)).fetchone()
        return unpacked_provenance(row[0]) if row else NO_PROVENANCE

    def find(self, key: str) -> list[str]:
        """The contents in which an id or a document number stands as their own."""
        found = self._db.execute(
            "SELECT DISTINCT content FROM keys WHERE key IN (?, ?) ORDER BY content", (key, folded(key))
        )
        return [content for (content,) in found]

    def forget(self, files: Sequence[tuple[str, str]]) -> None:
        self.index.touch(self._contents_at(files))
        self._db.executemany("DELETE FROM files WHERE path = ? AND member = ?", files)

    def drop_unused(self) -> None:
        """Drops contents that no file has any more, and roots under which no file is left."""
        unused = "content NOT IN (SELECT content FROM files)"
        for (content,) in self._db.execute(f"SELECT content FROM contents WHERE {unused}").fetchall():
            self.index.remove(content)
        self._db.execute(
            "DELETE FROM roots WHERE NOT EXISTS (SELECT 1 FROM files WHERE substr(files.path, 1, length(roots.path)) = roots.path)"
        )
        for table in ("keys", "provenances", "contents"):
            self._db.execute(f"DELETE FROM {table} WHERE {unused}")

    def _contents_at(self, files: Iterable[tuple[str, str]]) -> Iterator[str]:
        for file in files:
            row = self._db.execute("SELECT content FROM files WHERE path = ? AND member = ?", file).fetchone()
            yield from row or ()

    def _root(self) -> str:
        roots = [path for (path,) in self._db.execute("SELECT path FROM roots ORDER BY path")]
        try:
            return os.path.commonpath(roots) if roots else ""
        except ValueError:
            # Drives of Windows have no folder in common.
            return ""


@contextmanager
def open_store(folder: Path, *, create: bool = False) -> Iterator[Store]:
    """The store of an output folder; what was not committed is undone where the block fails.

    Raises: StoreError where there is none and `create` is false, or where a newer program made it.
    """
    path = folder / FILE_NAME
    if not create and not path.exists():
        raise StoreError(f"{folder}: expected {FILE_NAME}, found none; make it with duban run PATH -o {folder}")
    with closing(sqlite3.connect(path)) as connection:
        _prepare(connection, path)
        store = Store(connection)
        if create:
            store.index.begin()
        yield store
        store.commit()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: is no SQLite database ({error}); move it away and run again") from error
    if version > _SCHEMA_VERSION:
        raise StoreError(
            f"{path}: was made by a newer duban (store {version}, this one reads {_SCHEMA_VERSION}); update duban"
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if version < _SCHEMA_VERSION:
        connection.executescript(_SCHEMA + index.SCHEMA)
        connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")


def _keys(notices: Iterable[Row], tasks: Iterable[Row]) -> Iterator[str]:
    for notice in notices:
        yield str(notice["notice_id"])
        if notice["doc_number"]:
            yield folded(str(notice["doc_number"]))
    for task in tasks:
        yield str(task["task_id"])


def _shown(root: str, path: str, member: str) -> str:
    relative = os.path.relpath(path, root) if root else path
    return relative.replace(os.sep, "/") + (f"/{member}" if member else "")


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
