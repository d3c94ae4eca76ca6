"""Figures of substance in running text."""

from __future__ import annotations

import pytest

from extractors.figure import find


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("新建社区长者食堂60个，覆盖率达到25%", [("60", "个"), ("25", "%")]),
        ("处三万元以上十万元以下罚款", [("三", "万元"), ("十", "万元")]),
        ("自收到申请之日起七日内作出决定", [("七", "日")]),
        ("不低于百分之三十的，补助5—10万元", [("三十", ""), ("5", "万元")]),
        ("经三分之二以上成员同意", [("二", "三分之")]),
        ("2021年3月15日前报送第三十五条所列的一个方案", []),
        ("豫政〔2021〕9号", []),
        ("", []),
    ],
)
def test_figures_are_found(text: str, figures: list[tuple[str, str]]) -> None:
    found = find(text)
    assert [(match.value.number, match.value.unit) for match in found] == figures
    assert all(text[match.start : match.end] == match.text for match in found)
