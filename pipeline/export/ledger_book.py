"""The supervision ledger (督查台账) as a workbook that an office can print, filter and fill in.

Sheets: 台账 with all tasks; 牵头单位 with what each lead unit has; 按月 with the due dates in order; one for each lead unit,
those with most tasks first; 说明 with the meaning of the columns. No cell holds a formula.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from pathlib import Path
from typing import IO, TYPE_CHECKING

import regex

from pipeline.errors import NoticeError
from pipeline.export.ledger import DONE, NUMBER, STATES, TASK_ID, Column, Entry, columns, entries
from pipeline.tabulate.files import replaced
from pipeline.tabulate.spec import LIST_SEPARATOR, Cell

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILE_NAME = "督查台账.xlsx"
# What one sheet holds, its title and header lines taken off.
MAX_ENTRIES = 1_048_576 - 2
MAX_CELL = 32_767
# So many lead units get a sheet of their own; 牵头单位 lists all.
MAX_UNIT_SHEETS = 200
SOON_DAYS = 7
NO_LEAD = "无牵头单位"
MAIN, UNITS, MONTHS, MEANING = "台账", "牵头单位", "按月", "说明"
_CUT = "……（未完，全文见 tasks.csv）"
# What a sheet's name may not hold. Matches in: `市委办/市政府办`. Does not match in: `市财政局`.
_NO_SHEET_NAME = regex.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_HEADER_ROW = 1
_MONTH_TITLES = ("截止日期", "工作任务", "牵头单位", "发文字号", "条款", TASK_ID)
_FONT = "仿宋"
_LINE_POINTS = 13.5
_MAX_HEIGHT = 409.0

# What people typed into a row, by title.
Typed = Mapping[str, Cell | date]


def write(archive: Path, output: Path) -> Sequence[Path]:
    """Writes the ledger of the archive.

    Raises: NoticeError `no_tables`, `too_many_tasks`.
    """
    path = output / FILE_NAME
    write_book(archive, path)
    return [path]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a ledger holds beside the tasks of the archive: `typed` by task, further columns and sheets."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    titles: Sequence[str] = ()
    comments: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sheets: Sequence[tuple[str, Sequence[Sequence[Cell | date]]]] = ()


def write_book(archive: Path, path: Path, extra: Extra = Extra()) -> None:
    """Writes the workbook `path`, with what was typed before.

    Raises: NoticeError `no_tables`, `too_many_tasks`.
    """
    import xlsxwriter

    leads = _leads(archive)
    with replaced(path) as stream, xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        book = _Book(workbook, extra, _unit_names(leads, [name for name, _ in extra.sheets]))
        book.fill(entries(archive), leads)


def _leads(archive: Path) -> Counter[str]:
    """The number of tasks of each lead unit.

    Raises: NoticeError `too_many_tasks`.
    """
    leads: Counter[str] = Counter()
    for number, entry in enumerate(entries(archive), 1):
        if number > MAX_ENTRIES:
            raise NoticeError(
                f"{archive}: expected at most {MAX_ENTRIES} tasks, as one sheet holds, found more; "
                "run the notices of each year into a folder of its own",
                reason_code="too_many_tasks",
            )
        leads.update(entry.leads or [NO_LEAD])
    return leads


def _unit_names(leads: Counter[str], taken: Iterable[str]) -> dict[str, str]:
    """The name of each lead unit's sheet, those with most tasks first."""
    used = {name.lower() for name in (MAIN, UNITS, MONTHS, MEANING, *taken)}
    names: dict[str, str] = {}
    for unit, _ in sorted(leads.items(), key=lambda each: (-each[1], each[0]))[:MAX_UNIT_SHEETS]:
        names[unit] = free_name(unit, used)
    return names


def free_name(wanted: str, used: set[str]) -> str:
    """A name for a sheet that Excel takes and no other sheet has; it is added to `used`."""
    bare = _NO_SHEET_NAME.sub("－", wanted).strip("'")[:_LONGEST_NAME] or "表"
    name, number = bare, 2
    while name.lower() in used:
        name = f"{bare[: _LONGEST_NAME - 5]}（{number}）"
        number += 1
    used.add(name.lower())
    return name


