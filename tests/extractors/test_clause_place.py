"""Places in a document as instructions name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import clause_place
from extractors.clause_place import Level, Step, within, written


def _written(text: str) -> list[list[str]]:
    return [[written(place) for place in match.value] for match in clause_place.find(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("将第二条修改为", ["第二条"], id="article"),
        pytest.param("第十一条第二款中的", ["第十一条第二款"], id="paragraph"),
        pytest.param("第三条第一款第（三）项", ["第三条第一款第三项"], id="item-in-brackets"),
        pytest.param("第三条第一款（三）", ["第三条第一款第三项"], id="bracket-alone"),
        pytest.param("第四大点第（二）项中", ["第四点第二项"], id="points"),
        pytest.param("附件2第十三条", ["附件2第十三条"], id="annex"),
        pytest.param("附件第十三条中的", ["附件第十三条"], id="annex-without-number"),
        pytest.param("第五条之一", ["第五条之一"], id="branch"),
        pytest.param("第12条第2款", ["第十二条第二款"], id="arabic"),
        pytest.param("第二自然段", ["第二款"], id="paragraph-by-another-name"),
        pytest.param("第六条第一款、第二款", ["第六条第一款", "第六条第二款"], id="list-with-its-article"),
        pytest.param("第二十三条、第四十五条合并", ["第二十三条", "第四十五条"], id="list"),
        pytest.param("第三条第（一）、（二）项", ["第三条第一项", "第三条第二项"], id="numbers-of-one-step"),
        pytest.param("第七条至第九条", ["第七条", "第八条", "第九条"], id="range"),
    ],
)
def test_a_place_is_read_with_all_its_steps(text: str, places: list[str]) -> None:
    assert _written(text) == [places]


@pytest.mark.parametrize("text", ["第一条例", "第三季度", "第二次会议", "附近", "第二节能改造", "一条措施"])
def test_what_only_begins_like_a_place_is_none(text: str) -> None:
    assert _written(text) == []


def test_a_place_takes_the_outer_steps_that_it_leaves_out() -> None:
    article, second = Step(Level.ARTICLE, 3), Step(Level.PARAGRAPH, 2)
    assert within((second,), (article, Step(Level.PARAGRAPH, 1), Step(Level.ITEM, 4))) == (article, second)


def test_a_place_with_an_article_of_its_own_takes_none() -> None:
    assert within((Step(Level.ARTICLE, 5),), (Step(Level.ARTICLE, 3),)) == (Step(Level.ARTICLE, 5),)


@given(st.text(alphabet="第一二十百（）条款项目、至附件2之的"))
def test_any_text_is_read_with_its_evidence(text: str) -> None:
    assert all(match.text == text[match.start : match.end] and match.value for match in clause_place.find(text))
