"""The tables of an archive, written from its store: every run writes them whole, in the order of the files' names."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.archive.content import Content
from pipeline.archive.store import Store, StoredFile
from pipeline.archive.versions import Versions
from pipeline.messages import reasons
from pipeline.model.entry import Outcome, Problem
from pipeline.tabulate import evidence
from pipeline.tabulate.csv_file import TableWriter, tables_in
from pipeline.tabulate.differences import differences
from pipeline.tabulate.rows import problem_row
from pipeline.tabulate.spec import RUN_TABLES, Row

if TYPE_CHECKING:
    from pipeline.archive.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Published:
    """The number of rows of each table, with `duplicates` and `warnings`, and the ISO day as of which validity is given."""

    counts: Counter[str]
    as_of: str


def publish(store: Store, folder: Path, *, made_by: Versions, as_of: str = "") -> Published:
    """Writes the tables; `validity` is that on the ISO day `as_of`, else on the latest date of any of the notices.

    Nothing is written where the tables are those of this program, day and state of the store already.
    Raises: EvidenceError where a row is not what its notice's stored text says; then no table is replaced.
    """
    asked = [store.generation, made_by.stamp, as_of]
    if known := _standing(store, folder, asked):
        return known
    # Takes as long to load as all else that a run without anything new does.
    from pipeline.archive.holdings import holdings

    held = holdings(store, keep=True)
    day = as_of or held.latest_date()
    with tables_in(folder, RUN_TABLES) as writer:
        edition = _Edition(writer, store, held, day)
        for file in store.files():
            edition.add(file, store.content(file.content))
        edition.add_units()
    store.note(_PUBLISHED, json.dumps([asked, _traces(folder), edition.counts, day]))
    return Published(edition.counts, day)


_PUBLISHED = "published"


def _standing(store: Store, folder: Path, asked: list[object]) -> Published | None:
    """What was published before, where that is what is asked for and nobody changed it since."""
    noted = store.state(_PUBLISHED)
    if not noted:
        return None
    published, traces, counts, day = json.loads(noted)
    return Published(Counter(counts), day) if (published, traces) == (asked, _traces(folder)) else None


def _traces(folder: Path) -> list[list[int]]:
    """Size and time of each table, which tell whether it is the one that was written."""
    files = [folder / f"{name}.csv" for name in RUN_TABLES]
    found = [file.stat() for file in files if file.exists()]
    return [[status.st_size, status.st_mtime_ns] for status in found]


# So many differences of two files are told in words.
_TOLD = 8


class _Edition:
    """The tables while they are being written."""

    def __init__(self, writer: TableWriter, store: Store, held: Holdings, as_of: str) -> None:
        self._writer, self._store, self._held, self._as_of = writer, store, held, as_of
        self._units = _Units(store)
        self.counts: Counter[str] = Counter()

    def add(self, file: StoredFile, content: Content | None) -> None:
        """Adds what came of a file."""
        problem = file.problem or (content.problem if content else None)
        if content is None or not content.rows or not content.rows["notices"]:
            self._add_problem(problem, file)
            return
        (row,) = content.rows["notices"]
        place = self._held.place(file.path, file.member, str(row["notice_id"]))
        standing = self._held.relations.validity(place.duplicate_of or place.notice_id, self._as_of)
        notice = row | {"validity": standing.validity.value}
        if not place.duplicate_of:
            self._add_problem(problem, file)
            self._add_notice(notice | {"source_path": file.shown})
            self._add_rows(file, content)
            return
        self.counts["duplicates"] += 1
        first = self._store.content(self._held.content_of(place.duplicate_of))
        differing = differences((first.rows if first else None) or {}, content.rows)
        self._add_problem(_with_differences(problem, notice, differing), file)
        linked: Row = {"notice_id": place.notice_id, "duplicate_of": place.duplicate_of, "task_count": 0}
        if differing:
            linked |= {"parse_status": "review", "warnings": [*_items(notice, "warnings"), _DIFFER]}
        self._add_notice(notice | linked | {"source_path": file.shown})

    def _add_notice(self, notice: Row) -> None:
        self.counts["warnings"] += len(_items(notice, "warnings"))
        self._add("notices", [notice])

    def _add_problem(self, problem: Problem | None, file: StoredFile) -> None:
        if problem is not None:
            self._add("problems", [problem_row(replace(problem, path=file.shown))])

    def add_units(self) -> None:
        """The units of all tasks, once each."""
        self._add("units", self._units.rows())

    def _add_rows(self, file: StoredFile, content: Content) -> None:
        rows = content.rows or {}
        for name in evidence.QUOTING:
            evidence.check_rows(name, rows[name], content.text, file.shown)
        for name in ("tasks", "assignments", "deadlines", "sections"):
            self._add(name, rows[name])
        found = self._held.resolved(content.key) if rows["citations"] else {}
        self._add("citations", [_resolved(row, found) for row in rows["citations"]])
        self._units.add(rows["units"])

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        self.counts[name] += self._writer.add(name, rows)


def _resolved(citation: Row, found: Mapping[str, tuple[str, str]]) -> Row:
    """The citation with the notice that it leads to, where one was found."""
    cited, method = found.get(str(citation["citation_id"]), ("", ""))
    return citation | {"cited_notice_id": cited, "match_method": method} if cited else citation


class _Units:
    """The units of all tasks, once each, as the first file that names them has them; kept on disk."""

    def __init__(self, store: Store) -> None:
        self._db = store.connection
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS units (unit_id TEXT PRIMARY KEY, packed TEXT) WITHOUT ROWID")
        self._db.execute("DELETE FROM temp.units")
        self._recent: set[str] = set()

    def add(self, rows: Iterable[Row]) -> None:
        new = {str(row["unit_id"]): row for row in rows if row["unit_id"] not in self._recent}
        packed = ((unit_id, json.dumps(row, ensure_ascii=False)) for unit_id, row in new.items())
        self._db.executemany("INSERT OR IGNORE INTO temp.units VALUES (?, ?)", packed)
        if len(self._recent) > _RECENT_UNITS:
            self._recent.clear()
        self._recent.update(new)

    def rows(self) -> Iterator[Row]:
        for (packed,) in self._db.execute("SELECT packed FROM temp.units ORDER BY unit_id"):
            yield json.loads(packed)


# So many units are known to stand on disk without asking.
_RECENT_UNITS = 50_000


_DIFFER = "sources_differ"


def _with_differences(problem: Problem | None, notice: Row, differing: Sequence[str]) -> Problem | None:
    """The problem of a further file with what it says differently from the first one."""
    if not differing:
        return problem
    more = f"；等 {len(differing)} 处" if len(differing) > _TOLD else ""
    words = f"{reasons()[_DIFFER].zh} ({reasons()[_DIFFER].en})：" + "；".join(differing[:_TOLD]) + more
    if problem is not None:
        return replace(problem, reason=f"{problem.reason}；{words}")
    return Problem("", str(notice["source_sha256"]), Outcome.REVIEW, "tabulate", _DIFFER, words)


def _items(row: Row, column: str) -> Sequence[str]:
    cell = row[column]
    return cell if isinstance(cell, list) else ()
