"""Tables that a crawler or a plain text flattened into lines, rebuilt as grids.

The heads of the columns stand on lines of their own (序号, 重点任务, 责任单位), then the cells follow, one or more lines
each; or each row is a line whose cells a tab or a run of blanks parts.

Guarantees:
1. A table holds a column of units by its head, or by what stands in it; no list of running text becomes a table.
2. Every line from `first` to `last` but blank ones stands in the grid, in order, with no word added.
3. The time taken grows with the number of lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extractors import label, table_cell
from extractors.table_cell import CellKind
from extractors.table_column import ColumnKind
from pipeline.model.reading import Cell, Grid, Line
from pipeline.structure import flat_heads, tabbed_table
from pipeline.structure.flat_heads import Heads
from pipeline.structure.flat_rows import FlatCell, FlatRow, Reading, arrange


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table that stood in the lines `first` to `last`, half-open."""

    first: int
    last: int
    grid: Grid


# A line of running text that names units by a label. Matches: `责任单位：市财政局`. Does not match: `市财政局`.
_LABELLED = regex.compile(r"[：:]")
_MIN_ROWS = 2
_MIN_UNITS_UNHEADED = 3
_MAX_UNSTATED = 40
_MAX_LINES = 10_000
_MAX_CUTS = 4
_UNITS_SHARE = 0.5


def rebuild(lines: Sequence[Line]) -> list[FlatTable]:
    """The flattened tables of a text, in order; [] where no line is the head of a column."""
    tables: list[FlatTable] = []
    found = flat_heads.find(lines)
    limits = [*(heads.first for heads in found), len(lines)][1:]
    for heads, limit in zip(found, limits, strict=True):
        table = tabbed_table.read(lines, heads, limit) if heads.separator else None
        table = table or _read(lines, heads, limit)
        if table is not None:
            tables.append(FlatTable(*table))
    return tables


def _read(lines: Sequence[Line], heads: Heads, limit: int) -> tuple[int, int, Grid] | None:
    cells = _cells(lines, heads.last, _end(lines, heads, limit))
    heads, reading = _best(heads, cells)
    rows = _until_units_end(reading.rows, heads.kinds)
    stated = sum(_has_units(row, heads.kinds) for row in rows)
    if stated < (_MIN_ROWS if len(heads.heads) > 2 else _MIN_ROWS + 1):
        return None
    return heads.first, rows[-1].cells[-1][1].last, _grid(lines, heads, rows)


def _end(lines: Sequence[Line], heads: Heads, limit: int) -> int:
    """The line at which no table can go on: 附件2, a signature with its date, a heading, 责任单位： in running text."""
    limit = min(limit, heads.last + _MAX_LINES)
    texts = [index for index in range(heads.last, limit) if lines[index].text.strip()]
    row = _OpenRow(heads.kinds)
    for index, following in zip(texts, [*texts, -1][1:], strict=True):
        kind = table_cell.kind(lines[index].text)
        if lines[index].heading or kind in (CellKind.END, CellKind.NOTE):
            return index
        if kind is CellKind.UNITS and _LABELLED.search(lines[index].text):
            return index
        dated = following >= 0 and table_cell.kind(lines[following].text) is CellKind.DATE
        if kind is CellKind.UNITS and dated and not row.wants_units():
            return index
        if kind is CellKind.DATE and ColumnKind.DEADLINE not in heads.kinds:
            return index
        row.add(kind, lines[index].text)
    return limit


@dataclass(slots=True)
class _OpenRow:
    """What stands in the row that is open: nothing behind a time limit, and what stands behind units begins a new one."""

    kinds: Sequence[ColumnKind]
    numbers: int = 0
    texts: int = 0
    sentences: int = 0
    has_units: bool = False
    # Whether any row has a number: automatic ones get lost.
    is_numbered: bool = False

    def add(self, kind: CellKind, text: str) -> None:
        if kind is CellKind.UNITS:
            self.has_units = True
            return
        if self.has_units or kind in (CellKind.TIME, CellKind.DATE):
            self.numbers = self.texts = self.sentences = 0
            self.has_units = False
        if kind is CellKind.NUMBER:
            self.numbers += 1
            self.is_numbered = True
        elif kind not in (CellKind.TIME, CellKind.DATE):
            self.texts += 1
            self.sentences += text.rstrip().endswith("。")

    def wants_units(self) -> bool:
        """Whether units with a date behind them belong to a row; else they sign the notice."""
        if ColumnKind.DEADLINE not in self.kinds or not self.texts:
            return False
        return self.numbers > 0 if self.is_numbered and ColumnKind.SERIAL in self.kinds else self.sentences < 2


