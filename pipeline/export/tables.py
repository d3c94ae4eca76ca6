"""The tables of an archive as they were written, read row by row with their types."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import NoticeError
from pipeline.tabulate.csv_file import unguarded
from pipeline.tabulate.spec import LIST_SEPARATOR, RUN_TABLES, Cell, CellType, Row, table


def names_in(folder: Path) -> list[str]:
    """The tables of a run that stand in the folder, in order.

    Raises: NoticeError `no_tables` where there is none.
    """
    found = [name for name in RUN_TABLES if _path(folder, name).exists()]
    if not found:
        raise NoticeError(
            f"{folder}: expected tables such as notices.csv, found none; make them with duban run PATH -o {folder}",
            reason_code="no_tables",
        )
    return found


def rows(folder: Path, name: str) -> Iterator[Row]:
    """The rows of a table, one in memory at a time: dates as ISO text, guards taken off, an empty cell as None or [].

    Raises: NoticeError `no_tables` where the table is missing, or its columns are not those of this program.
    """
    types = [(column.name, column.type) for column in table(name).columns]
    for cells in raw_rows(folder, name):
        yield {column: typed(cell, cell_type) for (column, cell_type), cell in zip(types, cells, strict=True)}


def raw_rows(folder: Path, name: str) -> Iterator[list[str]]:
    """The cells of a table as CSV holds them, row by row, without the header.

    Raises: NoticeError as `rows`.
    """
    path = _path(folder, name)
    if not path.exists():
        raise NoticeError(
            f"{path}: expected this table, found none; make it with duban run PATH -o {folder}", reason_code="no_tables"
        )
    # A cell may hold the text of a whole notice.
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        if tuple(next(reader, [])) != table(name).names:
            raise NoticeError(
                f"{path}: expected the columns of this version, found others; run duban run again",
                reason_code="no_tables",
            )
        yield from reader


def with_owner(folder: Path, name: str, owner: str) -> Iterator[tuple[Row, Row]]:
    """Each row of a table with the row of the table `owner` that it belongs to, of each one row in memory.

    A table has its rows in the order of their notices and tasks, which are the owners.
    Raises: NoticeError as `rows`, also where the owner is not there.
    """
    key = table(owner).key
    owners = rows(folder, owner)
    own: Row | None = {key: None}
    for row in rows(folder, name):
        while own is not None and own[key] != row[key]:
            own = next(owners, None)
        if own is None:
            message = f"{_path(folder, owner)}: expected {row[key]} in the order of {name}.csv; run duban run again"
            raise NoticeError(message, reason_code="no_tables")
        yield row, own


def typed(cell: str, cell_type: CellType) -> Cell:
    """The value that `csv_file.rendered` wrote as this cell; None where it is empty, of a list []."""
    if cell_type is CellType.LIST:
        return unguarded(cell).split(LIST_SEPARATOR) if cell else []
    if not cell:
        return None
    match cell_type:
        case CellType.INTEGER:
            return int(cell)
        case CellType.NUMBER:
            return float(cell)
        case CellType.BOOLEAN:
            return cell == "true"
        case CellType.TEXT:
            return unguarded(cell)
        case _:
            return cell


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.csv"
