"""Markdown to lines and grids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.model.reading import Flow, Grid, Line
from pipeline.read.markdown import inline, read


def texts(markdown: str) -> list[str]:
    return [block.text for block in read(markdown.encode()).blocks if isinstance(block, Line) and block.text]


FRONT = """---
标题: 上海市住房和城乡建设管理委员会关于延长有效期的通知
文号: "沪建建管〔2026〕84号"
分类:
  - 工程
  - 管理
---

> 以[官方链接](https://www.shanghai.gov.cn/a(1))发布版本为准。

# 通知
"""


def test_front_matter_is_fields() -> None:
    reading = read(FRONT.encode())
    assert reading.fields == (
        ("标题", "上海市住房和城乡建设管理委员会关于延长有效期的通知"),
        ("文号", "沪建建管〔2026〕84号"),
        ("分类", "工程；管理"),
    )
    assert reading.title == "上海市住房和城乡建设管理委员会关于延长有效期的通知"
    assert texts(FRONT) == ["以官方链接发布版本为准。", "通知"]


def test_rules_that_enclose_no_pairs_are_no_front_matter() -> None:
    assert read("---\n各区人民政府\n---\n正文。".encode()).fields == ()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("## 一、目标要求 ##", [("一、目标要求", 2)], id="hashes"),
        pytest.param("通知\n====\n正文", [("通知", 1), ("正文", 0)], id="underlined"),
        pytest.param("#1楼", [("#1楼", 0)], id="no-blank-behind-the-hash"),
        pytest.param("# 一\n\n---\n\n* * *\n二", [("一", 1), ("二", 0)], id="rules-go"),
    ],
)
def test_headings_have_their_level(markdown: str, expected: list[tuple[str, int]]) -> None:
    blocks = read(markdown.encode()).blocks
    assert [(b.text, b.heading) for b in blocks if isinstance(b, Line) and b.text] == expected
    assert all(b.flow is (Flow.HARD if b.heading else Flow.WRAP) for b in blocks if isinstance(b, Line))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("**牵头单位**：市财政局", "牵头单位：市财政局", id="bold"),
        pytest.param("***要点***、__要点__、~~旧~~", "要点、要点、旧", id="bold-italic-struck"),
        pytest.param("2*3*4=24，a_b_c", "2*3*4=24，a_b_c", id="stars-and-underscores-of-the-text"),
        pytest.param(r"1\. 不是列表 \# \*", "1. 不是列表 # *", id="escapes"),
        pytest.param('见[方案](a.md "题")和<https://gov.cn>', "见方案和https://gov.cn", id="links"),
        pytest.param("图![章](seal.png)后", "图后", id="image"),
        pytest.param("郑政文[2021]26号(略)", "郑政文[2021]26号(略)", id="brackets-of-the-text"),
        pytest.param("<u>下划</u>&nbsp;&lt;意见&gt;", "下划 <意见>", id="html"),
        pytest.param("<2024—2026年意见>", "<2024—2026年意见>", id="angle-brackets-of-the-text"),
    ],
)
def test_marks_within_a_line_go(markdown: str, expected: str) -> None:
    assert inline(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("- 市财政局\n* 市审计局\n+ [ ] 待办", ["市财政局", "市审计局", "待办"], id="bullets-go"),
        pytest.param("1. 制定方案\n（一）报送", ["1. 制定方案", "（一）报送"], id="numbers-stay"),
        pytest.param("- 1 -\n-5℃", ["- 1 -", "-5℃"], id="dashes-of-the-text"),
        pytest.param("> > 引文\n>=5人", ["引文", ">=5人"], id="quotes"),
        pytest.param("```\n代码\n```", ["代码"], id="fences-go"),
        pytest.param("署名<br>日期<br/>", ["署名", "日期"], id="breaks"),
    ],
)
def test_marks_of_lines_go(markdown: str, expected: list[str]) -> None:
    assert texts(f"# 标题\n{markdown}")[1:] == expected


def test_a_table_is_a_grid() -> None:
    (grid,) = read("|序号|任\\|务|\n|:--|---:|\n|1|**制定**<br>方案|\n|2|\n".encode()).blocks
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        (0, 0, "序号"),
        (0, 1, "任|务"),
        (1, 0, "1"),
        (1, 1, "制定\n方案"),
        (2, 0, "2"),
    ]
    assert (grid.rows, grid.columns) == (3, 2)


def test_an_html_table_is_a_grid_too() -> None:
    table = "<table><tr><td rowspan=2>一</td><td>市财政局</td></tr>\n<tr><td>市审计局</td></tr></table>"
    (_, grid, line) = read(f"# 分工\n{table}\n后文".encode()).blocks
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.row_span) for cell in grid.cells] == [("一", 2), ("市财政局", 1), ("市审计局", 1)]
    assert isinstance(line, Line) and line.text == "后文"


def test_a_comment_with_text_is_hidden_text() -> None:
    reading = read("# 通知\n<!-- 责任单位：注释局 -->正文".encode())
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["通知", "正文"]
    assert reading.warnings == ("hidden_text_dropped",)


def test_a_blank_file_is_an_error() -> None:
    with pytest.raises(ReadError):
        read(b" \n")


@given(st.text(st.sampled_from("#*_[]()`~<>\\|-: \n一a1!&")))
def test_any_marks_are_read(text: str) -> None:
    if text.strip():
        read(text.encode())


def test_a_cell_that_says_so_is_merged_with_the_one_above() -> None:
    reading = read(
        "| 任务 | 牵头单位 |\n|---|---|\n| 一 | 市财政局 |\n| 二 | ^^ |\n| 三 | ^^ |\n| ^^ | 市教育局 |".encode()
    )
    (grid,) = [block for block in reading.blocks if isinstance(block, Grid)]
    spans = {cell.text: (cell.row, cell.row_span) for cell in grid.cells}
    assert spans["市财政局"] == (1, 3) and spans["三"] == (3, 2) and spans["市教育局"] == (4, 1)
    assert "^^" not in spans
