"""Yearly series of an archive, each notice against the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.errors import StoreError
from pipeline.series import compared_series, write_series
from tests.test_run import csv_rows

POINTS = """# 示例市人民政府办公室文件

示政办〔{year}〕5号

## 示例市人民政府办公室关于印发示例市{year}年政务公开工作要点的通知

各区县人民政府，市政府各部门：

《示例市{year}年政务公开工作要点》已经市政府同意，现印发给你们，请认真组织落实。

示例市人民政府办公室

{year}年3月5日

## 示例市{year}年政务公开工作要点

一、推进决策公开

（一）建立重大决策预公开制度，覆盖率达到{share}%。（牵头单位：市政府办公室。完成时限：{year}年{month}月底前）

（二）完善政策解读机制，重要政策文件在3个工作日内解读。（牵头单位：市政府办公室）
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    for year, share, month in ((2022, 90, 5), (2021, 80, 6), (2023, 95, 9)):
        text = POINTS.format(year=year, share=share, month=month)
        (folder / f"{year}.md").write_text(text, encoding="utf-8")
    run([folder], folder / "out")
    return folder / "out"


def test_each_year_is_compared_with_the_next(archive: Path) -> None:
    found = list(compared_series(archive, "政务公开"))
    assert [(both.old.notice["doc_year"], both.new.notice["doc_year"]) for both in found] == [
        (2021, 2022),
        (2022, 2023),
    ]
    assert {both.relation.value for both in found} == {"annual"}
    figures = [
        change.summary for both in found for change in both.changes if change.field and change.field.value == "figure"
    ]
    assert figures == ["覆盖率由80%提高到90%", "覆盖率由90%提高到95%"]


def test_all_pairs_stand_in_one_table_and_on_a_page_each(archive: Path, tmp_path: Path) -> None:
    pairs = list(write_series(compared_series(archive, "政务公开"), tmp_path, language="zh"))
    rows = csv_rows(tmp_path, "changes")
    assert {row["notice_relation"] for row in rows} == {"annual"} and len({row["change_id"] for row in rows}) == len(
        rows
    )
    names = {f"{both.old.notice['notice_id']}--{both.new.notice['notice_id']}.html" for both in pairs}
    assert {path.name for path in tmp_path.glob("*.html")} == names


def test_words_without_a_series_say_so(archive: Path) -> None:
    with pytest.raises(StoreError) as raised:
        list(compared_series(archive, "没有这个系列"))
    assert raised.value.reason_code == "no_series"