def _cells(lines: Sequence[Line], start: int, end: int) -> list[FlatCell]:
    """The lines with text as cells; lines of a single character, one below the other, are one cell: 正⏎式⏎项⏎目."""
    cells: list[FlatCell] = []
    upright: list[int] = []
    for index in range(start, end):
        text = lines[index].text.strip()
        if len(text) == 1 and text.isalpha() and not text.isascii():
            upright.append(index)
        elif text:
            cells.extend(_upright_cells(lines, upright))
            upright = []
            cells.append(FlatCell(text, table_cell.kind(text), index, index + 1))
    return _with_units_joined([*cells, *_upright_cells(lines, upright)])


def _upright_cells(lines: Sequence[Line], indices: list[int]) -> list[FlatCell]:
    texts = [lines[index].text.strip() for index in indices]
    if len(texts) > 1:
        return [FlatCell("".join(texts), CellKind.TEXT, indices[0], indices[-1] + 1)]
    return [FlatCell(text, table_cell.kind(text), index, index + 1) for text, index in zip(texts, indices, strict=True)]


def _with_units_joined(cells: list[FlatCell]) -> list[FlatCell]:
    """The cells with a list of units that a line end cut within a name as one: 市政务服务局、市大⏎数据局."""
    joined: list[FlatCell] = []
    index = 0
    while index < len(cells):
        last = _end_of_units(cells, index)
        if last > index + 1:
            text = "".join(cell.text for cell in cells[index:last])
            joined.append(FlatCell(text, CellKind.UNITS, cells[index].first, cells[last - 1].last))
        else:
            joined.append(cells[index])
        index = last
    return joined


def _end_of_units(cells: list[FlatCell], index: int) -> int:
    """The cell behind those that only together are a list of units, the one behind `index` where there are none."""
    text, found = cells[index].text, index + 1
    if cells[index].kind is not CellKind.TEXT or "、" not in text or table_cell.units_share(text) < _UNITS_SHARE:
        return found
    for last in range(index + 1, min(index + _MAX_CUTS, len(cells))):
        text += cells[last].text
        if table_cell.kind(text) is CellKind.UNITS:
            found = last + 1
    return found


def _best(heads: Heads, cells: list[FlatCell]) -> tuple[Heads, Reading]:
    """The reading that costs least, where no head says which column has the units each place for it is tried."""
    tried = [heads]
    if ColumnKind.ROLE not in heads.kinds:
        if sum(cell.kind is CellKind.UNITS for cell in cells) < _MIN_UNITS_UNHEADED:
            return heads, Reading([], 0.0)
        tried = [heads.with_units_at(index) for index, kind in enumerate(heads.kinds) if kind is ColumnKind.PERHAPS]
        wide = (ColumnKind.TASK, ColumnKind.CATEGORY)
        tried += [heads.with_units_behind(index) for index, kind in enumerate(heads.kinds) if kind in wide]
    elif ColumnKind.SERIAL not in heads.kinds and sum(cell.kind is CellKind.NUMBER for cell in cells) >= _MIN_ROWS:
        tried.append(heads.with_numbers())
    readings = [(choice, arrange(cells, choice.kinds)) for choice in tried]
    return min(readings, key=lambda reading: reading[1].cost, default=(heads, Reading([], 0.0)))


def _until_units_end(rows: list[FlatRow], kinds: Sequence[ColumnKind]) -> list[FlatRow]:
    """The rows up to the last that names units and the numbered ones behind it; far behind the last units running text stands."""
    last, unstated = 0, 0
    for number, row in enumerate(rows, 1):
        unstated = 0 if _is_numbered(row, kinds) else unstated + len(row.cells)
        if unstated > _MAX_UNSTATED:
            break
        if _has_units(row, kinds):
            last, unstated = number, 0
    while 0 < last < len(rows) and _is_numbered(rows[last], kinds):
        last += 1
    return rows[:last]


