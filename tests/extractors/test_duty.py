"""Statements of who does what, in brackets, on lines and in cells; units are marked up with their roles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import duty
from extractors.duty import Statement
from extractors.kinds import Role

_ROLES = {"L": Role.LEAD, "R": Role.RESPONSIBLE, "S": Role.SUPPORTING, "V": Role.SUPERVISING}
_TAG = re.compile(r"<([LRSV])>(.*?)</\1>", re.DOTALL)

# <L> leads, <R> is responsible, <S> supports, <V> supervises.
_BRACKETS = {
    "labelled": "（牵头单位：<L>市委编办</L>、<L>市政务办</L>，责任单位：<R>相关承接市直单位</R>，<R>开发区</R>、<R>区县（市）</R>。完成时限：2021年4月10日前）",
    "report_in_the_time": "（责任单位：<R>相关承接市直单位</R>。完成时限：2021年3月15日前，报送至市发展改革委）",
    "time_without_label": "（责任单位：<R>省大数据局</R>，2023年7月至2024年3月）",
    "three_roles": "（牵头单位：<L>市委改革办</L>，责任单位：<R>市政务办</R>，配合单位：<S>市财政局</S>。完成时限：长期坚持）",
    "responsible_or_supporting": "（牵头单位：<L>市教育局</L>；责任（配合）单位：<S>市财政局</S>）",
    "square": "〔牵头单位：<L>区政府办公室</L>，责任单位：<R>区政府有关部门</R>，<R>各街道（功能区）</R>〕",
    "half_width": "[责任单位:<R>市国资委</R>,<R>各县(市、区)政府</R>]",
    "label_without_colon": "（责任单位 <R>市财政局</R>）",
    "label_with_is": "（牵头单位为<L>市财政局</L>，配合单位为<S>市审计局</S>）",
    "blank_between_labels": "（牵头部门：<L>省发展改革委</L> 配合部门：<S>省财政厅</S>、<S>省审计厅</S>）",
    "person_beside": "（责任领导：张三；责任单位：<R>市工信局</R>；责任人：李四）",
    "scope_beside": "（负责部门：<R>民航局</R>，适用范围：陕西自贸试验区）",
    "leads_and_supports": "（<L>省金融监管局</L>牵头，<S>江西银保监局</S>、<S>省发展改革委</S>等配合）",
    "list_over_two_groups": "（<L>省商务厅</L>牵头，<S>省教育厅</S>，<S>各市、县〔区〕人民政府</S>、<S>赣江新区管委会</S>配合）",
    "by_duty": "（<L>国家发展改革委</L>牵头，<R>国务院相关部门</R>及<R>各地区</R>按职责分工负责）",
    "by_duty_alone": "（<R>省法院</R>、<R>省检察院</R>按照职责分工负责）",
    "together_with": "（<L>国家发展改革委</L>、<L>财政部</L>会同<S>有关部门</S>负责）",
    "together_with_behind": "（<L>民政部</L>牵头，会同<S>财政部</S>、<S>教育部</S>等部门负责）",
    "guides_and_carries_out": "（<R>生态环境部</R>指导，<R>试点城市政府</R>负责落实。以下均需试点城市政府落实，不再列出）",
    "guides_and_takes_part": "（<R>商务部</R>指导，<S>供销合作总社</S>参与）",
    "leads_in_charge": "（<L>区自然资源分局</L>牵头负责，<S>各功能区管委会</S>配合）",
    "separated_by_enumeration_comma": "（<L>市发展改革委</L>牵头、<S>市财政局</S>配合）",
    "jointly": "（<L>市发展改革委</L>、<L>市财政局</L>共同牵头）",
    "each": "（<R>市发展改革委</R>、<R>市环保局</R>分别负责落实）",
    "led_by": "（由<L>市财政局</L>牵头，<S>市审计局</S>配合，2022年底前完成）",
    "is_lead": "（<L>市财政局</L>为牵头单位，<S>市审计局</S>为配合单位）",
    "with_an_object": "（<R>市财政局</R>负责资金保障，<R>市审计局</R>负责审计监督）",
    "fields_of_departments": "（<L>农业农村部门</L>牵头，<S>财政</S>、<S>自然资源</S>等部门配合）",
    "hosts": "（主办单位：<L>市教育局</L>，协办单位：<S>市财政局</S>）",
    "supervised": "（<R>市财政局</R>负责，<V>市政府督查室</V>督办）",
    "role_behind_a_unit": "（责任单位：<L>市发改委</L>（牵头）、<R>市财政局</R>）",
    "verb_behind_a_label": "（责任单位：<L>市发改委</L>牵头，<S>市财政局</S>、<S>市审计局</S>配合）",
    "bare_list": "（<R>市农牧业局</R>、<R>市统计局</R>）",
    "rule_for_the_notice": "（<R>税务总局</R>、<R>财政部</R>负责，排在第一位的部门为牵头部门，下同）",
    "strongest_role_once": "（牵头单位：<L>市教育局</L>；责任单位：市教育局、<R>市财政局</R>）",
    "over_a_line_end": "（牵头单位：<L>市教育局</L>，\n责任单位：<R>市财政局</R>）",
    "name_without_ending": "（责任单位：<R>产业集团</R>、<R>市国资运营</R>）",
}
_NO_STATEMENT = {
    "naming": "（以下简称市财政局）",
    "label": "（一）",
    "date": "（2021年3月5日）",
    "doc_number": "（豫政〔2021〕9号）",
    "example": "（如市财政局、市审计局）",
    "inclusion": "（含县级政府）",
    "what_does_not_count": "（不含公示时间）",
    "interpretation": "（由市财政局负责解释）",
    "person": "（责任人：张三）",
    "officer": "（合规负责人）",
    "exception": "（市财政局负责的除外）",
    "rank_of_place": "（市、区）",
    "territories_only": "（开发区、区县（市））",
    "class_of_fields": "（教育、医疗、养老等机构）",
    "nobody": "（责任单位：无）",
}
_LINES = {
    "two_lines": "增长6%。\n[牵头单位：<L>区发改局</L>\n责任单位：<R>立山经济开发区</R>，<R>全区经济运行各专班</R>]\n2.规模",
    "empty_line_between": "增长6%。\n\n[牵头单位：<L>区发改局</L>\n\n责任单位：<R>各街道</R>]\n\n3.社会",
    "time_line": "对象。\n[责任单位：<R>县财政局</R>、<R>县民政局</R>\n完成时限：每季度结束后10日内]\n二、要求",
    "units_on_the_next_line": "推进。\n[责任单位：\n<R>市财政局</R>、<R>市审计局</R>]\n8.推进",
    "list_over_a_line_end": "推进。\n[责任单位：<R>市财政局</R>、\n<R>市审计局</R>]\n二、其他",
    "into_the_next_item": "缓解用工难。 [责任单位:<R>市税务局</R>、<R>人社局</R>] 6.畅通用工信息",
    "into_the_next_part": "扣除。 [责任单位:<R>市财政局</R>、<R>国资委</R>，<R>各县（市、区）人民政府</R>] 四、完善 10.加大",
    "into_prose": "影响。 [责任单位：<R>各行政执法部门</R>] 本政策执行期暂定为三个月。",
    "into_a_sentence": "[责任单位：<R>市财政局</R>]。各单位要加强领导。",
    "lost_line_ends": "推进。 [牵头单位：<L>县民政局</L>责任单位：<R>县统计局</R>完成时限：2023年9月15日前] （二）建设",
    "person_behind": "推进。\n[牵头单位：<L>市商务局</L>\n配合单位：<S>市财政局</S>]\n责任人：李某\n二、要求",
    "never_opened": "推进工作。[责任单位：<R>市财政局</R>]）\n",
    "torn_bracket": "防控工作。[（责任单位：<R>园区管委会</R>、<R>区国资委</R>] 2.搭建",
    "torn_bracket_at_a_line_end": "防控工作。[（责任单位：<R>市教育局</R>]\n二、保障措施",
    "behind_a_dash": "开展检查。[——<R>市市场监管局</R>、<R>市公安局</R>负责]\n（二）优化",
    "behind_a_dash_with_a_time": "开展检查。[——<L>市市场监管局</L>牵头，<S>市公安局</S>配合，2021年6月底前完成]\n",
    "label_behind_a_dash": "开展检查。[——责任单位：<R>市税务局</R>]\n",
    "bullet": "开展检查。\n[▲责任单位：<R>市公安局</R>]\n",
    "person_before": "开展检查。\n[责任领导：张三\n牵头单位：<L>市市场监管局</L>]\n责任人：李四\n",
    "blanks_in_the_label": "开展检查。\n[责 任 单 位：<R>市公安局</R>]\n",
    "bare_labels": "开展检查。\n[牵头：<L>市公安局</L>；配合：<S>市司法局</S>]\n",
    "bare_list_closes_a_paragraph": "推进蔬菜基地建设[（<R>市农牧业局</R>、<R>市财政局</R>）]\n",
}
_NO_LINES = {
    "subject": "各责任单位：要高度重视。",
    "prose": "责任单位要各司其职。",
    "duties_of_roles": "（一）牵头单位：负责统筹协调。（二）配合单位：负责落实。",
    "footer": "主办单位：广州市人民政府办公厅　联系我们：020-12345",
    "imprint": "主办：市委改革办\n\n督办：市政府办公厅二处\n\n抄送：市委各部门",
    "addressees": "市直各单位：\n现通知如下：",
    "drafting": "起草单位：市标准化研究院\n",
    "item_behind_a_dash": "——市财政局负责资金保障\n",
    "prose_behind_a_dash": "优化环境——关键在落实，市财政局负责资金保障工作并监督\n",
    "contact": "联系单位：市财政局\n地址：某路1号",
    "members_of_a_class": "相关部门（市发改委、市财政局）\n",
    "second_name": "郑州市财政局（国资委）\n",
    "signed_title": "《通知》（市政府办公厅、市财政局）\n",
}
_CELLS = [
    pytest.param("市发展改革委\n市财政局", Role.LEAD, "L市发展改革委 L市财政局", id="column_gives_the_role"),
    pytest.param("市财政局牵头，市审计局配合", Role.LEAD, "L市财政局 S市审计局", id="cell_gives_the_role"),
    pytest.param("市财政局牵头落实", Role.RESPONSIBLE, "L市财政局", id="leads"),
    pytest.param("市人社局、市教育局分别牵头落实", Role.RESPONSIBLE, "L市人社局 L市教育局", id="each_leads"),
    pytest.param(
        "市政务服务办、市司法局，各县（市、区）政府",
        Role.SUPPORTING,
        "S市政务服务办 S市司法局 S各县（市、区）政府",
        id="groups",
    ),
    pytest.param("1.市财政局；2.市审计局", Role.RESPONSIBLE, "R市财政局 R市审计局", id="numbered"),
    pytest.param("市财政局，各市配合", Role.RESPONSIBLE, "R市财政局 S各市", id="column_and_cell"),
]


def _marked(marked: str) -> tuple[str, list[tuple[str, Role]]]:
    return _TAG.sub(r"\2", marked), [(name, _ROLES[role]) for role, name in _TAG.findall(marked)]


def _named(statement: Statement) -> list[tuple[str, Role]]:
    return [(item.unit.text, item.role) for item in statement.duties]


@pytest.mark.parametrize("marked", _BRACKETS.values(), ids=_BRACKETS.keys())
def test_a_bracket_states_who_does_what(marked: str) -> None:
    bracket, duties = _marked(marked)
    text = f"扎实推进各项工作。{bracket}\n"
    (match,) = duty.find(text)
    assert match.text == bracket
    assert _named(match.value) == duties
    assert all(item.unit.text == text[item.unit.start : item.unit.end] for item in match.value.duties)


@pytest.mark.parametrize("bracket", _NO_STATEMENT.values(), ids=_NO_STATEMENT.keys())
def test_a_bracket_that_states_nothing(bracket: str) -> None:
    assert duty.find(f"扎实推进各项工作。{bracket}\n") == []


@pytest.mark.parametrize("marked", _LINES.values(), ids=_LINES.keys())
def test_lines_and_torn_brackets_end_with_their_list(marked: str) -> None:
    """The statement stands between [ and ]."""
    with_span, duties = _marked(marked)
    before, statement, after = re.split(r"[\[\]]", with_span)
    (match,) = duty.find(before + statement + after)
    assert (match.start, match.text) == (len(before), statement)
    assert _named(match.value) == duties


@pytest.mark.parametrize("text", _NO_LINES.values(), ids=_NO_LINES.keys())
def test_lines_that_state_nothing(text: str) -> None:
    assert duty.find(text) == []


@pytest.mark.parametrize(("cell", "role", "duties"), _CELLS)
def test_a_cell_has_the_role_of_its_column_unless_it_says_another(cell: str, role: Role, duties: str) -> None:
    statement = duty.read(cell, default=role)
    assert statement is not None
    assert _named(statement) == [(name[1:], _ROLES[name[0]]) for name in duties.split(" ")]


@pytest.mark.parametrize("cell", ["", "无", "—", "/", "张三", "张三、李四", "2021年6月底前", "推进政务公开，加强领导"])
def test_a_cell_that_names_no_unit(cell: str) -> None:
    assert duty.read(cell, default=Role.LEAD) is None


def test_a_list_needs_a_role() -> None:
    assert duty.read("市财政局、市审计局") is None


def test_words_and_rule_of_a_role() -> None:
    (match,) = duty.find("推进。（牵头单位：市教育局；市财政局、市审计局按职责分工配合）")
    assert [(item.role_text, item.rule_id) for item in match.value.duties] == [
        ("牵头单位", "label_lead"),
        ("配合", "verb_supporting"),
        ("配合", "verb_supporting"),
    ]


def test_a_list_that_goes_on_says_so() -> None:
    (match,) = duty.find("推进。（海关总署、商务部等有关部门负责，财政部配合）")
    assert [item.and_so_on for item in match.value.duties] == [True, True, False]


def test_a_torn_bracket_says_so() -> None:
    assert [match.value.closed for match in duty.find("（市财政局负责）（责任单位：市教育局 2.搭建")] == [True, False]


def test_one_name_in_the_only_bracket_signs_the_notice() -> None:
    assert duty.find("会议圆满结束。（新华社）") == []
    assert len(duty.find("得2分。（市农牧业局）\n得3分。（市统计局）")) == 2


def test_several_statements_come_in_order() -> None:
    text = "一、支持企业。（省商务厅负责）\n责任单位：市财政局\n二、加强监管。〔责任单位：市教育局〕"
    assert [match.text for match in duty.find(text)] == [
        "（省商务厅负责）",
        "责任单位：市财政局",
        "〔责任单位：市教育局〕",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "（责任单位：市财政局 " * 5_000,
        "责任单位：" * 20_000,
        "（）" * 50_000,
        "市财政局、" * 20_000,
        "（" + "负责" * 20_000,
    ],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    assert all(match.text == text[match.start : match.end] for match in duty.find(text))


_PIECES = [
    "（",
    "）",
    "〔",
    "〕",
    "牵头单位：",
    "责任单位:",
    "市财政局",
    "各区县（市）",
    "、",
    "，",
    "。",
    "牵头",
    "按职责分工负责",
    "会同",
    "等",
    "\n",
    " ",
    "2.搭建",
    "下同",
    "2021年",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_every_statement_and_unit_is_a_piece_of_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    for match in duty.find(text):
        assert match.text == text[match.start : match.end]
        for item in match.value.duties:
            assert item.unit.text == text[item.unit.start : item.unit.end]
            assert match.start <= item.unit.start < item.unit.end <= match.end


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    duty.find(text)
    duty.read(text, default=Role.LEAD)


@pytest.mark.shared
def test_brackets_and_lines_of_real_notices(shared: Path) -> None:
    """Of all annotated brackets and lines at least 98 in 100 are found, and next to nothing that is none."""
    found = stated = missed = 0
    for path in sorted((shared / "gold" / "texts").glob("*.txt")):
        gold = json.loads((shared / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        text = path.read_text(encoding="utf-8")
        finds = [task["find"] for task in gold["tasks"] if task["source"] in {"bracket", "line"}]
        spans = [(text.find(find), text.find(find) + len(find)) for find in finds if isinstance(find, str)]
        matches = duty.find(text)
        missed += sum(not any(start <= match.start < end for match in matches) for start, end in spans)
        stated += len(spans)
        found += len(matches)
    assert stated > 300
    assert missed <= 0.02 * stated
    assert found <= 1.02 * stated
