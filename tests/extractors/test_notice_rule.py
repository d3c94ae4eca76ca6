"""Rules for the whole notice: who leads where a list does not say it, who takes part in all that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import notice_rule
from extractors.kinds import Role
from extractors.notice_rule import NoticeRuleKind

_FIRST_LEADS = [
    "（税务总局、财政部、海关总署负责，排在第一位的部门为牵头部门，下同）",
    "（市农牧业局、市发展改革委，列首的为牵头单位，下同）",
    "（责任单位：省民政厅、省财政厅，列第一位者为牵头单位，下同）",
    "（排名第一的单位为牵头单位，下同）",
    "各项任务责任单位中，排在首位的为牵头单位。",
    "（第一个单位为牵头单位，下同）",
]
_UNITS = [
    pytest.param("以下均需试点城市政府落实，不再列出", ["试点城市政府"], Role.RESPONSIBLE, id="all_need"),
    pytest.param(
        "具体任务均涉及各市（州）人民政府，不再列出，下同", ["各市（州）人民政府"], Role.RESPONSIBLE, id="all_concern"
    ),
    pytest.param(
        "以下任务均需各市、县（市、区）人民政府落实，不再列出",
        ["各市、县（市、区）人民政府"],
        Role.RESPONSIBLE,
        id="areas_share_a_head",
    ),
    pytest.param("以下各项任务均需各县区配合，不再逐一列出", ["各县区"], Role.SUPPORTING, id="all_supported_by"),
    pytest.param("各市、县人民政府均为责任单位，不再逐一列出", ["各市、县人民政府"], Role.RESPONSIBLE, id="all_answer"),
]
_NONE = [
    "（市发展改革委牵头，市财政局配合）",
    "市发展改革委为牵头单位。",
    "第一责任人为市长，牵头推进。",
    "《办法》不再执行。",
    "首先由市财政局牵头。",
]


@pytest.mark.parametrize("text", _FIRST_LEADS)
def test_the_first_of_a_list_leads(text: str) -> None:
    (match,) = notice_rule.find(text)
    assert match.value.kind is NoticeRuleKind.FIRST_LEADS
    assert match.value.others is Role.RESPONSIBLE


def test_the_others_may_support() -> None:
    (match,) = notice_rule.find("排在第一位的为牵头单位，其他为配合单位，下同")
    assert match.value.others is Role.SUPPORTING


@pytest.mark.parametrize(("text", "units", "role"), _UNITS)
def test_units_that_take_part_in_all_that_follows(text: str, units: list[str], role: Role) -> None:
    (match,) = notice_rule.find(f"扎实推进。（生态环境部指导。{text}）")
    assert match.value.kind is NoticeRuleKind.DEFAULT_UNITS
    assert [(duty.unit.text, duty.role) for duty in match.value.duties] == [(name, role) for name in units]


@pytest.mark.parametrize("text", _NONE)
def test_no_rule(text: str) -> None:
    assert notice_rule.find(text) == []


@given(
    st.lists(
        st.sampled_from(
            ["以下均需", "市财政局", "落实，", "不再列出", "排在第一位的", "为牵头单位", "，下同", "（", "）", "\n"]
        ),
        max_size=14,
    )
)
def test_every_rule_and_unit_is_a_piece_of_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    for match in notice_rule.find(text):
        assert match.text == text[match.start : match.end]
        for duty in match.value.duties:
            assert duty.unit.text == text[duty.unit.start : duty.unit.end]
