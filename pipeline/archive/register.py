"""The register of an archive: tables of its notices under their names, of further files of them, of what they do to
each other.

It is made of what the store holds, one notice in memory at a time, and asked by query (`Holdings`), so that neither the
tables of a run nor a question about one notice needs the whole archive in memory.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.kinds import Relation
from pipeline.archive.codec import from_json, to_json
from pipeline.archive.place import shown
from pipeline.archive.store import Store
from pipeline.compare.candidates import subject
from pipeline.compare.extension import Extension
from pipeline.compare.relations import Link, document, links_of
from pipeline.model.entry import TextSource
from pipeline.tabulate.spec import Row
from pipeline.tabulate.works import Catalogue, NoticeFile, Place, Shelf, names_of, notice_file, place_files

_DROPS = """
DROP TABLE IF EXISTS {schema}.works;
DROP TABLE IF EXISTS {schema}.names;
DROP TABLE IF EXISTS {schema}.heads;
DROP TABLE IF EXISTS {schema}.copies;
DROP TABLE IF EXISTS {schema}.links;
DROP TABLE IF EXISTS {schema}.resolved;
"""
# `heads` are the first files of notices by the content that each has; `resolved` are the citations that lead to one.
_TABLES = """
CREATE TABLE {schema}.works (
    content TEXT PRIMARY KEY, sha256 TEXT NOT NULL, notice_id TEXT NOT NULL, text_source TEXT NOT NULL,
    number TEXT NOT NULL, title TEXT NOT NULL, issuers TEXT NOT NULL, date TEXT NOT NULL, subject TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE {schema}.names (naming TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE {schema}.heads (notice_id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE {schema}.copies (
    path TEXT NOT NULL, member TEXT NOT NULL, own_id TEXT NOT NULL, notice_id TEXT NOT NULL, PRIMARY KEY (path, member)
) WITHOUT ROWID;
CREATE TABLE {schema}.links (
    citing TEXT NOT NULL, cited TEXT NOT NULL, relation TEXT NOT NULL, since TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, extension TEXT NOT NULL
);
CREATE TABLE {schema}.resolved (
    content TEXT NOT NULL, citation_id TEXT NOT NULL, cited TEXT NOT NULL, method TEXT NOT NULL
);
"""
_WORKS_INDEXES = """
CREATE INDEX {schema}.works_by_notice ON works (notice_id);
CREATE INDEX {schema}.works_by_subject ON works (subject, issuers) WHERE subject <> '';
CREATE INDEX {schema}.works_by_date ON works (date);
CREATE INDEX {schema}.names_by_name ON names (name, naming);
"""
_HEADS_INDEXES = """
CREATE INDEX {schema}.heads_by_content ON heads (content);
CREATE INDEX {schema}.copies_by_id ON copies (own_id);
"""
_LINKS_INDEXES = """
CREATE INDEX {schema}.links_by_citing ON links (citing);
CREATE INDEX {schema}.links_by_cited ON links (cited);
CREATE INDEX {schema}.resolved_by_content ON resolved (content);
"""


def make(store: Store, shelf: Shelf, *, schema: str) -> None:
    """Makes the register anew in a schema of the store's connection: `main` stays in the store, `temp` ends with it.

    Tables of `temp` are found before those of `main`. `shelf` asks the register.
    """
    db = store.connection
    for old in ("temp", schema):
        _run(db, _DROPS, old)
    _run(db, _TABLES, schema)
    for content, row in store.notices():
        _add_work(db, content, row)
    _run(db, _WORKS_INDEXES, schema)
    _add_places(store)
    _run(db, _HEADS_INDEXES, schema)
    _add_links(store, Catalogue(shelf))
    _run(db, _LINKS_INDEXES, schema)


LINK = 'citing, cited, relation, since, start, "end", extension'


def link_of(row: Sequence[str | int]) -> Link:
    """The link that the columns `LINK` say."""
    citing, cited, relation, since, start, end, extension = row
    told = from_json(Extension, str(extension).encode()) if extension else None
    return Link(str(citing), str(cited), Relation(str(relation)), str(since), int(start), int(end), told)


FILE = "sha256, works.notice_id, text_source, number, title, issuers, date"


def file_of(row: Sequence[str]) -> NoticeFile:
    """The file, without its path, that the columns `FILE` say."""
    sha256, notice_id, text_source, number, title, issuers, date = row
    return NoticeFile("", sha256, notice_id, TextSource(text_source), number, title, tuple(json.loads(issuers)), date)


def _run(db: sqlite3.Connection, script: str, schema: str) -> None:
    """Runs statements within the transaction; `executescript` would end it."""
    for statement in filter(str.strip, script.format(schema=schema).split(";")):
        db.execute(statement)


def _add_work(db: sqlite3.Connection, content: str, row: Row) -> None:
    file, own = notice_file(row, ""), document(row)
    about = subject(own.title) if own.date and own.issuers else ""
    issuers = json.dumps(own.issuers, ensure_ascii=False)
    cells = (file.sha256, file.notice_id, file.text_source.value, file.doc_number, file.title, issuers, file.date)
    db.execute("INSERT INTO works VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (content, *cells, about))
    names = ((naming.value, name, content) for naming, name in names_of(file))
    db.executemany("INSERT INTO names VALUES (?, ?, ?)", names)


def _add_places(store: Store) -> None:
    """Notes which file of each notice is the first, and the ids of the further ones."""
    db, root = store.connection, store.root()
    found = db.execute(
        "SELECT notice_id, sha256, text_source, content, path, member FROM works JOIN files USING (content)"
        " ORDER BY notice_id"
    )
    for notice_id, rows in groupby(found, key=lambda row: str(row[0])):
        same = {shown(root, row[4], row[5]): row for row in rows}
        files = [NoticeFile(name, row[1], notice_id, TextSource(row[2])) for name, row in same.items()]
        for name, place in place_files(files).items():
            _add_place(db, place, notice_id, *same[name][3:])


def _add_place(db: sqlite3.Connection, place: Place, notice_id: str, content: str, path: str, member: str) -> None:
    if place.duplicate_of:
        db.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", (path, member, place.notice_id, notice_id))
    else:
        db.execute("INSERT INTO heads VALUES (?, ?)", (notice_id, content))


def _add_links(store: Store, catalogue: Catalogue) -> None:
    """Notes where citations lead, and the relations that they state."""
    db = store.connection
    for content, rows in store.citations():
        if db.execute("SELECT 1 FROM heads WHERE content = ?", (content,)).fetchone() is None:
            continue
        linked = [row for row in map(catalogue.linked, rows) if row["cited_notice_id"]]
        cells = ((content, row["citation_id"], row["cited_notice_id"], row["match_method"]) for row in linked)
        db.executemany("INSERT INTO resolved VALUES (?, ?, ?, ?)", cells)
        links = map(_cells, _links(store, content, linked))
        db.executemany(f"INSERT INTO links ({LINK}) VALUES (?, ?, ?, ?, ?, ?, ?)", links)


def _links(store: Store, content: str, linked: Sequence[Row]) -> Iterator[Link]:
    """The relations that a notice states; its text is opened where it states any."""
    stating = [row for row in linked if row["relation"] != Relation.MENTIONS.value]
    notice = store.notice(content) if stating else None
    if notice is not None:
        yield from links_of(document(notice), stating, store.text(content))


def _cells(link: Link) -> tuple[str | int, ...]:
    extension = to_json(link.extension).decode() if link.extension else ""
    return (link.citing, link.cited, link.relation.value, link.since, link.start, link.end, extension)
