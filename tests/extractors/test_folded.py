"""A folded text keeps the way back to the text as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import folded


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        pytest.param("2021 年 3 月\n 5 日前", "2021年3月5日前", id="blanks-and-line-end-in-a-date"),
        pytest.param("2 0 2 1 年", "2021年", id="spaced-out-year"),
        pytest.param("附件1 2021年", "附件1 2021年", id="two-numbers-stay-apart"),
        pytest.param("序号1\n2021年", "序号1\n2021年", id="line-end-between-two-numbers"),
        pytest.param("完成。\n2021年", "完成。\n2021年", id="paragraphs-stay-apart"),
        pytest.param("１２月底後", "12月底后", id="width-and-script"),
        pytest.param("落实《规划（2021年）》", "落实□□□□□□□□□□□", id="title-hidden"),
        pytest.param("《关于〈办法〉的通知》前", "□□□□□□□□□□□前", id="title-in-a-title"),
        pytest.param("《未完2021年", "《未完2021年", id="torn-title-hides-nothing"),
    ],
)
def test_folds(text: str, flat: str) -> None:
    assert folded.fold(text).text == flat


@given(st.text(alphabet="2021年月日前 　\n\t《》〈〉後完", max_size=60))
def test_each_character_knows_where_it_stood(text: str) -> None:
    flat = folded.fold(text)
    offsets = [flat.offset(index) for index in range(len(flat.text))]
    assert offsets == sorted(set(offsets))
    for char, offset in zip(flat.text, offsets, strict=True):
        assert char in (text[offset], "□") or (char, text[offset]) == ("后", "後")
