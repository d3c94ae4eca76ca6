"""Two texts phrase by phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.phrases import phrase_pairs, phrases


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "由A公司负责，逾期未改的，处1,000元罚款。",
            ["由A公司负责，", "逾期未改的，", "处1,000元罚款。"],
            id="points",
        ),
        pytest.param(
            "下列条件：\n（一）有章程；（二）有资金。", ["下列条件：", "有章程；", "有资金。"], id="numbers of items"
        ),
        pytest.param("违反第（二）项规定的。", ["违反第（二）项规定的。"], id="a number that is referred to"),
        pytest.param("所称“职工平均工资”，是指", ["所称“职工平均工资”，", "是指"], id="quotation marks"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_phrase_ends_at_a_point(text: str, found: list[str]) -> None:
    assert [phrase.text for phrase in phrases(text)] == found


def test_items_and_beginnings_of_sentences_are_known() -> None:
    found = phrases("应当具备下列条件：（一）有章程；（二）有资金，有场所。")
    assert [(phrase.is_item, phrase.opens) for phrase in found] == [
        (False, True),
        (True, False),
        (True, False),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        pytest.param(
            "责令改正，处二万元以上十万元以下的罚款。",
            "责令改正，处二万元以下的罚款；情节严重的，处二万元以上十万元以下的罚款。",
            [
                ("", "处二万元以下的罚款；"),
                ("", "情节严重的，"),
            ],
            id="a step put in",
        ),
        pytest.param(
            "国家秘密的保密期限已满的，自行解密。机关、单位应当定期审核所确定的国家秘密。",
            "机关、单位应当每年审核所确定的国家秘密。国家秘密的保密期限已满的，自行解密。",
            [("机关、单位应当定期审核所确定的国家秘密。", "机关、单位应当每年审核所确定的国家秘密。")],
            id="a sentence that stands elsewhere and changed",
        ),
        pytest.param(
            "不设监事会的，由监事召集。",
            "由监事召集。",
            [("不设监事会的，", "")],
            id="a condition left out",
        ),
        pytest.param(
            "对派出的调查机构作出的行政处罚决定不服，向国家统计局申请复议。",
            "对派出的调查机构作出的行政处罚决定不服向国家统计局申请复议。",
            [
                (
                    "对派出的调查机构作出的行政处罚决定不服，向国家统计局申请复议。",
                    "对派出的调查机构作出的行政处罚决定不服向国家统计局申请复议。",
                )
            ],
            id="two phrases that became one",
        ),
        pytest.param(
            "（一）由当事人提供；（二）由法律专家提供。",
            "（一）由法律专家提供；（二）由当事人提供。",
            [("由当事人提供；", "由当事人提供。")],
            id="items in another order",
        ),
    ],
)
def test_phrases_that_stand_for_one_another_are_paired(old: str, new: str, pairs: list[tuple[str, str]]) -> None:
    found = [(pair.old, pair.new) for pair in phrase_pairs(old, new)]
    changed = [pair for pair in found if pair[0].rstrip("；。") != pair[1].rstrip("；。") or pair in pairs]
    assert changed == pairs


TEXTS = st.lists(
    st.sampled_from(
        ["责令改正，", "（一）有章程；", "（二）", "处五万元以下罚款。", "情节严重的，", "由市财政局负责", "\n", "。"]
    ),
    max_size=12,
).map("".join)


@given(TEXTS, TEXTS)
def test_every_phrase_is_in_one_pair(old: str, new: str) -> None:
    pairs = phrase_pairs(old, new)
    for text, told in (
        (old, [p for pair in pairs for p in pair.olds]),
        (new, [p for pair in pairs for p in pair.news]),
    ):
        assert sorted(phrase.text for phrase in told) == sorted(phrase.text for phrase in phrases(text))


@given(TEXTS)
def test_a_text_and_itself_are_the_same_phrase_by_phrase(text: str) -> None:
    assert all(pair.old == pair.new for pair in phrase_pairs(text, text))


def test_a_text_of_very_many_phrases_is_one_pair() -> None:
    old, new = ("".join(f"{mark}{place}项，" for place in range(300)) for mark in "甲乙")
    assert [(pair.old, pair.new) for pair in phrase_pairs(old, new)] == [(old, new)]
