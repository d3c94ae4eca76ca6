"""A ledger rebuilt from an archive that keeps what people typed into an older one.

1. Rows are matched by 任务编号. What stands in a column to be filled in, in a column or sheet that people added, and in
   comments stands in the new ledger again.
2. A task that the archive no longer has goes to 已消失的任务 with its whole row, and the task that may have taken its place.
3. A row without 任务编号, and a second row of a task that says something else, goes to 未并入的行, whole.
4. A cell of the archive that is not what the old ledger shows, by a new run or by somebody's hand, is listed in 有变化的任务.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.errors import NoticeError
from pipeline.export.ledger import NUMBER, TASK_ID, columns, entries
from pipeline.export.ledger_book import MAIN, MEANING, MONTHS, UNITS, Extra, free_name, write_book
from pipeline.export.ledger_typed import Sheet, Value, read_book
from pipeline.tabulate.spec import LIST_SEPARATOR, Cell

GONE, CHANGED, APART = "已消失的任务", "有变化的任务", "未并入的行"
_OURS = (UNITS, MONTHS, MEANING, GONE, CHANGED, APART)
_HEADER_WITHIN = 20
# A task of the same clause and notice may have taken the place of one that is gone where their texts are so alike.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, in numbers of tasks and rows; `path` is the new ledger."""

    path: Path
    kept: int
    new: int
    changed: int
    gone: int
    apart: int


@dataclass(slots=True)
class _Old:
    """What the older ledger holds: the main row of each task, and what is typed into any of its rows."""

    rows: dict[str, dict[str, Value]] = field(default_factory=dict)
    typed: dict[str, dict[str, Value]] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    apart: list[tuple[str, int, str, dict[str, Value]]] = field(default_factory=list)
    sheets: list[tuple[str, Sequence[Sequence[Value]]]] = field(default_factory=list)


def merge(old: Path, archive: Path, new: Path) -> Merged:
    """Writes the ledger of the archive to `new`, with what people typed into `old`, which stays as it is.

    Raises: ReadError where `old` cannot be read; NoticeError `no_ledger` where it holds no 任务编号, `same_file`, `no_tables`.
    """
    if new.exists() and new.samefile(old):
        raise NoticeError(
            f"{new}: expected another file than the old ledger; name one with -o", reason_code="same_file"
        )
    held = _held(read_book(old.read_bytes()), old)
    changes, alive = _changes(archive, held)
    gone = [task_id for task_id in held.rows if task_id not in alive]
    extra = Extra(
        typed={task_id: held.typed[task_id] for task_id in held.rows if task_id in alive},
        titles=held.titles,
        comments=held.comments,
        sheets=[*_reports(held, changes, gone, _successors(archive, held, gone)), *held.sheets],
    )
    write_book(archive, new, extra)
    changed = len({row[0] for row in changes})
    return Merged(new, len(held.rows) - len(gone), len(alive - held.rows.keys()), changed, len(gone), len(held.apart))


def _held(sheets: Sequence[Sheet], path: Path) -> _Old:
    held = _Old()
    used = {name.lower() for name in (MAIN, *_OURS)}
    # The main sheet first, whatever the order of the tabs: its cells win over those of the units' sheets.
    for sheet in sorted(sheets, key=lambda each: each.name != MAIN):
        header = _header(sheet)
        if header is not None:
            _take(held, sheet, header)
        elif sheet.name not in _OURS and any(map(_is_filled, sheet.rows)):
            held.sheets.append((free_name(sheet.name, used), sheet.rows))
        elif sheet.name in (GONE, APART):
            held.sheets.append((free_name(f"{sheet.name}（前次）", used), sheet.rows))
    if not held.rows:
        message = (
            f"{path}: expected a ledger with the column {TASK_ID}, found none; give one that duban export xlsx made"
        )
        raise NoticeError(message, reason_code="no_ledger")
    return held


def _header(sheet: Sheet) -> int | None:
    """The row of the titles of a sheet of tasks; None in all other sheets."""
    if sheet.name in _OURS:
        return None
    return next((at for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]) if TASK_ID in row), None)


