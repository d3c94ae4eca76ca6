"""Rulings of scanned tables, told from the strokes of characters."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ocr import care, scan_tables
from tests.read.made_scan import askew, blank, grid, noisy

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
