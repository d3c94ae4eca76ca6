"""The tables of an archive, written from its store: every run writes them whole, in the order of the files' names."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
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
from pipeline.tabulate.works import Place

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
    from pipeline.compare.relations import latest_date

    held = holdings(store)
    day = as_of or latest_date(held.relations.documents.values())
    with tables_in(folder, RUN_TABLES) as writer:
        edition = _Edition(writer, held, day)
        for file in store.files():
            content, first = store.content(file.content), held.places.get(file.shown, _NO_PLACE).duplicate_of
            edition.add(file, content, store.content(held.contents[first]) if first else None)
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


_NO_PLACE = Place("", "")
# So many differences of two files are told in words.
_TOLD = 8


class _Edition:
    """The tables while they are being written."""

    def __init__(self, writer: TableWriter, held: Holdings, as_of: str) -> None:
        self._writer, self._held, self._as_of = writer, held, as_of
        self._units: dict[str, Row] = {}
        self.counts: Counter[str] = Counter()

    def add(self, file: StoredFile, content: Content | None, first: Content | None) -> None:
        """Adds what came of a file; `first` is the first file of its notice where it is a further one."""
        problem = file.problem or (content.problem if content else None)
        place = self._held.places.get(file.shown)
        if content is None or not content.rows or place is None:
            self._add_problem(problem, file)
            return
        (row,) = content.rows["notices"]
        standing = self._held.relations.validity(place.duplicate_of or place.notice_id, self._as_of)
        notice = row | {"validity": standing.validity.value}
        if first is None:
            self._add_problem(problem, file)
            self._add_notice(notice | {"source_path": file.shown})
            self._add_rows(file, content)
            return
        self.counts["duplicates"] += 1
        differing = differences(first.rows or {}, content.rows)
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
        self._add("units", [self._units[unit_id] for unit_id in sorted(self._units)])

    def _add_rows(self, file: StoredFile, content: Content) -> None:
        rows = content.rows or {}
        for name in evidence.QUOTING:
            evidence.check_rows(name, rows[name], content.text, file.shown)
        for name in ("tasks", "assignments", "deadlines", "sections"):
            self._add(name, rows[name])
        self._add("citations", [self._held.catalogue.linked(row) for row in rows["citations"]])
        for row in rows["units"]:
            self._units.setdefault(str(row["unit_id"]), row)

    def _add(self, name: str, rows: Sequence[Row]) -> None:
        self.counts[name] += self._writer.add(name, rows)


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