def _take(held: _Old, sheet: Sheet, header: int) -> None:
    titles = [_text(title) or f"列{at + 1}" for at, title in enumerate(sheet.rows[header])]
    known = {column.title for column in columns()}
    held.titles.extend(dict.fromkeys(title for title in titles if title not in known and title not in held.titles))
    for at, cells in enumerate(sheet.rows[header + 1 :], header + 1):
        row = {title: cell for title, cell in zip(titles, cells, strict=False) if _text(cell)}
        if not row.keys() - {NUMBER}:
            continue
        task_id = _text(row.get(TASK_ID))
        if not task_id:
            held.apart.append((sheet.name, at + 1, "没有任务编号", row))
            continue
        for column, title in enumerate(titles):
            if comment := sheet.comments.get((at, column)):
                held.comments.setdefault((task_id, title), comment)
        _take_row(held, sheet.name, at + 1, task_id, row)


def _take_row(held: _Old, name: str, number: int, task_id: str, row: dict[str, Value]) -> None:
    """Keeps what is typed into a row; what contradicts an earlier row of the task is kept apart."""
    shown = {column.title for column in columns() if column.source}
    held.rows.setdefault(task_id, row)
    typed = held.typed.setdefault(task_id, {})
    against = False
    for title, cell in row.items():
        if title not in shown:
            against = against or _text(typed.setdefault(title, cell)) != _text(cell)
    if against:
        held.apart.append((name, number, "与同一任务的另一行不一致", row))


def _changes(archive: Path, held: _Old) -> tuple[list[list[Cell]], set[str]]:
    """Task, column, old and new cell of all that changed, new tasks among them; and the ids of all tasks."""
    changes: list[list[Cell]] = []
    alive: set[str] = set()
    for entry in entries(archive):
        alive.add(entry.task_id)
        old = held.rows.get(entry.task_id)
        if old is None:
            changes.append([entry.task_id, "（新增任务）", "", _shown(entry.cells["工作任务"])])
            continue
        for title, cell in entry.cells.items():
            if title != NUMBER and _shown(cell) != _text(old.get(title)):
                changes.append([entry.task_id, title, _text(old.get(title)), _shown(cell)])
    return changes, alive


def _successors(archive: Path, held: _Old, gone: Sequence[str]) -> dict[str, str]:
    """By the id of a task that is gone that of a new one of the same notice and clause whose text is most alike."""
    clauses: dict[tuple[str, str], list[str]] = {}
    for task_id in gone:
        clauses.setdefault(_clause(held.rows[task_id]), []).append(task_id)
    pairs: list[tuple[float, str, str]] = []
    for entry in entries(archive):
        if entry.task_id in held.rows:
            continue
        for task_id in clauses.get(_clause(entry.cells), ()):
            texts = _text(held.rows[task_id].get("工作任务")), _shown(entry.cells["工作任务"])
            alike = SequenceMatcher(None, *texts, autojunk=False).ratio()
            if alike >= _ALIKE:
                pairs.append((alike, task_id, entry.task_id))
    found: dict[str, str] = {}
    for _, task_id, new in sorted(pairs, reverse=True):
        if task_id not in found and new not in found.values():
            found[task_id] = new
    return found


def _reports(
    held: _Old, changes: Sequence[Sequence[Cell]], gone: Sequence[str], successors: dict[str, str]
) -> Iterator[tuple[str, Sequence[Sequence[Value]]]]:
    """The sheets that say what was not taken over as it stood."""
    titles = [column.title for column in columns() if column.title != TASK_ID] + held.titles
    if changes:
        yield CHANGED, [[TASK_ID, "列", "原台账", "现台账"], *changes]
    if gone:
        rows = [
            [task_id, successors.get(task_id, ""), *_cells(held.rows[task_id] | held.typed[task_id], titles)]
            for task_id in gone
        ]
        yield GONE, [[TASK_ID, "可能对应的新任务", *titles], *rows]
    if held.apart:
        rows = [[name, number, why, *_cells(row, [TASK_ID, *titles])] for name, number, why, row in held.apart]
        yield APART, [["工作表", "行", "原因", TASK_ID, *titles], *rows]


def _cells(row: dict[str, Value], titles: Iterable[str]) -> list[Value]:
    return [row.get(title) for title in titles]


def _clause(cells: dict[str, Value] | dict[str, Cell]) -> tuple[str, str]:
    return _text(cells.get("发文字号")), _text(cells.get("条款"))


def _is_filled(row: Sequence[Value]) -> bool:
    return any(_text(cell) for cell in row)


def _shown(cell: Cell) -> str:
    """A cell of the archive as the ledger shows it."""
    return LIST_SEPARATOR.join(cell) if isinstance(cell, list) else _text(cell)


def _text(value: Value) -> str:
    """A value as text, without the blanks around it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()
