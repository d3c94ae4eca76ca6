"""Clauses that two texts refer to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.phrases import phrase_pairs
from pipeline.compare.referred import reference_differences


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "违反本法第四十二条规定的，",
            "违反本法第四十五条规定的，",
            [("wording", "第四十二条", "第四十五条")],
            id="another number",
        ),
        pytest.param(
            "不符合第二十六条第三款、第四款规定的，",
            "不符合第二十六条第三款、第二十六条第四款规定的，",
            [],
            id="the article named again",
        ),
        pytest.param(
            "不符合第二十条规定的，",
            "不符合第十一条、第二十三条规定的，",
            [("scope", "第二十条", "第十一条、第二十三条")],
            id="one clause more",
        ),
        pytest.param(
            "违反第十七条至第二十一条规定的，",
            "违反第二十条至第二十四条规定的，",
            [("wording", "第十七条至第二十一条", "第二十条至第二十四条")],
            id="a range as long",
        ),
        pytest.param(
            "违反第五条、第六条、第七条规定的，",
            "违反第五条至第七条规定的，",
            [],
            id="a range for its members",
        ),
        pytest.param("依照本法第四十三条处罚，", "依照本法处罚，", [], id="no clause any more"),
    ],
)
def test_numbers_are_told_apart_from_clauses_more_or_fewer(
    old: str, new: str, told: list[tuple[str, str, str]]
) -> None:
    found = reference_differences(phrase_pairs(old, new))
    assert [(str(each.field), each.old, each.new) for each in found] == told


TEXTS = st.lists(
    st.sampled_from(
        ["违反", "第五条", "第二款", "第（三）项", "至第七条", "第百千条", "第0条", "第二十条之一", "、", "，"]
    ),
    max_size=12,
).map("".join)


@given(TEXTS, TEXTS)
def test_any_references_can_be_compared(old: str, new: str) -> None:
    for each in reference_differences(phrase_pairs(old, new)):
        assert each.old and each.new and each.old != each.new


@given(TEXTS)
def test_the_same_references_are_no_difference(text: str) -> None:
    assert list(reference_differences(phrase_pairs(text, text))) == []
