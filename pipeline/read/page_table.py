"""Tables of a page: which ones are tables of data, and their cells as a grid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from pipeline.model.reading import Cell, Grid
from pipeline.read.page import Page

MAX_COLUMNS = 512
# What browsers allow (HTML 4.9.11).
_MAX_COLUMN_SPAN = 1000
_SPAN_DIGITS = 9
_MAX_CELLS = 200_000
_MAX_STEPS = 2_000_000
# A cell of so much text that holds so many blocks, in a table of so few cells, is a page's frame and no datum.
_FRAME_CHARS = 300
_FRAME_BLOCKS = 4
_FRAME_CELLS = 6
# Forms and the like stand between a table and its rows on old pages.
_MAX_PARTS = 3
_PARTS = {"thead", "tbody", "tfoot", "form", "colgroup", "div", "center"}
_BLOCKS = ("p", "div", "br", "table", "li")


def is_data_table(page: Page, number: int) -> bool:
    """Whether a table has data in rows and columns; else it only lays out what stands in it, and its lines are lines."""
    table = page.elements[number]
    if table.get("role") == "presentation" or not page.chars[number]:
        return False
    rows = [list(_cells(row)) for row in table_rows(table)]
    filled = [[page.index[cell] for cell in row if page.chars[page.index[cell]]] for row in rows]
    if sum(count > 1 for count in _cells_in_rows(page, filled)) < 2:
        return False
    if _frames_another(page, number, filled):
        return False
    return sum(map(len, filled)) > _FRAME_CELLS or not any(_is_frame(page, cell) for row in filled for cell in row)


def _cells_in_rows(page: Page, filled: Sequence[Sequence[int]]) -> list[int]:
    """How many cells with text each row has, those that reach down into it too."""
    change = [0] * (len(filled) + 1)
    for row, cells in enumerate(filled):
        for cell in cells:
            change[row] += 1
            change[row + _row_span(page.elements[cell], len(filled) - row)] -= 1
    return list(accumulate(change[:-1]))


def _frames_another(page: Page, number: int, filled: Sequence[Sequence[int]]) -> bool:
    """Whether most of the table's text stands in tables inside it."""
    inside = 0
    for row in filled:
        for cell in row:
            nested = next(page.elements[cell].iter("table"), None)
            inside += page.chars[page.index[nested]] if nested is not None else 0
    return inside * 2 > page.chars[number]


def _is_frame(page: Page, cell: int) -> bool:
    if page.chars[cell] < _FRAME_CHARS:
        return False
    blocks = page.elements[cell].iter(*_BLOCKS)
    return sum(1 for _ in zip(range(_FRAME_BLOCKS), blocks, strict=False)) >= _FRAME_BLOCKS


def table_rows(table: etree._Element, *, depth: int = 0) -> Iterator[etree._Element]:
    """The rows of the table itself, in order, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS and depth < _MAX_PARTS:
            yield from table_rows(child, depth=depth + 1)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag in ("td", "th"):
            yield child
        elif child.tag == "form":
            yield from (cell for cell in child if cell.tag in ("td", "th"))


def stray_texts(table: etree._Element) -> Iterator[str]:
    """Text in the table that is in none of its cells; browsers show it above the table."""
    for row in (table, *(part for part in table if part.tag in _PARTS), *table_rows(table)):
        for text in (row.text, *(child.tail for child in row)):
            if text and (stripped := " ".join(text.split())):
                yield stripped


@dataclass(slots=True)
class _Placed:
    """A cell at its place in the table's own grid, which counts every span."""

    element: etree._Element
    row: int
    column: int
    row_span: int
    column_span: int


def to_grid(table: etree._Element, text_of: Callable[[etree._Element], str]) -> Grid | None:
    """The grid of the table's cells; None where it has more columns or cells than any table of a notice.

    A span counts only the rows and columns in which a cell begins; rows without any cell are left out.
    """
    rows = [list(_cells(row)) for row in table_rows(table)]
    if sum(map(len, rows)) > _MAX_CELLS:
        return None
    placed = _place(rows)
    if placed is None:
        return None
    starts = sorted({cell.row for cell in placed})
    columns = sorted({cell.column for cell in placed})
    if len(columns) > MAX_COLUMNS:
        return None
    cells = []
    for cell in placed:
        row, row_span = _begun(starts, cell.row, cell.row_span)
        column, column_span = _begun(columns, cell.column, cell.column_span)
        cells.append(Cell(text_of(cell.element), row, column, row_span, column_span))
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), len(starts), len(columns))


def _begun(starts: Sequence[int], first: int, span: int) -> tuple[int, int]:
    """Which of the starts `first` is, and how many of them lie in its span."""
    index = bisect_left(starts, first)
    return index, bisect_left(starts, first + span) - index


def _place(rows: Sequence[Sequence[etree._Element]]) -> list[_Placed] | None:
    """The cells with their places, as HTML lays them out; None where that takes more steps than a real table needs."""
    placed: list[_Placed] = []
    # The row from which on a column is free again below a cell that spans rows.
    free_from: dict[int, int] = {}
    steps = 0
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while free_from.get(column, 0) > row:
                column += 1
                steps += 1
            found = _Placed(
                cell, row, column, _row_span(cell, len(rows) - row), _span(cell, "colspan", _MAX_COLUMN_SPAN)
            )
            placed.append(found)
            column += found.column_span
            if found.row_span > 1:
                steps += found.column_span
                free_from |= dict.fromkeys(range(found.column, column), row + found.row_span)
            if steps > _MAX_STEPS:
                return None
    return placed


def _row_span(cell: etree._Element, rows_left: int) -> int:
    """The rows that a cell spans; 0 says all that are left."""
    span = _span(cell, "rowspan", rows_left, least=0)
    return min(span or rows_left, rows_left)


def _span(cell: etree._Element, name: str, most: int, *, least: int = 1) -> int:
    digits = cell.get(name, "").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _SPAN_DIGITS:
        return 1
    return max(least, min(int(digits), most))
