"""Rows of a table that are tasks: which cells say what is to be done, by whom, until when.

A table comes as plain values (`TableText`), so that any grid can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extractors import table_cell, table_form, table_grid, table_head, table_section
from extractors.kinds import Role
from extractors.table_cell import CellKind
from extractors.table_column import ColumnKind
from extractors.table_form import Form
from extractors.table_grid import CellPart, CellText, Layout, TableText, whole
from extractors.table_head import Head
from extractors.table_section import Section

__all__ = ["CellPart", "CellText", "RoleCell", "TableText", "TaskRow", "find", "find_all"]


@dataclass(frozen=True, slots=True)
class RoleCell:
    """Where units of a task stand, and the role that the column's head gives them; `head` is without white space.

    `rule_id` is the rule of the column's head, or section_units where the head of a section names the units.
    """

    part: CellPart
    role: Role
    head: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a table. `rows` are the grid's rows that it stands in, most often one.

    `names` are the cells of a task's name (重点任务), `contents` of what it asks in detail (具体举措); one of them is
    empty where a table has the other only. `sections` are the heads and categories above the task, outermost first.
    Each part is where its text stands: what a merged cell, 同上 or a section lends stands in an earlier row.
    """

    rows: tuple[int, ...]
    names: tuple[CellPart, ...]
    contents: tuple[CellPart, ...]
    roles: tuple[RoleCell, ...]
    deadlines: tuple[CellPart, ...] = ()
    deliverables: tuple[CellPart, ...] = ()
    sections: tuple[CellPart, ...] = ()

    @property
    def carried(self) -> tuple[CellPart, ...]:
        """The parts that stand in other rows than the task's own."""
        units = tuple(cell.part for cell in self.roles)
        parts = (*self.sections, *self.names, *self.contents, *units, *self.deadlines, *self.deliverables)
        return tuple(part for part in parts if part.row not in self.rows)


def find(table: TableText) -> list[TaskRow]:
    """The tasks of a table, in order; [] where no column, cell or section of it says who does what."""
    return find_all([table])[0]


def find_all(tables: Sequence[TableText]) -> list[list[TaskRow]]:
    """The tasks of each of a notice's tables. One without heads that fits below those of the table before goes on with it."""
    found: list[list[TaskRow]] = []
    above: Head | None = None
    for table in tables:
        grid = table_grid.lay_out(table)
        if grid is None:
            found.append([])
        elif forms := table_form.find(grid):
            found.append([_of_form(form) for form in forms])
        else:
            head = table_head.find(grid) or (table_head.carried(grid, above) if above is not None else None)
            found.append(_Reader(grid, head).read() if head is not None else [])
            above = head
    return found


def _of_form(form: Form) -> TaskRow:
    """The task of a form; what a field leaves blank or gives as 无 is left out."""

    def parts(kind: ColumnKind) -> tuple[CellPart, ...]:
        return tuple(
            whole(field.cell) for field in form.of(kind) if table_cell.kind(field.cell.text) not in _LEAVES_BLANK
        )

    roles = tuple(
        RoleCell(whole(field.cell), field.column.role, field.column.head, field.column.rule_id)
        for field in form.of(ColumnKind.ROLE)
        if field.column.role is not None and table_cell.kind(field.cell.text) not in _LEAVES_BLANK
    )
    return TaskRow(
        tuple(range(*form.rows)),
        parts(ColumnKind.TASK),
        parts(ColumnKind.CONTENT),
        roles,
        parts(ColumnKind.DEADLINE),
        parts(ColumnKind.DELIVERABLE),
    )


_NO_TASK = (CellKind.TOTAL, CellKind.NOTE)
_LEAVES_BLANK = (CellKind.NONE, CellKind.BLANK)
# A mark that says no more than that a cell counts. Matches: `√`, `●`. Does not match: `5%`.
_MARK = regex.compile(r"[√✓✔●○◎▲△■□★☆Vv]")


