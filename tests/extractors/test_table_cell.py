"""What a cell of a task table holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.table_cell import CellKind, is_units, kind, units_share


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", CellKind.BLANK),
        ("无", CellKind.NONE),
        ("——", CellKind.NONE),
        ("同上", CellKind.DITTO),
        ("〃", CellKind.DITTO),
        ("总分", CellKind.TOTAL),
        ("注：排第一位的为牵头单位", CellKind.NOTE),
        ("12", CellKind.NUMBER),
        ("15分", CellKind.SCORE),
        ("二、", CellKind.LABEL),
        ("一、知识产权保护方面（共5项）", CellKind.SECTION),
        ("2023年6月底前", CellKind.TIME),
        ("立行立改，持续推进", CellKind.TIME),
        ("2020年3月11日", CellKind.DATE),
        ("附件2", CellKind.END),
        ("市财政局、市税务局", CellKind.UNITS),
        ("重点考核部门", CellKind.TEXT),
        ("推进政务公开", CellKind.TEXT),
        ("行为依法查处。（10分）", CellKind.TEXT),
    ],
)
def test_a_cell_is_of_a_kind(text: str, found: CellKind) -> None:
    assert kind(text) is found


@pytest.mark.parametrize(
    "text",
    [
        "县公安局\n县森林公安局",
        "市金融办、人民银行潍坊市中心支行、潍坊银监分局分别牵头落实",
        "由市财政局等部门按职责分工负责",
        "市发展改革委牵头，市财政局配合",
        "牵头单位：市发展改革委；配合单位：市财政局",
        "市政务服务办、市司法局，各县（市、区）政府",
        "市教育局和市财政局",
    ],
)
def test_units_with_or_without_words_for_roles_are_units(text: str) -> None:
    assert is_units(text)


@pytest.mark.parametrize(
    "text", ["", "局", "协同配合工作", "按职责分工负责", "（二）国务院有关组成部门、直属机构。", "宣传工作"]
)
def test_role_words_alone_and_sentences_are_no_units(text: str) -> None:
    assert not is_units(text)


def test_a_cut_list_is_units_in_part() -> None:
    assert units_share("市政务服务局、市大") == 0.5


@given(st.text(alphabet="市财政局、，（）。 牵头等负责一1", max_size=80))
def test_any_text_is_of_a_kind(text: str) -> None:
    assert kind(text) in CellKind
    assert 0 <= units_share(text) <= 1
