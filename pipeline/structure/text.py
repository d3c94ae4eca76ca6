"""The one text of a notice: paragraphs and table rows, a line each, with spans and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.notice import Span, TableCell
from pipeline.model.reading import Grid
from pipeline.structure.pieces import Piece, tidy


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with the piece it was made of, or a table with the spans of its rows and cells."""

    span: Span
    piece: Piece | None = None
    rows: tuple[Span, ...] = ()
    cells: tuple[TableCell, ...] = ()
    columns: int = 0


@dataclass(slots=True)
class TextBuilder:
    """Grows a text line by line; `page_starts` has an entry wherever the page changes."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    page_starts: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, pages: tuple[tuple[int, int], ...]) -> Span:
        """The span of `text`, added on a line of its own."""
        for offset, page in pages:
            if not self.page_starts or self.page_starts[-1][1] != page:
                self.page_starts.append((self.length + offset, page))
        span = Span(self.length, self.length + len(text))
        self.parts.append(text)
        self.length += len(text) + 1
        return span


def compose(items: Iterable[Piece | Grid]) -> tuple[str, tuple[tuple[int, int], ...], list[Block]]:
    """The text, where each page starts in it, and its blocks in order."""
    builder = TextBuilder()
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, Grid):
            blocks.append(_add_grid(builder, item))
        else:
            blocks.append(Block(builder.add(item.text, item.pages), item))
    return "\n".join(builder.parts), tuple(builder.page_starts), blocks


def _add_grid(builder: TextBuilder, grid: Grid) -> Block:
    by_row: dict[int, list[int]] = {}
    for index, cell in enumerate(grid.cells):
        by_row.setdefault(cell.row, []).append(index)
    rows: list[Span] = []
    cells: list[TableCell] = []
    for row in range(grid.rows):
        page = grid.row_pages[row] if row < len(grid.row_pages) else grid.page
        texts: list[str] = []
        offset = 0
        spans: list[tuple[int, int, int]] = []
        for index in by_row.get(row, []):
            text = " ".join(tidy(part) for part in grid.cells[index].text.splitlines() if part.strip()).replace(
                "\t", " "
            )
            spans.append((index, offset, offset + len(text)))
            texts.append(text)
            offset += len(text) + 1
        line = builder.add("\t".join(texts), ((0, page),))
        rows.append(line)
        for index, start, end in spans:
            cell = grid.cells[index]
            span = Span(line.start + start, line.start + end)
            cells.append(TableCell(row, cell.column, cell.row_span, cell.column_span, span))
    start = rows[0].start if rows else builder.length
    return Block(Span(start, rows[-1].end if rows else start), None, tuple(rows), tuple(cells), grid.columns)
