"""What figures count, and what became of them."""

from __future__ import annotations

import pytest

from pipeline.compare.counted import counted, figure_changes, same_written
from pipeline.compare.phrases import phrase_pairs


@pytest.mark.parametrize(
    ("phrase", "words", "name"),
    [
        ("并处二万元以上十万元以下的罚款；", "二万元以上十万元以下", "罚款"),
        ("处五千以上一万元以下罚款。", "五千以上一万元以下", "罚款"),
        ("处违法所得一倍以上五倍以下罚款；", "一倍以上五倍以下", "罚款"),
        ("覆盖率达到25%。", "25%", "覆盖率"),
        ("新建社区长者食堂60个，", "60个", "长者食堂"),
        ("不少于3名护理员，", "3名", "护理员"),
        ("依法登记满二年的慈善组织，", "二年", ""),
        ("自收到申请之日起七日内作出决定；", "七日内", ""),
        ("本法自2024年1月1日起施行。", "2024年1月1日", ""),
    ],
)
def test_a_figure_has_its_bound_and_what_it_counts(phrase: str, words: str, name: str) -> None:
    (found,) = counted(phrase)
    assert (found.words, found.name) == (words, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三十日内", "30天内"),
        ("一万元", "10000元"),
        ("百分之二十五", "25%"),
        ("二〇二四年一月一日", "2024年1月1日"),
        ("1,000元", "一千元"),
    ],
)
def test_figures_are_the_same_however_written(one: str, other: str) -> None:
    assert same_written(f"期限为{one}。") == same_written(f"期限为{other}。")


@pytest.mark.parametrize(("one", "other"), [("三十日内", "三个月内"), ("一万元", "一元"), ("5—10万元", "5万元")])
def test_figures_of_other_measures_and_sizes_are_others(one: str, other: str) -> None:
    assert same_written(one) != same_written(other)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        pytest.param(
            "处一万元以下的罚款。",
            "处五万元以下的罚款。",
            [(["一万元以下"], ["五万元以下"], 1)],
            id="one for one",
        ),
        pytest.param(
            "新建食堂60个，覆盖率达到25%。",
            "覆盖率达到30%，新建食堂50个。",
            [(["25%"], ["30%"], 1), (["60个"], ["50个"], -1)],
            id="by what they count, not by order",
        ),
        pytest.param(
            "责令改正，处二万元以上十万元以下的罚款。",
            "责令改正，处二万元以下的罚款；情节严重的，处二万元以上十万元以下的罚款。",
            [(["二万元以上十万元以下"], ["二万元以下", "二万元以上十万元以下"], 0)],
            id="unequal numbers are told together",
        ),
        pytest.param(
            "由三名以上董事提议。",
            "由五名以上董事或者两名监事提议。",
            [(["三名以上"], ["五名以上", "两名"], 0)],
            id="unequal numbers in a phrase",
        ),
        pytest.param("五人以上提议。", "五人以下提议。", [(["五人以上"], ["五人以下"], 0)], id="another bound"),
        pytest.param("应当在七日内决定。", "应当在七日以内决定。", [], id="a bound in other words"),
        pytest.param("应当在三十日内决定。", "应当在30天内决定。", [], id="other numerals"),
        pytest.param("予以处罚。", "予以处罚。可以处五万元以下罚款。", [], id="what comes with a sentence"),
        pytest.param("处五万元罚款。", "处五年有期徒刑。", [], id="another measure"),
    ],
)
def test_figures_that_stand_for_one_another(
    old: str, new: str, changes: list[tuple[list[str], list[str], int]]
) -> None:
    found = list(figure_changes(phrase_pairs(old, new)))
    told = [([c.words for c in change.olds], [c.words for c in change.news], change.trend) for change in found]
    assert sorted(told) == sorted(changes)
