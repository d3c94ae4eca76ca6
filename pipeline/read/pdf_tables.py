"""Ruled tables of one page: pdfplumber's table finder on the rulings that PDFium gives."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.model.reading import Box
from pipeline.read.pdf_columns import Extent, part_rows
from pipeline.read.pdf_lines import TextLine, lines_of
from pipeline.read.pdf_objects import Glyph, Page
from pipeline.read.rulings import Ruling

# The rulings of a table stand this near to where they should, in points.
_TOLERANCE = 3.0
# Rows and columns are wider than this; what is narrower is a double ruling.
_NARROW = 4.5
# A ruling that reaches this far beyond the last one across it leaves a column or row open at its end.
_OPEN = 12.0
# So many rulings must end together to say where an open table ends.
_ENDS = 3
# A page of the densest tables seen has 550 crossings; the search is quadratic.
_MAX_CROSSINGS = 5_000
_MAX_EDGES = 2_000


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell between the edges `left` and `right` (places in the table's `edges`); `lines` is its text."""

    row: int
    left: int
    right: int
    row_span: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or the part of one, on one page: vertical `edges` from left to right, a box for each row.

    `padding` is what stays free left and right in a cell when its lines are full.
    """

    edges: tuple[float, ...]
    rows: tuple[Box, ...]
    cells: tuple[PageCell, ...]
    padding: float


def find_tables(page: Page) -> tuple[list[PageTable], list[Glyph]]:
    """The page's tables from top to bottom, and the glyphs that stand in none of their cells.

    A table has two columns or more, and text. Raises nothing; a page whose rulings are too many has no tables.
    """
    glyphs = list(page.glyphs)
    tables: list[PageTable] = []
    for boxes in _cell_groups(page.rulings):
        grid = _Grid(boxes)
        if len(grid.edges) < 3:
            continue
        inside, outside = grid.share_out(glyphs)
        grid.extents, inside = part_rows(grid.edges, grid.extents, inside)
        if table := _table(grid, inside, page):
            tables.append(table)
            glyphs = outside
    return tables, glyphs


_CellBox = tuple[float, float, float, float]
# An edge as pdfplumber has it.
_Edge = dict[str, Any]


def _cell_groups(rulings: Sequence[Ruling]) -> list[list[_CellBox]]:
    """The boxes of each table's cells."""
    upright = sum(ruling.x0 == ruling.x1 for ruling in rulings)
    if upright < 2 or upright == len(rulings):
        return []
    # Takes a tenth of a second to load, and most notices have no table.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
    from pdfplumber.utils import filter_edges

    merged = merge_edges([_edge(ruling) for ruling in dict.fromkeys(rulings)], *[_TOLERANCE] * 4)
    edges = filter_edges(merged, min_length=_TOLERANCE)
    if len(edges) > _MAX_EDGES:
        return []
    edges = _closed(edges)
    crossings = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    if len(crossings) > _MAX_CROSSINGS:
        return []
    groups: list[list[_CellBox]] = cells_to_tables(intersections_to_cells(crossings))
    return groups


def _edge(ruling: Ruling) -> _Edge:
    x0, top, x1, bottom = ruling
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if top == bottom else "v",
    }


def _closed(edges: list[_Edge]) -> list[_Edge]:
    """The edges, and one along each side that a table leaves open: many have no rulings left and right, and a table that
    goes on over the page may have none at the page's end."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    closing: list[_Edge] = []
    for end in ("top", "bottom"):
        for y, start, stop in _open_ends(upright, level, end, ("x0", "top")):
            closing.append(_edge(Ruling(start, y, stop, y)))
    for end in ("x0", "x1"):
        for x, start, stop in _open_ends(level, upright, end, ("top", "x0")):
            closing.append(_edge(Ruling(x, start, x, stop)))
    return edges + closing


def _open_ends(
    edges: list[_Edge], across: list[_Edge], end: str, axes: tuple[str, str]
) -> list[tuple[float, float, float]]:
    """Where edges end together with nothing across them: the place, and from where to where they lie side by side."""
    beside, along = axes
    found = []
    for place, ending in _gathered(edges, end):
        for members in _of_one_table(ending, across, axes) if len(ending) >= _ENDS else ():
            start, stop = members[0][beside], members[-1][beside]
            crossing = [edge for edge in across if edge[beside] <= stop and edge[_OTHER_END[beside]] >= start]
            far = [edge for edge in crossing if abs(edge[along] - place) > _TOLERANCE]
            closing = sum(edge[_OTHER_END[beside]] - edge[beside] for edge in crossing if edge not in far)
            is_open = far and min(abs(edge[along] - place) for edge in far) > _OPEN and closing < stop - start - _OPEN
            if len(members) >= _ENDS and is_open:
                found.append((place, start, stop))
    return found


def _of_one_table(edges: list[_Edge], across: list[_Edge], axes: tuple[str, str]) -> list[list[_Edge]]:
    """The edges, parted where a table ends: where nothing goes across from one to the next over more than its widest row or
    column. A section's row over all columns is no wider; the title between two tables, or what is above the first, is."""
    gaps = [following[axes[0]] - edge[axes[0]] for edge, following in pairwise(edges)]
    tied = [_is_tied(edge, following, across, axes) for edge, following in pairwise(edges)]
    widest = max((gap for gap, is_tied in zip(gaps, tied, strict=True) if is_tied), default=0.0)
    groups = [edges[:1]]
    for following, gap, is_tied in zip(edges[1:], gaps, tied, strict=True):
        if is_tied or gap <= widest:
            groups[-1].append(following)
        else:
            groups.append([following])
    return groups


