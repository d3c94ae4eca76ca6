"""Rulings of scanned tables, told from the strokes of characters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.model.reading import Grid
from pipeline.read.ocr import care, scan_tables
from pipeline.read.pdf import read as read_pdf
from tests.read.made_scan import askew, blank, grid, noisy
from tests.read.test_pdf_ocr import scanned

POINTS = 72 / 200


def quad(x0: float, top: float, x1: float, bottom: float) -> care.Quad:
    return np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], dtype=np.float32)


@pytest.mark.parametrize("degrees", [0.0, 0.1])
def test_the_rulings_of_a_table_are_found(degrees: float) -> None:
    strokes = scan_tables.find_strokes(care.ink(noisy(askew(grid(4, 3), degrees))), [], POINTS)
    rulings = scan_tables.rulings_of(strokes, POINTS)
    level = sorted({round(ruling.top) for ruling in rulings if ruling.top == ruling.bottom})
    upright = sorted({round(ruling.x0) for ruling in rulings if ruling.x0 == ruling.x1})
    assert level == pytest.approx([108, 137, 166, 195, 223], abs=2)
    assert upright == pytest.approx([72, 144, 216, 288], abs=2)


def test_the_strokes_of_characters_are_no_rulings() -> None:
    page = blank()
    page[500:503, 300:460] = 0
    page[480:540, 380:384] = 0
    line = quad(290, 470, 470, 545)
    assert scan_tables.find_strokes(care.ink(page), [line], POINTS) == []
    assert len(scan_tables.find_strokes(care.ink(page), [], POINTS)) == 2


def test_a_line_through_a_ruling_is_two() -> None:
    wall = (400, 300, 403, 900)
    left, right = scan_tables.parted([quad(300, 500, 600, 540)], [wall])
    assert (left[1, 0], right[0, 0]) == pytest.approx((401.5, 401.5))
    assert len(scan_tables.parted([quad(300, 1000, 600, 1040)], [wall])) == 1


def test_rulings_are_whitened_before_the_text_is_read() -> None:
    page = grid(2, 2)
    strokes = scan_tables.find_strokes(care.ink(page), [], POINTS)
    assert (scan_tables.without_strokes(page, strokes) > 200).all()


@pytest.mark.long
def test_a_scanned_table_over_pages_is_the_table_that_was_scanned(shared: Path) -> None:
    """Its cells are joined over their lines as those of the PDF itself: 市司⏎法局 is one office."""
    data = (shared / "tables" / "made" / "task_3pages.pdf").read_bytes()
    tables = [
        [
            (cell.row, cell.column, cell.text.replace(" ", ""))
            for block in read_pdf(each).blocks
            if isinstance(block, Grid)
            for cell in block.cells
        ]
        for each in (data, scanned(data, {1, 2, 3, 4}))
    ]
    right = sum(scan == true for scan, true in zip(tables[1], tables[0], strict=True))
    assert len(tables[0]) > 300 and right >= 0.99 * len(tables[0])
