"""The parts of a table on several pages to one grid: headers that stand again are dropped, rows cut by the page rejoined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import regex

from pipeline.model.reading import Box, Cell, Grid, Stretch
from pipeline.read.pdf_lines import TextLine
from pipeline.read.pdf_tables import PageCell, PageTable

# Columns of two parts are the same where their edges stand this near, in points, after the parts' left edges.
_SAME_EDGE = 4.5
_HEADER_ROWS = 4
# A column numbers its rows where this part of its cells are numbers.
_NUMBERED = 0.6
# Matches: `12`, `（3）`, `十二、`, `2.1`. Does not match: `市财政局`, `2023年`, ``.
_NUMBER = regex.compile(r"[（(]?(?:\d{1,4}(?:[.．]\d{1,3}){0,3}|[一二三四五六七八九十百]{1,4})[)）]?[、.．]?")
# Matches: `方案。`, `方案；`. Does not match: `方案，`, `方案`.
_ENDED = regex.compile(r"[。；;！？!?]\s*$")
# Matches: `市财政局、`, `每季度一次，`. Does not match: `市财政局`, `方案。`.
_GOES_ON = regex.compile(r"[、，]\s*$")
# Matches in: `市财政局、市教育局`. Does not match in: `市财政局`.
_RUNNING = regex.compile(r"[，。；、：,;:]")
# Matches: `1.制定`, `（2）制定`, `①制定`, `一是制定`. Does not match: `制定方案`, `2023年`, `15分钟`.
_ITEM = regex.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．](?!\d)|[①-⑳]|[一二三四五六七八九]是")
# Matches: `，`, `）`. Does not match: `（`, `一`.
_NO_LINE_START = regex.compile(r"[，。；：、！？）〕》】」』“”‘’%,.;:!?)\]}…]")
# Matches: `（`, `“`. Does not match: `）`, `一`.
_NO_LINE_END = regex.compile(r"[（〔《【「『“”‘’(\[{]")
# Matches: `A`, `3`. Does not match: `市`, `，`.
_WORD = regex.compile(r"[A-Za-z0-9.%]")
# Matches: `A`. Does not match: `3`, `市`.
_LETTER = regex.compile(r"[A-Za-z]")


def goes_on(table: PageTable, following: PageTable) -> bool:
    """Whether the second part has the columns of the first: all edges of the one with fewer stand among the other's."""
    shift = following.edges[0] - table.edges[0]
    moved = [edge - shift for edge in following.edges]
    few, many = sorted((moved, list(table.edges)), key=len)
    ends = abs(moved[-1] - table.edges[-1]) <= _SAME_EDGE
    return ends and all(min(abs(edge - other) for other in many) <= _SAME_EDGE for edge in few)


def to_grid(parts: Sequence[PageTable]) -> Grid:
    """One grid of the parts of a table in their order.

    Header rows that stand again on a later page are left out; a row that the page cut in two is one; a cell that spans
    rows goes on over the page. The text of a cell has its lines joined, with a line end where the cell's writer set one.
    """
    joined = _Joined(_common_edges(parts))
    for part in parts:
        joined.add(part)
    cells = tuple(
        Cell(
            _text(cell.lines, cell.room),
            cell.row,
            cell.left,
            cell.row_span,
            cell.right - cell.left,
            tuple(cell.stretches),
        )
        for cell in sorted(joined.cells, key=lambda cell: (cell.row, cell.left))
    )
    pages = tuple(box.page for box in joined.rows)
    return Grid(cells, len(joined.rows), len(joined.edges) - 1, pages[0], pages)


@dataclass(slots=True)
class _Cell:
    """A cell while the parts are joined; `room` is the width that its lines can fill."""

    row: int
    left: int
    right: int
    row_span: int
    lines: list[TextLine]
    room: float

    @property
    def words(self) -> str:
        return "".join("".join(line.text.split()) for line in self.lines)

    @property
    def stretches(self) -> Iterator[Stretch]:
        for line in self.lines:
            yield Stretch(len("".join(line.text.split())), line.box)

    def is_in(self, row: int) -> bool:
        return self.row <= row < self.row + self.row_span


