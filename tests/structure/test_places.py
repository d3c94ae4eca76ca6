"""Where the words of the one text stand: lines and cells found again behind joining, tidying and leaving out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.model.reading import Block, Box, Cell, Grid, Line, Stretch
from pipeline.read import read
from pipeline.structure import build
from pipeline.structure.places import places


def box(top: float) -> Box:
    return Box(1, 90.0, top, 500.0, top + 16.0)


def line(text: str, top: float) -> Line:
    return Line(text, box=box(top))


GRID = Grid(
    (Cell("任务", 0, 0), Cell("市财政局\n市教育局", 0, 1, stretches=(Stretch(4, box(30)), Stretch(4, box(50))))), 1, 2
)


@pytest.mark.parametrize(
    ("blocks", "text", "found"),
    [
        pytest.param(
            [line("制定承", 10), line("接方案。", 30)],
            "制定承接方案。",
            [("制定承", 10), ("接方案。", 30)],
            id="joined",
        ),
        pytest.param([line("2021 年 3 月", 10)], "2021年3月", [("2021年3月", 10)], id="tidied"),
        pytest.param(
            [line("目录", 10), line("第一条 总则", 30)], "第一条 总则", [("第一条 总则", 30)], id="a line left out"
        ),
        pytest.param([line("一", 10), line("第十一条", 30)], "第十一条", [("第十一条", 30)], id="short line left out"),
        pytest.param([GRID], "任务\t市财政局 市教育局", [("市财政局", 30), ("市教育局", 50)], id="lines of a cell"),
        pytest.param([Line("没有位置")], "没有位置", [], id="format without boxes"),
        pytest.param([line(" ", 10)], "", [], id="nothing"),
    ],
)
def test_lines_are_found_in_the_text(blocks: Sequence[Block], text: str, found: list[tuple[str, float]]) -> None:
    assert [(each.span.of(text), each.box.top) for each in places(blocks, text)] == found


def test_every_character_of_a_pdf_has_a_place(corpus: Path) -> None:
    notice = build(read((corpus / "郑政文〔2021〕26号.pdf").read_bytes()))
    placed = "".join(each.span.of(notice.text) for each in notice.placed)
    assert "".join(placed.split()) == "".join(notice.text.split())
    assert {each.box.page for each in notice.placed} == set(range(1, 7))
