"""The supervision ledger (督查台账) as rows: one a task, with the columns of `ledger_columns.tsv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from pipeline.export import tables
from pipeline.tabulate.spec import Cell, Row

TASK_ID = "任务编号"
NUMBER = "序号"
# What 完成状态 may be; the first is that of an empty cell, `DONE` ends the colouring.
STATES = ("未启动", "进行中", "已完成", "已逾期", "无法完成")
DONE = "已完成"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the ledger; `source` names the cell of the task that it shows, empty where people fill it in."""

    title: str
    source: str
    width: float
    meaning_zh: str
    meaning_en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger: the cells by title, of the columns that people do not fill in."""

    task_id: str
    leads: tuple[str, ...]
    due_date: str
    cells: dict[str, Cell]


@cache
def columns() -> tuple[Column, ...]:
    """The columns in order."""
    text = (resources.files("pipeline.export") / "ledger_columns.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(Column(title, source, float(width), zh, en) for title, source, width, zh, en in lines[1:])


def titles_to_fill() -> tuple[str, ...]:
    """The columns that people fill in."""
    return tuple(column.title for column in columns() if not column.source)


def entries(archive: Path) -> Iterator[Entry]:
    """The tasks of an archive in the order of its tables, one in memory at a time.

    Raises: NoticeError `no_tables`.
    """
    for number, (task, notice) in enumerate(tables.with_owner(archive, "tasks", "notices"), 1):
        yield _entry(task | {"number": number, "notice_title": notice["title"]})


def _entry(task: Row) -> Entry:
    leads = task["lead_units"]
    return Entry(
        task_id=str(task["task_id"]),
        leads=tuple(leads) if isinstance(leads, list) else (),
        due_date=str(task["due_date"] or ""),
        cells={column.title: task[column.source] for column in columns() if column.source},
    )
