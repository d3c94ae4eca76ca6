"""Tasks of a notice: names, rules for the whole notice, limits and reasons for review."""

from __future__ import annotations

import pytest

from pipeline.extract import extract
from pipeline.model.task import Task
from pipeline.resolve import resolve
from pipeline.structure import build
from tests.structure.reading import reading


def tasks(*lines: str) -> tuple[Task, ...]:
    notice = build(reading(lines))
    return resolve(notice, extract(notice)).tasks


def roles(task: Task) -> list[tuple[str, str, str]]:
    return [(found.role.value, found.unit_text, found.role_basis.value) for found in task.assignments]


def test_names_alone_in_a_bracket_have_an_inferred_role() -> None:
    (task,) = tasks("一、甲。规范管理，提高质量。（市农牧业局、市统计局）")
    assert {basis for _, _, basis in roles(task)} == {"inferred"}


DELIVERABLES = [
    pytest.param("一、甲。制定工作方案和任务清单。（责任单位：市财政局）", "工作方案；任务清单", id="in_the_text"),
    pytest.param("一、甲。制定工作方案。制定工作方案。（责任单位：市财政局）", "工作方案", id="once"),
    pytest.param("一、甲。加强监管。（责任单位：市财政局）", "", id="none"),
    pytest.param("一、甲。市财政局要于6月底前编制资金清单。", "资金清单", id="running_sentence"),
]


@pytest.mark.parametrize(("line", "deliverable"), DELIVERABLES)
def test_deliverable(line: str, deliverable: str) -> None:
    assert tasks(line)[0].deliverable == deliverable


def test_a_wish_for_support_is_no_soft_duty() -> None:
    (task,) = tasks("一、甲。市财政局要积极争取省级财政的支持。")
    assert task.strength.value == "must"


FIRST = "（税务总局、财政部负责，排在第一位的部门为牵头部门，下同）"


def test_first_of_a_list_leads_where_the_notice_says_so() -> None:
    first, second, third, fourth = tasks(
        f"一、甲。推广试点。{FIRST}",
        "二、乙。规范管理。（海关总署、商务部负责）",
        "三、丙。加强监管。（海关总署负责）",
        "四、丁。推进改革。（各省级人民政府、海关总署负责）",
    )
    assert roles(first)[0] == ("lead", "税务总局", "document_rule")
    assert roles(second) == [("lead", "海关总署", "document_rule"), ("responsible", "商务部", "stated")]
    assert roles(third) == [("responsible", "海关总署", "stated")]
    assert [role for role, _, _ in roles(fourth)] == ["responsible", "responsible"]


def test_first_leads_nowhere_without_the_rule() -> None:
    (task,) = tasks("一、乙。规范管理。（海关总署、商务部负责）")
    assert [role for role, _, _ in roles(task)] == ["responsible", "responsible"]


def test_units_for_all_that_follows() -> None:
    first, second = tasks(
        "一、甲。推广试点。（生态环境部指导，试点城市政府负责落实。以下均需试点城市政府落实，不再列出）",
        "二、乙。规范管理。（商务部指导）",
    )
    assert [unit for _, unit, _ in roles(first)] == ["生态环境部", "试点城市政府"]
    assert roles(second)[-1] == ("responsible", "试点城市政府", "document_rule")


NAMES = [
    pytest.param("（一）制定方案。各部门要细化措施，抓好落实。（责任单位：市财政局）", "制定方案", id="heading"),
    pytest.param(
        "（一）组织开展调研，形成报告并提出意见。（责任单位：市财政局）",
        "组织开展调研，形成报告并提出意见",
        id="short_sentence",
    ),
    pytest.param(
        "（一）将依法防控普法宣传挂图推送到各医疗机构和场所，营造良好的疫情防控法治氛围，积极维护人身安全和人格尊严。（责任单位：市司法局）",
        "将依法防控普法宣传挂图推送到各医疗机构和场所",
        id="first_clause",
    ),
]


@pytest.mark.parametrize(("line", "name"), NAMES)
def test_name(line: str, name: str) -> None:
    assert tasks(line)[0].name == name


def test_limit_in_text_and_bracket_stands_once() -> None:
    (task,) = tasks("一、甲。2021年6月底前完成。（责任单位：市财政局，完成时限：2021年6月30日前）")
    assert [limit.due_date.isoformat() for limit in task.deadlines if limit.due_date] == ["2021-06-30"]


REVIEWS = [
    pytest.param("一、甲。收到后5个工作日内办结。（责任单位：市财政局）", ("anchor_unknown",), id="anchor_unknown"),
    pytest.param("一、支持企业开展工作。（责任单位：市财政局、市税务局", ("torn_bracket",), id="torn"),
    pytest.param("一、甲。2021年6月底前完成。（责任单位：市财政局）", (), id="nothing"),
    pytest.param("一、甲。规范管理。（海关总署等有关部门负责）", ("list_goes_on",), id="list_closed_by_等"),
    pytest.param("一、甲。规范管理，提高质量。（市农牧业局、市统计局）", ("role_inferred",), id="names_alone"),
    pytest.param("一、甲。市财政局管理资金。", ("low_confidence",), id="bare_verb"),
]


@pytest.mark.parametrize(("line", "reasons"), REVIEWS)
def test_review(line: str, reasons: tuple[str, ...]) -> None:
    assert tasks(line)[0].review == reasons


def test_limit_from_the_day_of_signature_is_for_review() -> None:
    lines = [
        "甲市财政局关于X工作的通知",
        "各单位：",
        "一、甲。自印发之日起30日内完成。（责任单位：市税务局）",
        "甲市财政局",
        "2021年3月5日",
    ]
    (task,) = [task for task in tasks(*lines) if task.deadlines]
    assert [limit.due_date.isoformat() for limit in task.deadlines if limit.due_date] == ["2021-04-04"]
    assert task.review == ("anchor_signed_date",)
