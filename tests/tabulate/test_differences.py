"""What two files of one notice say differently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.tabulate.differences import differences
from pipeline.tabulate.rows import Rows, rows_of
from pipeline.tabulate.spec import Cell
from tests.made_notice import entry


def rows() -> Rows:
    return rows_of(entry(), review=False)


def changed(table: str, **cells: Cell) -> Rows:
    made = rows()
    made[table] = [row | cells for row in made[table]]
    return made


@pytest.mark.parametrize(
    ("further", "said"),
    [
        pytest.param(rows(), [], id="the same"),
        pytest.param(changed("notices", source_format="ocr", page_count=9), [], id="another format"),
        pytest.param(changed("notices", signed_date=""), [], id="a web page without a date"),
        pytest.param(
            changed("notices", signed_date="2021-03-08"),
            ["成文日期：2021-03-05（首个文件）≠ 2021-03-08"],
            id="another date",
        ),
        pytest.param(changed("notices", title="关于 做好承接工作的通知"), None, id="another title"),
    ],
)
def test_the_header_is_compared_where_both_say_something(further: Rows, said: list[str] | None) -> None:
    found = differences(rows(), further)
    assert found == said if said is not None else len(found) == 1 and found[0].startswith("标题：")


def test_units_and_limits_of_the_same_task_are_compared() -> None:
    task = rows()["tasks"][0]
    (said,) = differences(rows(), changed("tasks", due_date="2021-12-31"))
    assert said == f"任务“{task['task_name']}”截止日期：{task['due_date'] or '无'}（首个文件）≠ 2021-12-31"


def test_tasks_that_one_file_lacks_are_named() -> None:
    without = replace(entry().ledger, tasks=())
    lacking = rows_of(replace(entry(), ledger=without), review=False)
    assert differences(rows(), lacking)[-1].startswith(f"首个文件另有任务 {len(rows()['tasks'])} 项：“")
    assert differences(lacking, rows())[-1].startswith(f"本文件另有任务 {len(rows()['tasks'])} 项：“")
