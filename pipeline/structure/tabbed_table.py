"""Tables whose rows are lines, their cells parted by tabs or runs of blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors import table_cell
from extractors.table_cell import CellKind
from pipeline.model.reading import Cell, Grid, Line
from pipeline.structure.flat_heads import SEPARATORS, Heads
from pipeline.structure.flat_rows import FlatCell, arrange

_UNITS_SHARE = 0.5


def read(lines: Sequence[Line], heads: Heads, limit: int) -> tuple[int, int, Grid] | None:
    """The first line, the line behind the last, and the grid of a table below `heads`; None where no rows follow them."""
    rows = _rows(lines, heads, limit)
    while rows and not _has_units(rows[-1][1], heads):
        rows.pop()
    if not rows:
        return None
    count = len(heads.heads)
    cells = heads.cells()
    keeps_blanks = heads.separator == "tab" and any(len(fields) > 1 and not all(fields) for _, fields in rows)
    above: dict[int, int] = {}
    for number, (_, texts) in enumerate(rows, 1):
        fields = [*texts, *[""] * (count - len(texts))] if keeps_blanks and len(texts) > 1 else texts
        if fields is not texts:
            _merge_first(cells, above, fields, number)
        for cell in _row_cells(fields, number, heads):
            above[cell.column] = len(cells)
            cells.append(cell)
    pages = (lines[heads.first].page, *(lines[indices[0]].page for indices, _ in rows))
    return heads.first, rows[-1][0][-1] + 1, Grid(tuple(cells), len(rows) + 1, count, pages[0], pages)


def _merge_first(cells: list[Cell], above: dict[int, int], fields: list[str], row: int) -> None:
    """Lets the cells above go on into the first columns of a row where these are blank: they were one merged cell.

    `above` has where in `cells` the last cell of each column stands.
    """
    blank = next((column for column, field in enumerate(fields) if field), 0)
    for column in range(blank):
        index = above.get(column, -1)
        if index >= 0 and cells[index].column_span == 1 and cells[index].row + cells[index].row_span == row:
            cells[index] = replace(cells[index], row_span=cells[index].row_span + 1)


def _rows(lines: Sequence[Line], heads: Heads, limit: int) -> list[tuple[list[int], list[str]]]:
    """The line indices and fields of each row, up to a line that is no row and goes on with none."""
    rows: list[tuple[list[int], list[str]]] = []
    for index in range(heads.last, limit):
        text = lines[index].text
        if not text.strip():
            continue
        kind = table_cell.kind(text)
        if lines[index].heading or kind in (CellKind.END, CellKind.NOTE):
            break
        fields = _fields(text, heads.separator)
        if rows and _goes_on(rows[-1][1], fields, heads):
            indices, above = rows[-1]
            rows[-1] = ([*indices, index], [*above[:-1], above[-1] + fields[0], *fields[1:]])
        elif len(fields) > 1 or kind in (CellKind.SECTION, CellKind.TOTAL):
            rows.append(([index], fields))
        else:
            break
    return rows


def _fields(text: str, separator: str) -> list[str]:
    if separator == "tab":
        return [field.strip() for field in text.strip(" \u3000\r\n").split("\t")]
    return [field for field in SEPARATORS[separator].split(text.strip()) if field]


def _goes_on(above: list[str], fields: list[str], heads: Heads) -> bool:
    """Whether a line goes on with the row above, whose last cell holds a line end: the two together fill the columns."""
    if len(above) == 1 or len(above) + len(fields) - 1 > len(heads.heads):
        return False
    # The signature and its date stand below a table whose last cell is blank.
    if len(fields) == 1 and table_cell.kind(fields[0]) in (CellKind.DATE, CellKind.UNITS):
        return above[-1].endswith(("、", "，"))
    if _placed(above, heads)[-1][0] == len(heads.heads) - 1:
        return False
    return len(above) < len(heads.heads) and table_cell.kind(fields[0]) not in (
        CellKind.NUMBER,
        CellKind.LABEL,
        CellKind.SECTION,
    )


def _has_units(fields: list[str], heads: Heads) -> bool:
    """Whether a row names units; one that fills each column does so in words of its own."""
    if len(fields) == len(heads.heads) and all(fields):
        return True
    return len(fields) > 1 and any(table_cell.units_share(field) >= _UNITS_SHARE for field in fields)


def _placed(fields: list[str], heads: Heads) -> list[tuple[int, str]]:
    """The fields by column: one each where the counts agree; else, a merged cell being left out, where each fits best."""
    if len(fields) == len(heads.heads):
        return [(column, field) for column, field in enumerate(fields) if field]
    if sum(map(bool, fields)) < 2:
        return [(-1, "".join(fields))]
    cells = [FlatCell(field, table_cell.kind(field), index, index + 1) for index, field in enumerate(fields) if field]
    (row,) = arrange(cells, heads.kinds, one_row=True).rows
    return [(column, cell.text) for column, cell in row.cells]


def _row_cells(fields: list[str], row: int, heads: Heads) -> list[Cell]:
    by_column: dict[int, list[str]] = {}
    for column, text in _placed(fields, heads):
        by_column.setdefault(column, []).append(text)
    return [
        Cell(" ".join(texts), row, max(column, 0), 1, len(heads.heads) if column < 0 else 1)
        for column, texts in sorted(by_column.items())
    ]