@dataclass(slots=True)
class _Joined:
    """The table as far as it is joined."""

    edges: list[float]
    rows: list[Box] = field(default_factory=list)
    cells: list[_Cell] = field(default_factory=list)

    def add(self, part: PageTable) -> None:
        cells = [self._placed(cell, part) for cell in part.cells]
        rows = list(part.rows)
        if self.rows:
            rows = _parted(self.cells, cells, rows)
            repeated = _repeated_header(self.cells, cells, len(rows))
            rows, cells = rows[repeated:], [cell for cell in cells if cell.row >= repeated]
            _renumber(cells, -repeated)
            if not rows:
                return
            # Only cells whose lower edge the page cut can go on: the first row's, or the rest of a span.
            taken = self._go_on(cells)
            cells = [cell for cell in cells if cell not in taken[0]]
            rows = rows[taken[1] :]
            _renumber(cells, len(self.rows) - taken[1])
        self.rows += rows
        self.cells += cells

    def _placed(self, cell: PageCell, part: PageTable) -> _Cell:
        """The cell of a part with its edges as places among those of the whole table."""
        shift = part.edges[0] - self.edges[0]
        left, right = (_nearest(self.edges, part.edges[edge] - shift) for edge in (cell.left, cell.right))
        room = part.edges[cell.right] - part.edges[cell.left] - part.padding
        lines = [replace(line, page=part.rows[0].page) for line in cell.lines]
        return _Cell(cell.row, left, right, cell.row_span, lines, room)

    def _go_on(self, cells: list[_Cell]) -> tuple[list[_Cell], int]:
        """Lets cells go on from the page before; returns those that are used up, and how many rows (0 or 1) with them."""
        last = len(self.rows) - 1
        above = {(cell.left, cell.right): cell for cell in self.cells if cell.is_in(last)}
        first = [cell for cell in cells if cell.row == 0]
        if _is_cut(self.cells, above, first):
            for cell in first:
                upper = above[cell.left, cell.right]
                upper.lines += cell.lines
                upper.row_span += cell.row_span - 1
            return first, 1
        taken = []
        spanning = {(cell.left, cell.right) for cell in (*self.cells, *cells) if cell.row_span > 1}
        for cell in first:
            upper_cell = above.get((cell.left, cell.right))
            if upper_cell is not None and not cell.lines and (cell.left, cell.right) in spanning:
                upper_cell.row_span += cell.row_span
                taken.append(cell)
        return taken, 0


def _common_edges(parts: Sequence[PageTable]) -> list[float]:
    """The edges of all parts, moved under the first one."""
    edges = list(parts[0].edges)
    for part in parts[1:]:
        shift = part.edges[0] - parts[0].edges[0]
        moved = (edge - shift for edge in part.edges)
        edges += [edge for edge in moved if min(abs(edge - other) for other in edges) > _SAME_EDGE]
    return sorted(edges)


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _renumber(cells: list[_Cell], by: int) -> None:
    for cell in cells:
        cell.row += by


def _parted(table: list[_Cell], part: list[_Cell], rows: list[Box]) -> list[Box]:
    """The rows of a part, what goes on from the page before parted from the header above it.

    Some writers draw no ruling where they cut a row or a cell over several rows: header and rest stand in one cell.
    The cells of `part` are changed to match the rows.
    """
    header = {(cell.left, cell.right): cell for cell in table if cell.row == 0 and cell.row_span == 1}
    first = [cell for cell in part if cell.row == 0]
    rests = [(cell, _lines_behind(header.get((cell.left, cell.right)), cell)) for cell in first]
    known = [(cell, lines) for cell, lines in rests if lines is not None]
    added = int(any(lines for _, lines in known))
    if len(known) < len(first) or not (added or any(cell.row_span > 1 for cell in first)):
        return rows
    for cell in part:
        cell.row += added if cell.row else 0
    for cell, lines in known:
        span, cell.row_span = cell.row_span - 1 + added, 1
        cell.lines = cell.lines[: len(cell.lines) - len(lines)]
        if span:
            part.append(_Cell(1, cell.left, cell.right, span, lines, cell.room))
    return [rows[0], *rows] if added else rows


def _lines_behind(header: _Cell | None, cell: _Cell) -> list[TextLine] | None:
    """The lines of a cell behind those of the header's cell, None where it does not begin with these."""
    if header is None:
        return None
    count = len(header.lines)
    words = "".join("".join(line.text.split()) for line in cell.lines[:count])
    return cell.lines[count:] if words == header.words else None


