"""Labels before lists of units."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractors import role_label
from extractors.kinds import Role

_LABELS = [
    pytest.param("牵头单位：市委编办", "牵头单位", Role.LEAD, id="lead"),
    pytest.param("牵头考核单位：市委编办", "牵头考核单位", Role.LEAD, id="assesses_and_leads"),
    pytest.param("责任单位:市税务局", "责任单位", Role.RESPONSIBLE, id="half_width_colon"),
    pytest.param("责任（配合）单位：市税务局", "责任（配合）单位", Role.SUPPORTING, id="supporting_in_brackets"),
    pytest.param("负责部门：商务部", "负责部门", Role.RESPONSIBLE, id="in_charge"),
    pytest.param("协办单位 ：市财政局", "协办单位", Role.SUPPORTING, id="blank_before_the_colon"),
    pytest.param("督办单位：市政府督查室", "督办单位", Role.SUPERVISING, id="supervising"),
    pytest.param("县民政局责任单位：县统计局", "责任单位", Role.RESPONSIBLE, id="lost_line_end_before"),
    pytest.param("完成时限：3月底前", "完成时限", None, id="time"),
    pytest.param("责任人：李某", "责任人", None, id="person"),
    pytest.param("适用范围：福建自贸试验区", "适用范围", None, id="scope"),
]


@pytest.mark.parametrize(("text", "words", "role"), _LABELS)
def test_a_label_and_its_role(text: str, words: str, role: Role | None) -> None:
    label = role_label.find(text)[0]
    assert (label.words, label.role) == (words, role)


@pytest.mark.parametrize(
    "text", ["各责任单位：要高度重视", "有关责任单位：", "市直各单位：", "现通知如下：", "责任单位要各司其职"]
)
def test_a_subject_or_an_addressee_is_no_label(text: str) -> None:
    assert role_label.find(text) == []


def test_a_label_without_its_colon_is_found_only_where_asked_for() -> None:
    assert role_label.find("责任单位 市财政局") == []
    assert [label.words for label in role_label.find("责任单位 市财政局", loose=True)] == ["责任单位"]
    assert [label.words for label in role_label.find("牵头单位为市财政局", loose=True)] == ["牵头单位"]


def test_labels_do_not_overlap() -> None:
    labels = role_label.find("牵头单位：县民政局责任单位：县统计局完成时限：9月15日前")
    assert [label.words for label in labels] == ["牵头单位", "责任单位", "完成时限"]
    assert all(left.end <= right.start for left, right in pairwise(labels))
