"""Pages with placed glyphs to the blocks of a reading, whatever format the pages come from.

1. Lines stand in reading order, with their boxes and where they stand in the text area; each may go on in the next (WRAP).
2. A ruled table is one grid over all its pages; its text stands nowhere else.
3. Footnotes follow the text, without their marks in it.
4. Page numbers, running heads and feet, and text at an angle to the rest go to `furniture`.
5. A page whose text cannot be read is a warning with its number; where that is every page, the file is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from pipeline.errors import ReadError
from pipeline.model.reading import Block, Cell, Grid, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.pdf_grids import goes_on, to_grid
from pipeline.read.pdf_layout import Area, Sheet, areas_of, furniture_of, says_continued, size_of, to_line
from pipeline.read.pdf_lines import TextLine, in_columns, lines_of
from pipeline.read.pdf_notes import split_notes
from pipeline.read.pdf_objects import Page
from pipeline.read.pdf_tables import PageTable, find_tables
from pipeline.read.pdf_text_layer import TextLayer, judge
from pipeline.read.symbols import shown_symbol

# Symbol fonts give their characters codes of their own. Matches: `\uf0b7`. Does not match: `•`.
_SYMBOL = regex.compile("[\uf020-\uf0ff]")
_SYMBOL_FONTS = ("Wingdings", "Symbol")
_WARNINGS = {TextLayer.PICTURE: "no_text_layer", TextLayer.GARBLED: "garbled_text"}


@dataclass(slots=True)
class Sheets:
    """What was read of all pages.

    `aside` is text that belongs to no line, `notes` are the numbers of pages by what is to be said of them, `codes` the
    warnings that concern no page.
    """

    count: int
    sheets: list[Sheet] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)

    def note(self, code: str, page: int) -> None:
        self.notes.setdefault(code, []).append(page)

    def add(self, page: Page) -> None:
        """Takes a page in, or notes why it cannot be read."""
        layer = judge(page)
        if code := _WARNINGS.get(layer):
            self.note(code, page.number)
        if layer in (TextLayer.EMPTY, TextLayer.GARBLED) or not page.glyphs:
            return
        if page.has_invisible_text:
            self.note("invisible_text", page.number)
        if page.too_dense:
            self.note("page_too_dense", page.number)
        self.aside += page.aside
        self.sheets.append(_sheet(page))

    def warnings(self) -> set[str]:
        """Codes with the pages they hold for: `no_text_layer:3-5,8`."""
        return {f"{code}:{ranges(set(numbers))}" for code, numbers in self.notes.items()} | self.codes


def reading_of(pages: Sheets, source_format: SourceFormat) -> Reading:
    """The reading of all pages; see `require_text` for what stops it.

    Raises: ReadError.
    """
    require_text(pages, source_format)
    furniture = furniture_of(pages.sheets)
    writer = _Writer(areas_of(pages.sheets, furniture))
    for group in _grouped(_without(pages.sheets, furniture)):
        writer.add(group)
    for sheet in pages.sheets:
        for note in sheet.notes:
            writer.add((sheet, note))
    outer = [line.text for lines in furniture.values() for line in sorted(lines, key=lambda line: line.top)]
    return Reading(
        source_format,
        tuple(writer.blocks),
        pages.count,
        furniture=tuple(dict.fromkeys(writer.clean(text) for text in outer + pages.aside)),
        warnings=tuple(sorted(pages.warnings() | writer.warnings)),
    )


def require_text(pages: Sheets, source_format: SourceFormat) -> None:
    """Nothing, where a page has text.

    Raises: ReadError `garbled_text` where the fonts do not say what they show, `no_text_layer` for a scan, `broken_pdf`
    or `broken_package` where no page can be read, `no_text` where the pages are empty.
    """
    if pages.sheets:
        return
    kind = source_format.value.upper()
    for code, what, advice in (
        (
            "garbled_text",
            f"the fonts of the {kind} do not say which characters they show",
            "print it from the program that made it, or read it with OCR",
        ),
        ("no_text_layer", f"the {kind} holds pictures of pages (a scan) and no text", "read it with OCR"),
        ("page_unreadable", f"no page of the {kind} can be read", "open it in a viewer and save or print it again"),
    ):
        if numbers := pages.notes.get(code):
            reason = code if code != "page_unreadable" else _BROKEN.get(source_format, "broken_package")
            raise ReadError(f"{what} (page {ranges(numbers)} of {pages.count}); {advice}", reason_code=reason)
    raise ReadError(f"the {kind} has no text and no pictures; check whether it is the right file", reason_code="no_text")


_BROKEN = {SourceFormat.PDF: "broken_pdf"}


def ranges(numbers: Iterable[int]) -> str:
    """The numbers with those in a row as a range: `1-3,7`."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def _sheet(page: Page) -> Sheet:
    tables, glyphs = find_tables(page)
    lines, notes = split_notes(in_columns(lines_of(glyphs)), page)
    items: list[TextLine | PageTable] = []
    for line in lines:
        while tables and tables[0].rows[0].top < line.top:
            items.append(tables.pop(0))
        items.append(_sized(line, page))
    sized_notes = tuple(_sized(line, page) for line in notes)
    return Sheet(page.number, page.width, page.height, (*items, *tables), sized_notes)


def _sized(line: TextLine, page: Page) -> TextLine:
    """The line with the size of its middle character, and without its glyphs: they take most of a long document's memory."""
    size = page.sizes(line.glyphs[len(line.glyphs) // 2].number)
    return replace(line, glyphs=(), size=size)


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
        cells = (Cell(self.clean(c.text), c.row, c.column, c.row_span, c.column_span) for c in grid.cells)
        return replace(grid, cells=tuple(cells))
