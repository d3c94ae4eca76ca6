"""Tables of DOCX files to grids: spans, cells merged downwards, rows that begin later than others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from lxml import etree

from pipeline.model.reading import Block, Cell, Grid, Line
from pipeline.read.numbering import value_of, w, whole_number

_ROW, _CELL = w("tr"), w("tc")
_MAX_COLUMNS = 512


class Contents(Protocol):
    """What reads the contents of cells: the page goes on from cell to cell, `warnings` gathers codes."""

    page: int
    warnings: set[str]

    def contents(self, container: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
        """The wanted elements of the container, also those inside content controls and the like."""

    def blocks(self, container: etree._Element) -> list[Block]:
        """The lines and grids of the container."""


def read_table(table: etree._Element, contents: Contents) -> list[Block]:
    """The table as a grid; as lines where it has only one column or no text, or more columns than a table can have."""
    rows = [row for row in contents.contents(table, {_ROW}) if row.find(f"{w('trPr')}/{w('del')}") is None]
    drafts: list[_Draft] = []
    row_pages: list[int] = []
    above: _Mergeable = {}
    for number, row in enumerate(rows):
        before, above = len(drafts), _row(row, number, above, drafts, contents)
        pages = [b.page for draft in drafts[before:] for b in draft.blocks if isinstance(b, Grid) or not is_blank(b)]
        row_pages.append(pages[0] if pages else contents.page)
    return _arranged(drafts, row_pages, contents.warnings)


def is_blank(block: Block) -> bool:
    return isinstance(block, Line) and not block.text


def texts_of(blocks: Iterable[Block]) -> list[str]:
    """The lines that have text; a table's rows are lines, its cells parted by a blank."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            texts.append(block.text.strip())
        else:
            rows = groupby(block.cells, key=attrgetter("row"))
            texts += [" ".join(cell.text for cell in cells).strip() for _, cells in rows]
    return [text for text in texts if text]


@dataclass(slots=True)
class _Draft:
    """A cell of a table while the rows are read; `left` and `right` count the table's grid columns."""

    row: int
    left: int
    right: int
    blocks: list[Block]
    row_span: int = 1


# Cells by their left and right edges.
_Mergeable = dict[tuple[int, int], _Draft]


def _row(row: etree._Element, number: int, above: _Mergeable, drafts: list[_Draft], contents: Contents) -> _Mergeable:
    """Adds the cells that begin in this row; returns those that stand in it, by their edges, for cells below to go on from."""
    standing: _Mergeable = {}
    # Each cell begins on the page where the row begins; the row ends where its longest cell does.
    first_page = last_page = contents.page
    for cell, left, right in _extents(row, contents):
        draft = above.get((left, right)) if _goes_on(cell, "vMerge") else None
        if draft is None:
            contents.page = first_page
            draft = _Draft(number, left, right, contents.blocks(cell))
            drafts.append(draft)
            last_page = max(last_page, contents.page)
        else:
            draft.row_span += 1
            _warn_of_text(cell, contents)
        standing[left, right] = draft
    contents.page = last_page
    return standing


def _extents(row: etree._Element, contents: Contents) -> list[tuple[etree._Element, int, int]]:
    """The row's cells with their left and right edges, counted in grid columns."""
    extents: list[tuple[etree._Element, int, int]] = []
    left = max(0, whole_number(value_of(row, "trPr", "gridBefore")) or 0)
    for cell in contents.contents(row, {_CELL}):
        right = left + max(1, whole_number(value_of(cell, "tcPr", "gridSpan")) or 1)
        if extents and _goes_on(cell, "hMerge"):
            _warn_of_text(cell, contents)
            extents[-1] = (*extents[-1][:2], right)
        else:
            extents.append((cell, left, right))
        left = right
    return extents


def _goes_on(cell: etree._Element, name: str) -> bool:
    """Whether the cell is merged (vMerge, hMerge) into the one before it."""
    merge = cell.find(f"{w('tcPr')}/{w(name)}")
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _warn_of_text(cell: etree._Element, contents: Contents) -> None:
    """Word shows no text of a cell that goes on from another one."""
    if any((text.text or "").strip() for text in cell.iter(w("t"))):
        contents.warnings.add("hidden_text_dropped")


def _arranged(drafts: list[_Draft], row_pages: list[int], warnings: set[str]) -> list[Block]:
    """The cells as a grid, or what stands in them.

    Columns are the stretches between the edges of cells, so that a span counts only what the table really parts.
    """
    edges = sorted({edge for draft in drafts for edge in (draft.left, draft.right)})
    column = {edge: index for index, edge in enumerate(edges)}
    columns = len(edges) - 1
    blocks = [block for draft in drafts for block in draft.blocks]
    if columns > _MAX_COLUMNS:
        warnings.add("table_too_wide")
    if columns < 2 or columns > _MAX_COLUMNS or not texts_of(blocks):
        return [block for block in blocks if not is_blank(block)]
    cells = tuple(
        Cell("\n".join(texts_of(d.blocks)), d.row, column[d.left], d.row_span, column[d.right] - column[d.left])
        for d in drafts
    )
    return [Grid(cells, len(row_pages), columns, row_pages[0], tuple(row_pages))]
