"""What two files of one notice say differently: its header, its tasks, who has them and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.tabulate.identity import folded
from pipeline.tabulate.rows import Rows
from pipeline.tabulate.spec import LIST_SEPARATOR, Cell, Row, table

# What is compared: of the notice only where both files say something, since a web page has no imprint.
_OF_NOTICES = (
    "title",
    "issuer",
    "addressees",
    "signed_date",
    "issued_date",
    "effective_date",
    "expiry_date",
    "copied_to",
    "secrecy",
    "urgency",
)
_OF_TASKS = ("lead_units", "responsible_units", "supporting_units", "deadline_text", "due_date", "report_to")
# So many of the tasks that only one file has are named.
_NAMED = 3
_NAME_LENGTH = 20


def differences(first: Rows, further: Rows) -> list[str]:
    """In Chinese what a further file of a notice says differently from its first one; [] where they agree.

    Both are rows as of a first file, so that the same task has the same id. Width, brackets and white space are no
    difference: 成文日期：2021-03-05（首个文件）≠ 2021-03-08.
    """
    (notice,), (other,) = first["notices"], further["notices"]
    found = list(_changed("notices", _OF_NOTICES, notice, other, both=True))
    tasks, others = ({str(row["task_id"]): row for row in rows["tasks"]} for rows in (first, further))
    for task_id in tasks.keys() & others.keys():
        changed = _changed("tasks", _OF_TASKS, tasks[task_id], others[task_id], both=False)
        found += sorted(f"任务“{_name(tasks[task_id])}”{words}" for words in changed)
    found += _only("首个文件另有任务", [row for key, row in tasks.items() if key not in others])
    return found + _only("本文件另有任务", [row for key, row in others.items() if key not in tasks])


def _changed(name: str, columns: Sequence[str], row: Row, other: Row, *, both: bool) -> Iterator[str]:
    for column in table(name).columns:
        value, its = _shown(row[column.name]), _shown(other[column.name])
        if column.name not in columns or folded(value) == folded(its) or (both and not (value and its)):
            continue
        yield f"{column.title}：{value or '无'}（首个文件）≠ {its or '无'}"


def _only(words: str, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    names = "、".join(f"“{_name(row)}”" for row in rows[:_NAMED])
    return [f"{words} {len(rows)} 项：{names}" + ("等" if len(rows) > _NAMED else "")]


def _name(row: Row) -> str:
    return str(row["task_name"])[:_NAME_LENGTH]


def _shown(cell: Cell) -> str:
    return LIST_SEPARATOR.join(cell) if isinstance(cell, list) else "" if cell is None else str(cell)
