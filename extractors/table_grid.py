"""A table as plain values, laid out so that the cell at any row and column can be asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell's text and place; a merged cell stands once, at its first row and column, with its spans."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class TableText:
    """The cells of a table in any order; what lies outside `rows` and `columns` is not there."""

    cells: tuple[CellText, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class CellPart:
    """Characters `start` to `end` of the cell that begins at `row` and `column`."""

    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A table by rows: `begun` has the cells that begin in each row, `covering` the cell over each place, or None."""

    rows: int
    columns: int
    begun: tuple[tuple[CellText, ...], ...]
    covering: tuple[tuple[CellText | None, ...], ...]

    def filled(self, row: int) -> list[CellText]:
        """The cells that begin in `row` and hold text, from the left."""
        return [cell for cell in self.begun[row] if cell.text.strip()]

    def at(self, row: int, column: int) -> CellText | None:
        """The cell over a place, where it holds text and begins in that column; else None."""
        cell = self.covering[row][column]
        return cell if cell is not None and cell.column == column and cell.text.strip() else None


# Grids with more places or columns than this are no tables of a notice.
_MAX_PLACES = 400_000
_MAX_COLUMNS = 60


def lay_out(table: TableText) -> Layout | None:
    """The table by rows, or None where it has no places, or more than any notice's table."""
    if not 0 < table.columns <= _MAX_COLUMNS or not 0 < table.rows <= _MAX_PLACES // table.columns:
        return None
    covering: list[list[CellText | None]] = [[None] * table.columns for _ in range(table.rows)]
    begun: list[list[CellText]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if not (0 <= cell.row < table.rows and 0 <= cell.column < table.columns):
            continue
        begun[cell.row].append(cell)
        if covering[cell.row][cell.column] is not None:
            continue
        for row in range(cell.row, min(cell.row + max(cell.row_span, 1), table.rows)):
            for column in range(cell.column, min(cell.column + max(cell.column_span, 1), table.columns)):
                if covering[row][column] is None:
                    covering[row][column] = cell
    return Layout(table.rows, table.columns, tuple(map(tuple, begun)), tuple(map(tuple, covering)))


def whole(cell: CellText) -> CellPart:
    """The cell's text without white space at its ends."""
    start = len(cell.text) - len(cell.text.lstrip())
    return CellPart(cell.row, cell.column, start, len(cell.text.rstrip()))
