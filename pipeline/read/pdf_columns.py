"""The columns of rows that have rulings above and below them and none between their cells, as the rulings of the head say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.read.pdf_lines import TextLine, lines_of
from pipeline.read.pdf_objects import Glyph

# Row and row after the last, left and right edge of a cell, by their places in the table.
Extent = tuple[int, int, int, int]

# The gap between two columns is wider than this, in ems: no blank between words is.
_GUTTER = 0.5
# So many rows, and this part of those without rulings between their cells, must show the columns.
_ROWS = 2
_SHARE = 0.5


def part_rows(
    edges: Sequence[float], extents: Sequence[Extent], inside: Sequence[list[Glyph]]
) -> tuple[list[Extent], list[list[Glyph]]]:
    """The cells with their glyphs, rows of one cell as wide as the table parted at its edges where their text leaves these
    free.

    Where most such rows do not (the rows of sections, notes), none is parted: they are merged cells.
    """
    whole = [index for index, extent in enumerate(extents) if _is_whole_row(extent, len(edges)) and inside[index]]
    in_columns = {index for index in whole if _leaves_free(lines_of(inside[index]), edges)}
    if len(in_columns) < max(_ROWS, _SHARE * len(whole)):
        return list(extents), list(inside)
    cells: list[tuple[Extent, list[Glyph]]] = []
    for index, (extent, glyphs) in enumerate(zip(extents, inside, strict=True)):
        cells += _parted(extent, glyphs, edges) if index in in_columns else [(extent, glyphs)]
    return [extent for extent, _ in cells], [glyphs for _, glyphs in cells]


def _is_whole_row(extent: Extent, edges: int) -> bool:
    first, last, left, right = extent
    return last - first == 1 and left == 0 and right == edges - 1


def _leaves_free(lines: Sequence[TextLine], edges: Sequence[float]) -> bool:
    """Whether the text stands in two columns at least, and each edge that a line goes over is in a gap of it."""
    columns = {_column(edges, glyph) for line in lines for glyph in line.glyphs}
    return len(columns) > 1 and all(_has_gaps(line, edges) for line in lines)


def _has_gaps(line: TextLine, edges: Sequence[float]) -> bool:
    gaps = [(left.x1, right.x0) for left, right in pairwise(line.glyphs) if right.x0 - left.x1 > _GUTTER * line.height]
    over = [edge for edge in edges if line.x0 < edge < line.x1]
    return all(any(start <= edge <= end for start, end in gaps) for edge in over)


def _column(edges: Sequence[float], glyph: Glyph) -> int:
    """The column of a glyph's middle."""
    return min(max(bisect_right(edges, (glyph.x0 + glyph.x1) / 2) - 1, 0), len(edges) - 2)


def _parted(extent: Extent, glyphs: list[Glyph], edges: Sequence[float]) -> list[tuple[Extent, list[Glyph]]]:
    columns: list[list[Glyph]] = [[] for _ in edges[1:]]
    for glyph in glyphs:
        columns[_column(edges, glyph)].append(glyph)
    first, last, _, _ = extent
    return [((first, last, left, left + 1), members) for left, members in enumerate(columns)]
