"""Lists of the members of a body, in a sentence and over lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import member_list


@pytest.mark.parametrize(
    ("text", "body", "names"),
    [
        pytest.param(
            "联席会议成员单位包括市发展改革委、市教育局、市财政局。联席会议下设办公室。",
            "联席会议",
            ["市发展改革委", "市教育局", "市财政局"],
            id="sentence",
        ),
        pytest.param("领导小组成员单位：市财政局、市民政局", "领导小组", ["市财政局", "市民政局"], id="colon-and-end"),
        pytest.param(
            "联席会议由国家发展改革委、教育部、财政部等18个部门和单位组成，国家发展改革委为牵头单位。",
            "联席会议",
            ["国家发展改革委", "教育部", "财政部"],
            id="consists-of",
        ),
        pytest.param(
            "成员单位名单\n市财政局\n市民政局\n市教育局、市体育局\n二、工作规则",
            "",
            ["市财政局", "市民政局", "市教育局", "市体育局"],
            id="lines",
        ),
    ],
)
def test_a_list_gives_its_body_and_members(text: str, body: str, names: list[str]) -> None:
    (found,) = member_list.find(text)
    assert found.value.body.endswith(body)
    assert [unit.name for unit in found.value.units] == names


@pytest.mark.parametrize(
    "text",
    [
        "各成员单位要加强协调配合，形成工作合力。",
        "领导小组由市长任组长。",
        "成员单位：",
        "成员单位为主体，推进工作。",
        "",
    ],
)
def test_what_lists_no_two_units_is_no_list(text: str) -> None:
    assert member_list.find(text) == []


@given(st.text(alphabet="联席会议成员单位由包括：、市财政局民政组成\n。", max_size=80))
def test_evidence_is_the_text(text: str) -> None:
    assert all(found.text == text[found.start : found.end] for found in member_list.find(text))
