"""The supervision ledger as a workbook, read back with openpyxl."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import NoticeError
from pipeline.export import ledger_book, tables
from pipeline.export.ledger import TASK_ID, columns, entries
from pipeline.export.ledger_book import MAIN, MEANING, MONTHS, UNITS, free_name, write_book
from pipeline.tabulate.csv_file import write_table
from pipeline.tabulate.spec import LIST_SEPARATOR, Row


@pytest.fixture(scope="module")
def book(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("book") / "台账.xlsx"
    write_book(archive, path)
    return openpyxl.load_workbook(path)


def test_the_main_sheet_has_every_task_in_order(archive: Path, book: openpyxl.Workbook) -> None:
    rows = list(book[MAIN].iter_rows(values_only=True))
    assert rows[1] == tuple(column.title for column in columns())
    tasks = list(tables.rows(archive, "tasks"))
    assert [row[-1] for row in rows[2:]] == [task["task_id"] for task in tasks]
    assert [row[0] for row in rows[2:]] == list(range(1, len(tasks) + 1))
    titles = {row["notice_id"]: row["title"] for row in tables.rows(archive, "notices")}
    assert [row[2] for row in rows[2:]] == [titles[task["notice_id"]] for task in tasks]


def test_due_dates_are_dates(archive: Path, book: openpyxl.Workbook) -> None:
    at = [column.title for column in columns()].index("截止日期")
    found = [row[at] for row in book[MAIN].iter_rows(min_row=3, values_only=True)]
    due = [task["due_date"] for task in tables.rows(archive, "tasks")]
    assert [day and day.date().isoformat() for day in found] == due and any(due)


def test_each_lead_unit_has_a_sheet_with_its_tasks(archive: Path, book: openpyxl.Workbook) -> None:
    listed = {row[0]: (row[1], row[2]) for row in book[UNITS].iter_rows(min_row=2, values_only=True)}
    for unit in {unit for entry in entries(archive) for unit in entry.leads}:
        own = [entry.task_id for entry in entries(archive) if unit in entry.leads]
        count, name = listed[unit]
        assert (count, [row[-1] for row in book[name].iter_rows(min_row=3, values_only=True)]) == (len(own), own)


def test_the_sheet_by_month_is_in_order_of_the_dates(archive: Path, book: openpyxl.Workbook) -> None:
    rows = list(book[MONTHS].iter_rows(min_row=2, values_only=True))
    days = [row[1].date().isoformat() for row in rows]
    assert days == sorted(entry.due_date for entry in entries(archive) if entry.due_date)
    assert [row[0] for row in rows] == [day[:7] for day in days]


def test_the_meaning_of_each_column_stands_in_both_languages(book: openpyxl.Workbook) -> None:
    rows = list(book[MEANING].iter_rows(min_row=2, values_only=True))
    assert rows == [(column.title, column.meaning_zh, column.meaning_en) for column in columns()]


def test_a_printed_page_is_a4_across_with_the_header_on_each(book: openpyxl.Workbook) -> None:
    sheet = book[MAIN]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "C3")
    assert sheet.auto_filter.ref is not None and len(sheet.data_validations.dataValidation) == 1
    assert {str(rule.sqref)[0] for rule in sheet.conditional_formatting} == {"J", "O"}


def task_of(archive: Path, folder: Path, **cells: str) -> Path:
    """An archive of one task, with other cells."""
    (task, *_) = tables.rows(archive, "tasks")
    changed: Row = {**task, **cells}
    for name in ("notices", "tasks"):
        kept = [changed] if name == "tasks" else tables.rows(archive, name)
        write_table(folder / f"{name}.csv", name, kept)
    return folder


@pytest.mark.parametrize("text", ["=1+1", "+86", "http://example.invalid", "@SUM(1)", "{=1}"])
def test_no_text_becomes_a_formula_or_a_link(archive: Path, tmp_path: Path, text: str) -> None:
    write_book(task_of(archive, tmp_path, task_text=text), tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")[MAIN]["E3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_text_longer_than_a_cell_is_cut_and_says_so(archive: Path, tmp_path: Path) -> None:
    write_book(task_of(archive, tmp_path, task_text="督" * 40_000), tmp_path / "a.xlsx")
    text = openpyxl.load_workbook(tmp_path / "a.xlsx")[MAIN]["E3"].value
    assert len(text) == ledger_book.MAX_CELL and text.endswith("tasks.csv）")


def test_more_tasks_than_a_sheet_holds_are_an_error(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_book, "MAX_ENTRIES", 3)
    with pytest.raises(NoticeError, match="at most 3 tasks"):
        write_book(archive, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_the_same_archive_gives_the_same_cells(archive: Path, tmp_path: Path) -> None:
    write_book(archive, tmp_path / "a.xlsx")
    write_book(archive, tmp_path / "b.xlsx")
    first, second = (openpyxl.load_workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.sheetnames == second.sheetnames
    for name in first.sheetnames:
        assert list(first[name].values) == list(second[name].values)


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("市财政局", [], "市财政局"),
        ("市委办/市政府办", [], "市委办－市政府办"),
        ("市财政局", ["市财政局"], "市财政局（2）"),
        ("ABC", ["abc"], "ABC（2）"),
        ("局" * 40, [], "局" * 31),
        ("'", [], "表"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(wanted: str, taken: list[str], expected: str) -> None:
    assert free_name(wanted, set(taken)) == expected


def test_lists_stand_as_in_the_tables(archive: Path, book: openpyxl.Workbook) -> None:
    at = [column.title for column in columns()].index("责任单位")
    found = [row[at] for row in book[MAIN].iter_rows(min_row=3, values_only=True)]
    expected = [task["responsible_units"] for task in tables.rows(archive, "tasks")]
    assert found == [LIST_SEPARATOR.join(units) if isinstance(units, list) and units else None for units in expected]
    assert columns()[-1].title == TASK_ID