class _Book:
    """The workbook while it is being written, all sheets side by side, each row by row."""

    def __init__(self, workbook: Workbook, extra: Extra, unit_names: Mapping[str, str]) -> None:
        self._extra, self._unit_names = extra, unit_names
        self._styles = _Styles.of(workbook)
        self._columns = (*columns()[:-1], *(Column(title, "", 18, "", "") for title in extra.titles), columns()[-1])
        self._main = self._task_sheet(workbook, MAIN, "督查台账")
        self._index, self._months = workbook.add_worksheet(UNITS), workbook.add_worksheet(MONTHS)
        self._units = {
            unit: self._task_sheet(workbook, name, f"督查台账（{unit}）") for unit, name in unit_names.items()
        }
        self._meaning = workbook.add_worksheet(MEANING)
        self._workbook = workbook

    def fill(self, found: Iterable[Entry], leads: Counter[str]) -> None:
        with _ByDate() as due:
            for entry in found:
                self._add(self._main, entry)
                for unit in entry.leads or (NO_LEAD,):
                    if unit in self._units:
                        self._add(self._units[unit], entry)
                if entry.due_date:
                    due.add(entry.due_date, [entry.cells[title] for title in _MONTH_TITLES])
            self._write_months(due)
        for sheet in (self._main, *self._units.values()):
            sheet.finish(self._columns, self._styles)
        self._write_index(leads)
        self._write_meaning()
        for name, rows in self._extra.sheets:
            self._write_plain(self._workbook.add_worksheet(name), rows)

    def _task_sheet(self, workbook: Workbook, name: str, heading: str) -> _TaskSheet:
        sheet = _TaskSheet(workbook.add_worksheet(name))
        sheet.begin(heading, self._columns, self._styles)
        return sheet

    def _add(self, sheet: _TaskSheet, entry: Entry) -> None:
        typed = self._extra.typed.get(entry.task_id, {})
        number: dict[str, Cell] = {NUMBER: sheet.count + 1}
        cells = [{**entry.cells, **number, **typed}.get(column.title) for column in self._columns]
        comments = [self._extra.comments.get((entry.task_id, column.title), "") for column in self._columns]
        sheet.add(cells, comments, self._columns, self._styles)

    def _write_index(self, leads: Counter[str]) -> None:
        sheet, rest = self._index, len(leads) - len(self._units)
        note = f"另有 {rest} 个单位不单设工作表（最多 {MAX_UNIT_SHEETS} 个）" if rest else ""
        _write_head(sheet, ["牵头单位", "任务数", "工作表", note], [28, 10, 32, 40], self._styles)
        for row, (unit, count) in enumerate(sorted(leads.items(), key=lambda each: (-each[1], each[0])), 1):
            sheet.write_string(row, 0, unit, self._styles.text)
            sheet.write_number(row, 1, count, self._styles.text)
            if name := self._unit_names.get(unit, ""):
                quoted = name.replace("'", "''")
                sheet.write_url(row, 2, f"internal:'{quoted}'!A1", self._styles.link, string=name)

    def _write_months(self, due: _ByDate) -> None:
        _write_head(self._months, ["月份", *_MONTH_TITLES], [10, 12, 60, 24, 18, 18, 17], self._styles)
        for row, (day, cells) in enumerate(due.in_order(), 1):
            self._months.write_string(row, 0, day[:7], self._styles.text)
            for at, (title, cell) in enumerate(zip(_MONTH_TITLES, cells, strict=True), 1):
                _write_cell(self._months, row, at, _value(title, cell), self._styles)

    def _write_meaning(self) -> None:
        _write_head(self._meaning, ["列", "含义", "Meaning"], [14, 60, 60], self._styles)
        for row, column in enumerate(columns(), 1):
            for at, text in enumerate((column.title, column.meaning_zh, column.meaning_en)):
                self._meaning.write_string(row, at, text, self._styles.text)

    def _write_plain(self, sheet: Worksheet, rows: Sequence[Sequence[Cell | date]]) -> None:
        sheet.set_column(0, max(map(len, rows), default=1), 22)
        for row, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                _write_cell(sheet, row, at, cell, self._styles)


class _ByDate:
    """Rows put in order of their dates: on disk, with a date and a place in memory for each."""

    def __enter__(self) -> _ByDate:
        self._file: IO[bytes] = tempfile.TemporaryFile()
        self._places: list[tuple[str, int]] = []
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, day: str, cells: Sequence[Cell]) -> None:
        self._places.append((day, self._file.tell()))
        self._file.write(json.dumps(cells).encode() + b"\n")

    def in_order(self) -> Iterator[tuple[str, list[Cell]]]:
        """Date and cells, those of one date in the order in which they came."""
        for day, place in sorted(self._places):
            self._file.seek(place)
            yield day, json.loads(self._file.readline())