def _is_numbered(row: FlatRow, kinds: Sequence[ColumnKind]) -> bool:
    column, cell = row.cells[0]
    return kinds[column] is ColumnKind.SERIAL and cell.kind in (CellKind.NUMBER, CellKind.LABEL)


def _has_units(row: FlatRow, kinds: Sequence[ColumnKind]) -> bool:
    if row.is_section:
        return False
    in_roles = [cell for column, cell in row.cells if kinds[column] is ColumnKind.ROLE]
    return any(cell.kind is CellKind.UNITS or table_cell.units_share(cell.text) >= _UNITS_SHARE for cell in in_roles)


def _grid(lines: Sequence[Line], heads: Heads, rows: list[FlatRow]) -> Grid:
    body = _BodyCells()
    pages = [lines[heads.first].page] * heads.row_count
    for number, row in enumerate(rows, heads.row_count):
        placed = _section_cells(row, heads.kinds) if row.is_section else row.cells
        body.add(_row_cells(placed, number, len(heads.heads)), row.is_section)
        pages.append(lines[row.cells[0][1].first].page)
    count = heads.row_count + len(rows)
    return Grid((*heads.cells(), *body.cells), count, len(heads.heads), pages[0], tuple(pages))


@dataclass(slots=True)
class _BodyCells:
    """The cells of the rows; the first columns that a row leaves blank are merged with those of the row above."""

    cells: list[Cell] = field(default_factory=list)
    # Where in `cells` the cell stands that each column may merge with.
    above: dict[int, int] = field(default_factory=dict)

    def add(self, row: list[Cell], is_section: bool) -> None:
        first = 0 if is_section else row[0].column
        for column in range(first):
            if (index := self.above.get(column)) is not None:
                self.cells[index] = replace(self.cells[index], row_span=self.cells[index].row_span + 1)
        merged = {column: index for column, index in self.above.items() if column < first}
        begun = {cell.column: len(self.cells) + place for place, cell in enumerate(row)}
        self.above = {} if is_section else {**merged, **begun}
        self.cells.extend(row)


def _row_cells(placed: list[tuple[int, FlatCell]], row: int, columns: int) -> list[Cell]:
    """One cell a column; the only cell of a section's head goes over all columns."""
    by_column: dict[int, list[FlatCell]] = {}
    for column, cell in placed:
        by_column.setdefault(column, []).append(cell)
    wide = columns if -1 in by_column else 1
    return [Cell(_joined(cells), row, max(column, 0), 1, wide) for column, cells in sorted(by_column.items())]


def _section_cells(row: FlatRow, kinds: Sequence[ColumnKind]) -> list[tuple[int, FlatCell]]:
    """A section's head in the columns: its label with the numbers, its score in the column of scores; -1 is all columns."""
    cells = [cell for _, cell in row.cells]
    names = [column for column, kind in enumerate(kinds) if kind in (ColumnKind.TASK, ColumnKind.CONTENT)]
    beside = [
        column
        for column, kind in enumerate(kinds)
        if kind in (ColumnKind.OTHER, ColumnKind.PERHAPS) and column > names[0]
    ]
    if len(cells) == 1 or (not beside and cells[0].kind is not CellKind.LABEL):
        return [(-1, cell) for cell in cells]
    placed: list[tuple[int, FlatCell]] = []
    named = False
    for cell in cells:
        if cell.kind is CellKind.LABEL and not placed:
            placed.append((0 if kinds[0] is ColumnKind.SERIAL else names[0], cell))
        elif beside and (cell.kind in (CellKind.NUMBER, CellKind.SCORE) or (named and len(beside) > 1)):
            placed.append((beside[0] if cell.kind is not CellKind.TEXT else beside[-1], cell))
        else:
            placed.append((names[0], cell))
            named = True
    return placed


def _joined(cells: list[FlatCell]) -> str:
    """The lines of a cell: units and items each on a line, broken text put together again."""
    text = cells[0].text
    for cell in cells[1:]:
        apart = cell.kind is CellKind.UNITS or label.at_start(cell.text) is not None
        text += ("\n" if apart else "") + cell.text
    return text
