"""Which rows of a table are tasks, and which cells say who does them until when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.kinds import Role
from extractors.task_table import CellPart, CellText, TableText, TaskRow, find, find_all


def table(*rows: str, merged: dict[tuple[int, int], tuple[int, int]] | None = None) -> TableText:
    """A table from rows with `|` between cells; `merged` gives row and column spans, and ^ and < stand under them."""
    spans = merged or {}
    cells = [
        CellText(text.strip(), row, column, *spans.get((row, column), (1, 1)))
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
        if text.strip() not in ("^", "<")
    ]
    return TableText(tuple(cells), len(rows), max(line.count("|") + 1 for line in rows))


def text_of(source: TableText, part: CellPart) -> str:
    cell = next(cell for cell in source.cells if (cell.row, cell.column) == (part.row, part.column))
    return cell.text[part.start : part.end]


def shown(source: TableText, task: TaskRow) -> str:
    """A task as `name / content | role: units | time limits | sections`."""
    words = " / ".join(text_of(source, part) for part in (*task.names, *task.contents))
    units = "; ".join(f"{cell.role}: {text_of(source, cell.part)}" for cell in task.roles)
    times = "; ".join(text_of(source, part) for part in task.deadlines)
    sections = "; ".join(text_of(source, part) for part in task.sections)
    return " | ".join((words, units, times, sections))


CASES = [
    pytest.param(
        table(
            "序号|项目名称|一季度目标|二季度目标|四季度目标|责任单位",
            "1|人民公园|完成立项|√||市园林局",
        ),
        ["人民公园 / 完成立项 | responsible: 市园林局 | 一季度目标; 二季度目标 | "],
        id="a period each: its head is the time limit, a mark no content",
    ),
    pytest.param(
        table("序号|项目名称|2023年目标|责任单位", "1|人民公园|完成立项|市园林局"),
        ["人民公园 / 完成立项 | responsible: 市园林局 |  | "],
        id="one period alone is what is to be done",
    ),
    pytest.param(
        table("序号|反馈问题|整改措施|整改时限|责任单位", "1|台账不完善|全面排查|立行立改|市应急局"),
        ["台账不完善 / 全面排查 | responsible: 市应急局 | 立行立改 | "],
        id="a problem and what is done about it",
    ),
    pytest.param(
        table(
            "序号|重点任务|牵头单位|配合单位|完成时限",
            "1|建立企业诉求快速响应机制|市发展改革委|市市场监管局|2023年第三季度",
        ),
        ["建立企业诉求快速响应机制 | lead: 市发展改革委; supporting: 市市场监管局 | 2023年第三季度 | "],
        id="a column each",
    ),
    pytest.param(
        table("序 号|改革举措|主 要 内 容|指导部门|推广范围", "1|侵权损失专利保险|开发保险产品。|国家知识产权局|全国"),
        ["侵权损失专利保险 / 开发保险产品。 | responsible: 国家知识产权局 |  | "],
        id="heads with blanks, a name and a content",
    ),
    pytest.param(
        table("市级任务分工表|<|<", "任务|责任单位|时限", "修订预案|市应急局|5月底前", merged={(0, 0): (1, 3)}),
        ["修订预案 | responsible: 市应急局 | 5月底前 | "],
        id="a title above the heads",
    ),
    pytest.param(
        table(
            "序号|工作任务|责任分工|<|完成时限",
            "^|^|牵头单位|配合单位|^",
            "1|开展摸底调查|民政部|国家统计局|8月底前",
            merged={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1)},
        ),
        ["开展摸底调查 | lead: 民政部; supporting: 国家统计局 | 8月底前 | "],
        id="heads in two rows",
    ),
    pytest.param(
        table(
            "序号|重点任务|具体举措|牵头单位|完成时限",
            "1|保障食品安全|核查经营许可。|市市场监管局|2023年底前",
            "2|^|接入明厨亮灶。|^|^",
            merged={(1, 1): (2, 1), (1, 3): (2, 1), (1, 4): (2, 1)},
        ),
        [
            "保障食品安全 / 核查经营许可。 | lead: 市市场监管局 | 2023年底前 | ",
            "保障食品安全 / 接入明厨亮灶。 | lead: 市市场监管局 | 2023年底前 | ",
        ],
        id="a task for each row under merged units",
    ),
    pytest.param(
        table(
            "序号|任务|责任单位|时限",
            "1|开展专项治理|市城管局|6月底前",
            "^|^|市住建局|9月底前",
            merged={(1, 0): (2, 1), (1, 1): (2, 1)},
        ),
        ["开展专项治理 | responsible: 市城管局; responsible: 市住建局 | 6月底前; 9月底前 | "],
        id="one task whose units stand in two rows",
    ),
    pytest.param(
        table(
            "序号|任务|牵头单位|配合单位",
            "1|修订预案|市应急局|市气象局",
            "2|组织演练|同上|〃",
            "3|储备物资|市粮储局|无",
        ),
        [
            "修订预案 | lead: 市应急局; supporting: 市气象局 |  | ",
            "组织演练 | lead: 市应急局; supporting: 市气象局 |  | ",
            "储备物资 | lead: 市粮储局 |  | ",
        ],
        id="ditto marks and 无",
    ),
    pytest.param(
        table(
            "序号|任务|责任单位",
            "一、营商环境方面|<|<",
            "1|推行告知承诺制|市司法局",
            "（一）监管|<|<",
            "2|联合抽查|市市场监管局",
            "二、民生保障方面||",
            "3|建设养老服务中心|市民政局",
            merged={(1, 0): (1, 3), (3, 0): (1, 3)},
        ),
        [
            "推行告知承诺制 | responsible: 市司法局 |  | 一、营商环境方面",
            "联合抽查 | responsible: 市市场监管局 |  | 一、营商环境方面; （一）监管",
            "建设养老服务中心 | responsible: 市民政局 |  | 二、民生保障方面",
        ],
        id="rows that head sections, merged or with the rest blank",
    ),
    pytest.param(
        table(
            "序号|考核项目|分值|考核内容",
            "|总分|100|",
            "一、|通用考核项目（全部责任单位）|40|",
            "1|组织领导|8|积极配合各乡镇开展工作。",
            "二、|奖扣分项目||",
            "2|检查评比||按结果加分。",
        ),
        ["组织领导 / 积极配合各乡镇开展工作。 | responsible: 全部责任单位 |  | 通用考核项目（全部责任单位）"],
        id="a section that names units for its rows, totals are none",
    ),
    pytest.param(
        table(
            "序号|考核项目|<|分值|考核内容",
            "1|重点考核部门|县工信局|60|治理工业污染。",
            "2|^|县水利局|15|整治排污口。",
            "|^|^|20|整治岸线。",
            "3|^|县环保局|60|保护水源。",
            merged={(0, 1): (1, 2), (1, 1): (4, 1), (2, 2): (2, 1)},
        ),
        [
            "重点考核部门 / 治理工业污染。 | responsible: 县工信局 |  | ",
            "重点考核部门 / 整治排污口。 | responsible: 县水利局 |  | ",
            "重点考核部门 / 整治岸线。 | responsible: 县水利局 |  | ",
            "重点考核部门 / 保护水源。 | responsible: 县环保局 |  | ",
        ],
        id="units under a head that does not say so",
    ),
    pytest.param(
        table("序号|任务|责任分工", "1|制定方案|市发展改革委牵头，市财政局配合", "2|专项督查|市政府督查室"),
        [
            "制定方案 | responsible: 市发展改革委牵头，市财政局配合 |  | ",
            "专项督查 | responsible: 市政府督查室 |  | ",
        ],
        id="责任分工 over units",
    ),
    pytest.param(
        table(
            "序号|任务|责任单位",
            "1|修订预案|市应急局",
            "序号|任务|责任单位",
            "2|组织演练|市应急局",
            "合计||2",
            "注：按季报送||",
        ),
        ["修订预案 | responsible: 市应急局 |  | ", "组织演练 | responsible: 市应急局 |  | "],
        id="heads again on the next page, a sum and a note",
    ),
    pytest.param(
        table("序号|任务|责任单位及完成时限", "1|修订预案|市应急局，5月底前"),
        ["修订预案 | responsible: 市应急局，5月底前 | 市应急局，5月底前 | "],
        id="units and time limit in one column",
    ),
    pytest.param(
        table("类别|序号|任务|牵头单位", "一、营商环境|1|推进一网通办|市大数据局", "|2|减材料|市司法局"),
        ["推进一网通办 | lead: 市大数据局 |  | 一、营商环境", "减材料 | lead: 市司法局 |  | 一、营商环境"],
        id="a category that is not merged",
    ),
    pytest.param(table("序号|收费项目|收费标准|执收单位", "1|登记费|80元|市不动产登记中心"), [], id="a list of fees"),
    pytest.param(
        table("序号|许可事项名称|主管部门", "1|食品经营许可|市市场监管局", "2|建筑许可|市住建局"),
        [],
        id="a list of permits",
    ),
    pytest.param(
        table("一级指标|二级指标|指标说明", "医疗质量|功能定位|计算方法：门诊人次。"), [], id="indicators without units"
    ),
    pytest.param(
        table("索引号：|114401067|分类：|", "发布机构：|天河区财政局|成文日期：|2024-03-14"), [], id="a page's metadata"
    ),
    pytest.param(TableText((), 0, 0), [], id="an empty table"),
]


@pytest.mark.parametrize(("source", "tasks"), CASES)
def test_a_row_is_a_task_where_the_table_says_who_does_it(source: TableText, tasks: list[str]) -> None:
    assert [shown(source, task) for task in find(source)] == tasks


def test_a_carried_value_stands_in_the_row_that_it_comes_from() -> None:
    source = table("序号|任务|牵头单位", "1|修订预案|市应急局", "2|组织演练|同上")
    second = find(source)[1]
    assert second.rows == (2,)
    assert second.carried == (CellPart(1, 2, 0, 4),)


def test_a_role_cell_knows_its_head_and_rule() -> None:
    (task,) = find(table("任务|牵头单位（部门）", "修订预案|市应急局"))
    assert [(cell.role, cell.head, cell.rule_id) for cell in task.roles] == [
        (Role.LEAD, "牵头单位（部门）", "head_lead")
    ]


@pytest.mark.parametrize("columns", [100, 100_000], ids=["wide", "very wide"])
def test_a_grid_of_more_columns_than_any_notice_has_is_no_table(columns: int) -> None:
    assert find(TableText((CellText("责任单位", 0, 0, 1, columns),), 1, columns)) == []


_TEXTS = st.sampled_from(
    [
        "",
        "序号",
        "任务",
        "责任单位",
        "牵头单位",
        "完成时限",
        "1",
        "一、",
        "一、总则",
        "市财政局",
        "同上",
        "无",
        "开展检查。",
        "合计",
        "注：略",
    ]
)


@given(st.lists(st.lists(st.tuples(_TEXTS, st.integers(0, 3), st.integers(0, 3)), max_size=6), max_size=8))
def test_any_grid_is_read_and_every_part_is_in_its_cell(rows: list[list[tuple[str, int, int]]]) -> None:
    cells = [
        CellText(text, row, column, high, wide)
        for row, line in enumerate(rows)
        for column, (text, high, wide) in enumerate(line)
    ]
    source = TableText(tuple(cells), len(rows), max(map(len, rows), default=0))
    for task in find(source):
        assert task.roles
        for part in (*task.names, *task.contents, *task.sections, *(cell.part for cell in task.roles)):
            assert text_of(source, part).strip()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["3pages", "ditto", "grid_scan", "rowspan", "section_rows"])
def test_the_made_tables_come_out_row_by_row(shared: Path, name: str) -> None:
    rows = json.loads((shared / "tables" / "made" / f"task_{name}.json").read_text(encoding="utf-8"))["rows"]
    source = table(*("|".join(row) for row in rows))
    wanted, above = [], [""] * len(rows[0])
    for row in rows[1:]:
        above = [last if text in ("同上", "〃") else text for text, last in zip(row, above, strict=True)]
        if sum(map(bool, row)) > 1:
            task, lead, supporting, time = above[-4:]
            wanted.append((task, [(Role.LEAD, lead), (Role.SUPPORTING, supporting)], time))
    found = [
        (
            text_of(source, task.names[0]),
            [(cell.role, text_of(source, cell.part)) for cell in task.roles],
            text_of(source, task.deadlines[0]),
        )
        for task in find(source)
    ]
    assert found == wanted


def test_a_table_without_heads_goes_on_with_the_one_before() -> None:
    first = table("序号|任务|责任单位|时限", "1|稳增长|市发改委|全年")
    following = table("2|办好学校|市教育局|9月1日前", "3|办好医院|市卫健委|年底前")
    other = table("1|张三|市政府|组长", "2|李四|办公室主任|成员")
    found = find_all([first, following, other])
    assert [shown(following, task) for task in found[1]] == [
        "办好学校 | responsible: 市教育局 | 9月1日前 | ",
        "办好医院 | responsible: 市卫健委 | 年底前 | ",
    ]
    assert found[2] == []
