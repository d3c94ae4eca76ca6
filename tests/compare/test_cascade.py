"""Tasks of notices of several levels side by side."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rich.cells import cell_len

from pipeline.compare.asking import cascade_of
from pipeline.compare.cascade import Cascade, Counts, cascade, rows_of
from pipeline.compare.cascade_table import count_lines, printed
from pipeline.errors import StoreError
from pipeline.tabulate.csv_file import write_table
from pipeline.tabulate.spec import table
from tests.compare.archives import archive_of, notice
from tests.compare.sides import side_of_text


def plan(issuer: str, number: str, day: str, *items: str) -> str:
    body = "一、重点任务\n" + "\n".join(f"（{'一二三四'[place]}）{item}" for place, item in enumerate(items))
    return notice("关于印发数字经济发展行动方案的通知", number, body, day=day, issuer=issuer)


PROVINCE = plan(
    "河南省人民政府",
    "豫政〔2022〕1号",
    "2022年1月5日",
    "建设省级工业互联网平台。（牵头单位：省工业和信息化厅。完成时限：2022年12月31日前）",
    "开展数据要素市场化配置试点。（牵头单位：省大数据局。完成时限：2022年10月31日前）",
    "组织高校设立人工智能学院。（牵头单位：省教育厅。完成时限：2023年6月30日前）",
)
CITY = plan(
    "郑州市人民政府",
    "郑政〔2022〕5号",
    "2022年3月5日",
    "开展数据要素市场化配置试点。（牵头单位：市大数据局。完成时限：2022年9月30日前）",
    "建设工业互联网平台。（牵头单位：市工信局。完成时限：2022年11月30日前）",
    "举办数字经济博览会。（牵头单位：市贸促会。完成时限：2022年8月31日前）",
)
COUNTY = plan(
    "中牟县人民政府",
    "牟政〔2022〕9号",
    "2022年5月5日",
    "建设工业互联网平台。（牵头单位：县工信局。完成时限：2022年12月15日前）",
)


@pytest.fixture(scope="module")
def made() -> Cascade:
    return cascade([side_of_text(COUNTY), side_of_text(PROVINCE), side_of_text(CITY)])


def test_notices_stand_from_the_highest_level_down(made: Cascade) -> None:
    assert [document.doc_number for document in made.documents] == [
        "豫政〔2022〕1号",
        "郑政〔2022〕5号",
        "牟政〔2022〕9号",
    ]


def test_each_level_has_its_lead_due_date_and_slack(made: Cascade) -> None:
    (line,) = [
        line for line in made.lines if line.shares[0] and "工业互联网" in str(line.shares[0].tasks[0]["task_name"])
    ]
    shares = [share for share in line.shares if share]
    assert [(share.leads, share.due_date, share.slack_days) for share in shares] == [
        (("省工业和信息化厅",), "2022-12-31", None),
        (("市工信局",), "2022-11-30", 31),
        (("县工信局",), "2022-12-15", -15),
    ]


def test_tasks_not_taken_over_and_tasks_of_its_own_are_counted(made: Cascade) -> None:
    assert made.counts == (Counts(taken_over=2, not_taken_over=1, own=1), Counts(1, 2, 0))


def test_every_task_of_every_level_stands_in_the_cascade(made: Cascade) -> None:
    stated = [row["task_id"] for line in made.lines for share in line.shares if share for row in share.tasks]
    assert len(stated) == len(set(stated)) == 7


def test_a_notice_whose_level_nobody_can_tell_stands_by_its_date() -> None:
    bureau = plan("示例局", "示局〔2022〕2号", "2022年2月1日", "举办数字经济博览会。（牵头单位：市贸促会）")
    made = cascade([side_of_text(CITY), side_of_text(bureau), side_of_text(PROVINCE)])
    assert [document.date for document in made.documents] == ["2022-01-05", "2022-02-01", "2022-03-05"]


def test_the_rows_are_those_of_the_table(made: Cascade, tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    assert write_table(path, "cascade", rows_of(made)) == 3 * 3 + 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["cascade_id"] for row in rows}) == len(rows)
    (statuses,) = [column.values for column in table("cascade").columns if column.name == "status"]
    assert {row["status"] for row in rows} == set(statuses)


def test_the_printed_table_says_who_when_and_how_much_earlier(made: Cascade) -> None:
    words = printed(made, "zh")
    assert "2022-11-30  提前 31 天" in words
    assert "2022-12-15  推后 15 天" in words
    assert "未承接" in words and "[自设]" in words
    assert next(iter(count_lines(made, "en"))) == "郑政〔2022〕5号: 2 taken over, 1 not taken over, 1 of its own"


def test_the_printed_table_is_as_wide_as_it_is_asked_to_be(made: Cascade) -> None:
    for width in (60, 80, 160):
        assert max(map(cell_len, printed(made, "zh", width=width).split("\n"))) <= width


def test_an_archive_is_asked_by_numbers_in_any_order(tmp_path: Path, made: Cascade) -> None:
    folder = archive_of(tmp_path, {"c.md": CITY, "p.md": PROVINCE, "x.md": COUNTY})
    found = cascade_of(folder, ["牟政〔2022〕9号", "郑政[2022]5号", "豫政〔2022〕1号"], language="en")
    assert found.counts == made.counts
    with pytest.raises(StoreError, match="found 1"):
        cascade_of(folder, ["郑政〔2022〕5号", "郑政〔2022〕5号"], language="en")
