"""Tables as CSV: UTF-8 with BOM, RFC 4180, cells that a spreadsheet would run guarded, files replaced as a whole."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

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
    return _as_text(cell) if cell_type in _TEXTS else _as_code(cell)


def _as_text(cell: Cell) -> str:
    """A cell of a column of texts or lists."""
    if type(cell) is str:
        return GUARD + cell if cell[:1] in _GUARDED else cell
    return guarded(_as_code(cell))


def _as_code(cell: Cell) -> str:
    """A cell of a column of numbers, dates or truth values, which needs no guard."""
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
    """A writer of the tables `names` in `folder`: all of them are replaced when the block ends well, else none."""
    with ExitStack() as stack:
        files = {name: stack.enter_context(_TemporaryCsv(folder / f"{name}.csv", table(name))) for name in names}
        writer = _Writer(files)
        yield writer
        for file in files.values():
            file.finish()
        for file in files.values():
            file.publish()


def write_table(path: Path, table_name: str, rows: Iterable[Row]) -> int:
    """Writes one table to the file `path`, replacing it as a whole; gives the number of rows."""
    with _TemporaryCsv(path, table(table_name)) as file:
        count = file.add(rows)
        file.finish()
        file.publish()
    return count


class _TemporaryCsv:
    """A CSV file that grows under another name until it is published, and is gone if it is not."""

    def __init__(self, path: Path, specification: Table) -> None:
        self._path, self._table = path, specification
        self._temporary = path.with_name(f".{path.name}.new")

    def __enter__(self) -> _TemporaryCsv:
        # The mark is written by hand: the codec that writes it is slow at every row.
        self._stream: IO[str] = self._temporary.open("w", encoding="utf-8", newline="")
        self._stream.write(_BYTE_ORDER_MARK)
        self._csv = csv.writer(self._stream)
        self._csv.writerow(self._table.names)
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._temporary.unlink(missing_ok=True)

    def add(self, rows: Iterable[Row]) -> int:
        names = self._table.names
        renderers = [_as_text if column.type in _TEXTS else _as_code for column in self._table.columns]
        count = 0
        for row in rows:
            self._csv.writerow([render(cell) for render, cell in zip(renderers, map(row.get, names), strict=True)])
            count += 1
        return count

    def finish(self) -> None:
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()

    def publish(self) -> None:
        self._temporary.replace(self._path)


class _Writer:
    def __init__(self, files: dict[str, _TemporaryCsv]) -> None:
        self._files = files

    def add(self, table_name: str, rows: Iterable[Row]) -> int:
        """Writes the rows; gives their number."""
        return self._files[table_name].add(rows)
