"""Tables as CSV: UTF-8 with BOM, RFC 4180, cells that a spreadsheet would run guarded, files replaced as a whole."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from pipeline.tabulate.files import temporary, writing
from pipeline.tabulate.spec import LIST_SEPARATOR, Cell, CellType, Row, Table, table

# Put before a text that begins with one of these; a leading apostrophe gets one too, so that one can always be taken off.
GUARD = "'"
_GUARDED = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", GUARD))
_TEXTS = (CellType.TEXT, CellType.LIST)


class TableWriter(Protocol):
    """Takes the rows of the tables, in order."""

    def add(self, table_name: str, rows: Iterable[Row]) -> int: ...


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it: =1+1 gives '=1+1."""
    return GUARD + text if text[:1] in _GUARDED else text


def unguarded(cell: str) -> str:
    """The text of a guarded cell."""
    return cell.removeprefix(GUARD)


def rendered(cell: Cell, cell_type: CellType) -> str:
    """The cell as CSV holds it; items of a list never hold the separator (； in them becomes ;)."""
    return guarded(_as_code(cell)) if cell_type in _TEXTS else _as_code(cell)


def _column(cells: Sequence[Cell], cell_type: CellType) -> list[Cell]:
    """The cells of a column as `csv` takes them: it writes texts as they are, numbers as digits and None as nothing."""
    if cell_type in _TEXTS:
        return [cell if type(cell) is str and cell[:1] not in _GUARDED else rendered(cell, cell_type) for cell in cells]
    return [cell if type(cell) in _AS_THEY_ARE else _as_code(cell) for cell in cells]


_AS_THEY_ARE = frozenset((str, int, type(None)))
_ROWS_AT_ONCE = 1000


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """So many rows at a time: column by column they are rendered faster than row by row."""
    left = iter(rows)
    while some := list(islice(left, _ROWS_AT_ONCE)):
        yield some


def _as_code(cell: Cell) -> str:
    """The cell without a guard, as numbers, dates and truth values are written."""
    if type(cell) is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(cell)
    return LIST_SEPARATOR.join([item.replace(LIST_SEPARATOR, ";") for item in cell])


_BYTE_ORDER_MARK = "\ufeff"


@contextmanager
def tables_in(folder: Path, names: Iterable[str]) -> Iterator[TableWriter]:
    """A writer of the tables `names` in `folder`: all of them are replaced when the block ends well, else none.

    Raises: StoreError where they cannot be written, as on a full disk.
    """
    with ExitStack() as stack:
        files = {name: stack.enter_context(_TemporaryCsv(folder / f"{name}.csv", table(name))) for name in names}
        writer = _Writer(files)
        yield writer
        for file in files.values():
            file.finish()
        for file in files.values():
            file.publish()


def write_table(path: Path, table_name: str, rows: Iterable[Row]) -> int:
    """Writes one table to the file `path`, replacing it as a whole; gives the number of rows.

    Raises: StoreError where it cannot be written, as on a full disk.
    """
    with _TemporaryCsv(path, table(table_name)) as file:
        count = file.add(rows)
        file.finish()
        file.publish()
    return count


def clear(folder: Path, names: Iterable[str]) -> None:
    """Deletes what a killed writer of the tables `names` left in `folder`. Only where nobody else writes them."""
    for name in names:
        temporary(folder / f"{name}.csv").unlink(missing_ok=True)


class _TemporaryCsv:
    """A CSV file that grows under another name until it is published, and is gone if it is not."""

    def __init__(self, path: Path, specification: Table) -> None:
        self._path, self._table = path, specification
        self._temporary = temporary(path)

    def __enter__(self) -> _TemporaryCsv:
        with writing(self._path):
            # The mark is written by hand: the codec that writes it is slow at every row.
            self._stream: IO[str] = self._temporary.open("w", encoding="utf-8", newline="")
            self._stream.write(_BYTE_ORDER_MARK)
        self._csv = csv.writer(self._stream)
        self._csv.writerow(self._table.names)
        return self

    def __exit__(self, *_: object) -> None:
        # What does not go to a full disk any more is not wanted either.
        with suppress(OSError):
            self._stream.close()
        self._temporary.unlink(missing_ok=True)

    def add(self, rows: Iterable[Row]) -> int:
        names, types = self._table.names, [column.type for column in self._table.columns]
        count = 0
        for some in _batches(rows):
            columns = zip(*(map(row.get, names) for row in some), strict=True)
            cells = zip(*map(_column, columns, types), strict=True)
            with writing(self._path):
                self._csv.writerows(cells)
            count += len(some)
        return count

    def finish(self) -> None:
        with writing(self._path):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()

    def publish(self) -> None:
        with writing(self._path):
            self._temporary.replace(self._path)


class _Writer:
    def __init__(self, files: dict[str, _TemporaryCsv]) -> None:
        self._files = files

    def add(self, table_name: str, rows: Iterable[Row]) -> int:
        """Writes the rows; gives their number."""
        return self._files[table_name].add(rows)
