"""Outline and paragraphs of a notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.notice import Notice, Part
from pipeline.structure import build
from tests.structure.reading import reading

OUTLINES = [
    pytest.param(
        ["一、总体要求", "二、任务", "（一）甲。内容。", "（二）乙。内容。"], ["1", "2", "2.1", "2.2"], id="two_levels"
    ),
    pytest.param(["一、甲", "（一）子", "二、乙", "（二）子"], ["1", "1.1", "2", "2.2"], id="numbers_run_on"),
    pytest.param(["一、甲", "1.子", "（1）孙", "2.子"], ["1", "1.1", "1.1.1", "1.2"], id="arabic_under_han"),
    pytest.param(["第一章 总则", "第一条 目的", "第二章 职责", "第二条 部门"], ["1", "1.1", "2", "2.2"], id="articles"),
    pytest.param(["1.支持企业。", "1.5%以上的", "2.扩大贷款。"], ["1", "2"], id="decimals_are_no_labels"),
    pytest.param(["（此件公开发布）", "2021年工作"], [], id="no_labels"),
]


@pytest.mark.parametrize(("lines", "paths"), OUTLINES)
def test_paths(lines: list[str], paths: list[str]) -> None:
    assert [clause.path for clause in build(reading(lines)).clauses] == paths


HEADINGS = [
    pytest.param("（一）抓好学习研究。各部门要认真研究，尽快熟悉下放事项。", "抓好学习研究", id="first_sentence"),
    pytest.param("一、目标要求", "目标要求", id="whole_line"),
    pytest.param("（一）优化流程（责任单位：市财政局）", "优化流程", id="bracket_behind"),
    pytest.param("（二）安排资金，加大对一线人员及其家属的支持帮扶力度。（省总工会牵头）", "", id="task_is_no_heading"),
]


@pytest.mark.parametrize(("line", "heading"), HEADINGS)
def test_heading(line: str, heading: str) -> None:
    assert build(reading([line])).clauses[0].heading == heading


def test_gap_in_numbering_is_a_warning() -> None:
    notice = build(reading(["一、甲", "三、丙"]))
    assert [warning.code for warning in notice.warnings] == ["numbering_gap"]


def test_articles_are_numbered_through_the_chapters() -> None:
    notice = build(reading(["第一章 总则", "第一条 目的", "第二章 职责", "第三条 部门"]))
    assert [warning.detail for warning in notice.warnings] == ["第三条 follows number 1"]


def test_an_amended_article_is_no_gap() -> None:
    notice = build(reading(["第三条第二款修改为：“加强领导。”", "第九条中的“甲”改为“乙”。"]))
    assert notice.warnings == ()


def test_a_chapter_that_runs_into_its_article_is_cut() -> None:
    notice = build(reading(["第一章　总则　　第一条　为加强管理，制定本办法。"]))
    assert [clause.path for clause in notice.clauses] == ["1", "1.1"]


PARTS = [
    pytest.param(
        [
            "甲省人民政府令",
            "第183号",
            "《车辆管理办法》已经常务会议通过，现予公布，自2021年5月1日起施行。",
            "省长　王某",
            "2021年3月9日",
            "车辆管理办法",
            "第一条 为加强管理，制定本办法。",
        ],
        "车辆管理办法",
        id="order",
    ),
    pytest.param(
        [
            "甲局关于印发《基地管理办法》的通知",
            "各区、县（市）人民政府：",
            "现将《基地管理办法》印发给你们。",
            "附件：基地管理办法",
            "第一章 总则",
            "第一条 为加强管理，制定本办法。",
        ],
        "附件：基地管理办法",
        id="announced_at_its_own_head",
    ),
]


@pytest.mark.parametrize(("lines", "first"), PARTS)
def test_payload_begins(lines: list[str], first: str) -> None:
    notice = build(reading(lines))
    payload = [p.span.of(notice.text) for p in notice.paragraphs if p.part is Part.PAYLOAD]
    assert payload[0] == first


def test_links_to_files_are_no_payload() -> None:
    lines = [
        "甲局关于印发《评估办法》的通知",
        "各区、县（市）人民政府：",
        "现将办法印发给你们。",
        "2014年12月30日",
        "附件信息:",
        "• 1评估指标.xls",
    ]
    notice = build(reading(lines))
    assert {paragraph.part for paragraph in notice.paragraphs} == {Part.NOTICE}


def test_lines_wrapped_at_a_number_of_characters_are_joined() -> None:
    text = "为贯彻落实中国银保监会2021年第9号令要求，规范互联网贷款业务，各行应于2021年12月31日前完成整改，并于每季度后15日内报送进展情况，同时明确责任部门和联系人，抓好落实。"
    lines = [text[i : i + 26] for i in range(0, len(text), 26)]
    notice = build(reading(lines * 3))
    assert [paragraph.span.of(notice.text) for paragraph in notice.paragraphs] == [text] * 3


JOINED = [
    pytest.param(
        ["各承接部门要切实加强组织领导，统一思想认识，做好工作准备，确保省级下放权", "", "限承接工作顺利推进。"],
        [1, 1, 2],
        1,
        id="page_break_cuts_a_word",
    ),
    pytest.param(["责任单位：市财政局", "责任单位：市税务局"], [1, 1], 2, id="lines_of_units_stay"),
    pytest.param(
        ["各单位要认真贯彻落实，加强组织领导，明确工作责任，抓好各项任务", "一、加强领导"],
        [1, 1],
        2,
        id="label_begins_a_paragraph",
    ),
]


@pytest.mark.parametrize(("lines", "pages", "count"), JOINED)
def test_join(lines: list[str], pages: list[int], count: int) -> None:
    assert len(build(reading(lines, pages=pages)).paragraphs) == count


def test_page_of_a_joined_paragraph() -> None:
    lines = ["各承接部门要切实加强组织领导，统一思想认识，做好工作准备，确保省级下放权", "限承接工作顺利推进。"]
    notice = build(reading(lines, pages=[1, 2]))
    offset = notice.text.index("限承接")
    assert (notice.page_at(offset - 1), notice.page_at(offset)) == (1, 2)


def test_parts_of_a_shell() -> None:
    lines = [
        "甲市人民政府关于印发《甲市发展方案》的通知",
        "各县区人民政府：",
        "《甲市发展方案》已经市政府同意，现印发给你们。",
        "甲市人民政府",
        "2021年3月5日",
        "甲市发展方案",
        "一、总体要求",
        "附件1",
        "任务分工表",
    ]
    parts = [paragraph.part for paragraph in build(reading(lines)).paragraphs]
    assert parts == [Part.NOTICE] * 5 + [Part.PAYLOAD] * 2 + [Part.ANNEX] * 2


def test_announced_annex_that_is_absent_is_a_warning(sample: Notice) -> None:
    assert "annex_missing" in {warning.code for warning in sample.warnings}


@given(
    st.lists(st.text(alphabet="一二（）()、。，：:1.2年月日 　市局关于通知附件第条：《》\t", max_size=40), max_size=12)
)
def test_any_text_is_structured_and_spans_hold(lines: list[str]) -> None:
    notice = build(reading(lines))
    for paragraph in notice.paragraphs:
        assert "\n" not in paragraph.span.of(notice.text)
    for clause in notice.clauses:
        assert clause.own.start == clause.span.start
        assert clause.own.end <= clause.span.end <= len(notice.text)