def _is_tied(edge: _Edge, following: _Edge, across: list[_Edge], axes: tuple[str, str]) -> bool:
    """Whether an edge goes across from one edge to the next."""
    beside, along = axes
    start, stop = edge[beside] + _TOLERANCE, following[beside] - _TOLERANCE
    first, last = following[along] - _TOLERANCE, following[_OTHER_END[along]] + _TOLERANCE
    return any(
        other[beside] <= start and other[_OTHER_END[beside]] >= stop and first <= other[along] <= last
        for other in across
    )


_OTHER_END = {"x0": "x1", "top": "bottom"}


def _gathered(edges: list[_Edge], end: str) -> list[tuple[float, list[_Edge]]]:
    """The edges that end at one place, by that place; those of one place from left to right or top to bottom."""
    groups: list[tuple[float, list[_Edge]]] = []
    for edge in sorted(edges, key=lambda edge: float(edge[end])):
        if groups and edge[end] - groups[-1][0] <= _TOLERANCE:
            groups[-1][1].append(edge)
        else:
            groups.append((edge[end], [edge]))
    return [(place, sorted(members, key=lambda edge: (edge["x0"], edge["top"]))) for place, members in groups]


class _Grid:
    """The edges between which a table's cells lie, and which cell covers what."""

    def __init__(self, boxes: Iterable[_CellBox]) -> None:
        boxes = list(boxes)
        self.edges = _distinct(x for box in boxes for x in (box[0], box[2]))
        self.heights = _distinct(y for box in boxes for y in (box[1], box[3]))
        extents = (
            (_place(self.heights, top), _place(self.heights, bottom), _place(self.edges, x0), _place(self.edges, x1))
            for x0, top, x1, bottom in boxes
        )
        # Row and row after the last, left and right edge.
        self.extents: list[Extent] = []
        self._owner: dict[tuple[int, int], int] = {}
        # A box that stands inside a cell (shading behind its text, the frame of a picture) is no cell.
        for extent in sorted({e for e in extents if e[0] < e[1] and e[2] < e[3]}, key=_size, reverse=True):
            first, last, left, right = extent
            places = [(row, column) for row in range(first, last) for column in range(left, right)]
            if not any(place in self._owner for place in places):
                self._owner.update(dict.fromkeys(places, len(self.extents)))
                self.extents.append(extent)

    def share_out(self, glyphs: Iterable[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
        """The glyphs of each cell by their middles, and those of none."""
        inside: list[list[Glyph]] = [[] for _ in self.extents]
        outside: list[Glyph] = []
        edges, heights, owner = self.edges, self.heights, self._owner
        for glyph in glyphs:
            _, x0, top, x1, bottom, _ = glyph
            row = bisect_right(heights, (top + bottom) / 2) - 1
            index = owner.get((row, bisect_right(edges, (x0 + x1) / 2) - 1)) if row >= 0 else None
            (outside if index is None else inside[index]).append(glyph)
        return inside, outside


def _size(extent: Extent) -> tuple[int, Extent]:
    first, last, left, right = extent
    return (last - first) * (right - left), extent


def _distinct(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NARROW:
            kept.append(value)
    return kept


def _place(edges: list[float], value: float) -> int:
    return bisect_right(edges, value + 0.01) - 1


def _table(grid: _Grid, inside: list[list[Glyph]], page: Page) -> PageTable | None:
    """The table, without rows in which no cell has text and none comes from above; None where there is no text."""
    texts = [tuple(lines_of(glyphs)) if glyphs else () for glyphs in inside]
    used = _used_rows(grid, texts)
    if not used:
        return None
    rows = tuple(
        Box(page.number, grid.edges[0], grid.heights[row], grid.edges[-1], grid.heights[row + 1]) for row in used
    )
    number = {row: index for index, row in enumerate(used)}
    cells = []
    for (first, last, left, right), lines in zip(grid.extents, texts, strict=True):
        standing = [number[row] for row in range(first, last) if row in number]
        if standing:
            cells.append(PageCell(standing[0], left, right, len(standing), lines))
    cells.sort(key=lambda cell: (cell.row, cell.left))
    return PageTable(tuple(grid.edges), rows, tuple(cells), _padding(grid, texts) + page.blur)


def _used_rows(grid: _Grid, texts: list[tuple[TextLine, ...]]) -> list[int]:
    """The rows in which a cell with text begins, and those that only a cell over several rows goes on into."""
    extents = list(zip(grid.extents, texts, strict=True))
    used = {first for (first, _, _, _), lines in extents if lines}
    spanned = {row for (first, last, _, _), lines in extents if lines for row in range(first, last)}
    begun = {first for (first, _, _, _), _ in extents}
    return sorted(used | (spanned & begun)) if used else []


def _padding(grid: _Grid, texts: list[tuple[TextLine, ...]]) -> float:
    """What the fullest lines leave free on both sides together."""
    left_free, right_free = [_OPEN], [_OPEN]
    for (_, _, left, right), lines in zip(grid.extents, texts, strict=True):
        left_free += [max(0.0, line.x0 - grid.edges[left]) for line in lines]
        right_free += [max(0.0, grid.edges[right] - line.x1) for line in lines]
    return min(left_free) + min(right_free)
