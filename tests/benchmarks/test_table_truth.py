"""Which true tables are ruled, and how they are read from their files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks.table_measure import Spans, Table
from benchmarks.table_truth import is_ruled, made, samples
from pipeline.model.reading import Cell
from tests.read.made_pdf import Sheet, pdf

EDGES = [90.0, 250.0, 400.0]
HEIGHTS = [100.0, 130.0, 160.0]
TEXTS = [["序号", "重点任务"], ["1", "制定方案"]]
TABLE: Table = tuple(Cell(text, row, column) for row, texts in enumerate(TEXTS) for column, text in enumerate(texts))


def written(sheet: Sheet) -> Sheet:
    for top, row in zip(HEIGHTS, TEXTS, strict=False):
        for left, text in zip(EDGES, row, strict=False):
            sheet.text(left + 5, top + 5, text, size=10)
    return sheet


def lines(upright: bool, level: bool) -> Sheet:
    sheet = Sheet()
    for edge in EDGES if upright else ():
        sheet.rule(edge, HEIGHTS[0], edge, HEIGHTS[-1])
    for height in HEIGHTS if level else ():
        sheet.rule(EDGES[0], height, EDGES[-1], height)
    return sheet


@pytest.mark.parametrize(
    ("upright", "level", "ruled"),
    [
        pytest.param(True, True, True, id="between all cells"),
        pytest.param(False, True, False, id="three lines"),
        pytest.param(True, False, False, id="columns only"),
    ],
)
def test_a_table_is_ruled_where_rulings_part_its_cells(upright: bool, level: bool, ruled: bool) -> None:
    assert is_ruled(pdf(written(lines(upright, level))), [TABLE]) is ruled


def test_rulings_elsewhere_on_the_page_do_not_count() -> None:
    sheet = written(Sheet().grid([90.0, 250.0, 400.0], [400.0, 430.0, 460.0]))
    assert not is_ruled(pdf(sheet), [TABLE])


def test_a_page_without_tables_is_not_ruled() -> None:
    assert not is_ruled(pdf(lines(True, True)), [])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.pdf").write_bytes(pdf(written(lines(True, True)), Sheet().text(90, 100, "二、重点任务")))
    cells = [
        {"page": 1, "row": c.row, "col": c.column, "end_row": c.row, "end_col": c.column, "text": c.text} for c in TABLE
    ]
    (tmp_path / "cells.json").write_text(json.dumps([{"cells": cells}]), encoding="utf-8")
    (tmp_path / "rows.json").write_text(json.dumps(TEXTS), encoding="utf-8")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "task.pdf").write_bytes(pdf(written(lines(True, True))))
    (tmp_path / "made" / "task.json").write_text(json.dumps({"rows": TEXTS}), encoding="utf-8")
    return tmp_path


def index(folder: Path, expected: str, note: str) -> None:
    with (folder / "index.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["set", "file", "expected", "note"])
        writer.writerows([["icdar2013", "a.pdf", expected, note], ["icdar2013", "unknown.pdf", "", ""]])


@pytest.mark.parametrize(
    ("expected", "note", "spans"),
    [
        pytest.param("cells.json", "", Spans.KEPT, id="cells"),
        pytest.param("rows.json", "", Spans.FIRST, id="rows"),
        pytest.param("rows.json", "row spans copied down", Spans.COPIED_DOWN, id="rows with copies"),
    ],
)
def test_each_page_is_a_sample(folder: Path, expected: str, note: str, spans: Spans) -> None:
    index(folder, expected, note)
    first, second = samples(folder)
    assert (first.group, first.document, first.tables, first.spans) == ("icdar2013", "a.pdf", (TABLE,), spans)
    assert (first.ruled, second.tables, second.ruled) == (True, (), False)
    assert first.data.startswith(b"%PDF") and first.data != second.data


def test_a_made_table_is_a_whole_file(folder: Path) -> None:
    (sample,) = made(folder)
    assert (sample.document, sample.tables, sample.spans) == ("made/task.pdf", (TABLE,), Spans.FIRST)
