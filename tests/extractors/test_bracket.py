"""Brackets: nested, of mixed width, torn, and in hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import bracket

_BALANCED = [
    pytest.param("各区县（市）人民政府", ["（市）"], id="one"),
    pytest.param("（开发区、区县（市）。）", ["（开发区、区县（市）。）", "（市）"], id="nested_outer_first"),
    pytest.param(
        "〔责任单位：各街道（功能区）〕", ["〔责任单位：各街道（功能区）〕", "（功能区）"], id="square_around_round"
    ),
    pytest.param("[责任单位：各县（市）区政府]", ["[责任单位：各县（市）区政府]", "（市）"], id="half_width_square"),
    pytest.param("（省财政厅负责)", ["（省财政厅负责)"], id="mixed_width"),
    pytest.param("【责任单位：省财政厅】", ["【责任单位：省财政厅】"], id="black_square"),
    pytest.param("（省财政厅负责〕。", ["（省财政厅负责〕"], id="closed_by_the_other_kind"),
    pytest.param("省财政厅）负责。", [], id="never_opened"),
    pytest.param(
        "（牵头单位：市教育局，\n责任单位：市财政局）",
        ["（牵头单位：市教育局，\n责任单位：市财政局）"],
        id="over_a_line_end",
    ),
]
_TORN = [
    pytest.param("（责任单位：区国资委 2.搭建平台", "（责任单位：区国资委 ", id="ends_before_the_next_item"),
    pytest.param("（责任单位：区国资委\n区财政局要", "（责任单位：区国资委", id="ends_with_its_paragraph"),
    pytest.param("（责任单位：市教育局（二）加强", "（责任单位：市教育局", id="ends_before_a_bracketed_label"),
    pytest.param("（责任单位：市教育局 三、保障措施", "（责任单位：市教育局 ", id="ends_before_a_han_label"),
]


@pytest.mark.parametrize(("text", "found"), _BALANCED)
def test_balanced_brackets_come_from_outer_to_inner(text: str, found: list[str]) -> None:
    matches = bracket.find(text)
    assert [match.text for match in matches] == found
    assert all(match.value.closed for match in matches)


@pytest.mark.parametrize(("text", "torn"), _TORN)
def test_a_bracket_that_is_never_closed_ends_with_its_item(text: str, torn: str) -> None:
    match = bracket.find(text)[0]
    assert (match.text, match.value.closed) == (torn, False)


def test_a_torn_bracket_hides_no_other() -> None:
    text = "（责任单位：区国资委 2.搭建平台。（责任单位：区商务局）3.改变方式。（责任单位：区财政局 4.加强"
    found = [(match.text, match.value.closed) for match in bracket.find(text)]
    assert found == [
        ("（责任单位：区国资委 ", False),
        ("（责任单位：区商务局）", True),
        ("（责任单位：区财政局 ", False),
    ]


def test_the_words_between_the_marks() -> None:
    text = "到位。（省财政厅负责）"
    value = bracket.find(text)[0].value
    assert text[value.inner_start : value.inner_end] == "省财政厅负责"


def test_outermost_leaves_inner_brackets_out() -> None:
    assert [match.text for match in bracket.outermost("（区县（市））、（一）")] == ["（区县（市））", "（一）"]


def test_depths_count_closed_brackets_only() -> None:
    assert bracket.depths("区（市（县））（") == [0, 1, 1, 2, 2, 2, 1, 0]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param("人社局 6.畅通用工", "人社局 ", id="arabic"),
        pytest.param("各银行机构 二、稳定职工", "各银行机构 ", id="han"),
        pytest.param("加快一、二、三产业融合", "加快一、二、三产业融合", id="no_label_inside_a_word"),
        pytest.param("增长 2.5万元", "增长 2.5万元", id="no_label_in_a_figure"),
        pytest.param("第（二）项所列", "第（二）项所列", id="no_label_in_a_reference"),
    ],
)
def test_item_start_is_where_the_next_label_begins(text: str, before: str) -> None:
    assert text[: bracket.item_start(text, 0, len(text))] == before


@pytest.mark.parametrize(
    "text", ["（" * 200_000, "）" * 200_000, "（" * 50_000 + "）" * 50_000, "（]" * 50_000, "（\n" * 50_000]
)
def test_hostile_text_gives_no_more_than_its_length(text: str) -> None:
    assert sum(len(match.text) for match in bracket.find(text)) <= 10 * len(text)


@given(st.text(alphabet="（）()〔〕[]【】市、\n1.一 ", max_size=60))
def test_every_match_is_a_piece_of_the_text(text: str) -> None:
    for match in bracket.find(text):
        assert match.text == text[match.start : match.end]
        assert match.start < match.value.inner_start <= match.value.inner_end <= match.end
