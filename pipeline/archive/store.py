"""What is kept of a run's files: SQLite in the output folder, by content, so that nothing is read twice."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive import faults
from pipeline.archive.choice import Record
from pipeline.archive.content import (
    NO_PROVENANCE,
    Content,
    Packed,
    ids_of,
    packed_problem,
    unpacked_problem,
    unpacked_provenance,
)
from pipeline.archive.isolate import Cost
from pipeline.archive.place import Place, common_root, shown
from pipeline.archive.schema import prepare
from pipeline.archive.search.index import SearchIndex
from pipeline.archive.sources import is_gone
from pipeline.errors import StoreError
from pipeline.model.entry import Outcome, Problem, Provenance
from pipeline.tabulate.identity import folded
from pipeline.tabulate.spec import Row

FILE_NAME = "duban.sqlite"
# The generation of which nothing unused is left.
_DROPPED = "dropped"


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
        self.connection = self._db = connection
        self.index = SearchIndex(connection)

    def add_roots(self, roots: Iterable[str]) -> None:
        self._change("INSERT OR IGNORE INTO roots VALUES (?)", ((root,) for root in roots))

    def record(self, place: Place) -> Record | None:
        """What is known of the file at this path and member, None where nothing is."""
        row = self._db.execute(
            "SELECT size, mtime_ns, coalesce(stamp, ''), coalesce(outcome, 'failed'),"
            " coalesce(json_extract(notice, '$[0].source_format'), '')"
            " FROM files LEFT JOIN contents USING (content) WHERE path = ? AND member = ?",
            (place.path, place.member),
        ).fetchone()
        return Record(row[0], row[1], row[2], Outcome(row[3]), row[4]) if row else None

    def contents_of_size(self, size: int, stamp: str, *, with_failed: bool) -> tuple[str, ...]:
        """The contents of files of this size that this version of the program read; those that failed on request."""
        rows = self._db.execute(
            "SELECT DISTINCT content FROM files JOIN contents USING (content) WHERE size = ? AND stamp = ?"
            " AND (? OR outcome <> 'failed') ORDER BY content",
            (size, stamp, with_failed),
        )
        return tuple(content for (content,) in rows)

    def unchanged_members(self, place: Place, stamp: str) -> int:
        """The number of documents in a file that is as it was when this version read it: one, or those of an archive.

        They are noted as seen. 0 where the file has to be looked at.
        """
        held = "SELECT count(*), sum(coalesce(stamp, '') <> ?) FROM files LEFT JOIN contents USING (content) WHERE path = ?"
        same = (place.path, place.size, place.mtime_ns)
        if not place.mtime_ns:
            return 0
        alone = self._db.execute(
            "SELECT 1 FROM files WHERE path = ? AND size = ? AND mtime_ns = ? AND member = ''", same
        )
        archive = self._db.execute("SELECT 1 FROM archives WHERE path = ? AND size = ? AND mtime_ns = ?", same)
        if not alone.fetchone() and not archive.fetchone():
            return 0
        count, stale = self._db.execute(held, (stamp, place.path)).fetchone()
        if stale:
            return 0
        self._db.execute("INSERT INTO seen SELECT path, member FROM files WHERE path = ?", (place.path,))
        return int(count)

    def put_file(self, place: Place, content: str, problem: Problem | None = None) -> None:
        columns = "(path, member, size, mtime_ns, content, problem)"
        self.index.touch([*self._contents_at([(place.path, place.member)]), content])
        self._change(
            f"INSERT INTO files {columns} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            f" {columns} = (path, member, excluded.size, excluded.mtime_ns, excluded.content, excluded.problem)"
            " WHERE (size, mtime_ns, content, problem)"
            " IS NOT (excluded.size, excluded.mtime_ns, excluded.content, excluded.problem)",
            [(place.path, place.member, place.size, place.mtime_ns, content, packed_problem(problem))],
        )

    def put_archive(self, place: Place) -> None:
        """Notes that all documents of an archive stand in the store."""
        self._db.execute("INSERT OR REPLACE INTO archives VALUES (?, ?, ?)", (place.path, place.size, place.mtime_ns))

    def see(self, path: str, member: str) -> None:
        """Notes that a file is there, until the store is closed."""
        self._db.execute("INSERT INTO seen VALUES (?, ?)", (path, member))

    def forget_moved(self, content: str) -> int:
        """Forgets the places of a content that are gone; gives their number."""
        rows = self._db.execute(
            "SELECT path, member FROM files WHERE content = ? AND (path, member) NOT IN seen", (content,)
        )
        gone = [(path, member) for path, member in rows if is_gone(path)]
        self._forget(gone)
        return len(gone)

    def prune(self) -> int:
        """Forgets files that are gone, and members that their archive no longer holds; gives their number."""
        rows = self._db.execute(
            "SELECT path, member, path IN (SELECT path FROM seen) FROM files WHERE (path, member) NOT IN seen"
        )
        gone = [(path, member) for path, member, has_others in rows if has_others or is_gone(path)]
        self._forget(gone)
        return len(gone)

    def put_content(self, content: Packed, stamp: str) -> None:
        self._forget_parts([content.key])
        self._db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", ((each, content.key) for each in content.ids))
        if content.citations:
            self._db.execute("INSERT INTO citations VALUES (?, ?)", (content.key, content.citations))
        if content.provenance:
            self._db.execute("INSERT INTO provenances VALUES (?, ?)", (content.key, content.provenance))
        notices, rows = (content.notices, content.rows) if content.rows != "null" else ("[]", "{}")
        made = (stamp, content.outcome.value, packed_problem(content.problem), notices, content.text, rows)
        self._change("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?, ?, ?, ?)", [(content.key, *made)])
        self.index.put(content.key, content.text, json.loads(notices), json.loads(rows))

    def put_cost(self, content: str, cost: Cost) -> None:
        """Notes what reading a content took."""
        cells = (content, round(cost.seconds, 3), cost.memory, cost.attempts)
        self._db.execute("INSERT OR REPLACE INTO costs VALUES (?, ?, ?, ?)", cells)

    @contextmanager
    def step(self) -> Iterator[None]:
        """What the block changes is changed whole or, where it fails or is interrupted, not at all."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN")
        self._db.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            # A full disk may have undone all that was not committed.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK TO step")
            raise
        self._db.execute("RELEASE step")

    def commit(self) -> None:
        self.index.settle()
        self._db.commit()

    def files(self, content: str = "") -> Iterator[StoredFile]:
        """All files in the order of the names that tables give them, or those of one content."""
        root, condition = self.root(), "WHERE content = ?2" if content else ""
        columns = "path, member, content, problem"
        rows = self._db.execute(
            f"SELECT {columns} FROM files {condition} ORDER BY {_SHOWN_ORDER}", (os.sep, content)[: 2 if content else 1]
        )
        for path, member, content, problem in rows:
            yield StoredFile(path, member, shown(root, path, member), content, unpacked_problem(problem))

    def outcomes(self) -> Iterator[tuple[str, Outcome, Problem | None]]:
        """Shown name, outcome and problem of each file, in order."""
        root = self.root()
        rows = self._db.execute(
            "SELECT path, member, coalesce(outcome, 'failed'), CASE WHEN outcome IS NULL THEN files.problem ELSE"
            f" contents.problem END FROM files LEFT JOIN contents USING (content) ORDER BY {_SHOWN_ORDER}",
            (os.sep,),
        )
        for path, member, outcome, problem in rows:
            yield shown(root, path, member), Outcome(outcome), unpacked_problem(problem)

    def notices(self) -> Iterator[tuple[str, Row]]:
        """Content and row of `notices` for each content that holds a notice."""
        for key, packed in self._db.execute(
            "SELECT content, notice FROM contents WHERE notice <> '[]' ORDER BY content"
        ):
            yield key, json.loads(packed)[0]

    def notice(self, key: str) -> Row | None:
        """The row of `notices` of a content, None where it holds no notice."""
        found = self._db.execute("SELECT notice FROM contents WHERE content = ? AND notice <> '[]'", (key,)).fetchone()
        return json.loads(found[0])[0] if found else None

    def citations(self) -> Iterator[tuple[str, list[Row]]]:
        """Content and rows of `citations` for each content that cites anything."""
        for key, packed in self._db.execute("SELECT content, packed FROM citations ORDER BY content"):
            yield key, json.loads(packed)

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

    def drop_unused(self) -> None:
        """Drops contents that no file has any more, archives without a member, roots under which no file is left."""
        if self.state(_DROPPED) == str(self.generation):
            return
        self._change(
            "DELETE FROM roots WHERE NOT EXISTS"
            " (SELECT 1 FROM files WHERE substr(files.path, 1, length(roots.path)) = roots.path)"
        )
        self._db.execute("DELETE FROM archives WHERE path NOT IN (SELECT path FROM files)")
        unused = self._db.execute("SELECT content FROM contents WHERE content NOT IN (SELECT content FROM files)")
        gone = [content for (content,) in unused]
        self._forget_parts(gone)
        self._db.executemany("DELETE FROM contents WHERE content = ?", ((content,) for content in gone))
        self.note(_DROPPED, str(self.generation))

    @property
    def generation(self) -> int:
        """A number that grows whenever what tables are made from changes."""
        return int(self.state("generation") or 0)

    def state(self, name: str) -> str:
        """What was noted under a name, empty where nothing was."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def note(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def root(self) -> str:
        """The folder or URL that all names of files are relative to, empty where there is none."""
        return common_root([path for (path,) in self._db.execute("SELECT path FROM roots ORDER BY path")])

    def _forget_parts(self, contents: Iterable[str]) -> None:
        """Forgets what belongs to contents that are known: their words, by what they are found, citations, provenance."""
        for content in contents:
            known = self.content(content)
            if known is None:
                continue
            self.index.remove(content)
            ids = ((each, content) for each in ids_of(known.rows or {}))
            self._db.executemany("DELETE FROM keys WHERE key = ? AND content = ?", ids)
            for table in ("citations", "provenances", "costs"):
                self._db.execute(f"DELETE FROM {table} WHERE content = ?", (content,))

    def _forget(self, files: Sequence[tuple[str, str]]) -> None:
        self.index.touch(self._contents_at(files))
        self._change("DELETE FROM files WHERE path = ? AND member = ?", files)

    def _contents_at(self, files: Iterable[tuple[str, str]]) -> list[str]:
        found = (
            self._db.execute("SELECT content FROM files WHERE path = ? AND member = ?", file).fetchone()
            for file in files
        )
        return [content for row in found for content in row or ()]

    def _change(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Executes a statement on what tables are made from; a new generation begins where it changed anything."""
        if self._db.executemany(statement, rows).rowcount > 0:
            self.note("generation", str(self.generation + 1))


@contextmanager
def open_store(folder: Path, *, create: bool = False) -> Iterator[Store]:
    """The store of an output folder; what was not committed is undone where the block fails.

    Raises: StoreError where there is none and `create` is false, where a newer program made it, or where it cannot be
    used: damaged, no room, no rights.
    """
    path = folder / FILE_NAME
    if not create and not (path.exists() and path.stat().st_size):
        raise StoreError(f"{folder}: expected {FILE_NAME}, found none; make it with duban run PATH -o {folder}")
    with faults.told(path), closing(_connected(path)) as connection:
        prepare(connection, path)
        store = Store(connection)
        if create:
            store.index.begin()
        yield store
        store.commit()


def _connected(path: Path) -> sqlite3.Connection:
    if os.access(path.parent, os.W_OK):
        return sqlite3.connect(path)
    # Even to read a store, SQLite writes beside it, unless it is told that nobody changes it: where there is no journal.
    journal = path.with_name(f"{FILE_NAME}-wal")
    alone = "" if journal.exists() else "&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True)


# The order of `shown` names: all have the same beginning left out. The parameter is what parts a path on this system.
_SHOWN_ORDER = "replace(path, ?1, '/') || CASE member WHEN '' THEN '' ELSE '/' || member END"
