"""How found tables are measured against true ones."""

from __future__ import annotations

import pytest

from benchmarks.table_measure import Score, Spans, Table, fold, neighbours, relations, shown, texts
from pipeline.model.reading import Cell

# 责任单位 spans two columns, 一类 two rows.
TABLE: Table = (
    Cell("类别", 0, 0),
    Cell("责任单位", 0, 1, column_span=2),
    Cell("一类", 1, 0, row_span=2),
    Cell("市财政局", 1, 1),
    Cell("", 1, 2),
    Cell("市教育局", 2, 1),
    Cell("市民政局", 2, 2),
)


def test_blanks_width_and_capitals_do_not_count() -> None:
    assert fold("（ＧＤＰ）\n 增 长 ﬁt") == "(gdp)增长fit"


def test_a_merged_cell_counts_once_and_blank_cells_do_not() -> None:
    assert texts(TABLE).total() == 6


def test_relations_go_over_blank_cells_and_to_all_neighbours_of_a_merged_cell() -> None:
    assert set(relations(TABLE)) == {
        ("类别", "right", "责任单位"),
        ("一类", "right", "市财政局"),
        ("一类", "right", "市教育局"),
        ("市教育局", "right", "市民政局"),
        ("类别", "below", "一类"),
        ("责任单位", "below", "市财政局"),
        ("责任单位", "below", "市民政局"),
        ("市财政局", "below", "市教育局"),
    }


def test_neighbours_are_the_numbers_of_the_cells() -> None:
    beside, below = neighbours(TABLE)
    assert (0, 1) in beside and (1, 6) in below


@pytest.mark.parametrize(
    ("spans", "places"),
    [
        pytest.param(Spans.KEPT, {(1, 2)}, id="kept"),
        pytest.param(Spans.FIRST, {(1, 1)}, id="first place"),
        pytest.param(Spans.COPIED_DOWN, {(1, 1), (2, 1)}, id="copied down"),
    ],
)
def test_a_merged_cell_is_shown_as_the_truth_shows_it(spans: Spans, places: set[tuple[int, int]]) -> None:
    assert {(cell.row, cell.row_span) for cell in shown(TABLE, spans) if cell.text == "一类"} == places


def test_what_is_split_is_wrong_once_and_found_twice() -> None:
    score = Score.empty()
    score.add(
        [(Cell("制定承接方案", 0, 0), Cell("市财政局", 0, 1))],
        [(Cell("制定", 0, 0), Cell("承接方案", 1, 0), Cell("市财政局", 0, 1))],
    )
    assert (score.cells.expected, score.cells.found, score.cells.right) == (2, 3, 1)
    assert score.cells.f1 == pytest.approx(0.4)


def test_in_column_a_cell_that_is_moved_is_wrong() -> None:
    moved = [(Cell("制定承接方案", 0, 1), Cell("市财政局", 0, 2))]
    scores = [Score.empty(), Score.empty()]
    for score, in_column in zip(scores, (False, True), strict=True):
        score.add([(Cell("制定承接方案", 0, 0), Cell("市财政局", 0, 1))], moved, in_column=in_column)
    assert [score.cells.right for score in scores] == [2, 0]


def test_nothing_found_where_nothing_is_is_right() -> None:
    score = Score.empty()
    score.add([], [])
    assert score.cells.f1 == 1.0
