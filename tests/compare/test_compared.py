"""How two notices belong together."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.compare.compared import NoticeRelation, relation
from pipeline.compare.comparison import Side
from pipeline.tabulate.spec import Row
from tests.compare.sides import sample

OLD = "国办发〔2019〕3号"


def side(number: str, title: str, level: str, tasks: int, cited: Mapping[str, str] = {}) -> Side:
    notice: Row = {"doc_number": number, "title": title, "issuer_level": level, "task_count": tasks}
    citations: list[Row] = [{"cited_number": number, "relation": said} for said, number in cited.items()]
    return Side("", {"notices": [notice], "citations": citations})


@pytest.mark.parametrize(
    ("cited", "level", "tasks", "expected"),
    [
        pytest.param({"amends": OLD}, "national", 3, "amends", id="amends"),
        pytest.param({"amends": "国办发[2019] 3 号"}, "national", 3, "amends", id="number written otherwise"),
        pytest.param({"repeals": OLD}, "national", 3, "supersedes", id="repeals"),
        pytest.param({"supersedes": OLD}, "national", 3, "supersedes", id="supersedes"),
        pytest.param({"basis": OLD, "amends": OLD}, "city", 3, "amends", id="what it does before what it rests on"),
        pytest.param({"basis": OLD}, "city", 3, "breakdown", id="a level below, with tasks"),
        pytest.param({"basis": OLD}, "city", 0, "chosen", id="without tasks"),
        pytest.param({"basis": OLD}, "national", 3, "chosen", id="the same level"),
        pytest.param({"basis": OLD}, "department", 3, "chosen", id="a department is on no level"),
        pytest.param({"amends": "国办发〔2019〕4号"}, "city", 3, "chosen", id="another notice"),
        pytest.param({"mentions": OLD}, "city", 3, "chosen", id="merely mentions"),
    ],
)
def test_the_relation_is_what_the_new_notice_says_of_the_old(
    cited: dict[str, str], level: str, tasks: int, expected: str
) -> None:
    old = side(OLD, "国务院办公厅关于印发改革方案的通知", "national", 5)
    new = side("示政办发〔2019〕8号", "示例市关于落实改革方案的通知", level, tasks, cited)
    assert relation(old, new) == NoticeRelation(expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("2021年政务公开工作要点", "2022年政务公开工作要点", "annual", id="another year"),
        pytest.param("关于２０２１年度考核的通知", "关于2022年度考核的通知", "annual", id="full-width digits"),
        pytest.param("2021年政务公开工作要点", "2021年政务公开工作要点", "chosen", id="the same title"),
        pytest.param("2021年政务公开工作要点", "2022年营商环境工作要点", "chosen", id="another subject"),
        pytest.param("工作要点120211", "工作要点120221", "chosen", id="no year"),
    ],
)
def test_titles_that_differ_in_the_year_alone_are_annual(old: str, new: str, expected: str) -> None:
    assert relation(side("", old, "city", 1), side("", new, "city", 1)) == NoticeRelation(expected)


def test_the_later_notice_of_the_corpus_amends_the_sample() -> None:
    assert sample().relation is NoticeRelation.AMENDS
