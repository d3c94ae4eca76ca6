from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import deliverable

CASES = [
    pytest.param("各部门要结合实际，制定承接方案，明确责任。", ["承接方案"], id="verb and product"),
    pytest.param("各市、县政府要结合实际制定具体工作方案", ["具体工作方案"], id="no comma before the verb"),
    pytest.param("制定工作方案和任务清单，报市政府。", ["工作方案", "任务清单"], id="two products"),
    pytest.param("应当编制、发布无条件开放清单和有条件开放清单", ["无条件开放清单", "有条件开放清单"], id="two verbs"),
    pytest.param("进行评估总结，形成试点工作总结报告报送生态环境部", ["试点工作总结报告"], id="the longest product"),
    pytest.param("于11月30日前将当年禁牧休牧工作总结上报我局", ["当年禁牧休牧工作总结"], id="sent with 将"),
    pytest.param("制定和进一步完善地震应急预案", ["地震应急预案"], id="second verb"),
    pytest.param("制定《安全生产法》的配套实施办法。", ["《安全生产法》的配套实施办法"], id="a title inside"),
    pytest.param("1.清查、建立非法挤占水域岸线用地台账（5分）；", ["非法挤占水域岸线用地台账"], id="cell of a table"),
    pytest.param("制定工作方案。编制权责清单。", ["工作方案", "权责清单"], id="sentence by sentence"),
    pytest.param("建立权责清单动态管理机制", [], id="product inside a longer name"),
    pytest.param("按照省政府制定的实施方案抓好落实", [], id="made by others"),
    pytest.param("未制定应急预案的企业，责令改正", [], id="not made"),
    pytest.param("制定应急预案的企业要报备", [], id="attribute"),
    pytest.param("造林绿化部门在编制年度造林种草计划时，要根据当地实际", [], id="circumstance"),
    pytest.param("各地可结合实际制定实施细则", [], id="permission"),
    pytest.param("企业提交的高管人员名单", [], id="attribute with 的"),
    pytest.param("明确机构职责、人员编制调整办法", [], id="编制 as a noun"),
    pytest.param("严格执行国家标准，制定相关标准", [], id="no product of its own"),
    pytest.param("制定本办法。", [], id="the notice itself"),
    pytest.param("关于印发《市级实施方案》的通知", [], id="a citation"),
    pytest.param("制定或调整完善实施办法", ["实施办法"], id="or"),
    pytest.param("形成通用解决方案。", [], id="a solution"),
    pytest.param("", [], id="empty"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_find(text: str, expected: list[str]) -> None:
    assert [match.value for match in deliverable.find(text)] == expected


WORDS = st.sampled_from(
    [*"制定编报送将和、，。（）《》的时\n市", "方案", "清单", "总结", "报告", "各部门要", "已", "按照"]
)


@given(st.lists(WORDS, max_size=40).map("".join))
def test_a_product_is_the_text_at_its_place(text: str) -> None:
    found = deliverable.find(text)
    assert all(text[match.start : match.end] == match.text for match in found)
    assert all(before.end <= behind.start for before, behind in pairwise(found))


@given(st.text())
def test_no_text_raises(text: str) -> None:
    deliverable.find(text)


@pytest.mark.parametrize("piece", ["制定", "方案", "将", "制定方案和", "、", "（", "制定市"])
def test_hostile_text_is_linear(piece: str) -> None:
    deliverable.find(piece * 100_000)
