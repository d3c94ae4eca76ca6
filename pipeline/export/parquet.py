"""A table as Parquet files, one for each year of its notices, written from its CSV row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from pipeline.export import tables
from pipeline.tabulate.spec import CellType, Table, table

UNKNOWN = "unknown"
# What a slip of the pen or of OCR makes of a year is none; it also bounds the number of open files.
_YEARS = range(1900, 2100)
# Rows wait in memory until they are so many, or their cells so long, in all years together.
_MOST_ROWS = 20_000
_MOST_CHARACTERS = 16 << 20

_TYPES = {
    CellType.TEXT: pyarrow.string(),
    CellType.LIST: pyarrow.list_(pyarrow.string()),
    CellType.INTEGER: pyarrow.int64(),
    CellType.NUMBER: pyarrow.float64(),
    CellType.BOOLEAN: pyarrow.bool_(),
    CellType.DATE: pyarrow.date32(),
}


def schema(name: str) -> Any:
    """The Arrow schema of a table: texts, lists of texts, int64, float64, bool and date32, in the order of its columns."""
    return pyarrow.schema([(column.name, _TYPES[column.type]) for column in table(name).columns])


def write_by_year(folder: Path, name: str, into: Path) -> dict[str, Path]:
    """Writes the table `name` of the tables in `folder` into the folder `into`; gives the files by year.

    The year is that of the notice's number, else of its signature, `unknown` without both or outside 1900 to 2099. A
    table that belongs to no notice is one file, under an empty year; one without rows is a file that says its columns. Empty lists are lists without items; all else that
    is empty is null. The same rows give the same bytes.

    Raises: NoticeError `no_tables` where the table is not there.
    """
    files: dict[str, Path] = {}
    with ExitStack() as stack:
        parts = _Parts(name, into, stack, files)
        for year, row in _rows_by_year(folder, name):
            parts.add(year, row)
        parts.finish()
    return files


def _is_by_year(of: Table) -> bool:
    return "notice_id" in of.names


def _rows_by_year(folder: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    if not _is_by_year(table(name)):
        yield from (("", row) for row in tables.raw_rows(folder, name))
        return
    at, notices = table(name).names.index("notice_id"), _Notices(folder)
    yield from ((notices.year_of(row[at]), row) for row in tables.raw_rows(folder, name))


class _Notices:
    """The years of notices; tables have their rows in the order of the notices, so that one notice is known at a time."""

    def __init__(self, folder: Path) -> None:
        names = table("notices").names
        self._rows = (dict(zip(names, row, strict=True)) for row in tables.raw_rows(folder, "notices"))
        self._row: dict[str, str] = {"notice_id": ""}

    def year_of(self, notice_id: str) -> str:
        while self._row["notice_id"] != notice_id:
            self._row = next(self._rows)
        return _year(self._row)


def _year(notice: dict[str, str]) -> str:
    year = notice["doc_year"] or notice["signed_date"][:4]
    return year if year and int(year) in _YEARS else UNKNOWN


class _Parts:
    """The files of one table while they are written; rows wait until there are enough of them for a row group."""

    def __init__(self, name: str, into: Path, stack: ExitStack, files: dict[str, Path]) -> None:
        self._table: Table = table(name)
        self._schema, self._into, self._stack, self.files = schema(name), into, stack, files
        self._writers: dict[str, Any] = {}
        self._waiting: dict[str, list[list[str]]] = defaultdict(list)
        self._rows = self._characters = 0

    def add(self, year: str, row: list[str]) -> None:
        self._waiting[year].append(row)
        self._rows += 1
        self._characters += sum(map(len, row))
        if self._rows >= _MOST_ROWS or self._characters >= _MOST_CHARACTERS:
            self._flush()

    def finish(self) -> None:
        self._flush()
        if not self.files:
            self._writer(UNKNOWN if _is_by_year(self._table) else "")

    def _flush(self) -> None:
        for year, rows in sorted(self._waiting.items()):
            self._writer(year).write_table(self._typed(rows))
        self._waiting.clear()
        self._rows = self._characters = 0

    def _writer(self, year: str) -> Any:
        if year not in self._writers:
            self.files[year] = self._into / f"{self._table.name}-{year or 'all'}.parquet"
            writer = parquet.ParquetWriter(self.files[year], self._schema, compression="zstd")
            self._writers[year] = self._stack.enter_context(writer)
        return self._writers[year]

    def _typed(self, rows: list[list[str]]) -> Any:
        columns = zip(self._table.columns, zip(*rows, strict=True), strict=True)
        arrays = [_array(cells, column.type) for column, cells in columns]
        return pyarrow.Table.from_arrays(arrays, schema=self._schema)


def _array(cells: tuple[str, ...], type_: CellType) -> Any:
    values = [tables.typed(cell, type_) for cell in cells]
    if type_ is CellType.DATE:
        return pyarrow.array(
            [date.fromisoformat(str(value)) if value else None for value in values], type=_TYPES[type_]
        )
    return pyarrow.array(values, type=_TYPES[type_])
