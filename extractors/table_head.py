"""The heads of a task table's columns: which rows they take, and which columns hold tasks, units and time limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors import rules, table_cell, table_column
from extractors.kinds import Role
from extractors.table_cell import CellKind
from extractors.table_column import Column, ColumnKind
from extractors.table_grid import CellText, Layout


@dataclass(frozen=True, slots=True)
class Head:
    """The columns by their heads, None for one without a known head; the heads' rows are `start` to `end`, half-open.

    `start` is -1 where the heads stand in the table before.
    """

    columns: tuple[Column | None, ...]
    start: int
    end: int

    def of(self, kind: ColumnKind) -> list[int]:
        """The columns of a kind, from the left."""
        return [index for index, column in enumerate(self.columns) if column is not None and column.kind is kind]


_TASKS = (ColumnKind.TASK, ColumnKind.CONTENT)
# A title and a line such as 单位：万元 may stand above the heads.
_ROWS_ABOVE = 8
_KNOWN_SHARE = 0.6
_KNOWN_SHARE_BESIDE = 0.3
_UNITS_SHARE = 0.6
_UNITS_SHARE_UNHEADED = 0.8


def find(grid: Layout) -> Head | None:
    """The heads of a table of tasks, or None where no column says what is to be done."""
    for row in range(min(grid.rows, _ROWS_ABOVE)):
        head = at(grid, row)
        if head is not None:
            return settled(grid, head)
    return None


def carried(grid: Layout, above: Head) -> Head | None:
    """The heads of the table before, for one that has as many columns and units where these want them; else None."""
    if len(above.columns) != grid.columns:
        return None
    head = Head(above.columns, -1, 0)
    counts = [_units_in(grid, head, column) for column in head.of(ColumnKind.ROLE)]
    units, filled = sum(units for units, _ in counts), sum(filled for _, filled in counts)
    return head if units and units >= _UNITS_SHARE_UNHEADED * filled else None


def at(grid: Layout, row: int) -> Head | None:
    """The heads that stand in `row`, and in the row below where they take two; None where these are no heads."""
    if not _are_heads(grid.filled(row)):
        return None
    upper = _columns(grid, row)
    head = Head(upper, row, row + 1)
    if row + 1 < grid.rows and _heads_go_on(grid, row):
        lower = _columns(grid, row + 1)
        head = Head(tuple(below or above for above, below in zip(upper, lower, strict=True)), row, row + 2)
    return head if any(head.of(kind) for kind in _TASKS) else None


def _are_heads(cells: list[CellText]) -> bool:
    """Whether cells are heads: most are known, or beside strange ones (街道, 试点镇) both a task's and a unit's stand."""
    known = [column for cell in cells if (column := table_column.read(cell.text)) is not None]
    if len(known) < 2 or any(len(cell.text) > 3 * table_column.MAX_HEAD for cell in cells):
        return False
    kinds = {column.kind for column in known}
    share = _KNOWN_SHARE_BESIDE if ColumnKind.ROLE in kinds and kinds.intersection(_TASKS) else _KNOWN_SHARE
    return len(known) >= share * len(cells)


def settled(grid: Layout, head: Head) -> Head | None:
    """The heads with each 单位 or 责任分工 read by what its column holds; None where no column is left for the task."""
    columns = _with_periods(head)
    head = replace(head, columns=tuple(columns))
    if not head.of(ColumnKind.ROLE) and (found := _units_column(grid, head)) is not None:
        column = columns[found]
        name = column.head if column is not None else ""
        columns[found] = Column(ColumnKind.ROLE, name, "head_over_units", Role.RESPONSIBLE)
    for index, column in enumerate(columns):
        if column is not None and column.kind is ColumnKind.PERHAPS:
            columns[index] = replace(column, kind=ColumnKind.OTHER, role=None)
    if not any(column is not None and column.kind in _TASKS for column in columns):
        return None
    return Head(tuple(_with_content(columns)), head.start, head.end)


def _with_periods(head: Head) -> list[Column | None]:
    """The columns with a lone 2023年目标 or 上半年 read as what it is without others beside it."""
    columns = list(head.columns)
    periods = head.of(ColumnKind.PERIOD)
    if len(periods) == 1 and (found := columns[periods[0]]) is not None:
        columns[periods[0]] = table_column.read(found.head, alone=True)
    return columns


def _columns(grid: Layout, row: int) -> tuple[Column | None, ...]:
    return tuple(table_column.read(cell.text) if cell is not None else None for cell in grid.covering[row])


def _heads_go_on(grid: Layout, row: int) -> bool:
    """Whether the row below `row` belongs to the heads: 责任分工 above, 牵头单位 and 配合单位 below it."""
    above, below = grid.begun[row], grid.filled(row + 1)
    if not below:
        return False
    if all(table_column.read(cell.text) for cell in below):
        return True
    tall = any(cell.row_span > 1 for cell in above)
    return tall and all(_under_wide(grid, row, cell) for cell in below)


def _under_wide(grid: Layout, row: int, cell: CellText) -> bool:
    upper = grid.covering[row][cell.column]
    return upper is not None and upper.column_span > 1 and upper.row_span == 1


def _units_column(grid: Layout, head: Head) -> int | None:
    """The column that holds units though its head does not name a role: 单位, 责任分工, or half of a wide 考核项目."""
    if not _assigns(head):
        return None
    for index in head.of(ColumnKind.PERHAPS):
        units, filled = _units_in(grid, head, index)
        if units >= 1 and units >= _UNITS_SHARE * filled:
            return index
    for index, column in enumerate(head.columns):
        if column is not None and column.kind not in (ColumnKind.TASK, ColumnKind.CATEGORY, ColumnKind.OTHER):
            continue
        units, filled = _units_in(grid, head, index)
        if units >= 3 and units >= _UNITS_SHARE_UNHEADED * filled:
            return index
    return None


def _assigns(head: Head) -> bool:
    """Whether the heads are those of a table that gives out work, not of a list of fees or permits."""
    if head.of(ColumnKind.DEADLINE):
        return True
    names = [column.head for column in head.columns if column is not None]
    return any(rule.pattern.search(name) for rule in rules.patterns("table_assigns") for name in names)


def _units_in(grid: Layout, head: Head, column: int) -> tuple[int, int]:
    """How many cells that begin in `column` below the heads are units, and how many say anything."""
    kinds = [
        table_cell.kind(cell.text)
        for row in range(head.end, grid.rows)
        for cell in grid.begun[row]
        if cell.column == column and cell.column_span == 1
    ]
    filled = [kind for kind in kinds if kind not in (CellKind.BLANK, CellKind.NONE, CellKind.DITTO)]
    return filled.count(CellKind.UNITS), len(filled)


def _with_content(columns: list[Column | None]) -> list[Column | None]:
    """The columns with a name and a content of the task where two of a kind stand: 重点任务 | 工作任务, 改革举措 | 主要内容."""
    places: dict[ColumnKind, list[int]] = {kind: [] for kind in _TASKS}
    for index, column in enumerate(columns):
        if column is not None and column.kind in places:
            places[column.kind].append(index)
    tasks, contents = places[ColumnKind.TASK], places[ColumnKind.CONTENT]
    if len(tasks) > 1 and not contents and columns[tasks[-2]] != columns[tasks[-1]]:
        _turn(columns, tasks[-1], ColumnKind.CONTENT)
    if len(contents) > 1 and not tasks:
        _turn(columns, contents[0], ColumnKind.TASK)
    return columns


def _turn(columns: list[Column | None], index: int, kind: ColumnKind) -> None:
    column = columns[index]
    if column is not None:
        columns[index] = replace(column, kind=kind)
