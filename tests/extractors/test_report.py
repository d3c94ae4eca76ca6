"""To whom something is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import report


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("完成时限：2021年3月15日前，报送至市发展改革委", ["市发展改革委"], id="sent-to"),
        pytest.param("相关落实情况年底前报国务院。", ["国务院"], id="reported-to"),
        pytest.param(
            "于3月5日前报人力资源社会保障部、财政部、税务总局备案。",
            ["人力资源社会保障部", "财政部", "税务总局"],
            id="list-and-purpose",
        ),
        pytest.param("将专项整治方案分别报送省打假办和省海防打私办备案。", ["省打假办", "省海防打私办"], id="joined"),
        pytest.param("报市政府同意后实施。", ["市政府"], id="what-comes-next"),
        pytest.param("报请市政府审定。", ["市政府"], id="asked-of"),
        pytest.param("重大情况及时向国务院报告。", ["国务院"], id="told-to"),
        pytest.param("并向对口省直部门和市政府反馈报告。", ["省直部门", "市政府"], id="told-to-joined"),
        pytest.param("供电公司书面向属地电力执法办报备", ["属地电力执法办"], id="notice-given"),
        pytest.param("报\n省农业农村厅、省财政厅备案", ["省农业农村厅", "省财政厅"], id="line-break"),
        pytest.param("将申报材料一式五份报送至我局。", ["我局"], id="this-office"),
        pytest.param("（完成时限：3月15日前，报送至市发展改革委）", ["市发展改革委"], id="bracket-closes-behind"),
    ],
)
def test_the_units_that_it_is_reported_to(text: str, units: list[str]) -> None:
    assert [match.value.name for match in report.find(text)] == units


@pytest.mark.parametrize(
    "text",
    [
        "申报市级项目",
        "月度报表",
        "上报本单位工作开展情况",
        "向社会公布",
        "考核结果向各县（市、区）政府反馈",
        "市政府工作报告",
        "通报各市县资金使用进度",
        "接到报案后",
    ],
)
def test_what_is_no_report_names_nobody(text: str) -> None:
    assert report.find(text) == []


@given(st.text(alphabet="报送至向告市政府局委、和，。备案（）于 \n", max_size=40))
def test_evidence_is_the_text_of_the_span(text: str) -> None:
    for match in report.find(text):
        assert match.text == text[match.start : match.end]