@dataclass(frozen=True, slots=True)
class _Styles:
    heading: Format
    head: Format
    text: Format
    day: Format
    link: Format
    overdue: Format
    soon: Format

    @classmethod
    def of(cls, workbook: Workbook) -> _Styles:
        cell = {"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1}
        return cls(
            heading=workbook.add_format({"font_name": "宋体", "bold": True, "font_size": 18, "align": "center"}),
            head=workbook.add_format({**cell, "font_name": "黑体", "align": "center", "bg_color": "#D9E2F3"}),
            text=workbook.add_format(cell),
            day=workbook.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
            link=workbook.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
            overdue=workbook.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"}),
            soon=workbook.add_format({"bg_color": "#FFF2CC"}),
        )


class _TaskSheet:
    """A sheet of tasks: title, header that stays in sight and on each printed page, rows, rules for colours and states."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self.count = 0

    def begin(self, heading: str, shown: Sequence[Column], styles: _Styles) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        sheet.repeat_rows(0, _HEADER_ROW)
        sheet.freeze_panes(_HEADER_ROW + 1, 2)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, len(shown) - 1, heading, styles.heading)
        for at, column in enumerate(shown):
            sheet.set_column(at, at, column.width)
            sheet.write_string(_HEADER_ROW, at, column.title, styles.head)

    def add(
        self, cells: Sequence[Cell | date], comments: Sequence[str], shown: Sequence[Column], styles: _Styles
    ) -> None:
        self.count += 1
        row = _HEADER_ROW + self.count
        values = [_value(column.title, cell) for column, cell in zip(shown, cells, strict=True)]
        # Excel fits the height of a row to its text, other programs do not.
        self._sheet.set_row(row, _height(values, [column.width for column in shown]))
        for at, (value, comment) in enumerate(zip(values, comments, strict=True)):
            _write_cell(self._sheet, row, at, value, styles)
            if comment:
                self._sheet.write_comment(row, at, comment)

    def finish(self, shown: Sequence[Column], styles: _Styles) -> None:
        sheet, first, last = self._sheet, _HEADER_ROW + 1, _HEADER_ROW + max(1, self.count)
        titles = [column.title for column in shown]
        sheet.autofilter(_HEADER_ROW, 0, last, len(titles) - 1)
        state = titles.index("完成状态")
        # Other words than those of the list may be typed; Excel asks first.
        rule = {"validate": "list", "source": list(STATES), "error_type": "warning"}
        sheet.data_validation(first, state, last, state, rule)
        day, done = (f"${_letter(titles.index(title))}{first + 1}" for title in ("截止日期", "完成状态"))
        open_ = f'AND(ISNUMBER({day}),{done}<>"{DONE}"'
        shown_at = (titles.index("截止日期"), state)
        for bound, style in ((f"{day}<TODAY()", styles.overdue), (f"{day}<=TODAY()+{SOON_DAYS}", styles.soon)):
            criteria = {"type": "formula", "criteria": f"={open_},{bound})", "format": style, "stop_if_true": True}
            for at in shown_at:
                sheet.conditional_format(first, at, last, at, criteria)


def _height(values: Sequence[Cell | date], widths: Sequence[float]) -> float:
    """Points that a row needs for its texts, broken at the widths of its columns; a full-width character takes two."""
    lines = max(_lines(_shown(value), width) for value, width in zip(values, widths, strict=True))
    return min(_MAX_HEIGHT, _LINE_POINTS * lines + 3)


def _lines(text: str, width: float) -> int:
    room = max(1.0, width - 1)
    return sum(max(1, ceil(len(line.encode("gbk", "replace")) / room)) for line in text.split("\n"))


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _write_head(sheet: Worksheet, titles: Sequence[str], widths: Sequence[float], styles: _Styles) -> None:
    """The header of a sheet that is made anew each time: it is locked, so that nothing is typed there and lost."""
    sheet.protect("", {"select_locked_cells": True, "format_columns": True})
    sheet.freeze_panes(1, 0)
    for at, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(at, at, width)
        if title:
            sheet.write_string(0, at, title, styles.head)


def _value(title: str, cell: Cell | date) -> Cell | date:
    """The cell as its column shows it: a due date as a date."""
    return date.fromisoformat(cell) if title == "截止日期" and isinstance(cell, str) and cell else cell


def _write_cell(sheet: Worksheet, row: int, at: int, cell: Cell | date, styles: _Styles) -> None:
    """Writes a value as what it is; a text is never a formula or a link."""
    if cell is None or cell == "" or cell == []:
        sheet.write_blank(row, at, None, styles.text)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, at, cell, styles.text)
    elif isinstance(cell, int | float):
        sheet.write_number(row, at, cell, styles.text)
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, cell, styles.day)
    else:
        text = _shown(cell)
        cut = text if len(text) <= MAX_CELL else text[: MAX_CELL - len(_CUT)] + _CUT
        sheet.write_string(row, at, cut, styles.text)


def _shown(cell: Cell | date) -> str:
    """The cell as its text."""
    if cell is None:
        return ""
    return LIST_SEPARATOR.join(cell) if isinstance(cell, list) else str(cell)
