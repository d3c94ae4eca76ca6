"""Tables that are forms: each head stands left of what it says (牵头单位 | 市大数据局), for one task or one a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors import table_cell, table_column
from extractors.table_cell import CellKind
from extractors.table_column import Column, ColumnKind
from extractors.table_grid import CellText, Layout


@dataclass(frozen=True, slots=True)
class Field:
    """A head and the cell that it stands beside."""

    column: Column
    cell: CellText


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one task in order; `rows` is the first row and the one behind the last."""

    rows: tuple[int, int]
    fields: tuple[Field, ...]

    def of(self, kind: ColumnKind) -> list[Field]:
        """The fields of a kind, in order."""
        return [field for field in self.fields if field.column.kind is kind]


_MIN_ROWS = 3
_SHARE = 0.7


def find(grid: Layout) -> list[Form]:
    """The forms of a table, from the top; [] where heads stand above their columns or no field says who does what."""
    rows = [row for row in range(grid.rows) if grid.filled(row)]
    forms = list(_one_below_the_other(grid, rows)) or list(_side_by_side(grid, rows))
    return [form for form in forms if _says_who(form)]


def _says_who(form: Form) -> bool:
    asks = form.of(ColumnKind.TASK) or form.of(ColumnKind.CONTENT)
    return bool(asks) and any(table_cell.units_share(field.cell.text) > 0 for field in form.of(ColumnKind.ROLE))


def _one_below_the_other(grid: Layout, rows: list[int]) -> Iterator[Form]:
    """Forms of rows in which heads and what they say take turns; a head that stands again begins the next form."""
    by_row = {row: _pairs(grid, row) for row in rows}
    if sum(map(bool, by_row.values())) < max(_MIN_ROWS, _SHARE * len(rows)):
        return
    fields: list[Field] = []
    start = end = 0
    for row, pairs in by_row.items():
        if {field.column.head for field in pairs} & {field.column.head for field in fields}:
            yield Form((start, end), tuple(fields))
            fields = []
        start = start if fields else row
        end = row + 1
        fields += pairs
    yield Form((start, end), tuple(fields))


def _pairs(grid: Layout, row: int) -> list[Field]:
    """The fields of a row; [] where a cell is neither a head nor beside one."""
    fields: list[Field] = []
    column: Column | None = None
    for cell in grid.begun[row]:
        found = table_column.read(cell.text, alone=True)
        if column is None:
            if found is None:
                return []
            column = found
        elif found is not None:
            return []
        else:
            fields.append(Field(column, cell))
            column = None
    return fields if column is None else []


def _side_by_side(grid: Layout, rows: list[int]) -> Iterator[Form]:
    """A form for each column behind the first, where the first column holds nothing but heads."""
    heads = [(row, table_column.read(cell.text, alone=True)) for row in rows if (cell := grid.at(row, 0)) is not None]
    known = [(row, column) for row, column in heads if column is not None]
    if len(known) < _MIN_ROWS or len(known) < len(rows) or len({column.head for _, column in known}) < len(known):
        return
    for place in range(1, grid.columns):
        cells = [(column, grid.covering[row][place]) for row, column in known]
        fields = [Field(column, cell) for column, cell in cells if cell is not None and cell.column > 0]
        if any(field.column.kind is ColumnKind.TASK and _begins_here(field.cell, place) for field in fields):
            yield Form((rows[0], rows[-1] + 1), tuple(fields))


def _begins_here(cell: CellText, place: int) -> bool:
    return cell.column == place and table_cell.kind(cell.text) not in (CellKind.BLANK, CellKind.NONE)
