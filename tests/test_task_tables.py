"""Tables of tasks end to end: the same rows from a page, from DOCX, XLSX and PDF, and all rows of the made PDFs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.archive import office
from pipeline.extract import extract
from pipeline.model.task import Ledger, TaskSource
from pipeline.read import read
from pipeline.resolve import resolve
from pipeline.structure import build
from tests.made_office import converted, needs_office
from tests.made_table import Grid, Item, as_docx, as_html, as_pdf, as_xlsx, saved_as_xlsx


def ledger(data: bytes) -> Ledger:
    notice = build(read(data))
    return resolve(notice, extract(notice))


def rows(data: bytes) -> list[str]:
    """Each table task as `text | roles and units | last days or kinds of its limits`."""
    return [
        " | ".join(
            (
                task.text.replace("\n", " / "),
                " ".join(f"{found.role.value[:4]}:{found.unit_text}" for found in task.assignments),
                " ".join(str(limit.due_date or limit.kind) for limit in task.deadlines),
            )
        ).strip()
        for task in ledger(data).tasks
        if task.source is TaskSource.TABLE
    ]


TABLES: dict[str, tuple[tuple[Item, ...], list[str]]] = {
    "heads in two rows, persons among them": (
        (
            Grid(
                (
                    "序号|重点任务|责任分工|<|<|完成时限",
                    "^|^|牵头领导|牵头单位|配合单位|^",
                    "1|制定承接方案|张三|市委编办|市司法局、市财政局|3月底前",
                    "2|强化协同配合|李四|市政务办|无|年底前",
                )
            ),
        ),
        [
            "制定承接方案 | lead:市委编办 supp:市司法局 supp:市财政局 | 2023-03-31",
            "强化协同配合 | lead:市政务办 | 2023-12-31",
        ],
    ),
    "an aim over many rows": (
        (
            Grid(
                (
                    "目标任务|工作举措|牵头单位|责任单位|完成时限",
                    "优化营商环境|推行告知承诺制。|市司法局|市直各部门|6月底前",
                    "^|建立投诉机制。|市营商办|各县（市、区）政府|^",
                    "^|压缩开办时间。|市市场监管局|市税务局|9月底前",
                    "促进就业|开展培训。|市人社局|市教育局、市总工会|11月底前",
                )
            ),
        ),
        [
            "优化营商环境 / 推行告知承诺制。 | lead:市司法局 resp:市直各部门 | 2023-06-30",
            "优化营商环境 / 建立投诉机制。 | lead:市营商办 resp:各县（市、区）政府 | 2023-06-30",
            "优化营商环境 / 压缩开办时间。 | lead:市市场监管局 resp:市税务局 | 2023-09-30",
            "促进就业 / 开展培训。 | lead:市人社局 resp:市教育局 resp:市总工会 | 2023-11-30",
        ],
    ),
    "several limits, roles in the cell": (
        (
            Grid(
                (
                    "序号|工作任务|责任单位|时间安排",
                    "1|推进一网通办|市大数据局牵头，市政务办、市司法局配合|3月完成方案，6月底前全面推开",
                    "2|改造老旧小区|市住建局（牵头）、市财政局、各区政府|2023年底",
                    "3|建设公园|牵头单位：市园林局；配合单位：市财政局|长期",
                    "4|体育设施|市体育局会同市教育局|11月底前",
                )
            ),
        ),
        [
            "推进一网通办 | lead:市大数据局 supp:市政务办 supp:市司法局 | 2023-03-31 2023-06-30",
            "改造老旧小区 | lead:市住建局 resp:市财政局 resp:各区政府 | 2023-12-31",
            "建设公园 | lead:市园林局 supp:市财政局 | ongoing",
            "体育设施 | lead:市体育局 supp:市教育局 | 2023-11-30",
        ],
    ),
    "nobody and as above": (
        (
            Grid(
                (
                    "序号|工作任务|牵头单位|配合单位|完成时限",
                    "1|推进一网通办|市大数据局|—|6月底",
                    "2|改造老旧小区|市住建局|/|同上",
                    "3|建设公园|〃|无|〃",
                    "4|养老服务|市民政局||—",
                )
            ),
        ),
        [
            "推进一网通办 | lead:市大数据局 | 2023-06-30",
            "改造老旧小区 | lead:市住建局 | 2023-06-30",
            "建设公园 | lead:市住建局 | 2023-06-30",
            "养老服务 | lead:市民政局 |",
        ],
    ),
    "sections and heads that stand again": (
        (
            Grid(
                (
                    "序号|任务|责任单位|时限",
                    "一、经济发展（2项）|<|<|<",
                    "1|稳增长|市发改委|6月底",
                    "2|扩投资|市发改委、市工信局|9月底",
                    "序号|任务|责任单位|时限",
                    "二、民生保障（1项）|<|<|<",
                    "3|办好学校|市教育局|9月1日前",
                )
            ),
        ),
        [
            "稳增长 | resp:市发改委 | 2023-06-30",
            "扩投资 | resp:市发改委 resp:市工信局 | 2023-09-30",
            "办好学校 | resp:市教育局 | 2023-09-01",
        ],
    ),
    "two tables": (
        (
            "一、经济类",
            Grid(("序号|任务|责任单位|时限", "1|稳增长|市发改委|6月底", "2|扩投资|市工信局|9月底")),
            "二、民生类",
            Grid(("序号|任务|责任单位|时限", "3|办好学校|市教育局|9月1日前", "4|办好医院|市卫健委|年底前")),
        ),
        [
            "稳增长 | resp:市发改委 | 2023-06-30",
            "扩投资 | resp:市工信局 | 2023-09-30",
            "办好学校 | resp:市教育局 | 2023-09-01",
            "办好医院 | resp:市卫健委 | 2023-12-31",
        ],
    ),
    "persons beside units": (
        (
            Grid(
                (
                    "序号|工作任务|牵头领导|责任单位及责任人|配合单位|备注",
                    "1|稳增长|张三|市发改委 李四|市财政局|每月调度",
                    "2|扩投资|王五|市工信局（赵六）||资金由市财政局保障",
                )
            ),
        ),
        ["稳增长 | resp:市发改委 supp:市财政局 |", "扩投资 | resp:市工信局 |"],
    ),
    "a quarter a column": (
        (
            Grid(
                (
                    "序号|项目名称|一季度目标|二季度目标|三季度目标|四季度目标|责任单位",
                    "1|人民公园|完成立项|开工建设|完成主体|竣工验收|市园林局",
                    "2|第一中学|完成设计|完成招标|开工||市教育局",
                )
            ),
        ),
        [
            "人民公园 / 完成立项 / 开工建设 / 完成主体 / 竣工验收 | resp:市园林局 | 2023-03-31 2023-06-30 2023-09-30 2023-12-31",
            "第一中学 / 完成设计 / 完成招标 / 开工 | resp:市教育局 | 2023-03-31 2023-06-30 2023-09-30",
        ],
    ),
    "a form": (
        (
            Grid(
                (
                    "任务名称|推进一网通办|<|<",
                    "工作内容|建设统一平台，实现全程网办。|<|<",
                    "牵头单位|市大数据局|责任单位|市政务办、市司法局",
                    "完成时限|2023年6月底前|责任人|张三",
                )
            ),
        ),
        [
            "推进一网通办 / 建设统一平台，实现全程网办。 | lead:市大数据局 resp:市政务办 resp:市司法局 | 2023-06-30",
        ],
    ),
    "duties in the cell": (
        (
            Grid(
                (
                    "序号|工作任务|责任单位及分工|完成时限",
                    "1|稳增长|市发改委负责统筹协调；市财政局负责资金保障；市统计局负责数据监测|6月底",
                    "2|扩投资|市工信局：制定方案；市财政局：落实资金|9月底",
                )
            ),
        ),
        [
            "稳增长 | resp:市发改委 resp:市财政局 resp:市统计局 | 2023-06-30",
            "扩投资 | resp:市工信局 resp:市财政局 | 2023-09-30",
        ],
    ),
    "problems": (
        (
            Grid(
                (
                    "序号|反馈问题|整改目标|整改措施|整改时限|责任单位|责任人",
                    "1|项目进度慢|加快进度|加强调度|2023年6月底|市发改委|张三",
                    "2|台账不完善|完善台账|全面排查|立行立改，长期坚持|市应急局|李四",
                )
            ),
        ),
        [
            "项目进度慢 / 加快进度 / 加强调度 | resp:市发改委 | 2023-06-30",
            "台账不完善 / 完善台账 / 全面排查 | resp:市应急局 | immediate ongoing",
        ],
    ),
    "one task, units below one another": (
        (
            Grid(
                (
                    "序号|任务|牵头单位|配合单位",
                    "1|稳增长|市发改委|市财政局",
                    "^|^|^|市统计局",
                    "2|促消费|市商务局|市税务局",
                )
            ),
        ),
        [
            "稳增长 | lead:市发改委 supp:市财政局 supp:市统计局 |",
            "促消费 | lead:市商务局 supp:市税务局 |",
        ],
    ),
    "units before tasks": (
        (
            Grid(
                (
                    "责任单位|序号|工作任务|完成时限",
                    "市发改委|1|稳增长|6月底",
                    "^|2|扩投资|9月底",
                    "市教育局|3|办好学校|9月1日前",
                )
            ),
        ),
        [
            "稳增长 | resp:市发改委 | 2023-06-30",
            "扩投资 | resp:市发改委 | 2023-09-30",
            "办好学校 | resp:市教育局 | 2023-09-01",
        ],
    ),
    "members, no tasks": ((Grid(("职务|姓名|单位", "组长|张三|市政府", "成员|李四|市财政局")),), []),
    "fees, no tasks": (
        (Grid(("序号|收费项目|收费标准|收费单位", "1|占道费|10元|市城管局", "2|停车费|5元|市公安局")),),
        [],
    ),
    "permits, no tasks": (
        (
            Grid(
                ("序号|许可事项名称|实施机关|设定依据", "1|排水许可|市水务局|《条例》", "2|施工许可|市住建局|《办法》")
            ),
        ),
        [],
    ),
}


@pytest.mark.parametrize("make", [as_html, as_docx, as_xlsx, as_pdf], ids=["html", "docx", "xlsx", "pdf"])
@pytest.mark.parametrize(("items", "expected"), TABLES.values(), ids=TABLES.keys())
def test_rows_are_exact_in_each_format(make, items: tuple[Item, ...], expected: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert rows(make(*items)) == expected


@pytest.mark.long
@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_rows_are_exact_in_old_workbooks_made_by_conversion(ending: str) -> None:
    """ET files of WPS are XLS by their content."""
    saved = converted({name: as_xlsx(*items) for name, (items, _) in TABLES.items()}, "xlsx", ending)
    again = office.convert(saved)
    assert {office.kind(data) for data in saved.values()} == {ending}
    for name, (_, expected) in TABLES.items():
        data = again[name]
        assert isinstance(data, bytes)
        assert rows(data) == expected, name


@pytest.mark.shared
def test_the_table_of_a_notice_saved_as_xlsx_has_the_same_rows(shared: Path) -> None:
    page = (shared / "gold" / "originals" / "shicheng_county.html").read_bytes()
    assert rows(saved_as_xlsx(read(page).blocks)) == rows(page) != []


_WORK = (
    "推进政务服务“一网通办”，建设统一平台，打通部门数据壁垒，实现材料免提交",
    "建立企业诉求快速响应机制",
    "完善住房保障信息公开。开展专项检查，对发现的问题建立台账，逐项整改销号；举一反三完善制度",
    "开展安全生产大排查大整治",
)
_UNITS = ("市发展改革委", "市工业和信息化局、市市场监管局、各县（市、区）人民政府", "市财政局")
LONG = {
    "numbered": Grid(
        (
            "序号|重点任务|牵头单位|配合单位|完成时限",
            *(f"{n}|{_WORK[n % 4]}|{_UNITS[n % 3]}|市审计局|2023年{n}月底前" for n in range(1, 10)),
        )
    ),
    "without numbers": Grid(
        ("重点任务|责任单位|完成时限", *(f"{_WORK[n % 4]}|{_UNITS[n % 3]}|2023年{n}月底前" for n in range(1, 10)))
    ),
    "merged": Grid(
        (
            "类别|重点任务|具体举措|责任单位|完成时限",
            *(
                f"{'^' if n % 3 else f'第{n}类'}|{'^' if n % 3 == 1 else f'目标{n}'}|{_WORK[n % 4]}|{_UNITS[n % 3]}|{n + 1}月底前"
                for n in range(9)
            ),
        )
    ),
}


@pytest.mark.parametrize("repeat", [0, 1], ids=["heads once", "heads on each page"])
@pytest.mark.parametrize("height", [420.0, 400.0, 380.0])
@pytest.mark.parametrize("grid", LONG.values(), ids=LONG.keys())
def test_rows_that_a_page_cuts_are_whole_again(grid: Grid, height: float, repeat: int) -> None:
    assert rows(as_pdf(grid, height=height, repeat=repeat)) == rows(as_html(grid))


_DUE = {
    "2023年6月底前": {date(2023, 6, 30)},
    "2023年第三季度": {date(2023, 9, 30)},
    "2023年12月31日": {date(2023, 12, 31)},
    "每季度一次，长期坚持": set(),
    "2023年3月15日前": {date(2023, 3, 15)},
    "8月底前": {date(2023, 8, 31)},
    "2024年上半年": {date(2024, 6, 30)},
    "立行立改，持续推进": set(),
}


@pytest.mark.shared
@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
@pytest.mark.parametrize("name", ["3pages", "ditto", "rowspan", "section_rows"])
def test_every_row_of_a_made_table_is_exact(shared: Path, name: str, ending: str) -> None:
    folder = shared / "tables" / "made"
    made = json.loads((folder / f"task_{name}.json").read_text(encoding="utf-8"))["rows"]
    pdf = (folder / f"task_{name}.pdf").read_bytes()
    found = ledger(pdf if ending == "pdf" else saved_as_xlsx(read(pdf).blocks)).tasks
    expected = _without_ditto([row[-4:] for row in made[1:] if any(row[2:])])
    assert [task.text for task in found] == [row[0] for row in expected]
    for task, (text, lead, supporting, limit) in zip(found, expected, strict=True):
        units = {
            role: "、".join(item.unit_text for item in task.assignments if item.role.value == role)
            for role in ("lead", "responsible", "supporting")
        }
        assert units == {"lead": lead, "responsible": "", "supporting": supporting.replace("，", "、")}
        due = {limit.due_date for limit in task.deadlines if limit.due_date}
        # 年内 stands in the task's own words.
        assert due == _DUE[limit] | ({date(2023, 12, 31)} if "年内" in text else set())


def _without_ditto(table: list[list[str]]) -> list[list[str]]:
    resolved: list[list[str]] = []
    for row in table:
        above = resolved[-1] if resolved else row
        resolved.append([old if new in ("同上", "〃") else new for new, old in zip(row, above, strict=True)])
    return resolved
