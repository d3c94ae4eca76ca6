"""Rows that are ruled only across take the columns of their head."""

from __future__ import annotations

import pytest

from pipeline.model.reading import Grid
from pipeline.read.pdf import read
from tests.read.made_pdf import Sheet, pdf

EDGES = [90.0, 130.0, 290.0, 400.0, 505.0]
HEAD = ["序号", "重点任务", "牵头单位", "完成时限"]
TASKS = [
    ["1", "制定方案", "市财政局", "3月底前"],
    ["2", "报送进展", "", "4月底前"],
    ["3", "开展检查", "市应急局", "年底前"],
]


def ruled_head(*body: list[str] | str) -> Sheet:
    """A table whose head alone has rulings between its cells; a row that is one text is set from the left edge."""
    heights = [100 + 20 * index for index in range(len(body) + 2)]
    sheet = Sheet()
    for edge in EDGES:
        last = heights[-1] if edge in (EDGES[0], EDGES[-1]) else heights[1]
        sheet.rule(edge, heights[0], edge, last)
    for height in heights:
        sheet.rule(EDGES[0], height, EDGES[-1], height)
    for height, row in zip(heights, [HEAD, *body], strict=False):
        texts = [row] if isinstance(row, str) else row
        for left, text in zip(EDGES, texts, strict=False):
            sheet.text(left + 5, height + 5, text, size=10)
    return sheet


def rows(sheet: Sheet) -> list[list[tuple[str, int]]]:
    """Text and columns of each cell, row by row."""
    (grid,) = [block for block in read(pdf(sheet)).blocks if isinstance(block, Grid)]
    return [[(c.text, c.column_span) for c in grid.cells if c.row == row] for row in range(grid.rows)]


def single(texts: list[str]) -> list[tuple[str, int]]:
    return [(text, 1) for text in texts]


def test_rows_without_rulings_between_their_cells_have_the_columns_of_the_head() -> None:
    assert rows(ruled_head(*TASKS)) == [single(row) for row in [HEAD, *TASKS]]


@pytest.mark.parametrize(
    "merged",
    [
        pytest.param("一、民生", id="a section's row in the first columns"),
        pytest.param(
            "备注：以上事项由市政府督查室按季度督查并通报，结果纳入年度考核。", id="a sentence over the edges"
        ),
        pytest.param("联系人 电话 传真 邮箱 地址 邮编 网址 备注 其他", id="words with blanks between them"),
    ],
)
def test_a_row_of_one_text_stays_one_cell(merged: str) -> None:
    found = rows(ruled_head(*TASKS, merged))
    assert found == [*(single(row) for row in [HEAD, *TASKS]), [(merged, 4)]]


def test_rows_of_sections_are_not_parted_for_one_that_could_be() -> None:
    sections = ["一、营商环境方面", "二、民生保障方面", "三、城市治理方面"]
    found = rows(ruled_head(*sections, TASKS[0]))
    assert [len(row) for row in found] == [4, 1, 1, 1, 1]


def test_one_row_shows_no_columns() -> None:
    assert [len(row) for row in rows(ruled_head(TASKS[0]))] == [4, 1]
