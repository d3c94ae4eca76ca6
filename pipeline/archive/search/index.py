"""The index of a store, in its database and in its transactions: written with each content, gone with it.

1. `search_index` holds tokens only (FTS5 without contents): of a notice its title and number as `head` and its text as
   `body`; of a task its name and its evidence, and each name of its units as one token. The words themselves stand in
   `contents`, from which the tokens of a content are made again to take them out.
2. A document is `no << 16 | seq`: the number of the notice here, and 0 for the notice or the `seq` of its task.
3. `first` says that a content is the first file of its notice, by the rule of the tables; no other is found. It is settled
   before each commit.
4. A content without rows (a secret one) has no document.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from pipeline.archive.search.folding import name_token, tokens
from pipeline.tabulate.rows import Rows
from pipeline.tabulate.spec import Row
from pipeline.tabulate.works import notice_file, place_files

# Goes up with any change of what is indexed or how it is folded: an index of another version is made anew by a run.
_VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS search_state (version INTEGER NOT NULL, complete INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS search_notices (
    no INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE, notice_id TEXT NOT NULL, first INTEGER NOT NULL, day TEXT NOT NULL,
    year INTEGER, kind TEXT NOT NULL, issuers TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS search_by_notice ON search_notices (notice_id);
CREATE INDEX IF NOT EXISTS search_by_issuers ON search_notices (issuers);
CREATE TABLE IF NOT EXISTS search_tasks (
    document INTEGER PRIMARY KEY, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, card TEXT NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
    head, body, units, content = '', columnsize = 0, tokenize = 'ascii'
);
"""
_DROP = "".join(f"DROP TABLE IF EXISTS search_{name};" for name in ("state", "notices", "tasks", "index"))
# A run writes much at a time: fewer, larger merges.
_MERGE = "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 16)"
_SEQ_BITS = 16
MOST_TASKS = (1 << _SEQ_BITS) - 1
# What a hit shows of its task.
CARD = ("task_id", "task_name", "section_label", "lead_units", "responsible_units", "due_date")


class Matching(NamedTuple):
    """A notice of which documents match: how many of its `tasks`, and whether it does itself; `issuers` are joined by LF.

    A tuple, because a search makes thousands.
    """

    no: int
    notice_id: str
    day: str
    year: int | None
    kind: str
    issuers: str
    tasks: int
    whole: int


