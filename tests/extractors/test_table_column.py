"""What the head of a column says of it."""

from __future__ import annotations

import pytest

from extractors.kinds import Role
from extractors.table_column import ColumnKind, read


@pytest.mark.parametrize(
    ("head", "kind", "role"),
    [
        ("序  号", ColumnKind.SERIAL, None),
        ("牵头考核单位", ColumnKind.ROLE, Role.LEAD),
        ("主办单位", ColumnKind.ROLE, Role.LEAD),
        ("责任\n单位", ColumnKind.ROLE, Role.RESPONSIBLE),
        ("负责考核部门", ColumnKind.ROLE, Role.RESPONSIBLE),
        ("责任单位(列首位的为牵头单位)", ColumnKind.ROLE, Role.RESPONSIBLE),
        ("责任（配合）单位", ColumnKind.ROLE, Role.SUPPORTING),
        ("协办单位", ColumnKind.ROLE, Role.SUPPORTING),
        ("督办单位", ColumnKind.ROLE, Role.SUPERVISING),
        ("报送对象", ColumnKind.ROLE, Role.REPORT_TO),
        ("单位", ColumnKind.PERHAPS, Role.RESPONSIBLE),
        ("责任分工", ColumnKind.PERHAPS, Role.RESPONSIBLE),
        ("责任人", ColumnKind.PERSON, None),
        ("牵头市领导", ColumnKind.PERSON, None),
        ("完成时限", ColumnKind.DEADLINE, None),
        ("进度要求", ColumnKind.DEADLINE, None),
        ("目标任务", ColumnKind.TASK, None),
        ("考核项目", ColumnKind.TASK, None),
        ("具体举措", ColumnKind.CONTENT, None),
        ("重点领域", ColumnKind.CATEGORY, None),
        ("成果形式", ColumnKind.DELIVERABLE, None),
        ("备注", ColumnKind.OTHER, None),
    ],
)
def test_a_head_says_what_its_column_holds(head: str, kind: ColumnKind, role: Role | None) -> None:
    column = read(head)
    assert column is not None
    assert (column.kind, column.role) == (kind, role)


@pytest.mark.parametrize(
    "text", ["", "市财政局", "推进政务公开", "一、总体要求", "1", "各牵头单位要于每月28日前报送", "单位" * 200]
)
def test_other_text_is_no_head(text: str) -> None:
    assert read(text) is None


def test_a_column_of_units_may_hold_time_limits_too() -> None:
    column = read("责任单位及完成时限")
    assert column is not None
    assert column.has_deadline
