"""Texts in quotes: over paragraphs, nested, torn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import quotation


def _words(text: str) -> list[tuple[str, bool]]:
    return [(match.value.words, match.value.closed) for match in quotation.find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("第三条中的“省邮政局”修改为“省邮政管理局”。", ["省邮政局", "省邮政管理局"], id="two"),
        pytest.param(
            "修改为：“公园实行名录管理。\n“名录由市园林局公布。”",
            ["公园实行名录管理。\n名录由市园林局公布。"],
            id="paragraphs",
        ),
        pytest.param(
            "修改为：“下列情形：\n（一）甲的；\n（二）乙的。”",
            ["下列情形：\n（一）甲的；\n（二）乙的。"],
            id="unmarked-paragraphs",
        ),
        pytest.param("修改为：“编制‘十四五’规划”。", ["编制‘十四五’规划"], id="single-inside"),
        pytest.param("修改为：“编制“十四五”规划”。", ["编制“十四五”规划"], id="double-inside"),
        pytest.param('将"市园林局"修改为"市园林绿化局"。', ["市园林局", "市园林绿化局"], id="straight"),
        pytest.param(
            '修改为："公园是公益设施。\n"公园免费开放。"',
            ["公园是公益设施。\n公园免费开放。"],
            id="straight-paragraphs",
        ),
        pytest.param("将「市園林局」修改為", ["市園林局"], id="corner"),
        pytest.param("修改为：”公园免费开放。”", ["公园免费开放。"], id="opened-by-the-wrong-mark"),
        pytest.param("根据《示例市“十四五”公园规划》，将“甲”改为", ["甲"], id="not-in-a-title"),
    ],
)
def test_what_stands_in_quotes(text: str, words: list[str]) -> None:
    assert _words(text) == [(each, True) for each in words]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("二、将第三条修改为：“公园免费开放。\n三、删去第四条。", id="before-a-deletion"),
        pytest.param("二、将第三条修改为：“公园免费开放。\n三、将第五条修改为：“公园有名录。”", id="before-another"),
        pytest.param("将第三条修改为：“公园免费开放。", id="at-the-end"),
    ],
)
def test_a_quotation_that_is_never_closed_ends_with_its_paragraph(text: str) -> None:
    assert _words(text)[0] == ("公园免费开放。", False)


def test_items_of_new_wording_do_not_end_it() -> None:
    text = "增加一条，作为第五条：“有下列情形之一的：\n“（一）修改申请的；\n“（二）删去记录的。”\n六、删去第八条。"
    assert _words(text) == [("有下列情形之一的：\n（一）修改申请的；\n（二）删去记录的。", True)]


@given(st.text(alphabet='“”‘’"「」\n一二、第条修改为：将删去《》。'))
def test_any_text_is_read_in_order_with_its_evidence(text: str) -> None:
    found = quotation.find(text)
    assert all(match.text == text[match.start : match.end] for match in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