class SearchIndex:
    """The index inside a store's database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._touched: set[str] = set()

    @property
    def is_complete(self) -> bool:
        """Whether all of the store is in the index, as this version makes it."""
        return (
            self._db.execute("SELECT 1 FROM search_state WHERE version = ? AND complete", (_VERSION,)).fetchone()
            is not None
        )

    def begin(self) -> None:
        """Empties an index of another version; an empty store's index is complete."""
        row = self._db.execute("SELECT version FROM search_state").fetchone()
        if row == (_VERSION,):
            return
        self._db.executescript(_DROP + SCHEMA)
        is_new = self._db.execute("SELECT 1 FROM contents LIMIT 1").fetchone() is None
        self._db.execute(_MERGE)
        self._db.execute("INSERT INTO search_state VALUES (?, ?)", (_VERSION, is_new))
        self._db.commit()

    def complete(self) -> None:
        """Takes in what an older program left without an index."""
        if self.is_complete:
            return
        lacking = (
            "SELECT content FROM contents WHERE notice <> '[]' AND content NOT IN (SELECT content FROM search_notices)"
        )
        for (content,) in self._db.execute(lacking).fetchall():
            self.put(content, *_unpacked(self._row(content)))
        self._db.execute("UPDATE search_state SET complete = 1")

    def put(self, content: str, text: str, notices: Sequence[Row], rows: Rows) -> None:
        """Takes in a content that the store has not had, or had taken out."""
        for notice in notices:
            self._touched.add(str(notice["notice_id"]))
            values = (content, str(notice["notice_id"]), 0, *_facets(notice))
            added = self._db.execute(
                "INSERT INTO search_notices (content, notice_id, first, day, year, kind, issuers) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            base = (added.lastrowid or 0) << _SEQ_BITS
            self._db.executemany(
                "INSERT INTO search_index (rowid, head, body, units) VALUES (?, ?, ?, ?)",
                _documents(base, text, notice, rows),
            )
            self._db.executemany(
                "INSERT INTO search_tasks VALUES (?, ?, ?, ?)",
                ((base | seq, row["char_start"], row["char_end"], _card(row)) for seq, row in _numbered(rows)),
            )

    def remove(self, content: str) -> None:
        """Takes a content out, before the store drops or changes it."""
        for no, notice_id in self._db.execute(
            "SELECT no, notice_id FROM search_notices WHERE content = ?", (content,)
        ).fetchall():
            self._touched.add(notice_id)
            text, notices, rows = _unpacked(self._row(content))
            base = no << _SEQ_BITS
            for notice in notices:
                self._db.executemany(
                    "INSERT INTO search_index (search_index, rowid, head, body, units) VALUES ('delete', ?, ?, ?, ?)",
                    _documents(base, text, notice, rows),
                )
            self._db.execute("DELETE FROM search_tasks WHERE document BETWEEN ? AND ?", (base, base | MOST_TASKS))
            self._db.execute("DELETE FROM search_notices WHERE no = ?", (no,))

    def touch(self, contents: Iterable[str]) -> None:
        """Says that files of these contents came or went."""
        for content in contents:
            row = self._db.execute("SELECT notice_id FROM search_notices WHERE content = ?", (content,)).fetchone()
            self._touched.update(row or ())

    def settle(self) -> None:
        """Says anew which file of each notice that was touched is the first."""
        for notice_id in sorted(self._touched):
            first = self._first(notice_id)
            self._db.execute("UPDATE search_notices SET first = content = ? WHERE notice_id = ?", (first, notice_id))
        self._touched.clear()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One state of the store for all that is asked inside, while a run may go on writing."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    def matching(self, expression: str) -> list[Matching]:
        """The notices, first files alone, of which documents match an FTS5 expression, in no order."""
        rows = self._db.execute(
            "SELECT no, notice_id, day, year, kind, issuers, tasks, whole FROM ("
            f" SELECT rowid >> {_SEQ_BITS} AS no, sum((rowid & {MOST_TASKS}) > 0) AS tasks,"
            f" min(rowid & {MOST_TASKS}) = 0 AS whole FROM search_index WHERE search_index MATCH ? GROUP BY 1"
            ") JOIN search_notices USING (no) WHERE first",
            (expression,),
        )
        return list(map(Matching._make, rows))

    def numbers(self, expression: str) -> set[int]:
        """The numbers of the notices of which a document matches."""
        rows = self._db.execute(
            f"SELECT DISTINCT rowid >> {_SEQ_BITS} FROM search_index WHERE search_index MATCH ?", (expression,)
        )
        return {no for (no,) in rows}

    def tasks(self, expression: str, no: int) -> list[tuple[int, int, Row]]:
        """Begin, end and card of the tasks of a notice that match, in their order."""
        base = no << _SEQ_BITS
        rows = self._db.execute(
            "SELECT char_start, char_end, card FROM search_index JOIN search_tasks ON document = search_index.rowid"
            " WHERE search_index MATCH ? AND search_index.rowid BETWEEN ? AND ? ORDER BY search_index.rowid",
            (expression, base | 1, base | MOST_TASKS),
        )
        return [(start, end, dict(zip(CARD, json.loads(card), strict=True))) for start, end, card in rows]

    def notice(self, no: int) -> tuple[str, Row]:
        """Text and row of a notice."""
        content = self._db.execute("SELECT content FROM search_notices WHERE no = ?", (no,)).fetchone()[0]
        text, notice = self._db.execute("SELECT text, notice FROM contents WHERE content = ?", (content,)).fetchone()
        return text, json.loads(notice)[0]

    def issuers(self) -> set[str]:
        """The issuers of all notices."""
        rows = self._db.execute("SELECT DISTINCT issuers FROM search_notices")
        return {issuer for (issuers,) in rows for issuer in issuers.split("\n") if issuer}

    def _row(self, content: str) -> tuple[str, str, str]:
        found: tuple[str, str, str] = self._db.execute(
            "SELECT text, notice, rows FROM contents WHERE content = ?", (content,)
        ).fetchone()
        return found

    def _first(self, notice_id: str) -> str:
        """The content of the first file of a notice, by the rule of the tables; empty where no file is left."""
        rows = self._db.execute(
            "SELECT content, notice, path, member FROM search_notices JOIN contents USING (content) JOIN files USING (content)"
            " WHERE search_notices.notice_id = ?",
            (notice_id,),
        )
        content_of: dict[str, str] = {}
        files = []
        for content, notice, path, member in rows:
            name = f"{path}/{member}".rstrip("/")
            content_of[name] = content
            files.append(notice_file(json.loads(notice)[0], name))
        return next((content_of[name] for name, place in place_files(files).items() if not place.duplicate_of), "")


def _unpacked(stored: tuple[str, str, str]) -> tuple[str, list[Row], Rows]:
    text, notice, rows = stored
    return text or "", json.loads(notice), json.loads(rows)


def _documents(base: int, text: str, notice: Row, rows: Rows) -> Iterator[tuple[int, str, str, str]]:
    """Number and tokens of head, body and units of a notice and of each of its tasks."""
    yield base, _joined(map(tokens, (str(notice["title"]), str(notice["doc_number"])))), tokens(text), ""
    names = _unit_names(rows)
    for seq, row in _numbered(rows):
        units = _joined(sorted(names.get(str(row["task_id"]), ())))
        yield base | seq, tokens(str(row["task_name"])), tokens(str(row["evidence"])), units


def _numbered(rows: Rows) -> Iterator[tuple[int, Row]]:
    """Tasks with their numbers from 1; what goes over the most is found in the notice alone."""
    return zip(range(1, MOST_TASKS + 1), rows.get("tasks", ()), strict=False)


def _unit_names(rows: Rows) -> dict[str, set[str]]:
    """By task each name that its units go by, as one token each: as written, in full, in short, others."""
    names = {str(row["unit_id"]): _names(row) for row in rows.get("units", ())}
    found: dict[str, set[str]] = {}
    for row in rows.get("assignments", ()):
        own = {name_token(str(row["unit_text"])), *names.get(str(row["unit_id"]), ())} - {""}
        found.setdefault(str(row["task_id"]), set()).update(own)
    return found


def _names(unit: Row) -> set[str]:
    aliases = unit["aliases"]
    others = aliases if isinstance(aliases, list) else []
    return {name_token(str(name)) for name in (unit["unit_name"], unit["short_name"], *others)}


def _facets(notice: Row) -> tuple[str, int | None, str, str]:
    """Day, year, kind and issuers: the day is that of signature, else of issue, else of publication."""
    day = next((str(notice[name]) for name in ("signed_date", "issued_date", "publish_date") if notice[name]), "")
    number_year = notice["doc_year"]
    year = number_year if isinstance(number_year, int) else int(day[:4]) if day else None
    issuers = notice["issuer"]
    return day, year, str(notice["doc_type"]), "\n".join(issuers if isinstance(issuers, list) else ())


def _card(row: Row) -> str:
    return json.dumps([row[name] for name in CARD], ensure_ascii=False, separators=(",", ":"))


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))
