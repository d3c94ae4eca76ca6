"""The tables of an archive, written from its store: every run writes them whole, in the order of the files' names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.archive.content import Content
from pipeline.archive.store import Store, StoredFile
from pipeline.model.entry import Problem
from pipeline.tabulate import evidence
from pipeline.tabulate.csv_file import TableWriter, tables_in
from pipeline.tabulate.rows import problem_row
from pipeline.tabulate.spec import RUN_TABLES, Row
from pipeline.tabulate.works import Catalogue, Place, notice_file, place_files


def publish(store: Store, folder: Path) -> Counter[str]:
    """Writes the tables and gives the number of rows of each, with `duplicates` and `warnings`.

    Raises: EvidenceError where a row is not what its notice's stored text says; then no table is replaced.
    """
    files = store.files()
    rows = dict(store.notices())
    known = [notice_file(rows[file.content], file.shown) for file in files if file.content in rows]
    places = place_files(known)
    catalogue = Catalogue(each for each in known if not places[each.path].duplicate_of)
    with tables_in(folder, RUN_TABLES) as writer:
        edition = _Edition(writer, places, catalogue)
        for file in files:
            edition.add(file, store.content(file.content))
        edition.add_units()
    return edition.counts


class _Edition:
    """The tables while they are being written."""

    def __init__(self, writer: TableWriter, places: dict[str, Place], catalogue: Catalogue) -> None:
        self._writer, self._places, self._catalogue = writer, places, catalogue
        self._units: dict[str, Row] = {}
        self.counts: Counter[str] = Counter()

    def add(self, file: StoredFile, content: Content | None) -> None:
        problem = file.problem or (content.problem if content else None)
        if problem is not None:
            self._add("problems", [problem_row(_named(problem, file.shown))])
        if content is None or not content.rows or file.shown not in self._places:
            return
        place = self._places[file.shown]
        (notice,) = content.rows["notices"]
        self.counts["warnings"] += len(_items(notice, "warnings"))
        if place.duplicate_of:
            self.counts["duplicates"] += 1
            linked: Row = {"notice_id": place.notice_id, "duplicate_of": place.duplicate_of, "task_count": 0}
            self._add("notices", [notice | linked | {"source_path": file.shown}])
            return
        self._add("notices", [notice | {"source_path": file.shown}])
        self._add_rows(file, content)

    def add_units(self) -> None:
        """The units of all tasks, once each."""
        self._add("units", [self._units[unit_id] for unit_id in sorted(self._units)])

    def _add_rows(self, file: StoredFile, content: Content) -> None:
        rows = content.rows or {}
        for name in evidence.QUOTING:
            evidence.check_rows(name, rows[name], content.text, file.shown)
        for name in ("tasks", "assignments", "deadlines", "sections"):
            self._add(name, rows[name])
        self._add("citations", [self._catalogue.linked(row) for row in rows["citations"]])
        for row in rows["units"]:
            self._units.setdefault(str(row["unit_id"]), row)

    def _add(self, name: str, rows: Sequence[Row]) -> None:
        self.counts[name] += self._writer.add(name, rows)


def _named(problem: Problem, path: str) -> Problem:
    return replace(problem, path=path)


def _items(row: Row, column: str) -> Sequence[str]:
    cell = row[column]
    return cell if isinstance(cell, list) else ()