def _repeated_header(table: list[_Cell], part: list[_Cell], rows: int) -> int:
    """How many rows of the part are those that the table begins with, or that stand under its title row."""
    for begin in range(_HEADER_ROWS):
        count = 0
        while count < min(rows, _HEADER_ROWS) and _same_row(table, begin + count, part, count):
            count += 1
        # A cell that reaches out of the header's rows says that they are no header.
        if count and all(cell.row + cell.row_span <= count for cell in part if cell.row < count):
            return count
    return 0


def _same_row(table: list[_Cell], row: int, part: list[_Cell], part_row: int) -> bool:
    upper = [(cell.left, cell.words) for cell in table if cell.row == row]
    lower = [(cell.left, cell.words) for cell in part if cell.row == part_row]
    return upper == lower and any(words for _, words in lower)


def _is_cut(table: list[_Cell], above: dict[tuple[int, int], _Cell], first: list[_Cell]) -> bool:
    """Whether a page's first row is the rest of the row before it.

    It is where it has no number and the rows are numbered one by one; else where each of its texts goes on from a full
    line that ends no sentence.
    """
    with_text = [cell for cell in first if cell.lines]
    if not with_text or any((cell.left, cell.right) not in above for cell in first):
        return False
    numbered = _numbered_columns(table)
    numbers = [cell for cell in first if (cell.left, cell.right) in numbered]
    if any(cell.lines for cell in numbers):
        return False
    spans = any(cell.row_span > 1 for cell in table if (cell.left, cell.right) in numbered)
    if numbers and not spans:
        return True
    return all(_runs_on(above[cell.left, cell.right], cell) for cell in with_text)


def _runs_on(upper: _Cell, lower: _Cell) -> bool:
    if not upper.lines or _ENDED.search(upper.lines[-1].text):
        return False
    return not _has_room(upper.lines[-1], lower.lines[0], upper.room)


def _numbered_columns(table: list[_Cell]) -> set[tuple[int, int]]:
    """The columns whose cells, but for the header, are numbers."""
    columns: dict[tuple[int, int], list[str]] = {}
    for cell in table:
        if cell.row and cell.words:
            columns.setdefault((cell.left, cell.right), []).append(cell.words)
    return {
        column
        for column, texts in columns.items()
        if sum(_NUMBER.fullmatch(text) is not None for text in texts) >= _NUMBERED * len(texts)
    }


def _text(lines: Sequence[TextLine], room: float) -> str:
    """The text of a cell: a line that was full goes on in the next one; where it had room left, a line end stands."""
    if len(lines) < 2:
        return "".join(line.text.strip() for line in lines)
    breaks = [_is_break(line, following, room) for line, following in pairwise(lines)]
    # A list of names without any points has each on a line of its own, also where one happens to fill it.
    if any(breaks) and not any(_RUNNING.search(line.text) for line in lines):
        breaks = [True] * len(breaks)
    text = lines[0].text.strip()
    for line, is_break in zip(lines[1:], breaks, strict=True):
        following = line.text.strip()
        glue = "\n" if is_break else " " if _LETTER.match(text[-1:]) and _LETTER.match(following) else ""
        text += glue + following
    return text


def _is_break(line: TextLine, following: TextLine, room: float) -> bool:
    if _ENDED.search(line.text) and _ITEM.match(following.text.strip()):
        return True
    if _GOES_ON.search(line.text):
        return False
    return _has_room(line, following, room)


def _has_room(line: TextLine, following: TextLine, room: float) -> bool:
    """Whether what the next line begins with would have fitted at the end of this one."""
    em = line.bottom - line.top
    # A word is never cut while there is room for one more of its characters: these are two words.
    cut = _WORD.match(line.text[-1]) and _WORD.match(following.text)
    first = following.glyphs[0]
    width = first.x1 - first.x0 if cut else _first_word_width(following)
    return (line.x1 - line.x0) + width <= room - 0.3 * em


def _first_word_width(line: TextLine) -> float:
    """The width of what cannot be parted at the line's begin: a word or number, a character and the points around it."""
    glyphs = line.glyphs
    end = 1
    while end < len(glyphs) and _stick(glyphs[end - 1].text, glyphs[end].text):
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _stick(left: str, right: str) -> bool:
    """Whether no line is broken between two characters. Source: GB/T 9704, W3C clreq; for quotation marks UAX #14."""
    in_word = _WORD.match(left) is not None and _WORD.match(right) is not None
    return in_word or _NO_LINE_START.match(right) is not None or _NO_LINE_END.match(left) is not None