@dataclass(slots=True)
class _Reader:
    """Goes down the rows of a table with what they carry down."""

    grid: Layout
    head: Head
    tasks: list[TaskRow] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    # The cell that stands last in each column: 同上 points to it, a blank name or category too.
    above: dict[int, CellText] = field(default_factory=dict)
    # Whether the last task stands in the same section, so that a row below it may go on with it.
    goes_on: bool = False

    def read(self) -> list[TaskRow]:
        row = self.head.end
        while row < self.grid.rows:
            again = table_head.at(self.grid, row)
            if again is not None:
                self.head = table_head.settled(self.grid, again) or self.head
                row = again.end
                continue
            self._read_row(row)
            row += 1
        return self.tasks

    def _read_row(self, row: int) -> None:
        texts = self.grid.filled(row)
        if not texts or any(table_cell.kind(cell.text) in _NO_TASK for cell in texts[:2]):
            return
        section = table_section.read(self.grid, self.head, row)
        if section is None:
            self._close_sections(texts[0])
            self._read_task(row)
            return
        self.sections = [*(above for above in self.sections if above.rank < section.rank), section]
        self.goes_on = False

    def _close_sections(self, first: CellText) -> None:
        """A row with the label of a section ends the sections of its rank: 三、 in the column of numbers."""
        if table_cell.kind(first.text) is CellKind.LABEL:
            rank = table_section.rank_of(first.text)
            self.sections = [section for section in self.sections if section.rank < rank]
            self.goes_on = False

    def _read_task(self, row: int) -> None:
        roles = self._roles(row)
        names, contents = self._parts(row, ColumnKind.TASK), self._contents(row)
        deadlines = (*self._deadlines(row), *self._periods(row))
        if not any(part.row == row for part in (*names, *contents)):
            self._extend(row, names, contents, roles, deadlines)
            return
        if not names and contents:
            names = self._names_above()
        categories = self._categories(row)
        roles = roles or self._lent_roles(row)
        if not roles:
            self.goes_on = False
            return
        sections = (*(section.part for section in self.sections), *categories)
        deliverables = self._parts(row, ColumnKind.DELIVERABLE)
        self.tasks.append(TaskRow((row,), names, contents, roles, deadlines, deliverables, sections))
        self.goes_on = True

    def _extend(
        self,
        row: int,
        names: tuple[CellPart, ...],
        contents: tuple[CellPart, ...],
        roles: tuple[RoleCell, ...],
        deadlines: tuple[CellPart, ...],
    ) -> None:
        """Adds a row without words of its own to the task above: its units, one below the other, or its time limits."""
        if not self.goes_on or not (roles or deadlines):
            return
        last = self.tasks[-1]
        if (names or contents) and (names, contents) != (last.names, last.contents):
            return
        if not (names or contents) and self._has_serial(row):
            return
        more_roles = tuple(cell for cell in roles if cell not in last.roles)
        more_deadlines = tuple(part for part in deadlines if part not in last.deadlines)
        self.tasks[-1] = replace(
            last, rows=(*last.rows, row), roles=(*last.roles, *more_roles), deadlines=(*last.deadlines, *more_deadlines)
        )

    def _roles(self, row: int) -> tuple[RoleCell, ...]:
        roles: list[RoleCell] = []
        for index in self.head.of(ColumnKind.ROLE):
            column, cell = self.head.columns[index], self._value(row, index)
            if column is not None and column.role is not None and cell is not None:
                roles.append(RoleCell(whole(cell), column.role, column.head, column.rule_id))
        return tuple(roles)

    def _deadlines(self, row: int) -> tuple[CellPart, ...]:
        beside = [index for index, column in enumerate(self.head.columns) if column is not None and column.has_deadline]
        cells = (self._value(row, column) for column in sorted((*self.head.of(ColumnKind.DEADLINE), *beside)))
        return tuple(whole(cell) for cell in cells if cell is not None)

    def _parts(self, row: int, kind: ColumnKind) -> tuple[CellPart, ...]:
        cells = (self._value(row, column) for column in self.head.of(kind))
        return tuple(whole(cell) for cell in cells if cell is not None)

    def _contents(self, row: int) -> tuple[CellPart, ...]:
        """What the task asks, in detail and in each period: 完成立项 below 一季度目标."""
        columns = sorted((*self.head.of(ColumnKind.CONTENT), *self.head.of(ColumnKind.PERIOD)))
        cells = (self._value(row, column) for column in columns)
        return tuple(whole(cell) for cell in cells if cell is not None and not _MARK.fullmatch(cell.text.strip()))

    def _periods(self, row: int) -> tuple[CellPart, ...]:
        """The heads of the periods in which something is to be done: they are its time limits."""
        if self.head.start < 0:
            return ()
        columns = [column for column in self.head.of(ColumnKind.PERIOD) if self._value(row, column) is not None]
        heads = (self.grid.covering[self.head.end - 1][column] for column in columns)
        return tuple(whole(cell) for cell in heads if cell is not None)

    def _value(self, row: int, column: int) -> CellText | None:
        """The cell that holds what a place says: that of a merged area, or for 同上 the one above; None for 无."""
        cell = self.grid.at(row, column)
        if cell is None:
            return None
        kind = table_cell.kind(cell.text)
        if kind is CellKind.DITTO:
            cell = self.above.get(column)
            return cell if cell is not None and table_cell.kind(cell.text) not in _LEAVES_BLANK else None
        self.above[column] = cell
        return None if kind in _LEAVES_BLANK else cell

    def _categories(self, row: int) -> tuple[CellPart, ...]:
        """The categories of a row: a blank one is that of the row above, unless a section begins between them."""
        here = self._parts(row, ColumnKind.CATEGORY)
        if here or not self.goes_on:
            return here
        above = (self.above.get(column) for column in self.head.of(ColumnKind.CATEGORY))
        return tuple(whole(cell) for cell in above if cell is not None)

    def _names_above(self) -> tuple[CellPart, ...]:
        if not self.goes_on:
            return ()
        return self.tasks[-1].names

    def _lent_roles(self, row: int) -> tuple[RoleCell, ...]:
        """The units of a row that names none: those of the row above, whose number it shares, or of its section."""
        if self.goes_on and not self._has_serial(row) and self.head.of(ColumnKind.SERIAL):
            return self.tasks[-1].roles
        for section in reversed(self.sections):
            if section.units is not None:
                return (RoleCell(section.units, Role.RESPONSIBLE, "", "section_units"),)
        return ()

    def _has_serial(self, row: int) -> bool:
        cells = (self.grid.at(row, column) for column in self.head.of(ColumnKind.SERIAL))
        return any(cell is not None and cell.row == row for cell in cells)
