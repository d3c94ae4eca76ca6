"""Pages with glyphs and rulings, read from a PDF or from pictures, to one reading.

1. Lines stand in reading order, with their boxes and where they stand in the text area; each may go on in the next (WRAP).
2. A ruled table is one grid over all its pages; its text stands nowhere else.
3. Footnotes follow the text, without their marks in it.
4. Page numbers, running heads and feet, marks of scanners' programs, and text at an angle to the rest go to `furniture`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.model.reading import Block, Frame, Grid, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.ocr.corrections import is_watermark
from pipeline.read.pdf_grids import goes_on, to_grid
from pipeline.read.pdf_layout import Area, Sheet, areas_of, furniture_of, says_continued, size_of, to_line
from pipeline.read.pdf_lines import TextLine, in_columns, lines_of
from pipeline.read.pdf_notes import split_notes
from pipeline.read.pdf_objects import Page
from pipeline.read.pdf_tables import PageTable, find_tables
from pipeline.read.symbols import shown_symbol

# Symbol fonts give their characters codes of their own. Matches: `\uf0b7`. Does not match: `•`.
_SYMBOL = regex.compile("[\uf020-\uf0ff]")
_SYMBOL_FONTS = ("Wingdings", "Symbol")


def to_sheet(page: Page) -> Sheet:
    """The lines and tables of a page; nothing of the page itself is kept."""
    tables, glyphs = find_tables(page)
    lines, notes = split_notes(in_columns(lines_of(glyphs)), page)
    items: list[TextLine | PageTable] = []
    for line in lines:
        while tables and tables[0].rows[0].top < line.top:
            items.append(tables.pop(0))
        items.append(_sized(line, page))
    sized_notes = tuple(_sized(line, page) for line in notes)
    frame = Frame(page.number, round(page.width, 1), round(page.height, 1), page.turned, round(page.skew, 2))
    return Sheet(frame, (*items, *tables), sized_notes)


def assemble(
    kind: SourceFormat, sheets: Sequence[Sheet], *, pages: int, aside: Sequence[str] = (), warnings: set[str]
) -> Reading:
    """One reading of the pages in their order; `aside` is text that stands beside the rest, `pages` how many there are."""
    furniture = _furniture(sheets)
    writer = _Writer(areas_of(sheets, furniture))
    for group in _grouped(_without(sheets, furniture)):
        writer.add(group)
    for sheet in sheets:
        for note in sheet.notes:
            writer.add((sheet, note))
    beside = [line.text for lines in furniture.values() for line in sorted(lines, key=lambda line: line.top)]
    return Reading(
        kind,
        tuple(writer.blocks),
        pages,
        furniture=tuple(dict.fromkeys(writer.clean(text) for text in (*beside, *aside))),
        warnings=tuple(sorted(warnings | writer.warnings)),
        frames=tuple(sheet.frame for sheet in sheets),
    )


def _furniture(sheets: Sequence[Sheet]) -> dict[int, set[TextLine]]:
    """The lines of each page that are no text of the document, also 扫描全能王 创建 that stands in a scan's own text."""
    found = furniture_of(sheets)
    for sheet in sheets:
        found[sheet.number] |= {line for line in sheet.lines if is_watermark(line.text)}
    return found


def ranges(numbers: Iterable[int]) -> str:
    """The numbers with those in a row as a range: `1-3,7`."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _sized(line: TextLine, page: Page) -> TextLine:
    """The line with its page and the size of its middle character, without its glyphs: they take most of a long
    document's memory."""
    size = page.sizes(line.glyphs[len(line.glyphs) // 2].number)
    return replace(line, glyphs=(), size=size, page=page.number)


def _shown(symbol: regex.Match[str]) -> str:
    """What the likeliest font shows for a symbol; the symbol itself where none is known to."""
    code = f"{ord(symbol.group()):X}"
    return next((shown for font in _SYMBOL_FONTS if (shown := shown_symbol(font, code))), symbol.group())


# A line with the page it stands on, or the parts of one table.
_Group = tuple[Sheet, TextLine] | list[PageTable]


def _without(sheets: Sequence[Sheet], furniture: dict[int, set[TextLine]]) -> list[tuple[Sheet, TextLine | PageTable]]:
    return [
        (sheet, item)
        for sheet in sheets
        for item in sheet.items
        if isinstance(item, PageTable) or item not in furniture[sheet.number]
    ]


def _grouped(items: Sequence[tuple[Sheet, TextLine | PageTable]]) -> Iterator[_Group]:
    """Lines one by one, and the parts of a table together: those that follow one another from page to page."""
    parts: list[PageTable] = []
    held: list[tuple[Sheet, TextLine]] = []
    for sheet, item in items:
        if isinstance(item, TextLine):
            if parts and says_continued(item):
                held.append((sheet, item))
                continue
            if parts:
                yield parts
            yield from held
            parts, held = [], []
            yield sheet, item
        elif parts and parts[-1].rows[-1].page == sheet.number - 1 and goes_on(parts[0], item):
            parts.append(item)
            held = []
        else:
            if parts:
                yield parts
            yield from held
            parts, held = [item], []
    if parts:
        yield parts
    yield from held


class _Writer:
    """Makes the blocks, with characters as they are meant."""

    def __init__(self, areas: dict[tuple[int, int], Area]) -> None:
        self.blocks: list[Block] = []
        self.warnings: set[str] = set()
        self._areas = areas

    def add(self, group: _Group) -> None:
        if isinstance(group, list):
            self.blocks.append(self._grid(to_grid(group)))
            return
        sheet, line = group
        if text := self.clean(line.text):
            self.blocks.append(to_line(line, text, sheet, self._areas[size_of(sheet)]))

    def clean(self, text: str) -> str:
        cleaned, warnings = clean(_SYMBOL.sub(_shown, text))
        self.warnings.update(warnings)
        return cleaned.strip()

    def _grid(self, grid: Grid) -> Grid:
        return replace(grid, cells=tuple(replace(cell, text=self.clean(cell.text)) for cell in grid.cells))
