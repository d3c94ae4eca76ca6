"""Cells of scanned tables in which ink stands, but no line was detected: single digits and marks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.lines import Region
from pipeline.read.pdf_objects import Page
from pipeline.read.pdf_tables import PageTable, find_tables

# What is left out along a cell's edges, and what is put around its ink, in points.
_EDGE = 2.5
_AROUND = 3.0
# Ink smaller than this is a speck, larger than this no single line, in points.
_SMALLEST, _HIGHEST = 2.0, 40.0
_MOST = 400

_Box = tuple[float, float, float, float]


def missed_cells(page: Page, ink: NDArray[np.uint8], points: float) -> list[Region]:
    """Where lines may stand in cells that have ink and no text; `points` is the size of a pixel of `ink`."""
    tables, _ = find_tables(page) if page.rulings and page.glyphs else ([], [])
    boxes = [box for table in tables for box in _empty_cells(table)]
    found = (_inked(box, ink, points) for box in boxes[:_MOST])
    return [region for region in found if region is not None]


def _empty_cells(table: PageTable) -> Iterator[_Box]:
    for cell in table.cells:
        if not cell.lines:
            last = table.rows[cell.row + cell.row_span - 1]
            yield table.edges[cell.left], table.rows[cell.row].top, table.edges[cell.right], last.bottom


def _inked(box: _Box, ink: NDArray[np.uint8], points: float) -> Region | None:
    """The ink of a cell with a margin around it; None where there is none."""
    x0, top = (round((value + _EDGE) / points) for value in box[:2])
    x1, bottom = (round((value - _EDGE) / points) for value in box[2:])
    ys, xs = np.nonzero(ink[top:bottom, x0:x1]) if bottom > top and x1 > x0 else (np.array([]), np.array([]))
    if not len(ys):
        return None
    height, width = (float(values.max() - values.min() + 1) * points for values in (ys, xs))
    if max(height, width) < _SMALLEST or height > _HIGHEST:
        return None
    around = _AROUND / points
    left, right = x0 + float(xs.min()) - around, x0 + float(xs.max()) + 1 + around
    upper, lower = top + float(ys.min()) - around, top + float(ys.max()) + 1 + around
    # A single digit is higher than wide; in a square it is not taken for a column of characters.
    half = max(right - left, lower - upper) / 2
    middle = (left + right) / 2
    left, right = max(0.0, min(left, middle - half)), max(right, middle + half)
    quad = np.array([[left, upper], [right, upper], [right, lower], [left, lower]], dtype=np.float32)
    return Region(quad, left, max(0.0, upper), right, lower)
