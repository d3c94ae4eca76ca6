"""The sample notice, 郑政文〔2021〕26号, through all stages, from each of its three formats."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model.task import Ledger, Task, TaskSource
from pipeline.read import read
from pipeline.resolve import resolve
from pipeline.structure import build

CORPUS = Path(__file__).parents[1] / "corpus" / "notices"
FORMATS = ("md", "docx", "pdf")

Units = tuple[str, ...]
# name, lead, responsible, time limit, due, report_to
STATED: list[tuple[str, Units, Units, str, date, Units]] = [
    ("抓好学习研究", (), ("相关承接市直单位",), "2021年3月10日前", date(2021, 3, 10), ()),
    ("制定承接方案", (), ("相关承接市直单位",), "2021年3月15日前", date(2021, 3, 15), ("市发展改革委",)),
    ("做好上下衔接", (), ("相关承接市直单位",), "2021年3月底前", date(2021, 3, 31), ()),
    ("确保承接到位", (), ("相关承接市直单位", "开发区", "区县（市）"), "2021年3月底前", date(2021, 3, 31), ()),
    (
        "强化协同配合",
        ("市委编办", "市政务办"),
        ("相关承接市直单位", "开发区", "区县（市）"),
        "2021年4月10日前",
        date(2021, 4, 10),
        (),
    ),
]
# a piece of the clause, responsible, supporting
BODY: list[tuple[str, Units, Units]] = [
    ("职责清单", ("市委编办",), ()),
    ("权责清单和政务服务事项目录", ("市政务办",), ()),
    ("监管事项目录", ("市市场监管局", "市大数据局", "市发展改革委"), ()),
    ("应统一组织", ("各开发区管委会", "区县（市）政府"), ("相关部门",)),
    ("加强日常监督检查", ("市政府办公厅",), ("市发展改革委", "市政务办", "市委改革办", "市委编办")),
]


@cache
def ledger(format_: str) -> Ledger:
    path = CORPUS / f"郑政文〔2021〕26号.{format_}"
    notice = build(read(path.read_bytes(), name=path.name))
    return resolve(notice, extract(notice))


def units(task: Task, role: str) -> Units:
    return tuple(found.unit_text for found in task.assignments if found.role.value == role)


def stated(format_: str) -> Iterator[Task]:
    return (task for task in ledger(format_).tasks if task.source is not TaskSource.BODY)


@pytest.mark.parametrize("format_", FORMATS)
def test_stated_tasks(format_: str) -> None:
    found = [
        (
            task.name,
            units(task, "lead"),
            units(task, "responsible"),
            "；".join(limit.text for limit in task.deadlines),
            task.deadlines[-1].due_date,
            units(task, "report_to"),
        )
        for task in stated(format_)
    ]
    assert found == STATED


@pytest.mark.parametrize(("piece", "responsible", "supporting"), BODY, ids=[case[0] for case in BODY])
@pytest.mark.parametrize("format_", FORMATS)
def test_body_tasks(format_: str, piece: str, responsible: Units, supporting: Units) -> None:
    body = [task for task in ledger(format_).tasks if task.source is TaskSource.BODY and piece in task.text]
    assert [(units(task, "responsible"), units(task, "supporting")) for task in body] == [(responsible, supporting)]


@pytest.mark.parametrize("format_", FORMATS)
def test_basis_and_missing_annex(format_: str) -> None:
    found = ledger(format_)
    assert [(cited.number, cited.relation) for cited in found.citations] == [("豫政〔2021〕9号", "basis")]
    assert "annex_missing" in {warning.code for warning in found.notice.warnings}


def test_three_formats_give_the_same_tasks() -> None:
    texts = [[(task.name, task.text, task.source) for task in ledger(format_).tasks] for format_ in FORMATS]
    assert texts[0] == texts[1] == texts[2]


def test_governed_text_begins_with_the_item_and_ends_with_the_bracket() -> None:
    found = ledger("md")
    for task in stated("md"):
        evidence = task.span.of(found.notice.text)
        assert evidence.startswith("（")
        assert evidence.endswith("前）") or evidence.endswith("委）")
