"""A ledger that people filled in, rebuilt: nothing that was typed is lost."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from pipeline.errors import NoticeError, ReadError
from pipeline.export import tables
from pipeline.export.ledger import columns
from pipeline.export.ledger_book import MAIN, UNITS, write_book
from pipeline.export.ledger_merge import APART, CHANGED, GONE, Merged, merge
from pipeline.tabulate.csv_file import write_table
from pipeline.tabulate.spec import Row

AT = {column.title: place for place, column in enumerate(columns(), 1)}


@pytest.fixture
def old(archive: Path, tmp_path: Path) -> Path:
    path = tmp_path / "旧.xlsx"
    write_book(archive, path)
    return path


def copied(archive: Path, folder: Path, tasks: list[Row]) -> Path:
    """The archive with other tasks."""
    folder.mkdir()
    write_table(folder / "notices.csv", "notices", tables.rows(archive, "notices"))
    write_table(folder / "tasks.csv", "tasks", tasks)
    return folder


def filled(old: Path, cells: dict[tuple[str, str, int], object], *, also: object = None) -> None:
    """Types into cells by sheet, title and row."""
    book = openpyxl.load_workbook(old)
    for (sheet, title, row), value in cells.items():
        book[sheet].cell(row, AT[title], value)
    if callable(also):
        also(book)
    book.save(old)


def rows_of(path: Path, sheet: str = MAIN, first: int = 3) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=first, values_only=True))


def test_what_was_typed_stands_in_the_new_ledger(archive: Path, old: Path, tmp_path: Path) -> None:
    filled(
        old,
        {
            (MAIN, "进展情况", 3): "已印发方案\n正在实施",
            (MAIN, "完成状态", 3): "进行中",
            (MAIN, "备注", 4): 3.5,
            (MAIN, "下一步措施", 5): datetime.date(2021, 4, 1),
            (MAIN, "存在问题", 6): "=1+1",
        },
    )
    new = tmp_path / "新.xlsx"
    merged = merge(old, archive, new)
    count = len(list(tables.rows(archive, "tasks")))
    assert merged == Merged(new, kept=count, new=0, changed=0, gone=0, apart=0)
    first, second, third, fourth, *_ = rows_of(new)
    assert (first[AT["进展情况"] - 1], first[AT["完成状态"] - 1]) == ("已印发方案\n正在实施", "进行中")
    assert second[AT["备注"] - 1] == 3.5
    assert third[AT["下一步措施"] - 1] == datetime.datetime(2021, 4, 1)
    assert fourth[AT["存在问题"] - 1] == "=1+1"
    assert openpyxl.load_workbook(new)[MAIN].cell(6, AT["存在问题"]).data_type == "s"


def test_a_merge_of_what_nobody_changed_changes_nothing(archive: Path, old: Path, tmp_path: Path) -> None:
    merge(old, archive, tmp_path / "新.xlsx")
    assert rows_of(tmp_path / "新.xlsx", first=1) == rows_of(old, first=1)
    assert openpyxl.load_workbook(tmp_path / "新.xlsx").sheetnames == openpyxl.load_workbook(old).sheetnames


def test_what_was_typed_into_a_units_sheet_counts_too(archive: Path, old: Path, tmp_path: Path) -> None:
    name = next(row[2] for row in openpyxl.load_workbook(old)[UNITS].iter_rows(min_row=2, values_only=True) if row[2])
    task_id = rows_of(old, str(name))[0][-1]
    filled(old, {(str(name), "进展情况", 3): "单位所填"})
    merge(old, archive, tmp_path / "新.xlsx")
    (row,) = [row for row in rows_of(tmp_path / "新.xlsx") if row[-1] == task_id]
    assert row[AT["进展情况"] - 1] == "单位所填"


def test_the_main_sheet_wins_and_the_other_row_is_kept(archive: Path, old: Path, tmp_path: Path) -> None:
    name = next(row[2] for row in openpyxl.load_workbook(old)[UNITS].iter_rows(min_row=2, values_only=True) if row[2])
    task_id = rows_of(old, str(name))[0][-1]
    place = [row[-1] for row in rows_of(old)].index(task_id) + 3
    filled(old, {(str(name), "进展情况", 3): "单位所填", (MAIN, "进展情况", place): "督查室所填"})
    assert merge(old, archive, tmp_path / "新.xlsx").apart == 1
    assert rows_of(tmp_path / "新.xlsx")[place - 3][AT["进展情况"] - 1] == "督查室所填"
    (kept,) = rows_of(tmp_path / "新.xlsx", APART, 2)
    assert kept[:3] == (name, 3, "与同一任务的另一行不一致") and "单位所填" in kept


def test_a_task_that_is_gone_is_listed_with_its_row_and_the_one_in_its_place(
    archive: Path, old: Path, tmp_path: Path
) -> None:
    tasks = list(tables.rows(archive, "tasks"))
    moved = tasks[0] | {"task_id": "T-ffffffffffff", "task_text": f"进一步{tasks[0]['task_text']}"}
    filled(old, {(MAIN, "进展情况", 3): "已完成一半", (MAIN, "备注", 4): "保留"})
    merged = merge(old, copied(archive, tmp_path / "a", [moved, *tasks[2:]]), tmp_path / "新.xlsx")
    assert (merged.gone, merged.new) == (2, 1)
    first, second = rows_of(tmp_path / "新.xlsx", GONE, 2)
    assert first[:2] == (tasks[0]["task_id"], "T-ffffffffffff") and "已完成一半" in first
    assert second[:2] == (tasks[1]["task_id"], None) and "保留" in second


def test_what_the_archive_says_differently_now_is_listed(archive: Path, old: Path, tmp_path: Path) -> None:
    first, *rest = tables.rows(archive, "tasks")
    later = first | {"due_date": "2030-01-31", "lead_units": ["示例市审计局"]}
    merged = merge(old, copied(archive, tmp_path / "a", [later, *rest]), tmp_path / "新.xlsx")
    assert merged.changed == 1
    told = {row[1]: row[2:] for row in rows_of(tmp_path / "新.xlsx", CHANGED, 2)}
    assert told["截止日期"] == (first["due_date"], "2030-01-31")
    assert told["牵头单位"][1] == "示例市审计局" and set(told) == {"截止日期", "牵头单位"}


def test_rows_columns_sheets_and_comments_that_people_added_are_kept(archive: Path, old: Path, tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        sheet = book[MAIN]
        last = len(AT) + 1
        sheet.cell(2, last, "分管领导")
        sheet.cell(3, last, "王副市长")
        sheet.cell(sheet.max_row + 1, AT["工作任务"], "临时交办事项")
        sheet.cell(4, AT["进展情况"]).comment = Comment("请核实", "督查室")
        sheet.row_dimensions[3].hidden = True
        other = book.create_sheet("会议纪要")
        other["B2"] = "3月5日调度会"
        book.move_sheet("会议纪要", -len(book.sheetnames))

    filled(old, {}, also=add)
    merged = merge(old, archive, tmp_path / "新.xlsx")
    book = openpyxl.load_workbook(tmp_path / "新.xlsx")
    titles = [cell.value for cell in book[MAIN][2]]
    assert titles[-2:] == ["分管领导", "任务编号"] and book[MAIN].cell(3, len(titles) - 1).value == "王副市长"
    assert book[MAIN].cell(4, AT["进展情况"]).comment.text == "请核实"
    assert book["会议纪要"]["B2"].value == "3月5日调度会"
    assert merged.apart == 1 and "临时交办事项" in rows_of(tmp_path / "新.xlsx", APART, 2)[0]


def test_a_second_merge_keeps_what_the_first_one_listed(archive: Path, old: Path, tmp_path: Path) -> None:
    tasks = list(tables.rows(archive, "tasks"))
    filled(old, {(MAIN, "进展情况", 3): "已完成一半"})
    less = copied(archive, tmp_path / "a", tasks[1:])
    merge(old, less, tmp_path / "二.xlsx")
    merge(tmp_path / "二.xlsx", less, tmp_path / "三.xlsx")
    assert "已完成一半" in rows_of(tmp_path / "三.xlsx", f"{GONE}（前次）", 2)[0]


def test_the_old_ledger_is_never_written_over(archive: Path, old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(NoticeError, match="another file"):
        merge(old, archive, old)
    assert old.read_bytes() == before


def test_a_file_that_is_no_workbook_is_refused(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(ReadError, match="XLSX"):
        merge(tmp_path / "a.xlsx", archive, tmp_path / "b.xlsx")


def test_a_workbook_without_task_ids_is_refused(archive: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["序号", "工作任务"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(NoticeError, match="任务编号"):
        merge(tmp_path / "a.xlsx", archive, tmp_path / "b.xlsx")
