"""What a sheet shows to lines and one grid: titles and notes around a table are lines, no rows of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby, takewhile

import regex

from pipeline.errors import ReadError
from pipeline.model.reading import Align, Block, Cell, Flow, Grid, Line
from pipeline.read.xlsx_sheet import Area, Place, Shown

MAX_PLACES = 400_000
_MAX_COLUMNS = 512
# What a sheet says of itself above or below its table.
# Matches: `填报单位（盖章）：市发展改革委`, `单位：万元`, `日期：`, `联系电话：`. Does not match: `责任单位：市财政局`, `工作任务`.
_ABOUT = regex.compile(
    r"(?:填[报表写制]|报送|上报|制[表单]|编制|统计|汇总|更新|审核|截[至止]|联系|日期|时间|单位|电话)\p{Han}{0,6}(?:[（(][^（）()]{1,10}[）)])?\s*[：:]"
)
# Matches: `注：1.本表按月更新`, `备注：`, `说明：`. Does not match: `注意事项`.
_NOTE = regex.compile(r"(?:备?\s*注|说\s*明|附\s*注|填表说明)\s*[：:]")

# A row's texts, by their columns.
_Row = list[tuple[Place, str]]


def arrange(sheet: Shown, page: int, warnings: set[str]) -> list[Block]:
    """The blocks of a sheet: lines above its table, the table as a grid, lines below it.

    A row with one text above the table is a line (a title, merged over the columns or not), and one that says who filled
    in the sheet and when. Below, so are notes. A sheet without a row of two texts is lines alone. Empty rows and columns
    are no part of the grid.
    Raises: ReadError `too_large` where the table has more than MAX_PLACES places.
    """
    rows = [list(row) for _, row in groupby(sheet.texts.items(), key=lambda item: item[0][0])]
    first = len(list(takewhile(_is_above, rows)))
    last = len(rows)
    while last > first and _is_below(rows[last - 1], sheet):
        last -= 1
    above, below = _lines(rows[:first], sheet, page), _lines(rows[last:], sheet, page)
    return [*above, *_table(rows[first:last], sheet, page, warnings), *below]


def _is_above(row: _Row) -> bool:
    return len(row) == 1 or _ABOUT.match(row[0][1]) is not None


def _is_below(row: _Row, sheet: Shown) -> bool:
    """Whether a last row is no row of the table: a note, what the sheet says of itself, or one text merged over columns."""
    place, text = row[0]
    if _ABOUT.match(text) or _NOTE.match(text):
        return True
    return len(row) == 1 and any((area.top, area.left) == place and area.right > area.left for area in sheet.areas)


def _lines(rows: Sequence[_Row], sheet: Shown, page: int) -> list[Block]:
    """A line for each row, its texts parted by two blanks; a text of several lines gives as many."""
    lines: list[Block] = []
    for row in rows:
        align = Align.CENTER if len(row) == 1 and row[0][0] in sheet.centred else None
        for text in "  ".join(text for _, text in row).splitlines():
            if text.strip():
                lines.append(Line(text.strip(), page, flow=Flow.HARD, align=align))
    return lines


def _table(rows: Sequence[_Row], sheet: Shown, page: int, warnings: set[str]) -> list[Block]:
    numbers = [row[0][0][0] for row in rows]
    columns = sorted({place[1] for row in rows for place, _ in row})
    if len(columns) > _MAX_COLUMNS:
        warnings.add("table_too_wide")
    if len(columns) < 2 or len(columns) > _MAX_COLUMNS:
        return _lines(rows, sheet, page)
    if len(numbers) * len(columns) > MAX_PLACES:
        message = f"expected a table of at most {MAX_PLACES} cells, found {len(numbers)} rows of {len(columns)}"
        raise ReadError(f"{message}; split the sheet", reason_code="too_large")
    index = {column: number for number, column in enumerate(columns)}
    texts = {(row, index[place[1]]): text for row, content in enumerate(rows) for place, text in content}
    cells = _placed(texts, _spans(sheet.areas, numbers, columns), (len(numbers), len(columns)), warnings)
    return [Grid(cells, len(numbers), len(columns), page, (page,) * len(numbers))]


def _spans(areas: Sequence[Area], rows: Sequence[int], columns: Sequence[int]) -> list[Area]:
    """The merged areas, counted in the grid's own rows and columns; what lies outside them is cut off."""
    spans = []
    for area in areas:
        top, bottom = bisect_left(rows, area.top), bisect_right(rows, area.bottom) - 1
        left, right = bisect_left(columns, area.left), bisect_right(columns, area.right) - 1
        if top <= bottom and left <= right and (top, left) != (bottom, right):
            spans.append(Area(top, left, bottom, right))
    return spans


def _placed(
    texts: dict[Place, str], spans: Sequence[Area], size: tuple[int, int], warnings: set[str]
) -> tuple[Cell, ...]:
    """The cells in order; an area over another one counts as not merged, and a text under an area is not shown."""
    rows, columns = size
    taken = [bytearray(columns) for _ in range(rows)]
    cells: list[Cell] = []
    # Areas cover each place once; a file whose areas add up to more lies over itself, and the rest of them is not looked at.
    left_over = 2 * rows * columns
    for span in spans:
        tall, wide = span.bottom - span.top + 1, span.right - span.left + 1
        left_over -= tall * wide
        if left_over < 0:
            break
        if any(any(taken[row][span.left : span.right + 1]) for row in range(span.top, span.bottom + 1)):
            continue
        for row in range(span.top, span.bottom + 1):
            taken[row][span.left : span.right + 1] = b"\1" * wide
        cells.append(Cell(texts.pop((span.top, span.left), ""), span.top, span.left, tall, wide))
    for row in range(rows):
        for column in range(columns):
            text = texts.get((row, column), "")
            if not taken[row][column]:
                cells.append(Cell(text, row, column))
            elif text:
                warnings.add("hidden_text_dropped")
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
