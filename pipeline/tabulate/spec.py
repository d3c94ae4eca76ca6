"""The one specification of the tables: names, titles, types, keys and meanings, from `columns.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from pipeline.errors import NoticeError

Cell = str | int | float | bool | Sequence[str] | None
Row = dict[str, Cell]

# Joins the items of a list cell.
LIST_SEPARATOR = "；"
# The tables that a run writes, in order; `changes` is written by a comparison, `cascade` by `duban cascade`.
RUN_TABLES = ("notices", "tasks", "assignments", "units", "deadlines", "citations", "sections", "problems")


class SpecError(NoticeError):
    """A line of `columns.tsv` is wrong, or a row does not have the columns of its table."""

    reason_code = "table_specification"


class CellType(StrEnum):
    """list: texts joined by `；`. date: ISO. boolean: true, false. Every cell may be empty."""

    TEXT = "text"
    LIST = "list"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `references` is the table whose key it holds, `values` the closed set of its codes; empty for none."""

    name: str
    title: str
    type: CellType
    is_key: bool
    references: str
    values: tuple[str, ...]
    meaning_zh: str
    meaning_en: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table, columns in order."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def key(self) -> str:
        return next(column.name for column in self.columns if column.is_key)

    def row(self, **cells: Cell) -> Row:
        """The cells as a row of this table, in its order.

        Raises: SpecError where a column is missing or unknown.
        """
        if cells.keys() != set(self.names):
            wrong = sorted(cells.keys() ^ set(self.names))
            raise SpecError(f"{self.name}: missing or unknown columns: {', '.join(wrong)}")
        return {name: cells[name] for name in self.names}


_TITLES = {
    "notices": "公文",
    "tasks": "任务",
    "assignments": "分工",
    "units": "单位",
    "deadlines": "时限",
    "citations": "引用",
    "changes": "变化",
    "cascade": "分解",
    "sections": "条款",
    "problems": "问题",
}
_HEADER = ["table", "column", "title", "type", "key", "values", "zh", "en"]


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in order.

    Raises: SpecError with the line of `columns.tsv` that is wrong.
    """
    columns: dict[str, list[Column]] = {name: [] for name in _TITLES}
    path = resources.files("pipeline.tabulate") / "columns.tsv"
    lines = [(n, line) for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line[:1] != "#"]
    if lines[0][1].split("\t") != _HEADER:
        raise SpecError(f"columns.tsv:{lines[0][0]}: expected the header {' '.join(_HEADER)}")
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(_HEADER) or cells[0] not in columns or cells[3] not in set(CellType):
            raise SpecError(f"columns.tsv:{number}: expected {len(_HEADER)} cells, a known table and a known type")
        columns[cells[0]].append(_column(cells))
    return {name: Table(name, _TITLES[name], tuple(columns[name])) for name in _TITLES}


def table(name: str) -> Table:
    """The table `name`."""
    return tables()[name]


def _column(cells: list[str]) -> Column:
    _, name, title, cell_type, key, values, zh, en = cells
    return Column(
        name,
        title,
        CellType(cell_type),
        key == "K",
        key.removeprefix("F:") if key.startswith("F:") else "",
        tuple(values.split()),
        zh,
        en,
    )
