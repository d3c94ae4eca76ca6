"""Cells on lines of their own, put back into rows and columns: the cheapest reading by what each column may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from extractors import label, table_cell
from extractors.table_cell import CellKind
from extractors.table_column import ColumnKind


@dataclass(frozen=True, slots=True)
class FlatCell:
    """A line, or several that a column of single characters was cut into; `lines` are its line indices, half-open."""

    text: str
    kind: CellKind
    first: int
    last: int


@dataclass(slots=True)
class FlatRow:
    """The cells of a row by column, or of a section's head, where `is_section` is true and they stand in column 0."""

    is_section: bool
    cells: list[tuple[int, FlatCell]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows, and what this reading costs: the less, the better the lines fit the columns."""

    rows: list[FlatRow]
    cost: float


_LONG = 40
_SHORT = 14
_HEADING = 60
_NEW_ROW = 0.5
_IMPOSSIBLE = 9.0
_NEVER = 1e6
# A row whose first columns are blank: they are merged with those of the row above.
_MERGED_ABOVE = 2.5
_TEXTS = (ColumnKind.TASK, ColumnKind.CONTENT)
# What it costs to leave a column blank in a row.
_BLANK = {
    ColumnKind.SERIAL: 2.0,
    ColumnKind.TASK: 1.2,
    ColumnKind.CONTENT: 1.2,
    ColumnKind.ROLE: 2.0,
    ColumnKind.DEADLINE: 1.0,
    ColumnKind.PERHAPS: 0.6,
    ColumnKind.PERSON: 0.6,
    ColumnKind.DELIVERABLE: 0.6,
    ColumnKind.OTHER: 0.3,
    ColumnKind.CATEGORY: 0.1,
}
_ONLY_TEXT_BLANK = 3.0
_SECOND_ROLE_BLANK = 0.8
# What it costs to put a cell of a kind into a column of a kind; a pair that is not named costs _UNLIKELY.
_UNLIKELY = 4.0
_FIT: dict[CellKind, dict[ColumnKind, float]] = {
    CellKind.UNITS: {
        ColumnKind.ROLE: 0.0,
        ColumnKind.PERHAPS: 0.2,
        ColumnKind.CATEGORY: 2.5,
        ColumnKind.OTHER: 2.5,
        ColumnKind.TASK: 4.5,
        ColumnKind.CONTENT: 4.5,
        ColumnKind.SERIAL: _IMPOSSIBLE,
        ColumnKind.DEADLINE: 6.0,
    },
    CellKind.TIME: {
        ColumnKind.DEADLINE: 0.0,
        ColumnKind.OTHER: 1.5,
        ColumnKind.CONTENT: 2.0,
        ColumnKind.TASK: 3.0,
        ColumnKind.ROLE: _IMPOSSIBLE,
        ColumnKind.SERIAL: _IMPOSSIBLE,
    },
    CellKind.DATE: {
        ColumnKind.DEADLINE: 0.0,
        ColumnKind.OTHER: 1.5,
        ColumnKind.CONTENT: 3.0,
        ColumnKind.ROLE: _IMPOSSIBLE,
        ColumnKind.SERIAL: _IMPOSSIBLE,
    },
    CellKind.NONE: {
        ColumnKind.ROLE: 0.1,
        ColumnKind.DEADLINE: 0.2,
        ColumnKind.OTHER: 0.1,
        ColumnKind.PERHAPS: 0.2,
        ColumnKind.DELIVERABLE: 0.2,
        ColumnKind.PERSON: 0.2,
    },
    CellKind.DITTO: {
        ColumnKind.ROLE: 0.1,
        ColumnKind.DEADLINE: 0.2,
        ColumnKind.OTHER: 0.5,
        ColumnKind.PERHAPS: 0.2,
        ColumnKind.CATEGORY: 0.2,
    },
    CellKind.NUMBER: {
        ColumnKind.SERIAL: 0.0,
        ColumnKind.OTHER: 0.0,
        ColumnKind.PERHAPS: 6.0,
        ColumnKind.ROLE: _IMPOSSIBLE,
    },
    CellKind.SCORE: {
        ColumnKind.OTHER: 0.0,
        ColumnKind.CONTENT: 2.0,
        ColumnKind.ROLE: _IMPOSSIBLE,
        ColumnKind.SERIAL: _IMPOSSIBLE,
    },
    CellKind.LABEL: {ColumnKind.SERIAL: 1.0, ColumnKind.CATEGORY: 2.0, ColumnKind.ROLE: _IMPOSSIBLE},
}
_SECTION_KINDS = {CellKind.LABEL: 0.2, CellKind.SECTION: 0.2, CellKind.TOTAL: 0.0}
# What may go on with a section's head: 部门履职差异考核项目 behind 二、, its score 60.
_SECTION_GOES_ON = {CellKind.NUMBER: 1.0, CellKind.SCORE: 0.2, CellKind.TEXT: 1.0, CellKind.UNITS: 2.0}
# Numbers of rows: begun again in a section, given twice, or skipping rows that were left out.
_RESTART = 0.4
_REPEATED = 1.0
_GAP = 0.75
_GAP_STEP = 0.25
_JOINED_UNITS = 0.2
_UNITS_IN_TEXT = 2.0
_JOINED_LINE = 0.3
_BROKEN_AHEAD = 2.0


def arrange(cells: Sequence[FlatCell], columns: Sequence[ColumnKind], *, one_row: bool = False) -> Reading:
    """The cells in rows of `columns`, in their order; each row takes its cells from the left. `one_row` allows no second row."""
    if not cells or not columns:
        return Reading([], 0.0)
    costs = _Costs.of(columns, _NEVER if one_row else _NEW_ROW)
    paths = costs.first(cells[0])
    steps: list[list[tuple[int, bool]]] = []
    for previous, cell in pairwise(cells):
        paths, step = costs.advance(paths, previous, cell)
        steps.append(step)
    ends = costs.row_ends(paths)
    last = min(range(len(ends)), key=ends.__getitem__)
    return Reading(_rows(cells, steps, last, len(columns)), ends[last])


@dataclass(frozen=True, slots=True)
class _Paths:
    """For each column, and behind them for a section's head, the cheapest reading that ends there, and its last number."""

    costs: list[float]
    serials: list[int]


@dataclass(frozen=True, slots=True)
class _Costs:
    """What it costs to leave blank what stands before a column where a row begins, between two, and behind where it ends."""

    columns: tuple[ColumnKind, ...]
    new_row: float
    upto: tuple[float, ...]
    before: tuple[float, ...]
    behind: tuple[float, ...]

    @classmethod
    def of(cls, columns: Sequence[ColumnKind], new_row: float) -> _Costs:
        upto = (0.0, *accumulate(_blanks(columns)))
        before = tuple(min(cost, _MERGED_ABOVE) for cost in upto)
        behind = tuple(upto[-1] - upto[column + 1] for column in range(len(columns)))
        return cls(tuple(columns), new_row, upto, before, behind)

    def first(self, cell: FlatCell) -> _Paths:
        serial = _number(cell)
        costs = [_NEW_ROW + self.before[index] + _fit(cell, column) for index, column in enumerate(self.columns)]
        section = _section_fit(cell, starts=True) + (_NEVER if self.new_row >= _NEVER else 0.0)
        return _Paths(
            [*costs, section], [serial if column is ColumnKind.SERIAL else 0 for column in self.columns] + [0]
        )

    def row_ends(self, paths: _Paths) -> list[float]:
        return [*(cost + behind for cost, behind in zip(paths.costs, self.behind, strict=False)), paths.costs[-1]]

    def advance(self, paths: _Paths, previous: FlatCell, cell: FlatCell) -> tuple[_Paths, list[tuple[int, bool]]]:
        """The paths with one more cell, and for each column where its path came from and whether a row begins with the cell."""
        section = len(self.columns)
        ends = self.row_ends(paths)
        ended = min(range(section + 1), key=ends.__getitem__)
        broken = _BROKEN_AHEAD if _is_broken(previous, cell) else 0.0
        number = _number(cell)
        costs: list[float] = []
        step: list[tuple[int, bool]] = []
        best, best_from = _NEVER * 9, -1
        for index, column in enumerate(self.columns):
            cost, came = ends[ended] + self.new_row + self.before[index] + broken, (ended, True)
            if (joined := paths.costs[index] + _join(previous, cell, column)) < cost:
                cost, came = joined, (index, False)
            if best_from >= 0 and (moved := best + self.upto[index] + broken) < cost:
                cost, came = moved, (best_from, False)
            is_serial = number > 0 and column is ColumnKind.SERIAL
            costs.append(cost + (_serial_fit(number, paths.serials[came[0]]) if is_serial else _fit(cell, column)))
            step.append(came)
            if paths.costs[index] - self.upto[index + 1] < best:
                best, best_from = paths.costs[index] - self.upto[index + 1], index
        begins = ends[ended] + self.new_row - _NEW_ROW + _section_fit(cell, starts=True)
        goes_on = paths.costs[section] + _section_fit(cell, starts=False)
        costs.append(min(begins, goes_on))
        step.append((ended, True) if begins <= goes_on else (section, False))
        serials = [paths.serials[came] for came, _ in step]
        for index, column in enumerate(self.columns):
            if number and column is ColumnKind.SERIAL:
                serials[index] = number
        return _Paths(costs, serials), step


def _rows(cells: Sequence[FlatCell], steps: list[list[tuple[int, bool]]], last: int, section: int) -> list[FlatRow]:
    path: list[tuple[int, bool]] = []
    column = last
    for step in reversed(steps):
        came, begins = step[column]
        path.append((column, begins))
        column = came
    path.append((column, True))
    rows: list[FlatRow] = []
    for cell, (column, begins) in zip(cells, reversed(path), strict=True):
        if begins:
            rows.append(FlatRow(column == section, []))
        rows[-1].cells.append((0 if column == section else column, cell))
    return rows


def _blanks(columns: Sequence[ColumnKind]) -> list[float]:
    """What each column costs where it is blank: much for the only column of text, little for a second one of units."""
    one_text = sum(column in _TEXTS for column in columns) == 1
    blanks: list[float] = []
    for index, column in enumerate(columns):
        if column in _TEXTS and one_text:
            blanks.append(_ONLY_TEXT_BLANK)
        elif column is ColumnKind.ROLE and ColumnKind.ROLE in columns[:index]:
            blanks.append(_SECOND_ROLE_BLANK)
        else:
            blanks.append(_BLANK[column])
    return blanks


def _number(cell: FlatCell) -> int:
    """The number that a cell holds alone, 0 for none."""
    if cell.kind is not CellKind.NUMBER:
        return 0
    digits = "".join(char for char in cell.text.split(".")[0] if char.isdecimal())
    return int(digits) if digits else 0


def _serial_fit(number: int, above: int) -> float:
    """What it costs to take a number for that of a row when that of the row above is `above`."""
    if number == above + 1:
        return 0.0
    if number == 1:
        return _RESTART
    if number == above:
        return _REPEATED
    return min(_UNLIKELY, _GAP + _GAP_STEP * (number - above)) if number > above else _UNLIKELY


def _fit(cell: FlatCell, column: ColumnKind) -> float:
    if cell.kind in _FIT:
        return _FIT[cell.kind].get(column, _UNLIKELY)
    return _text_fit(cell, column)


def _text_fit(cell: FlatCell, column: ColumnKind) -> float:
    length = len(cell.text)
    if column is ColumnKind.TASK:
        return 0.0 if length <= _LONG else 1.0
    if column is ColumnKind.CONTENT:
        return 0.0
    if column in (ColumnKind.ROLE, ColumnKind.PERHAPS):
        if length <= _LONG and table_cell.units_share(cell.text) >= 0.5:
            return 0.6
        return 3.0 if length <= _SHORT else 7.0
    if column is ColumnKind.SERIAL:
        return _IMPOSSIBLE
    if column is ColumnKind.CATEGORY:
        return 0.5 if length <= _SHORT else 3.0
    return 0.8 if length <= _SHORT else 2.5 if length <= _LONG else 6.0


def _section_fit(cell: FlatCell, *, starts: bool) -> float:
    if len(cell.text) > _HEADING:
        return _IMPOSSIBLE
    if starts and cell.last - cell.first > 1:
        return 0.0
    costs = _SECTION_KINDS if starts else _SECTION_GOES_ON
    return costs.get(cell.kind, 5.0)


def _join(previous: FlatCell, cell: FlatCell, column: ColumnKind) -> float:
    """What it costs to take two lines as one cell."""
    if cell.kind is CellKind.UNITS and previous.kind is CellKind.UNITS:
        return _JOINED_UNITS if column in (ColumnKind.ROLE, ColumnKind.PERHAPS) else _UNLIKELY
    if CellKind.UNITS in (cell.kind, previous.kind):
        return _UNITS_IN_TEXT
    if column in (ColumnKind.SERIAL, ColumnKind.CATEGORY) or cell.kind in (CellKind.NUMBER, CellKind.LABEL):
        return _UNLIKELY
    if _is_broken(previous, cell):
        return 0.0
    item = _item(cell.text)
    if item == 1 or (item and column is ColumnKind.TASK):
        return 1.0
    if column is ColumnKind.CONTENT or cell.text[:1] in "（(" or len(previous.text) > _SHORT:
        return _JOINED_LINE
    return 1.5


@lru_cache(maxsize=4096)
def _item(text: str) -> int:
    """The number of an item's label that a line begins with, 0 for none."""
    found = label.at_start(text)
    return found.value.number if found is not None else 0


def _is_broken(previous: FlatCell, cell: FlatCell) -> bool:
    """Whether a line plainly goes on in the next one: it ends with 、 or ，, or the next begins with such a mark."""
    return previous.text[-1:] in "、，," or cell.text[:1] in "、，,；;。）)”"
