"""Lists of those who are bound in running text, units by name or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import subject_list


def _names(text: str) -> list[str]:
    return [match.text for match in subject_list.units(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("企业、市财政局", "企业|市财政局", id="as_such_beside_a_name"),
        pytest.param("各地特别是省经信委", "各地|省经信委", id="especially"),
        pytest.param("区民政部门或镇人民政府（街道办事处）", "区民政部门|镇人民政府（街道办事处）", id="or"),
        pytest.param("政府性融资担保、再担保机构", "政府性融资担保、再担保机构", id="one_noun"),
        pytest.param("开展培训的部门或单位", "开展培训的部门或单位", id="or_between_bare_nouns"),
        pytest.param(
            "负责处置突发事件的人民政府及有关部门", "负责处置突发事件的人民政府|有关部门", id="body_with_and_another"
        ),
        pytest.param("加强监管的力度", "", id="no_list"),
        pytest.param("市财政局、加强监管", "", id="incomplete"),
    ],
)
def test_a_list_falls_into_those_bound(text: str, units: str) -> None:
    assert _names(text) == [unit for unit in units.split("|") if unit]


@given(st.text(alphabet="市县各省财政局企业或和、及其的部门（）机构", max_size=40))
def test_every_unit_is_a_piece_of_the_text(text: str) -> None:
    for match in subject_list.units(text, 0, len(text)):
        assert match.text == text[match.start : match.end]


@pytest.mark.parametrize("piece", ["企业、", "企业或", "市财政局和某某、", "担保、"])
def test_a_list_that_fails_late_keeps_its_spans(piece: str) -> None:
    text = (piece * 40)[:158] + "单位"
    assert all(match.text == text[match.start : match.end] for match in subject_list.units(text, 0, len(text)))
