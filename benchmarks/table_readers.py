"""The tables of a PDF as three readers find them, in one form: this program, pdfplumber, camelot.

pdfplumber and camelot (lattice) run with their own settings. pdfplumber's merged cells are told by their boxes, camelot's by
the rulings that it misses between cells.
"""

from __future__ import annotations

import io
import warnings
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import pdfplumber

from benchmarks.table_measure import Table
from pipeline.errors import ReadError
from pipeline.model.reading import Cell, Grid
from pipeline.read.pdf import read

# Gives the tables of a PDF from its bytes.
Reader = Callable[[bytes], list[Table]]

# Columns and rows of pdfplumber's tables that begin this near to each other are one, in points.
_NEAR = 0.01


def duban(data: bytes) -> list[Table]:
    """The grids of the reading; none where the file has no text at all."""
    try:
        reading = read(data)
    except ReadError as error:
        if error.reason_code != "no_text":
            raise
        return []
    return [block.cells for block in reading.blocks if isinstance(block, Grid)]


def plumber(data: bytes) -> list[Table]:
    """What `page.extract_tables()` gives for each page."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [_plumber_cells(table) for page in document.pages for table in page.find_tables()]


def load_camelot() -> Reader:
    """camelot's lattice reader. Raises: ImportError where it is not installed."""
    import camelot

    def found(data: bytes) -> list[Table]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a page without tables is a warning of camelot
            return [_camelot_cells(table) for table in camelot.read_pdf(data, pages="all", flavor="lattice")]

    return found


READERS: dict[str, Callable[[], Reader]] = {
    "duban": lambda: duban,
    "pdfplumber": lambda: plumber,
    "camelot": load_camelot,
}


def _plumber_cells(table: Any) -> Table:
    tops = sorted({row.bbox[1] for row in table.rows})
    lefts = sorted({cell[0] for cell in table.cells})
    cells = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is None:
                continue
            left, right = bisect_left(lefts, box[0] - _NEAR), bisect_left(lefts, box[2] - _NEAR)
            top, bottom = bisect_left(tops, box[1] - _NEAR), bisect_left(tops, box[3] - _NEAR)
            cells.append(Cell(text or "", top, left, max(1, bottom - top), max(1, right - left)))
    return tuple(cells)


def _camelot_cells(table: Any) -> Table:
    """The cells with text, each as far as no ruling ends it."""
    grid = table.cells
    cells = []
    for row, members in enumerate(grid):
        for column, cell in enumerate(members):
            if not cell.text.strip():
                continue
            right, bottom = column, row
            while not grid[row][right].right and right + 1 < len(members) and not grid[row][right + 1].text.strip():
                right += 1
            while (
                not grid[bottom][column].bottom and bottom + 1 < len(grid) and not grid[bottom + 1][column].text.strip()
            ):
                bottom += 1
            cells.append(Cell(cell.text, row, column, bottom - row + 1, right - column + 1))
    return tuple(cells)
