"""Which text a statement governs, and what else extraction finds in a notice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.model.mention import Mention
from pipeline.model.notice import Notice
from pipeline.model.reading import Cell, Grid, Reading, SourceFormat
from pipeline.model.task import TaskSource
from pipeline.structure import build
from tests.structure.reading import reading


def stated(notice: Notice) -> list[Mention]:
    return [mention for mention in extract(notice).tasks if mention.source is not TaskSource.BODY]


GOVERNED = [
    pytest.param(
        ["（一）甲。做好第一项工作。（责任单位：市财政局）", "（二）乙。做好第二项工作。（责任单位：市税务局）"],
        ["（一）甲。做好第一项工作。（责任单位：市财政局）", "（二）乙。做好第二项工作。（责任单位：市税务局）"],
        id="each_item",
    ),
    pytest.param(
        ["1.甲。推广绿色设计。（工业和信息化部指导）以铅酸蓄电池为重点建立体系。（国家发展改革委、商务部指导）"],
        ["1.甲。推广绿色设计。（工业和信息化部指导）", "以铅酸蓄电池为重点建立体系。（国家发展改革委、商务部指导）"],
        id="from_the_bracket_before",
    ),
    pytest.param(
        [
            "二、支持企业数字化",
            "提升企业数字化能力。（责任单位：省财政厅）",
            "建设智能工厂。（责任单位：省经济和信息化厅）",
        ],
        [
            "二、支持企业数字化\n提升企业数字化能力。（责任单位：省财政厅）",
            "建设智能工厂。（责任单位：省经济和信息化厅）",
        ],
        id="heading_belongs_to_the_first",
    ),
    pytest.param(
        ["（一）优化流程（责任单位：市财政局）", "推行网上办理，压缩办理时限。", "（二）乙"],
        ["（一）优化流程（责任单位：市财政局）\n推行网上办理，压缩办理时限。"],
        id="bracket_behind_a_heading_governs_the_item",
    ),
    pytest.param(
        [
            "（一）地区生产总值增长7%以上",
            "责任单位：区发展和改革局",
            "（二）工业增加值增长12%以上",
            "责任单位：区科技和经信局",
        ],
        [
            "（一）地区生产总值增长7%以上\n责任单位：区发展和改革局",
            "（二）工业增加值增长12%以上\n责任单位：区科技和经信局",
        ],
        id="lines",
    ),
    pytest.param(
        ["地区生产总值增长7%以上", "责任单位：区发展和改革局", "工业增加值增长12%以上", "责任单位：区科技和经信局"],
        ["地区生产总值增长7%以上\n责任单位：区发展和改革局", "工业增加值增长12%以上\n责任单位：区科技和经信局"],
        id="lines_without_numbers",
    ),
    pytest.param(
        ["一、任务", "（一）甲。开展工作。", "有关情况及时报告。（责任单位：市财政局）"],
        ["（一）甲。开展工作。\n有关情况及时报告。（责任单位：市财政局）"],
        id="item_of_two_paragraphs",
    ),
]


@pytest.mark.parametrize(("lines", "governed"), GOVERNED)
def test_governed_text(lines: list[str], governed: list[str]) -> None:
    notice = build(reading(lines))
    assert [mention.span.of(notice.text) for mention in stated(notice)] == governed


def test_signature_and_imprint_hold_no_task() -> None:
    lines = ["各单位：", "请认真落实。", "甲市财政局", "2021年3月5日", "主办：甲市财政局", "（责任单位：甲市税务局）"]
    notice = build(reading(lines))
    assert [mention.span.of(notice.text) for mention in stated(notice)] == []


def grid_of(*rows: tuple[str, ...]) -> Notice:
    cells = tuple(Cell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    return build(Reading(SourceFormat.HTML, (Grid(cells, len(rows), len(rows[0])),)))


def test_row_of_a_table_begins_behind_its_number() -> None:
    notice = grid_of(
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "制定方案", "市财政局", "长期"),
        ("2", "抓好落实", "市税务局", "6月底"),
    )
    assert [mention.span.of(notice.text) for mention in stated(notice)] == [
        "制定方案\t市财政局\t长期",
        "抓好落实\t市税务局\t6月底",
    ]


def test_bare_forms_are_limits_in_a_column_of_limits() -> None:
    notice = grid_of(
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "制定方案", "市财政局", "长期"),
        ("2", "抓好落实", "市税务局", "长期"),
    )
    assert [limit.value.kind.value for limit in extract(notice).slot_limits] == ["ongoing", "ongoing"]


def test_year_of_the_title_gives_a_missing_year_but_no_first_day() -> None:
    notice = build(
        reading(["石城县2018年度工作考核细则", "一、年内完成整治，印发之日起30日内报送方案。（责任单位：县水利局）"])
    )
    limits = extract(notice).limits
    assert [limit.value.due_date and limit.value.due_date.isoformat() for limit in limits] == ["2018-12-31", None]
    assert [limit.value.resolved for limit in limits] == [True, False]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.text(alphabet="（）一二、。，：责任单位牵头市财政局各部门要于前报月日2021年1.\t", max_size=50), max_size=8
    )
)
def test_any_text_gives_mentions_that_hold(lines: list[str]) -> None:
    notice = build(reading(lines))
    for mention in extract(notice).tasks:
        for span in (*mention.governed, *mention.stated):
            assert mention.span.start <= span.start <= span.end <= mention.span.end
        for duty in mention.duties:
            assert notice.text[duty.unit.start : duty.unit.end] == duty.unit.text


def test_a_line_that_closes_several_points_governs_the_item() -> None:
    lines = ["一、甲", "（一）子。开展工作。", "（二）丑。加强管理。", "责任单位：市财政局", "二、乙"]
    notice = build(reading(lines))
    (mention,) = stated(notice)
    assert mention.span.of(notice.text) == "一、甲\n（一）子。开展工作。\n（二）丑。加强管理。\n责任单位：市财政局"
